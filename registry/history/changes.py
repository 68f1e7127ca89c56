"""Changes: what one moment knew of a release that an earlier one knew otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from registry.history import facts
from registry.history.kinds import Change, Kind
from registry.history.phrases import counted, listing, plain
from registry.history.states import State, compared
from registry.scoring.evidence import Outcome


def changes(before: State, after: State) -> tuple[Change, ...]:
    """What changed, in the order of ``Kind``. What one of the two doesn't know is no change, nor are counters."""
    found = [
        *_presence(before, after),
        *_gate(before, after),
        *_license(before, after),
        *_weights(before, after),
        *_bases(before, after),
        *_data(before, after),
        *_card(before, after),
        *_statement(before, after),
    ]
    return tuple(sorted(found, key=lambda change: list(Kind).index(change.kind)))


def _presence(before: State, after: State) -> Iterator[Change]:
    outcomes = str(before.outcome), str(after.outcome)
    if outcomes == (Outcome.FOUND, Outcome.ABSENT):
        yield Change(Kind.GONE, *outcomes, "The repo was deleted or made private.")
    elif outcomes == (Outcome.ABSENT, Outcome.FOUND):
        yield Change(Kind.RETURNED, *outcomes, "The repo is there again.")
    old_id, new_id = plain(before.id), plain(after.id)
    if old_id and new_id and old_id != new_id:
        yield Change(Kind.RENAMED, old_id, new_id, f"It was renamed from {old_id} to {new_id}.")
    private = compared(before, after, facts.flag("private"))
    if private == (False, True):
        yield Change(Kind.MADE_PRIVATE, "public", "private", "The repo was made private.")
    elif private == (True, False):
        yield Change(Kind.MADE_PUBLIC, "private", "public", "The repo was made public.")
    disabled = compared(before, after, facts.flag("disabled"))
    if disabled == (False, True):
        yield Change(
            Kind.DISABLED, "enabled", "disabled", "The Hub disabled it: nobody can download it."
        )
    elif disabled == (True, False):
        yield Change(Kind.ENABLED, "disabled", "enabled", "The Hub no longer disables it.")


_APPROVAL = {
    "auto": "whoever accepts the terms is let in at once",
    "manual": "requests are approved by hand",
}


def _gate(before: State, after: State) -> Iterator[Change]:
    gates = compared(before, after, facts.gate)
    if gates is None or gates[0] == gates[1]:
        return
    old, new = gates
    if old == "open":
        how = f": {_APPROVAL[new]}" if new in _APPROVAL else ""
        yield Change(Kind.GATED, old, new, f"Access became gated{how}.")
    elif new == "open":
        yield Change(Kind.UNGATED, old, new, "The gate was removed: anyone can download it.")
    elif old in _APPROVAL and new in _APPROVAL:
        words = f"The gate changed: {_APPROVAL[new]}."
        yield Change(Kind.GATE_CHANGED, old, new, words)


def _license(before: State, after: State) -> Iterator[Change]:
    declared = compared(before, after, facts.license_of_card, facts.license_of_tags)
    if declared is None or not declared[0].differs(declared[1]):
        return
    old, new = declared[0].words, declared[1].words
    if not old:
        words = f"A licence was declared: {new}."
    elif not new:
        words = f"No licence is declared any more; it was {old}."
    else:
        words = f"The licence changed from {old} to {new}."
    yield Change(Kind.LICENSE_CHANGED, old, new, words)


def _weights(before: State, after: State) -> Iterator[Change]:
    files = compared(before, after, facts.weight_files)
    if files is None:
        return
    old, new = files
    if added := tuple(sorted(new - old)):
        what = f"{counted(len(added), 'weight file')} {_were(added)} added"
        words = f"{what if old else 'Weights were published'}: {listing(added)}."
        yield Change(Kind.WEIGHTS_ADDED, (), added, words)
    if removed := tuple(sorted(old - new)):
        what = f"{counted(len(removed), 'weight file')} {_were(removed)} removed"
        words = f"{what if new else 'All weights were removed'}: {listing(removed)}."
        yield Change(Kind.WEIGHTS_REMOVED, removed, (), words)


def _bases(before: State, after: State) -> Iterator[Change]:
    bases = compared(before, after, facts.bases_of_card, facts.bases_of_tags)
    if bases is None or bases[0] == bases[1]:
        return
    old, new = bases
    if not old:
        words = f"It now names what it was made from: {listing(new)}."
    elif not new:
        words = f"It no longer names what it was made from: {listing(old)}."
    else:
        words = f"What it says it was made from changed from {listing(old)} to {listing(new)}."
    yield Change(Kind.BASE_CHANGED, old, new, words)


def _data(before: State, after: State) -> Iterator[Change]:
    datasets = compared(before, after, facts.datasets_of_card, facts.datasets_of_tags)
    if datasets is None:
        return
    old, new = datasets
    if added := tuple(sorted(new - old)):
        yield Change(Kind.DATA_ADDED, (), added, _links(added, "added"))
    if removed := tuple(sorted(old - new)):
        yield Change(Kind.DATA_REMOVED, removed, (), _links(removed, "removed"))


def _links(datasets: tuple[str, ...], done: str) -> str:
    if len(datasets) == 1:
        return f"A link to a data set was {done}: {listing(datasets)}."
    return f"Links to {len(datasets):,} data sets were {done}: {listing(datasets)}."


def _card(before: State, after: State) -> Iterator[Change]:
    old, new = before.digest, after.digest
    outcomes = str(before.card_outcome), str(after.card_outcome)
    if outcomes == (Outcome.ABSENT, Outcome.FOUND):
        yield Change(Kind.CARD_ADDED, "", new, "A model card was added.")
    elif outcomes == (Outcome.FOUND, Outcome.ABSENT):
        yield Change(Kind.CARD_REMOVED, old, "", "The model card was removed.")
    elif outcomes == (Outcome.FOUND, Outcome.FOUND) and old and new and old != new:
        yield Change(Kind.CARD_EDITED, old, new, _edited(before.card, after.card))


def _statement(before: State, after: State) -> Iterator[Change]:
    old, new = before.statement_digest, after.statement_digest
    if old is None or new is None or old == new:
        return
    if not old:
        words = "The publisher's statement, TRANSPARENCY.yaml, was added."
        yield Change(Kind.STATEMENT_ADDED, "", new, words)
    elif not new:
        words = "The publisher's statement, TRANSPARENCY.yaml, was removed."
        yield Change(Kind.STATEMENT_REMOVED, old, "", words)
    else:
        words = "The publisher's statement, TRANSPARENCY.yaml, was edited."
        yield Change(Kind.STATEMENT_EDITED, old, new, words)


def _edited(before: bytes | None, after: bytes | None) -> str:
    if before is None or after is None:
        return "The model card was edited."
    # Lines are counted and not aligned: that takes as long as the cards are, whatever they hold.
    old, new = _lines(before), _lines(after)
    added, removed = (new - old).total(), (old - new).total()
    if not (added or removed):
        return "The model card was edited: its lines were only moved or spaced anew."
    kept = new.total() - added
    done = "rewritten" if 5 * kept < min(old.total(), new.total()) else "edited"
    told = f"{counted(added, 'line')} added" if added else ""
    gone = f"{counted(removed, 'line') if not added else f'{removed:,}'} removed" if removed else ""
    return f"The model card was {done}: {', '.join(filter(None, [told, gone]))}."


def _lines(card: bytes) -> Counter[bytes]:
    return Counter(line for row in card.splitlines() if (line := b" ".join(row.split())))


def _were(items: tuple[str, ...]) -> str:
    return "was" if len(items) == 1 else "were"
