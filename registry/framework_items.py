"""What other people's frameworks make of a release, item by item, for its pages and the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from registry.located import Locate
from registry.resources import frameworks
from registry.scoring.frameworks import Estimate, Finding, Framework, Item, estimate
from registry.scoring.frameworks.osaid import UNDETERMINED
from registry.scoring.marks import Mark
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric

SHAPES = ("open", "partial", "undisclosed", UNCHECKED, NOT_APPLICABLE)
"""How states are drawn: met, in between, missing, not checked, not applicable."""
_LACKS = {"undisclosed": "misses", "partial": "has not in full", UNCHECKED: "could not settle"}
_VERDICTS = {"meets": "meets it", "fails": "does not meet it", "undetermined": "undetermined"}


def framework_items(marks: Mapping[str, Any], rubric: Rubric, locate: Locate) -> dict[str, Any]:
    """By framework: its verdict in words, and every item with its state, why, and what it rests on."""
    known = {c: Mark.from_dict(c, stored) for c, stored in marks.items()}
    rests = {
        criterion: {
            "id": criterion,
            "title": title,
            "level": marks[criterion]["level"],
            # Of what is no criterion, the release's own page shows nothing.
            "evidence": [
                locate(e, marks[criterion]["via"]) for e in marks[criterion]["evidence"][:2]
            ]
            if criterion in components
            else [],
        }
        for components in [{c.criterion.id for c in rubric.components}]
        for criterion, title in titles(rubric).items()
        if criterion in marks
    }
    return {f.id: _told(f, estimate(f, known.values()), rests) for f in frameworks()}


def titles(rubric: Rubric) -> dict[str, str]:
    """The title of every criterion, and of every component."""
    observed = {c.criterion.id: c.criterion.title for c in rubric.components}
    return {c.id: c.title for c in rubric.criteria} | observed


def _told(framework: Framework, found: Estimate, rests: Mapping[str, Any]) -> dict[str, Any]:
    items = {i.id: _item(framework, i, found.findings[i.id], rests) for i in framework.items}
    counts = Counter(item["shape"] for item in items.values())
    return {
        "title": framework.title,
        "short": framework.short,
        "version": framework.version,
        "summary": summary_of(framework, found),
        "counts": {shape: counts[shape] for shape in SHAPES},
        "items": items,
    }


def _item(
    framework: Framework, item: Item, finding: Finding, rests: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "title": item.title,
        "state": finding.state,
        "shape": shape_of(framework, finding.state),
        "reason": finding.reason,
        "rests_on": [rests[c] for c in dict.fromkeys(finding.criteria) if c in rests],
    }


def shape_of(framework: Framework, state: str) -> str:
    """How a state is drawn: the best as open, the worst as undisclosed, all between as partial."""
    if state in {UNCHECKED, UNDETERMINED}:
        return UNCHECKED
    if state == NOT_APPLICABLE:
        return state
    worst = "missing" if "missing" in framework.states else list(framework.states)[-1]
    return {next(iter(framework.states)): "open", worst: "undisclosed"}.get(state, "partial")


def summary_of(framework: Framework, found: Estimate) -> str:
    """The verdict in a few words, such as "class III" or "10 of 18 points"."""
    told = found.verdict
    if "class" in told:
        now, possible = (_class(str(told[key])) for key in ("class", "class_possible"))
        return now if now == possible else f"{now}, perhaps {possible}"
    if "verdict" in told:
        return _VERDICTS[str(told["verdict"])]
    if "score" in told:
        up_to = f", up to {told['high']:g}" if told["high"] != told["score"] else ""
        return f"{told['score']:g} of {told['of']} points{up_to}"
    return ", ".join(_counts(framework, found))


def _class(name: str) -> str:
    return "no class" if name == "none" else f"class {name}"


def _counts(framework: Framework, found: Estimate) -> Iterator[str]:
    counts = Counter(f.state for f in found.findings.values())
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
