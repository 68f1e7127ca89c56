"""Missing: what a publisher can be asked to disclose on a release, what would bring most coming first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.scoring.evidence import Origin, Outcome
from registry.scoring.rubric import UNCHECKED, Criterion, Rubric

DEFAULT_MOST = 6
"""Criteria that are asked for unless somebody chooses others."""
MOST = 12
"""Criteria that one text may ask for: nobody answers more."""
ABOUT_OTHERS = frozenset({"weights.base"})
"""What follows from somebody else's release."""
FOR_OTHERS = frozenset({"docs.review"})
"""What a publisher can only hope for: not asked unless somebody chooses it."""


class How(StrEnum):
    """In which way it is missing."""

    WITHHELD = "withheld"
    """It is stated that it is not disclosed."""
    PARTIAL = "partial"
    UNDISCLOSED = "undisclosed"
    """Nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What was found on one criterion that is not at its best level.

    ``quote`` are the words that this rests on, where they are the publisher's own, with their ``place``; ``via`` names
    the base of the same publisher whose words they are. ``retold`` says that somebody else disclosed it.
    ``unread`` are the kinds of documents that the card links to and nobody has read.
    """

    criterion: Criterion
    level: str
    how: How
    gain: float
    quote: str = ""
    place: str = ""
    via: str = ""
    retold: bool = False
    unread: tuple[str, ...] = ()


def missing(release: Mapping[str, Any], rubric: Rubric) -> list[Missing]:
    """What is missing on a release, as it is serialized, and is its publisher's to answer: not what could not be
    checked, does not apply, or follows from somebody else's base."""
    found = []
    for step in release["improve"]:
        mark = release["criteria"][step["criterion"]]
        owner = mark["via"].rpartition("/")[0] if mark["via"] else release["organization"]
        is_theirs = owner == release["organization"] and step["criterion"] not in ABOUT_OTHERS
        if is_theirs and mark["level"] != UNCHECKED:
            found.append(_missing(rubric.criterion(step["criterion"]), mark, step["gain"]))
    return found


def by_default(all_missing: Sequence[Missing], asked_already: Iterable[str]) -> list[str]:
    """The criteria that are asked for unless somebody chooses others."""
    left_out = FOR_OTHERS.union(asked_already)
    return [m.criterion.id for m in all_missing if m.criterion.id not in left_out][:DEFAULT_MOST]


def _missing(criterion: Criterion, mark: Mapping[str, Any], gain: float) -> Missing:
    told = [e for e in mark["evidence"] if e["outcome"] in (Outcome.FOUND, Outcome.DENIED)]
    denied = [e for e in told if e["outcome"] == Outcome.DENIED]
    is_withheld = not mark["points"] and (bool(denied) or mark["shape"] == How.WITHHELD)
    how = How.WITHHELD if is_withheld else How.PARTIAL if mark["points"] else How.UNDISCLOSED
    words = denied if how is How.WITHHELD else told
    own = [e for e in words if e["quote"] and e["origin"] != Origin.DISCLOSURE]
    first: Mapping[str, Any] = own[0] if own else {}
    kinds = (document["kind"] for document in mark["unread"])
    return Missing(
        criterion,
        mark["level"],
        how,
        gain,
        quote=first.get("quote", ""),
        place=first.get("place", ""),
        via=mark["via"],
        retold=not own and any(e["origin"] == Origin.DISCLOSURE for e in words),
        unread=tuple(dict.fromkeys(kinds)),
    )
