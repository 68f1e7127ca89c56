"""Totals: from the points of criteria to the scores of pillars and the score in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from registry.scoring.rubric import Criterion, Pillar, Rubric


def pillar_scores(rubric: Rubric, points: Mapping[str, float | None]) -> dict[str, float | None]:
    """Score of each pillar, 0..100, from points 0..1 by criterion; None where nothing applies."""
    return {pillar.id: pillar_score(rubric, pillar.id, points) for pillar in rubric.pillars}


def pillar_score(
    rubric: Rubric, pillar_id: str, points: Mapping[str, float | None]
) -> float | None:
    """Score of one pillar, 0..100; None where nothing applies."""
    return _mean(rubric.of_pillar(pillar_id), points)


def total_score(rubric: Rubric, pillars: Mapping[str, float | None]) -> float:
    """The weighted mean of the pillars that apply, 0..100 with one decimal."""
    worths = {pillar: None if score is None else score / 100 for pillar, score in pillars.items()}
    return _mean(rubric.pillars, worths) or 0.0


def _mean(parts: Iterable[Criterion | Pillar], worths: Mapping[str, float | None]) -> float | None:
    """The weighted mean of what applies, 0..100 with one decimal."""
    weight: float = 0
    worth: float = 0
    for part in parts:
        if (own := worths[part.id]) is not None:
            weight += part.weight
            worth += part.weight * own
    return round(100 * worth / weight, 1) if weight else None
