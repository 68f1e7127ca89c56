"""The Open Source AI Definition 1.0: three requirements, each met, refuted or undetermined.

The openness class "open source AI" is this verdict: there is one rule, here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from registry.scoring.frameworks.items import (
    Finding,
    Framework,
    Item,
    Marks,
    Verdict,
    reason_of,
)
from registry.scoring.marks import Mark
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

MEETS, FAILS, UNDETERMINED = "meets", "fails", "undetermined"
MET, NOT_MET = "met", "not met"

_TUNING = ("downloadable", NOT_APPLICABLE)

NEEDS: Mapping[str, Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "data_information": {
            "data.sources": (("itemised",), ()),
            "data.access": (
                ("downloadable", "reconstructible"),
                ("gated", "in-part", "undisclosed", "closed"),
            ),
            "data.processing": (("code", "described"), ()),
            "post.instructions": (_TUNING, ("in-part", "described")),
            "post.preferences": (_TUNING, ("in-part", "described")),
        },
        "code": {
            "code.training": (("complete",), ()),
            "code.license": (("open",), ("none",)),
            "post.code": (("published", NOT_APPLICABLE), ()),
        },
        "parameters": {
            "weights.access": (("open-download",), ("click-through",)),
            "weights.license": (("open-source",), ()),
        },
    }
)
"""By requirement and criterion: the levels that it needs, and those that leave it open.

All other levels refute it. Data that can't be had does not: the definition lets data be withheld that is fully
described, and only a person can tell whether it is. A program is sure when anyone can get it. Nor does a licence of
the code that the card does not name: the repository may. What a linked document may tell, which nobody has read,
is left open too, unless the publisher says that it is withheld.
"""


def requirement(_framework: Framework, item: Item, marks: Marks) -> Finding:
    """Whether one of the three requirements is met."""
    return finding(item.id, marks)


def finding(name: str, marks: Marks) -> Finding:
    """What is found on the requirement of that name."""
    needs = NEEDS[name]
    found = {c: _state(marks.get(c), *levels, c.startswith("post.")) for c, levels in needs.items()}
    for state in (NOT_MET, UNDETERMINED):
        deciding = [criterion for criterion, s in found.items() if s == state]
        if deciding:
            return Finding(state, reason_of(marks, deciding), tuple(deciding))
    return Finding(MET, reason_of(marks, tuple(needs)), tuple(needs))


def _state(
    mark: Mark | None, needed: tuple[str, ...], left_open: tuple[str, ...], is_of_tuning: bool
) -> str:
    level = mark.level if mark is not None else NOT_APPLICABLE
    if level in needed or (mark is None and is_of_tuning):
        return MET
    unread = mark is not None and mark.unread
    if unread or level in left_open or level in {UNCHECKED, NOT_APPLICABLE}:
        return UNDETERMINED
    return NOT_MET


def osaid(marks: Iterable[Mark]) -> str:
    """``meets``, ``fails`` (a necessary condition is refuted) or ``undetermined``."""
    known = {m.criterion: m for m in marks}
    return _together(finding(name, known).state for name in NEEDS)


def _together(states: Iterable[str]) -> str:
    found = set(states)
    if NOT_MET in found:
        return FAILS
    return MEETS if found == {MET} else UNDETERMINED


def verdict(_framework: Framework, findings: Mapping[str, Finding], _marks: Marks) -> Verdict:
    """The verdict on the whole release."""
    return {"verdict": _together(f.state for f in findings.values())}


RULES: Mapping[str, Callable[[Framework, Item, Marks], Finding]] = MappingProxyType(
    {"osaid": requirement}
)
