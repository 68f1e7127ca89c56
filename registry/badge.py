"""Badges: what a badge says of a release, and how wide its parts are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

from registry.scoring.rubric import Rubric, band

SIZE = 11
"""Of the letters, in pixels."""
NOT_GRADED = "not graded"
NO_SCORE = "n/a"

# Widths of Helvetica and Arial in thousandths of their size. The picture says how wide its text is, so that another
# face is fitted to the same room.
_WIDTHS = {
    **dict.fromkeys("abdeghnopqu0123456789_–", 556),
    **dict.fromkeys("ckszvxy", 500),
    **dict.fromkeys("ijl'", 222),
    **dict.fromkeys("ft .,:/|I", 278),
    **dict.fromkeys("r-()", 333),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("GOQ", 778),
    "m": 833, "M": 833, "W": 944, "J": 500, "L": 556,
}  # fmt: skip
_OTHER = 667


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge.

    ``label`` and ``value`` are its two parts: a score is rounded down, so that it never looks like a better letter.
    ``title`` is the same in a sentence; ``opening``, of 0 to 100, is how far the iris opens, None when there is no
    score; ``tone`` is high, middle, low or none.
    """

    label: str
    value: str
    title: str
    opening: int | None
    tone: str

    @property
    def label_width(self) -> int:
        """Pixels that the label's text takes."""
        return text_width(self.label)

    @property
    def value_width(self) -> int:
        """Pixels that the value's text takes."""
        return text_width(self.value)


def release_badge(summary: Mapping[str, Any], rubric: Rubric, pillar: str = "") -> Badge:
    """The badge of a release from its summary; of one pillar when its id is given.

    Raises LookupError, with a message for people, when the rubric has no such pillar.
    """
    if pillar:
        return _pillar_badge(summary, rubric, pillar)
    score, letter = summary["score"], summary["letter"]
    if letter is None:
        return _without("openness", NOT_GRADED, f"Openness of {summary['id']}: not graded")
    said = f"Openness of {summary['id']}: grade {letter}, {score:.1f} of 100"
    if summary["high"] - score >= 0.05:
        said += f", up to {summary['high']:.1f}"
    title = f"{said}; {summary['class']}. Graded by Aperture"
    return Badge("openness", f"{letter} {floor(score)}", title, floor(score), _tone(score, rubric))


def text_width(text: str) -> int:
    """Pixels that a text takes in the size of a badge."""
    return round(sum(_WIDTHS.get(c, _OTHER) for c in text) * SIZE / 1000)


def _pillar_badge(summary: Mapping[str, Any], rubric: Rubric, pillar: str) -> Badge:
    titles = {p.id: p.title for p in rubric.pillars}
    if pillar not in titles:
        raise LookupError(f"There is no pillar {pillar[:80]!r}; there are {', '.join(titles)}.")
    label = titles[pillar].lower()
    subject = f"{titles[pillar]} of {summary['id']}"
    if summary["letter"] is None:
        return _without(label, NOT_GRADED, f"{subject}: not graded")
    score = summary["pillars"][pillar]
    if score is None:
        return _without(label, NO_SCORE, f"{subject}: does not apply. Graded by Aperture")
    level = band(rubric.pillar_levels, score).id
    title = f"{subject}: {level}, {score:.1f} of 100. Graded by Aperture"
    return Badge(label, f"{level} {floor(score)}", title, floor(score), _tone(score, rubric))


def _without(label: str, value: str, title: str) -> Badge:
    return Badge(label, value, title, None, "none")


def _tone(score: float, rubric: Rubric) -> str:
    """By the thirds that the rubric divides a pillar's score into."""
    levels = [b.id for b in rubric.pillar_levels]
    place = levels.index(band(rubric.pillar_levels, score).id)
    return ("high", "middle", "low")[min(place, 2)]
