"""Totals: from the points of criteria to the scores of pillars and the score in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from registry.scoring.rubric import Rubric


def pillar_scores(rubric: Rubric, points: Mapping[str, float | None]) -> dict[str, float | None]:
    """Score of each pillar, 0..100, from points 0..1 by criterion; None where nothing applies."""
    scores: dict[str, float | None] = {}
    for pillar in rubric.pillars:
        counted = [
            (c.weight, worth)
            for c in rubric.of_pillar(pillar.id)
            if (worth := points[c.id]) is not None
        ]
        scores[pillar.id] = _mean(counted)
    return scores


def total_score(rubric: Rubric, pillars: Mapping[str, float | None]) -> float:
    """The weighted mean of the pillars that apply, 0..100 with one decimal."""
    counted = [
        (p.weight, score / 100) for p in rubric.pillars if (score := pillars[p.id]) is not None
    ]
    return _mean(counted) or 0.0


def _mean(weighted: Iterable[tuple[float, float]]) -> float | None:
    weight: float = 0
    worth: float = 0
    for w, x in weighted:
        weight += w
        worth += w * x
    return round(100 * worth / weight, 1) if weight else None
