"""The Model Openness Framework: components with their licences, and the three classes they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from registry.scoring.frameworks.items import (
    Finding,
    Framework,
    Item,
    Rule,
    Verdict,
)
from registry.scoring.frameworks.known import Known
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

INCLUDED, INVALID, UNLICENSED, MISSING = "included", "invalid", "unlicensed", "missing"
CLASSES = ("III", "II", "I")
"""From the one that asks least; each asks for all of those before it too."""
NO_CLASS = "none"
COMPONENT = "mof-component"
_GLOBAL = "weights.license"
_TERMS = {
    "open-source": INCLUDED,
    "open": INCLUDED,
    "use-restricted": INVALID,
    "non-commercial": INVALID,
    "restricted": INVALID,
    UNCHECKED: UNCHECKED,
}
"""What a level of one of our licence criteria makes of a component that is there."""
_SILENT = frozenset({"none", NOT_APPLICABLE})
"""The levels at which no terms are told."""


def _component_state(_framework: Framework, item: Item, marks: Known) -> str:
    """Whether a component is there, and under which terms: its own, else the release's."""
    state = item.state(marks)
    return _under(_terms(item, marks), marks) if state == INCLUDED else state


def _component(_framework: Framework, item: Item, marks: Known) -> Finding:
    there = item.found(marks)
    terms = _terms(item, marks) if there.state == INCLUDED else ""
    if not terms:
        return there
    state, criteria = _under(terms, marks), tuple(dict.fromkeys((*there.criteria, terms)))
    if terms not in marks:
        return Finding(state, "Its licence could not be checked.", criteria)
    if state == UNLICENSED:
        return Finding(state, "It is there, and no licence is declared.", criteria)
    if state == INCLUDED:
        return Finding(state, there.reason, criteria)
    whose = "It names no licence of its own. That of the release: " if terms == _GLOBAL else ""
    return Finding(state, f"{whose}{marks.reason([terms])}", criteria)


def _terms(item: Item, marks: Known) -> str:
    """The criterion whose terms a component that is there goes under; empty where it needs none."""
    if item.options.get("any_terms"):
        return ""
    for free in item.options.get("free", ()):
        if any(fact == free for fact, _ in _facts(item, marks)):
            return ""
    own = item.options.get("terms", "")
    return own if own in marks and marks.level(own) not in _SILENT else _GLOBAL


def _under(terms: str, marks: Known) -> str:
    """What the terms on a criterion, or that none are needed, make of a component that is there."""
    if not terms:
        return INCLUDED
    level = marks.level(terms)
    return UNLICENSED if level in _SILENT else _TERMS[level]


def _facts(item: Item, marks: Known) -> Iterator[tuple[str, str]]:
    return (told for s in item.sources for told in marks.facts(s.criterion))


def _benchmarks_state(_framework: Framework, item: Item, marks: Known) -> str:
    """Evaluation data: public benchmark sets that results are given on, each under its own terms."""
    state = item.state(marks)
    if state != INCLUDED:
        return state
    return INCLUDED if _free_benchmarks(item, marks) else UNCHECKED


def _benchmarks(framework: Framework, item: Item, marks: Known) -> Finding:
    there, state = item.found(marks), _benchmarks_state(framework, item, marks)
    if there.state != INCLUDED:
        return there
    if state == INCLUDED:
        told = ", ".join(_free_benchmarks(item, marks)[:6])
        return Finding(state, f"Public sets under open licences: {told}.", there.criteria)
    reason = "The sets are public, but their licences are not known here."
    return Finding(state, reason, there.criteria)


def _free_benchmarks(item: Item, marks: Known) -> list[str]:
    """The sets under open licences, by name."""
    known, free = item.options["licenses"], item.options["open"]
    return sorted({name for _, name in _facts(item, marks) if known.get(name) in free})


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        COMPONENT: Rule(_component_state, _component),
        "mof-benchmarks": Rule(_benchmarks_state, _benchmarks),
    }
)


def verdict(framework: Framework, states: Mapping[str, str], marks: Known) -> Verdict:
    """The class that is certain, the one that may be, and the one by the stricter reading."""
    included = {item for item, state in states.items() if state == INCLUDED}
    possible = included | {item for item, state in states.items() if state == UNCHECKED}
    strict = included if marks.level("data.license") == "open" else included - {"datasets"}
    unfit = _unfit(framework, included, marks)
    return {
        "class": _class(framework, included),
        "class_possible": _class(framework, possible),
        "class_if_data_must_be_licensed": _class(framework, strict),
        "not_type_appropriate": ", ".join(unfit),
    }


def _class(framework: Framework, included: set[str]) -> str:
    reached = NO_CLASS
    for name, required in _required(framework):
        if not required <= included:
            break
        reached = name
    return reached


@cache
def _required(framework: Framework) -> tuple[tuple[str, frozenset[str]], ...]:
    """What each class asks for beside those before it."""
    needed = [i for i in framework.items if i.options.get("required", True)]
    return tuple((name, frozenset(i.id for i in needed if i.group == name)) for name in CLASSES)


def _unfit(framework: Framework, included: set[str], marks: Known) -> list[str]:
    """The open components under the release's licence where that was made for another type."""
    tags = {value.lower() for fact, value in marks.facts(_GLOBAL) if fact == "tag"}
    if not tags or not included:
        return []
    unfit = {kind for kind, fitting in _fitting(framework) if not tags & fitting}
    return [
        item.id
        for item in framework.items
        if item.id in included
        and item.options["type"] in unfit
        and item.rule == COMPONENT
        and _terms(item, marks) == _GLOBAL
    ]


@cache
def _fitting(framework: Framework) -> tuple[tuple[str, frozenset[str]], ...]:
    """The licences made for each type of component, in lower case."""
    fitting = framework.options["fitting"].items()
    return tuple((kind, frozenset(map(str.lower, names))) for kind, names in fitting)
