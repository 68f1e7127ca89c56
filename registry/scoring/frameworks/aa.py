"""The Artificial Analysis Openness Index: six rows of 0 to 3 points, some a mean of two halves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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

MOST = 3
_TUNING = ("post.instructions", "post.preferences")
_SHARED = frozenset({"downloadable", "reconstructible", "gated", "in-part"})
_BEST = {"data.access": "downloadable", "data.sources": "itemised", "data.license": "open"}

Points = tuple[float, float]
"""The points of a row: those that are certain, and those possible if all that is unchecked is open."""

Row = Callable[[Framework, Item, Known], Points]


def _steps(_framework: Framework, item: Item, marks: Known) -> Points:
    """The highest step of which all conditions hold; there may be several ways to one."""
    return item.by_levels(marks, _step_points)


def _step_points(item: Item, marks: Known) -> Points:
    return _step(item, marks, False), _step(item, marks, True)


def _step(item: Item, marks: Known, possible: bool) -> float:
    def holds(criterion: str, levels: Iterable[str]) -> bool:
        level = marks.level(criterion)
        return possible if level == UNCHECKED else level in levels

    for points in range(MOST, 0, -1):
        for way in item.options["steps"].get(str(points), ()):
            if all(holds(criterion, levels) for criterion, levels in way.items()):
                return points
    return 0


def _weights_terms(framework: Framework, item: Item, marks: Known) -> Points:
    """What the licence of the weights asks of those who use them commercially."""
    level, points = marks.level("weights.license"), 0
    if level == UNCHECKED:
        return 0, MOST
    tags = [value for fact, value in marks.facts("weights.license") if fact in {"tag", "name"}]
    if level == "open-source":
        points = _asked(framework, tags, otherwise=MOST)
    elif level == "use-restricted":
        points = min(_asked(framework, tags, otherwise=1), 2)
    return points, points


def _data_access(_framework: Framework, item: Item, marks: Known) -> Points:
    """How much of the data is disclosed and shared."""
    return item.by_levels(marks, _access_points)


def _access_points(_item: Item, marks: Known) -> Points:
    return _access(marks, False), _access(marks, True)


def _access(marks: Known, possible: bool) -> float:
    return _mean(_pretraining_access(marks, possible), _tuning_access(marks, possible))


def _pretraining_access(marks: Known, possible: bool) -> int:
    access = _level_or_best(marks, "data.access", possible)
    sources = _level_or_best(marks, "data.sources", possible)
    if sources == "itemised":
        return 3 if access == "downloadable" else 2 if access in _SHARED else 1
    return 1 if access in _SHARED or sources == "named-in-part" else 0


def _tuning_access(marks: Known, possible: bool) -> int | None:
    """The points of the tuning data; None where there was no tuning."""
    levels = {_level_or_best(marks, c, possible) for c in _TUNING} - {NOT_APPLICABLE}
    if not levels:
        return None
    if levels == {"downloadable"}:
        return 3
    if levels == {"downloadable", "in-part"}:
        return 2
    return 1 if levels & {"downloadable", "in-part"} else 0


def _data_terms(framework: Framework, _item: Item, marks: Known) -> Points:
    """What the most restrictive licence of the data asks."""
    return _terms(framework, marks, False), _terms(framework, marks, True)


def _terms(framework: Framework, marks: Known, possible: bool) -> float:
    tuning = _tuning_access(marks, possible)
    if tuning:
        tuning = _strictest(framework, marks, "components.tuning_terms", possible)
    return _mean(_pretraining_terms(framework, marks, possible), tuning)


def _pretraining_terms(framework: Framework, marks: Known, possible: bool) -> int:
    is_shared = _level_or_best(marks, "data.access", possible) in _SHARED
    if not is_shared or _level_or_best(marks, "data.license", possible) != "open":
        return 0
    # Terms that the card states and no repo declares are open, and may ask for attribution.
    return _strictest(framework, marks, "components.pretraining_terms", possible) or 1


def _strictest(framework: Framework, marks: Known, criterion: str, possible: bool) -> int:
    if marks.level(criterion) == UNCHECKED:
        return MOST if possible else 0
    told = marks.facts(criterion)
    return min((_asked(framework, [tag], otherwise=0) for _, tag in told), default=0)


def _asked(framework: Framework, tags: Iterable[str], otherwise: int) -> int:
    """Points by what licences ask: 3 next to nothing, 1 attribution; ``otherwise`` where unknown."""
    points = _points_by_tag(framework)
    return min((points[t.lower()] for t in tags if t.lower() in points), default=otherwise)


@cache
def _points_by_tag(framework: Framework) -> Mapping[str, int]:
    return {
        name.lower(): worth
        for asked, worth in (("nothing", 3), ("attribution", 1))
        for name in framework.options[asked]
    }


def _mean(pretraining: int, tuning: int | None) -> float:
    return pretraining if tuning is None else (pretraining + tuning) / 2


def _level_or_best(marks: Known, criterion: str, possible: bool) -> str:
    level = marks.level(criterion)
    return _BEST.get(criterion, "downloadable") if possible and level == UNCHECKED else level


def _state(framework: Framework, item: Item, marks: Known) -> str:
    """The certain points of a row; unchecked where there are none, and might be some."""
    return _told(ROWS[item.rule](framework, item, marks))


def _told(points: Points) -> str:
    certain, high = points
    return UNCHECKED if certain < high and not certain else f"{certain:g}"


def _finding(framework: Framework, item: Item, marks: Known) -> Finding:
    """The finding on a row: its certain points, and what they might be."""
    certain, high = points = ROWS[item.rule](framework, item, marks)
    state = _told(points)
    if state == UNCHECKED:
        unknown = [c for c in item.criteria if marks.level(c) == UNCHECKED]
        return Finding(state, marks.reason(unknown), item.criteria)
    known = [c for c in item.criteria if marks.level(c) not in {UNCHECKED, NOT_APPLICABLE}]
    up_to = f" Up to {high:g}: not all could be checked." if certain < high else ""
    return Finding(state, marks.reason(known) + up_to, item.criteria)


def verdict(framework: Framework, states: Mapping[str, str], marks: Known) -> Verdict:
    """The points that are certain, those possible, of how many, and normalised to 100."""
    points = [ROWS[item.rule](framework, item, marks) for item in framework.items]
    certain, high = float(sum(low for low, _ in points)), float(sum(top for _, top in points))
    of = MOST * len(states)
    return {"score": certain, "high": high, "of": of, "normalised": round(100 * certain / of, 1)}


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "aa-steps": _steps,
        "aa-weights-terms": _weights_terms,
        "aa-data-access": _data_access,
        "aa-data-terms": _data_terms,
    }
)
RULES: Mapping[str, Rule] = MappingProxyType(dict.fromkeys(ROWS, Rule(_state, _finding)))
