"""The Model Openness Framework: components with their licences, and the three classes they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from registry.scoring.frameworks.items import (
    Finding,
    Framework,
    Item,
    Marks,
    Verdict,
    reason_of,
)
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

INCLUDED, INVALID, UNLICENSED, MISSING = "included", "invalid", "unlicensed", "missing"
CLASSES = ("III", "II", "I")
"""From the one that asks least; each asks for all of those before it too."""
NO_CLASS = "none"
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


def component(_framework: Framework, item: Item, marks: Marks) -> Finding:
    """Whether a component is there, and under which terms: its own, else the release's."""
    there = item.found(marks)
    if there.state != INCLUDED:
        return there
    if item.options.get("any_terms"):
        return there
    for free in item.options.get("free", ()):
        if any(e.fact == free for c in there.criteria if c in marks for e in marks[c].evidence):
            return there
    return _licensed(item, marks, there)


def _licensed(item: Item, marks: Marks, there: Finding) -> Finding:
    own = item.options.get("terms", "")
    names_own = own in marks and marks[own].level not in _SILENT
    terms = own if names_own else _GLOBAL
    criteria = (*there.criteria, terms)
    if terms not in marks:
        return Finding(UNCHECKED, "Its licence could not be checked.", criteria)
    if marks[terms].level in _SILENT:
        return Finding(UNLICENSED, "It is there, and no licence is declared.", criteria)
    state = _TERMS[marks[terms].level]
    if state == INCLUDED:
        return Finding(state, there.reason, criteria)
    whose = "" if names_own else "It names no licence of its own. That of the release: "
    return Finding(state, f"{whose}{reason_of(marks, [terms])}", criteria)


def benchmarks(_framework: Framework, item: Item, marks: Marks) -> Finding:
    """Evaluation data: public benchmark sets that results are given on, each under its own terms."""
    there = item.found(marks)
    if there.state != INCLUDED:
        return there
    named = {e.value for c in there.criteria if c in marks for e in marks[c].evidence}
    known = item.options["licenses"]
    free = sorted(name for name in named if known.get(name) in item.options["open"])
    if free:
        told = ", ".join(free[:6])
        return Finding(INCLUDED, f"Public sets under open licences: {told}.", there.criteria)
    reason = "The sets are public, but their licences are not known here."
    return Finding(UNCHECKED, reason, there.criteria)


RULES: Mapping[str, Callable[[Framework, Item, Marks], Finding]] = MappingProxyType(
    {"mof-component": component, "mof-benchmarks": benchmarks}
)


def verdict(framework: Framework, findings: Mapping[str, Finding], marks: Marks) -> Verdict:
    """The class that is certain, the one that may be, and the one by the stricter reading."""
    included = {item for item, f in findings.items() if f.state == INCLUDED}
    possible = included | {item for item, f in findings.items() if f.state == UNCHECKED}
    terms = marks.get("data.license")
    strict = included if terms is not None and terms.level == "open" else included - {"datasets"}
    unfit = [item.id for item in framework.items if _is_unfit(framework, item, findings, marks)]
    return {
        "class": _class(framework, included),
        "class_possible": _class(framework, possible),
        "class_if_data_must_be_licensed": _class(framework, strict),
        "not_type_appropriate": ", ".join(unfit),
    }


def _class(framework: Framework, included: set[str]) -> str:
    reached = NO_CLASS
    for name in CLASSES:
        if not set(_required(framework, name)) <= included:
            break
        reached = name
    return reached


def _required(framework: Framework, name: str) -> Iterator[str]:
    return (i.id for i in framework.items if i.group == name and i.options.get("required", True))


def _is_unfit(
    framework: Framework, item: Item, findings: Mapping[str, Finding], marks: Marks
) -> bool:
    """Whether an open component goes under the release's licence, which was made for another type."""
    found = findings[item.id]
    if found.state != INCLUDED or found.criteria[-1] != _GLOBAL:
        return False
    mark = marks.get(_GLOBAL)
    tags = [e.value.lower() for e in mark.evidence if e.fact == "tag"] if mark else []
    fitting = {name.lower() for name in framework.options["fitting"][item.options["type"]]}
    return bool(tags) and not any(tag in fitting for tag in tags)
