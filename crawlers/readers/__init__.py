"""Readers: from a snapshot to evidence. They observe, and neither fetch nor judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crawlers.cards import Card, parse_card
from crawlers.readers import (
    claims,
    code,
    components,
    data,
    datasets,
    docs,
    lineage,
    links,
    post,
    references,
    weights,
)
from crawlers.readers.observed import Observed
from crawlers.snapshots import Snapshot
from registry.scoring.evidence import Evidence, Origin, Outcome

Reader = Callable[[Observed], Iterator[Evidence]]

MODEL_READERS: tuple[Reader, ...] = (  # each is named for its pillar
    weights.read_weights,
    data.read_data,
    code.read_code,
    post.read_post,
    docs.read_docs,
    links.read_links,
    references.read_references,
    claims.read_claims,
    components.read_components,
)


def read(snapshot: Snapshot, card: Card | None = None) -> tuple[Evidence, ...]:
    """All evidence that a snapshot of a model or a dataset repo holds.

    Its parsed card may be handed in. A reader that fails takes nothing with it but its own findings:
    what was not found on its pillar is then unchecked. On the lineage all pillars rest.
    """
    card = card or card_of(snapshot)
    observed = Observed(snapshot, card)
    if snapshot.kind == "dataset":
        return (*_card_state(observed), *_guarded(datasets.read_dataset, observed, "card"))
    made_from = _made_from(observed)
    observed = Observed(snapshot, card, made_from.ids, made_from.relation)
    found: list[Evidence] = [*_card_state(observed), *made_from.evidence]
    for reader in MODEL_READERS:
        found.extend(_guarded(reader, observed, reader.__name__.removeprefix("read_")))
    if snapshot.statement is not None or snapshot.lists_statement:
        found.extend(_guarded(_read_statement, observed, "statement"))
    return tuple(dict.fromkeys(found))


def _read_statement(observed: Observed) -> Iterator[Evidence]:
    # Few releases have a statement, and what checks one takes long to import.
    from crawlers.readers.statement import read_statement

    return read_statement(observed.snapshot)


def _guarded(reader: Reader, observed: Observed, topic: str) -> Iterator[Evidence]:
    try:
        yield from reader(observed)
    except Exception as error:  # whatever a stranger's card makes of our assumptions
        yield _failed(observed, reader.__name__, error, topic)


def _made_from(observed: Observed) -> lineage.Lineage:
    try:
        return lineage.find_lineage(observed)
    except Exception as error:  # as above
        failed = _failed(observed, lineage.find_lineage.__name__, error, "card")
        return lineage.Lineage(evidence=(failed,))


def _failed(observed: Observed, reader: str, error: Exception, topic: str) -> Evidence:
    return _unread(observed, f"{reader} failed: {type(error).__name__}", topic)


def _unread(observed: Observed, reason: str, topic: str = "card") -> Evidence:
    """That the card could not be read, or not what it says on one pillar."""
    return Evidence(
        topic,
        "card",
        Outcome.UNCHECKED,
        value=reason,
        place="README.md",
        url=observed.snapshot.file_url("README.md"),
        origin=Origin.METADATA,
    )


def card_of(snapshot: Snapshot) -> Card:
    """The snapshot's card, parsed; an empty one where there is none."""
    return parse_card(snapshot.card) if snapshot.card is not None else Card()


def _card_state(observed: Observed) -> Iterator[Evidence]:
    snapshot = observed.snapshot
    if snapshot.card_outcome is Outcome.UNCHECKED:
        yield _unread(observed, snapshot.card_reason)
    elif observed.card.cut_off:
        yield _unread(observed, f"it is too long, and only {observed.card.cut_off} were")
    for fact, problem in (
        ("front-matter-error", observed.card.front_error),
        ("encoding-error", observed.card.encoding_error),
    ):
        if problem:
            yield Evidence(
                "card",
                fact,
                value=problem,
                place="README.md:1",
                url=snapshot.file_url("README.md", 1),
                origin=Origin.METADATA,
            )
