"""The report on a draft: the grade that it would earn, why, what it contradicts, and the cheapest steps up."""

from __future__ import annotations

from typing import Any

from registry import gaps
from registry.class_sentence import class_sentence
from registry.level_shapes import shape
from registry.linting.draft import GradedDraft
from registry.linting.places import Lines
from registry.linting.steps import steps
from registry.linting.warnings import warnings
from registry.scoring.grade import Grade
from registry.scoring.licenses import LicenseTable
from registry.scoring.marks import Mark
from registry.scoring.rubric import UNCHECKED, Criterion, Rubric, band
from registry.scoring.totals import pillar_scores
from registry.verdicts import opened, verdict_of

ACCESS = "weights.access"
NO_FILES = "A card alone can't show whether the weights will be there for anyone."
NO_CLASS = "What class it falls into depends on the weights, which a card alone can't show."
MOST_EVIDENCE = 5
"""Pieces of evidence that are shown of each criterion; all are counted."""


def report(draft: GradedDraft, rubric: Rubric, licenses: LicenseTable) -> dict[str, Any]:
    """All that is to be told of a draft, as plain values: the one shape for terminal, page and API
    (``registry.shapes.drafts``).

    ``score`` counts what is certain; ``high`` is what the release could reach if the links lead where they say, and
    what a draft can't show (its files, its base, linked documents) turned out open. ``criteria`` holds level, points
    (0..1), reason and evidence with its line in the card, and under ``claimed`` the level that it comes to if the
    links hold, where that is better. ``steps`` are the cheapest first.
    """
    certain, held = draft.certain, draft.held
    lines = Lines(draft.text)
    claimed = opened(verdict_of(held, ()))
    marks = {c.id: _drafted(certain.mark(c.id), held.mark(c.id)) for c in rubric.criteria}
    counted = [m for m in marks.values() if m.points is not None]
    levels = {c: mark.level for c, mark in marks.items()}
    has_files = levels[ACCESS] != UNCHECKED
    high = held.high
    return {
        "id": draft.id or None,
        "score": certain.score,
        "high": high,
        "letter": certain.letter,
        "letter_high": band(rubric.letters, high).id,
        "class": certain.openness if has_files else None,
        "sentence": class_sentence(certain.openness, levels) if has_files else NO_CLASS,
        "pillars": dict(certain.pillars),
        "pillars_high": _ceilings(held, rubric),
        "rubric_version": rubric.version,
        "criteria": {
            c.id: _criterion(c, marks[c.id], held.mark(c.id), lines) for c in rubric.criteria
        },
        "bounds": {
            "unchecked": [c.title for c in rubric.criteria if marks[c.id].level == UNCHECKED],
            "unread": gaps.bounds(claimed.marks, rubric)["unread"][:MOST_EVIDENCE],
        },
        "checked": sum(m.level != UNCHECKED for m in counted),
        "total": len(counted),
        "steps": steps(claimed.marks, rubric),
        "warnings": warnings(draft, licenses, lines),
    }


def _drafted(certain: Mark, held: Mark) -> Mark:
    """A mark as a draft deserves it: what rests on a link alone, and would be better if it held, is unchecked."""
    if certain.points is None or held.points is None or held.points <= certain.points:
        return certain
    ceiling = max(certain.ceiling or 0.0, held.ceiling or 0.0)
    made = certain.with_points(certain.points, ceiling)
    if not certain.points:
        made.level = UNCHECKED
    return made


def _criterion(criterion: Criterion, mark: Mark, held: Mark, lines: Lines) -> dict[str, Any]:
    claimed = held.level if held.points is not None and held.points > (mark.points or 0) else None
    unlisted = criterion.id == ACCESS and mark.level == UNCHECKED
    shown = list({(e.quote, e.place): e for e in mark.evidence or held.evidence}.values())
    return {
        "title": criterion.title,
        "pillar": criterion.pillar,
        "level": mark.level,
        "shape": shape(criterion, mark.level, mark.points),
        "points": mark.points,
        "ceiling": mark.ceiling,
        "reason": NO_FILES if unlisted else mark.reason,
        "claimed": claimed,
        "via": mark.via,
        "evidence": []
        if unlisted
        else [
            {
                "outcome": str(e.outcome),
                "quote": e.quote or e.value,
                "place": e.place,
                "line": None if mark.via else lines.of(e.place),
                "target": e.target,
            }
            for e in shown[:MOST_EVIDENCE]
        ],
        "evidence_total": len(shown),
    }


def _ceilings(held: Grade, rubric: Rubric) -> dict[str, float | None]:
    return pillar_scores(rubric, {m.criterion: m.ceiling for m in held.marks})
