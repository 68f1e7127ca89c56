"""Improving: what would raise the score of a release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from registry.scoring.rubric import UNCHECKED, Rubric
from registry.scoring.totals import pillar_score, pillar_scores, total_score

if TYPE_CHECKING:
    from registry.shapes import Improvement


def improvements(marks: Mapping[str, Any], rubric: Rubric) -> list[Improvement]:
    """Each criterion below its best level, with what that level would add to the score."""
    if not marks:
        return []
    points = {criterion_id: mark["points"] for criterion_id, mark in marks.items()}
    pillars = pillar_scores(rubric, points)
    now = total_score(rubric, pillars)
    found: list[Any] = []
    for criterion in rubric.criteria:
        best = criterion.levels[0]
        if points.get(criterion.id) is None or points[criterion.id] >= best.points:
            continue
        pillar = criterion.pillar
        raised = pillar_score(rubric, pillar, {**points, criterion.id: best.points})
        found.append(
            {
                "criterion": criterion.id,
                "title": criterion.title,
                "level": marks[criterion.id]["level"],
                "to": best.id,
                "gain": round(total_score(rubric, {**pillars, pillar: raised}) - now, 1),
                "effort": criterion.remedy.effort,
                "text": criterion.remedy.text,
                "via": marks[criterion.id]["via"],
            }
        )
    effort = {"low": 0, "medium": 1, "high": 2}
    # What is only unchecked may be there already: that comes last.
    return sorted(
        found,
        key=lambda r: (r["level"] == UNCHECKED, -r["gain"], effort.get(r["effort"], len(effort))),
    )
