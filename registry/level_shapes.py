"""Level shapes: how a level is drawn, on pages and in strips of dots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion, Rubric
from registry.scoring.short import long_levels

if TYPE_CHECKING:
    from registry.models import Grade


def shape(criterion: Criterion, level: str, points: float | None) -> str:
    """How a level is drawn: open, partial, withheld (as stated), undisclosed, unchecked, n/a."""
    if level in {NOT_APPLICABLE, UNCHECKED}:
        return level
    if points:
        return "open" if points >= criterion.levels[0].points else "partial"
    said = level == criterion.denied and criterion.denied != criterion.absent
    return "withheld" if said else "undisclosed"


def shapes_of(grade: Grade | None, rubric: Rubric) -> dict[str, str]:
    """By criterion how its level is drawn, from a grade's levels in short; none where it has no grade, or one by
    another version of the rubric."""
    is_current = grade is not None and grade.rubric_version == rubric.version
    levels = long_levels(grade.levels, rubric) if grade and is_current else {}
    of = {criterion: rubric.criterion(criterion) for criterion in levels}
    return {c: shape(of[c], level, of[c].worth(level)[0]) for c, level in levels.items()}


def is_unchecked(pillar: str, shapes: Mapping[str, str], rubric: Rubric) -> bool:
    """Whether nothing of a pillar could be checked, by the shapes of its criteria as far as these are known."""
    known = {shapes[c.id] for c in rubric.criteria if c.pillar == pillar and c.id in shapes}
    return known - {NOT_APPLICABLE} == {UNCHECKED}
