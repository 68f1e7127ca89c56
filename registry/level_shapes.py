"""Level shapes: how a level of a criterion is drawn."""

from __future__ import annotations

from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion


def shape(criterion: Criterion, level: str, points: float | None) -> str:
    """How a level is drawn: open, partial, withheld (as stated), undisclosed, unchecked, n/a."""
    if level in {NOT_APPLICABLE, UNCHECKED}:
        return level
    if points:
        return "open" if points >= criterion.levels[0].points else "partial"
    said = level == criterion.denied and criterion.denied != criterion.absent
    return "withheld" if said else "undisclosed"
