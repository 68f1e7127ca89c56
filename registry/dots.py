"""Dots: how a release stands in a strip of small signs, one a criterion or one a pillar, for tables elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric, band

HEIGHT = 16
STEP = 13
"""From the middle of one dot to that of the next, in pixels."""
APART = 6
"""What lies between two pillars besides."""
EDGE = 3
SAYS = {"withheld": "withheld, as stated", NOT_APPLICABLE: "not applicable"}


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
        [(c.title, shapes[c.id]) for c in rubric.criteria if c.pillar == p.id]
        for p in rubric.pillars
    ]
    return _strip(summary, pillars)


def pillar_dots(summary: Mapping[str, Any], rubric: Rubric) -> Dots:
    """A dot for each pillar; unchecked where a release is not graded."""
    told = [(p.title, _of_pillar(summary, p.id, rubric)) for p in rubric.pillars]
    return _strip(summary, [told])


def _of_pillar(summary: Mapping[str, Any], pillar: str, rubric: Rubric) -> str:
    if summary["letter"] is None:
        return UNCHECKED
    score = summary["pillars"][pillar]
    level = NOT_APPLICABLE if score is None else band(rubric.pillar_levels, score).id
    return {"closed": "undisclosed"}.get(level, level)


def _strip(summary: Mapping[str, Any], pillars: Iterable[list[tuple[str, str]]]) -> Dots:
    dots: list[Dot] = []
    x = EDGE - APART
    for told in pillars:
        x += APART
        for title, shape in told:
            words = f"{title[0].upper()}{title[1:]}: {SAYS.get(shape, shape)}"
            dots.append(Dot(x + STEP / 2, shape, words))
            x += STEP
    return Dots(tuple(dots), x + EDGE, _title(summary, dots))


def _title(summary: Mapping[str, Any], dots: Iterable[Dot]) -> str:
    if summary["letter"] is None:
        return f"Openness of {summary['id']}: not graded"
    counts: dict[str, int] = {}
    for dot in dots:
        counts[dot.shape] = counts.get(dot.shape, 0) + 1
    told = ", ".join(f"{count} {SAYS.get(shape, shape)}" for shape, count in counts.items())
    return f"Openness of {summary['id']}: grade {summary['letter']}; {told}. Graded by Aperture"
