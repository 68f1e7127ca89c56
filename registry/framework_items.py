"""What other people's frameworks make of a release, item by item, for its pages and the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from registry.resources import frameworks
from registry.scoring.frameworks import (
    Estimate,
    Framework,
    StoredMarks,
    estimate,
    flat_estimates,
)
from registry.scoring.frameworks.osaid import UNDETERMINED
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

if TYPE_CHECKING:
    from registry import shapes

Flat = Mapping[str, str | int | float]
"""A framework's verdict and the state of each item, as it is stored."""

SHAPES = ("open", "partial", "undisclosed", UNCHECKED, NOT_APPLICABLE)
"""How states are drawn: met, in between, missing, not checked, not applicable."""
_LACKS = {"undisclosed": "misses", "partial": "has not in full", UNCHECKED: "could not settle"}
_VERDICTS = {"meets": "meets it", "fails": "does not meet it", "undetermined": "undetermined"}


def framework_summaries(marks: Mapping[str, Any]) -> dict[str, shapes.EstimateInShort]:
    """By framework: its verdict in words, how many items are in each state, and every item with its state alone."""
    known, estimated = StoredMarks(marks), frameworks()
    found = flat_estimates(estimated, known)
    return {f.id: _summed_up(f, found[f.id]) for f in estimated}


def framework_items(marks: Mapping[str, Any]) -> dict[str, shapes.Estimate]:
    """The same, and of every item why it is in its state, and the marks that it rests on."""
    known = StoredMarks(marks)
    return {f.id: _told(f, estimate(f, known), marks) for f in frameworks()}


def _told(framework: Framework, found: Estimate, marks: Mapping[str, Any]) -> Any:
    told = _summed_up(framework, found.flat)
    items = told["items"]
    for item_id, (_, reason, criteria) in found.findings.items():
        rests_on = [c for c in criteria if c in marks]
        items[item_id] = {**items[item_id], "reason": reason, "rests_on": rests_on}
    return told


def _summed_up(framework: Framework, found: Flat) -> Any:
    items = {i.id: _item(framework, i.title, str(found[i.id])) for i in framework.items}
    counts = Counter([item["shape"] for item in items.values()])
    return {
        "title": framework.title,
        "short": framework.short,
        "version": framework.version,
        "summary": summary_of(framework, found),
        "counts": {shape: counts[shape] for shape in SHAPES},
        "items": items,
    }


@cache
def _item(framework: Framework, title: str, state: str) -> Mapping[str, Any]:
    """An item in a state, the same for all releases: there are a hundred items, and nobody writes into it."""
    return {"title": title, "state": state, "shape": shape_of(framework, state)}


@cache
def shape_of(framework: Framework, state: str) -> str:
    """How a state is drawn: the best as open, the worst as undisclosed, all between as partial."""
    if state in {UNCHECKED, UNDETERMINED}:
        return UNCHECKED
    if state == NOT_APPLICABLE:
        return state
    worst = "missing" if "missing" in framework.states else list(framework.states)[-1]
    return {next(iter(framework.states)): "open", worst: "undisclosed"}.get(state, "partial")


def summary_of(framework: Framework, told: Flat) -> str:
    """The verdict in a few words, such as "class III" or "10 of 18 points"."""
    if "class" in told:
        now, possible = (_class(str(told[key])) for key in ("class", "class_possible"))
        return now if now == possible else f"{now}, perhaps {possible}"
    if "verdict" in told:
        return _VERDICTS[str(told["verdict"])]
    if "score" in told:
        up_to = f", up to {told['high']:g}" if told["high"] != told["score"] else ""
        return f"{told['score']:g} of {told['of']} points{up_to}"
    return ", ".join(_counts(framework, told))


def _class(name: str) -> str:
    return "no class" if name == "none" else f"class {name}"


def _counts(framework: Framework, found: Flat) -> Iterator[str]:
    counts = Counter(found[item.id] for item in framework.items)
    for state in (*framework.states, UNCHECKED):
        if counts[state]:
            yield f"{counts[state]} {state}"


def why_they_differ(told: Mapping[str, Any]) -> str:
    """One sentence on what each framework lacks in this release, from what was found."""
    clauses = []
    for framework in told.values():
        for shape, verb in _LACKS.items():
            if lacking := _named(framework, shape):
                more = f" and {len(lacking) - 2} more" if len(lacking) > 2 else ""
                clauses.append(f"{framework['short']} {verb} {', '.join(lacking[:2])}{more}")
                break
        else:
            clauses.append(f"{framework['short']} finds all that it asks for")
    return f"{'; '.join(clauses)}."


def _named(framework: Mapping[str, Any], shape: str) -> list[str]:
    return [f"“{i['title']}”" for i in framework["items"].values() if i["shape"] == shape]
