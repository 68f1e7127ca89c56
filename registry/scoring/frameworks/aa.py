"""The Artificial Analysis Openness Index: six rows of 0 to 3 points, some a mean of two halves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from registry.scoring.frameworks.items import Finding, Framework, Item, Marks, Verdict, reason_of
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

MOST = 3
_TUNING = ("post.instructions", "post.preferences")
_SHARED = frozenset({"downloadable", "reconstructible", "gated", "in-part"})
_BEST = {"data.access": "downloadable", "data.sources": "itemised", "data.license": "open"}

Row = Callable[[Framework, Item, Marks, bool], float]
"""The points of a row: those that are certain, or those possible if all that is unchecked is open."""


def _steps(_framework: Framework, item: Item, marks: Marks, possible: bool) -> float:
    """The highest step of which all conditions hold; there may be several ways to one."""

    def holds(criterion: str, levels: Iterable[str]) -> bool:
        level = _level(marks, criterion)
        return possible if level == UNCHECKED else level in levels

    for points in range(MOST, 0, -1):
        for way in item.options["steps"].get(str(points), ()):
            if all(holds(criterion, levels) for criterion, levels in way.items()):
                return points
    return 0


def _weights_terms(framework: Framework, item: Item, marks: Marks, possible: bool) -> float:
    """What the licence of the weights asks of those who use them commercially."""
    level = _level(marks, "weights.license")
    if level == UNCHECKED:
        return MOST if possible else 0
    mark = marks["weights.license"]
    tags = [e.value for e in mark.evidence if e.fact in {"tag", "name"}]
    if level == "open-source":
        return _asked(framework, tags, otherwise=MOST)
    return min(_asked(framework, tags, otherwise=1), 2) if level == "use-restricted" else 0


def _data_access(_framework: Framework, _item: Item, marks: Marks, possible: bool) -> float:
    """How much of the data is disclosed and shared."""
    return _mean(_pretraining_access(marks, possible), _tuning_access(marks, possible))


def _pretraining_access(marks: Marks, possible: bool) -> int:
    access = _level_or_best(marks, "data.access", possible)
    sources = _level_or_best(marks, "data.sources", possible)
    if sources == "itemised":
        return 3 if access == "downloadable" else 2 if access in _SHARED else 1
    return 1 if access in _SHARED or sources == "named-in-part" else 0


def _tuning_access(marks: Marks, possible: bool) -> int | None:
    """The points of the tuning data; None where there was no tuning."""
    levels = {_level_or_best(marks, c, possible) for c in _TUNING} - {NOT_APPLICABLE}
    if not levels:
        return None
    if levels == {"downloadable"}:
        return 3
    if levels == {"downloadable", "in-part"}:
        return 2
    return 1 if levels & {"downloadable", "in-part"} else 0


def _data_terms(framework: Framework, _item: Item, marks: Marks, possible: bool) -> float:
    """What the most restrictive licence of the data asks."""
    tuning = _tuning_access(marks, possible)
    if tuning:
        tuning = _strictest(framework, marks, "components.tuning_terms", possible)
    return _mean(_pretraining_terms(framework, marks, possible), tuning)


def _pretraining_terms(framework: Framework, marks: Marks, possible: bool) -> int:
    is_shared = _level_or_best(marks, "data.access", possible) in _SHARED
    if not is_shared or _level_or_best(marks, "data.license", possible) != "open":
        return 0
    # Terms that the card states and no repo declares are open, and may ask for attribution.
    return _strictest(framework, marks, "components.pretraining_terms", possible) or 1


def _strictest(framework: Framework, marks: Marks, criterion: str, possible: bool) -> int:
    if _level(marks, criterion) == UNCHECKED:
        return MOST if possible else 0
    told = [e.value for e in marks[criterion].evidence]
    return min((_asked(framework, [tag], otherwise=0) for tag in told), default=0)


def _asked(framework: Framework, tags: Iterable[str], otherwise: int) -> int:
    """Points by what licences ask: 3 next to nothing, 1 attribution; ``otherwise`` where unknown."""
    points = {
        name.lower(): worth
        for asked, worth in (("nothing", 3), ("attribution", 1))
        for name in framework.options[asked]
    }
    return min((points[t.lower()] for t in tags if t.lower() in points), default=otherwise)


def _mean(pretraining: int, tuning: int | None) -> float:
    return pretraining if tuning is None else (pretraining + tuning) / 2


def _level(marks: Marks, criterion: str) -> str:
    return marks[criterion].level if criterion in marks else UNCHECKED


def _level_or_best(marks: Marks, criterion: str, possible: bool) -> str:
    level = _level(marks, criterion)
    return _BEST.get(criterion, "downloadable") if possible and level == UNCHECKED else level


def _rule(row: Row) -> Callable[[Framework, Item, Marks], Finding]:
    """The finding on a row: its certain points, and what they might be."""

    def find(framework: Framework, item: Item, marks: Marks) -> Finding:
        certain, high = (row(framework, item, marks, possible) for possible in (False, True))
        unknown = [c for c in item.criteria if _level(marks, c) == UNCHECKED]
        if certain < high and not certain:
            return Finding(UNCHECKED, reason_of(marks, unknown), item.criteria)
        known = [c for c in item.criteria if _level(marks, c) not in {UNCHECKED, NOT_APPLICABLE}]
        up_to = f" Up to {high:g}: not all could be checked." if certain < high else ""
        return Finding(f"{certain:g}", reason_of(marks, known) + up_to, item.criteria)

    return find


def verdict(framework: Framework, findings: Mapping[str, Finding], marks: Marks) -> Verdict:
    """The points that are certain, those possible, of how many, and normalised to 100."""
    certain, high = (
        float(sum(ROWS[item.rule](framework, item, marks, possible) for item in framework.items))
        for possible in (False, True)
    )
    of = MOST * len(findings)
    return {"score": certain, "high": high, "of": of, "normalised": round(100 * certain / of, 1)}


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "aa-steps": _steps,
        "aa-weights-terms": _weights_terms,
        "aa-data-access": _data_access,
        "aa-data-terms": _data_terms,
    }
)
RULES = MappingProxyType({name: _rule(row) for name, row in ROWS.items()})
