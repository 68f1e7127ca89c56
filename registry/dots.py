"""Dots: how a release stands in a strip of small signs, one a criterion or one a pillar, for tables elsewhere. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.level_shapes import is_unchecked
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric, band

HEIGHT = 16
STEP = 13
"""From the middle of one dot to that of the next, in pixels."""
APART = 6
"""What lies between two pillars besides."""
EDGE = 3
SAYS = {"withheld": "withheld, as stated", NOT_APPLICABLE: "not applicable"}
_DRAWN = {"closed": "undisclosed"}
"""The shape of a pillar by its level, where it is not called the same."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One sign: ``x`` is its middle, ``shape`` one of open, partial, withheld, undisclosed, unchecked and n/a, and
    ``words`` what it tells."""

    x: float
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Dots:
    """A strip, ``width`` pixels wide and ``HEIGHT`` high; ``title`` tells all of it in a sentence."""

    dots: tuple[Dot, ...]
    width: int
    title: str


def criterion_dots(summary: Mapping[str, Any], shapes: Mapping[str, str], rubric: Rubric) -> Dots:
    """A dot for each criterion, pillar by pillar, from the shapes of their levels."""
    pillars = [
        [(c.title, shapes[c.id], _said(shapes[c.id])) for c in rubric.criteria if c.pillar == p.id]
        for p in rubric.pillars
    ]
    return _strip(summary, pillars)


def pillar_dots(summary: Mapping[str, Any], shapes: Mapping[str, str], rubric: Rubric) -> Dots:
    """A dot for each pillar; unchecked where a release is not graded, or, by the shapes as far as these are known,
    nothing of the pillar could be checked."""
    levels = [(p.title, _level(summary, shapes, p.id, rubric)) for p in rubric.pillars]
    told = [(title, _DRAWN.get(level, level), _said(level)) for title, level in levels]
    return _strip(summary, [told])


def _level(
    summary: Mapping[str, Any], shapes: Mapping[str, str], pillar: str, rubric: Rubric
) -> str:
    if summary["letter"] is None or is_unchecked(pillar, shapes, rubric):
        return UNCHECKED
    score = summary["pillars"][pillar]
    return NOT_APPLICABLE if score is None else band(rubric.pillar_levels, score).id


def _said(name: str) -> str:
    return SAYS.get(name, name)


def _strip(summary: Mapping[str, Any], pillars: Iterable[list[tuple[str, str, str]]]) -> Dots:
    dots: list[Dot] = []
    counts: Counter[str] = Counter()
    x = EDGE - APART
    for told in pillars:
        x += APART
        for title, shape, said in told:
            dots.append(Dot(x + STEP / 2, shape, f"{title[0].upper()}{title[1:]}: {said}"))
            counts[said] += 1
            x += STEP
    return Dots(tuple(dots), x + EDGE, _title(summary, counts))


def _title(summary: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    if summary["letter"] is None:
        return f"Openness of {summary['id']}: not graded"
    told = ", ".join(f"{count} {said}" for said, count in counts.items())
    return f"Openness of {summary['id']}: grade {summary['letter']}; {told}. Graded by Aperture"
