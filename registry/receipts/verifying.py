"""Verifying: a grade made anew from a snapshot and a receipt's inputs, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry import documents
from registry.policy import Judged, Policy
from registry.receipts.comparing import MISSING, Difference, differences
from registry.receipts.inputs import bases_of, beside_of, datasets_of, unseen
from registry.receipts.parts import result_part, verdict_digest
from registry.receipts.quotes import Quotes
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence
from registry.scoring.lineage import named_bases
from registry.shapes.receipts import Receipt, ReceiptPolicy
from registry.shapes.receipts import ReceiptQuote as Quote

SNAPSHOT, POLICY, EVIDENCE, INPUTS, GRADE, REGISTRY = (
    *("snapshot", "policy", "evidence", "inputs", "grade", "registry"),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A snapshot as this installation sees it: what identifies it, by the names of ``ReceiptSnapshot``, its card, what
    its readers read in it, and the ids of bases that they link it to."""

    release: str
    revision: str
    identity: Mapping[str, Any]
    card: bytes | None
    evidence: tuple[Evidence, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was compared: what it was about, in words, and where it differs."""

    name: str
    about: str
    differences: tuple[Difference, ...]

    def as_dict(self) -> dict[str, Any]:
        """The check as plain values."""
        found = [d.as_dict() for d in self.differences]
        return {
            "name": self.name,
            "about": self.about,
            "same": not found,
            "differences": found,
        }


def verified(receipt: Receipt, read: Read, policy: Policy, made_by: ReceiptPolicy) -> list[Check]:
    """The checks of a receipt against a snapshot; ``made_by`` are the versions of this installation.

    Raises ValueError where the receipt's inputs are none that a grade can be made with.
    """
    quotes = Quotes(read.release, read.evidence, read.card)
    verdict, columns = _judged(receipt, read, policy)
    digest = verdict_digest(verdict, read.release, read.revision)
    here = _plain(result_part(columns, verdict, digest, quotes))
    files, found = len(made_by["files"]), quotes.all[: quotes.read]
    return [
        Check(
            SNAPSHOT,
            f"its digests, and {read.identity['files']:,} files",
            (*_snapshot(receipt, read),),
        ),
        Check(
            POLICY,
            f"readers {made_by['readers']}, rubric {made_by['rubric']}, {files} files",
            (*differences(receipt["policy"], made_by),),
        ),
        Check(
            EVIDENCE,
            f"{len(found):,} quotes",
            (*_quotes(receipt["quotes"][: receipt["read"]], found),),
        ),
        Check(INPUTS, _told_inputs(receipt), (*_inputs(receipt, read),)),
        Check(
            GRADE,
            f"{len(here['criteria'])} criteria, score {here['score']:g}, {here['letter']}",
            (*_result(receipt, here, quotes.all),),
        ),
    ]


def _judged(receipt: Receipt, read: Read, policy: Policy) -> Judged:
    inputs = receipt["inputs"]
    try:
        case = policy.case(
            read.release, read.evidence, datasets_of(inputs), bases_of(inputs), beside_of(inputs)
        )
        verdict, columns = policy.judged(case)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        wrong = next(_inputs(receipt, read), None)
        why = f"{wrong.what} differs" if wrong else type(error).__name__
        raise ValueError(f"with its inputs no grade can be made ({why})") from error
    return Judged(_plain(verdict), columns)


def _plain(value: Any) -> Any:
    return documents.value_of(documents.plain(value))


def _snapshot(receipt: Receipt, read: Read) -> Iterator[Difference]:
    told = receipt["snapshot"]
    here = {"release": read.release, "revision": read.revision, **read.identity}
    yield from differences(
        {
            "release": receipt["release"],
            "revision": receipt["revision"],
            # Receipts of before there were statements tell of none.
            **{name: told.get(name) for name in read.identity},
        },
        here,
    )


def _quotes(told: Sequence[Quote], here: Sequence[Quote]) -> Iterator[Difference]:
    """The quotes that were read in the snapshot against those that are when it is read anew."""
    if len(told) == len(here):
        yield from differences(told, here, "quotes")
        return
    yield Difference("number of quotes", len(told), len(here))
    known = [{documents.plain(quote) for quote in side} for side in (told, here)]
    for quote in told:
        if documents.plain(quote) not in known[1]:
            yield Difference(f"{quote['criterion']} at {quote['place']}", quote["quote"], MISSING)
    for quote in here:
        if documents.plain(quote) not in known[0]:
            yield Difference(f"{quote['criterion']} at {quote['place']}", MISSING, quote["quote"])


def _inputs(receipt: Receipt, read: Read) -> Iterator[Difference]:
    """What can be known of the inputs without asking anybody: that none was left out, and that what a base hands on is
    what its verdict's digest stands for."""
    inputs = receipt["inputs"]
    disclosed = beside_of(inputs).disclosed
    linked = sorted(linked_datasets((*read.evidence, *disclosed)))
    yield from differences(sorted(d["name"] for d in inputs["datasets"]), linked, "datasets")
    named = {name for base in inputs["bases"] for name in base["named"]}
    told = sorted(named.union(inputs["circular"]))
    yield from differences(told, sorted(set(read.bases) - {read.release}), "bases")
    names = unseen(inputs["bases"], named_bases(read.evidence))
    yield from differences(inputs["unseen"], names, "unseen bases")
    for base in inputs["bases"]:
        if grade := base["grade"]:
            digest = verdict_digest(grade["verdict"], base["id"], grade["revision"])
            yield from differences(grade["verdict_digest"], digest, f"verdict on {base['id']}")


def _told_inputs(receipt: Receipt) -> str:
    inputs = receipt["inputs"]
    datasets, bases = len(inputs["datasets"]), len(inputs["bases"])
    told = f"{datasets} dataset{'s'[: datasets != 1]}, {bases} base{'s'[: bases != 1]}"
    beside = len(inputs["disclosures"]), len(inputs["gone"])
    disclosed = f", {beside[0]} piece{'s'[: beside[0] != 1]} of disclosed evidence"
    gone = f", {beside[1]} link{'s'[: beside[1] != 1]} out of reach"
    return told + disclosed * bool(beside[0]) + gone * bool(beside[1])


def _result(
    receipt: Receipt, here: Mapping[str, Any], quotes: Sequence[Quote]
) -> Iterator[Difference]:
    told = receipt["quotes"]
    yield from differences(_with_quotes(receipt["result"], told), _with_quotes(here, quotes))
    yield from differences(
        len(told), len(quotes), "number of quotes, with what was not read but rests on it"
    )


def _with_quotes(result: Mapping[str, Any], quotes: Sequence[Quote]) -> dict[str, Any]:
    """The result with quotes for their numbers: where one is missing, all that follow have others."""
    found = dict(result)
    for part in ("criteria", "components"):
        found[part] = {
            criterion: {**mark, "evidence": [quotes[number] for number in mark["evidence"]]}
            for criterion, mark in result[part].items()
        }
    return found
