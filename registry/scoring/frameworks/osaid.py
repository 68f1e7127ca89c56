"""The Open Source AI Definition 1.0: three requirements, each met, refuted or undetermined.

The openness class "open source AI" is this verdict: there is one rule, here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from registry.scoring.frameworks.items import (
    Finding,
    Framework,
    Item,
    Rule,
    Verdict,
)
from registry.scoring.frameworks.known import Known, Marks
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

_BY_LEVEL = {
    name: {
        criterion: dict.fromkeys((*left_open, UNCHECKED, NOT_APPLICABLE), UNDETERMINED)
        | dict.fromkeys(needed, MET)
        for criterion, (needed, left_open) in needs.items()
    }
    for name, needs in NEEDS.items()
}
"""The state that each level makes, of those that do not refute a requirement."""


def state_of(name: str, marks: Known) -> str:
    """Whether the requirement of that name is met."""
    return _lowest(_states(name, marks).values())


def finding(name: str, marks: Known) -> Finding:
    """What is found on the requirement of that name, by the criteria that decide it."""
    found = _states(name, marks)
    state = _lowest(found.values())
    deciding = tuple([criterion for criterion, s in found.items() if s == state])
    return Finding(state, marks.reason(deciding), deciding)


def _states(name: str, marks: Known) -> dict[str, str]:
    return {
        criterion: _state(criterion, by_level, marks)
        for criterion, by_level in _BY_LEVEL[name].items()
    }


def _lowest(states: Collection[str]) -> str:
    return next((state for state in (NOT_MET, UNDETERMINED) if state in states), MET)


def _state(criterion: str, by_level: Mapping[str, str], marks: Known) -> str:
    level = marks.levels[criterion] or NOT_APPLICABLE  # where there is no mark, it counts so
    state = by_level.get(level, NOT_MET)
    return UNDETERMINED if state == NOT_MET and marks.has_unread(criterion) else state


def osaid(marks: Iterable[Mark]) -> str:
    """``meets``, ``fails`` (a necessary condition is refuted) or ``undetermined``."""
    known = Marks(marks)
    return _together([state_of(name, known) for name in NEEDS])


def _together(states: Collection[str]) -> str:
    return {NOT_MET: FAILS, UNDETERMINED: UNDETERMINED, MET: MEETS}[_lowest(states)]


def verdict(_framework: Framework, states: Mapping[str, str], _marks: Known) -> Verdict:
    """The verdict on the whole release."""
    return {"verdict": _together(states.values())}


def _requirement_state(_framework: Framework, item: Item, marks: Known) -> str:
    return state_of(item.id, marks)


def _requirement(_framework: Framework, item: Item, marks: Known) -> Finding:
    return finding(item.id, marks)


RULES: Mapping[str, Rule] = MappingProxyType({"osaid": Rule(_requirement_state, _requirement)})
