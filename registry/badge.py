"""Badges: what a badge says of a release, how wide its parts are, and the same for shields.io. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType
from typing import Any

from registry.level_shapes import is_unchecked
from registry.scoring.rubric import UNCHECKED, Rubric, band

SIZE = 11
"""Of the letters, in pixels."""
NOT_GRADED = "not graded"
NO_SCORE = "n/a"
UNKNOWN = "unknown"
TONES = {"high": "#14508c", "middle": "#3d6485", "low": "#4a5d6b", "none": "#4a5d6b"}
"""The ground of a value; white is legible on each."""

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

    ``label``, ``value`` and ``date`` are its parts, the last one empty without a grade: a score is rounded down, so
    that it never looks like a better letter. ``title`` is the same in a sentence; ``opening``, of 0 to 100, is how far
    the iris opens, None when there is no score; ``tone`` is one of ``TONES``.
    """

    label: str
    value: str
    title: str
    opening: int | None
    tone: str
    date: str = ""

    @property
    def colour(self) -> str:
        """The ground of its value."""
        return TONES[self.tone]

    @property
    def label_width(self) -> int:
        """Pixels that the label's text takes."""
        return text_width(self.label)

    @property
    def value_width(self) -> int:
        """Pixels that the value's text takes."""
        return text_width(self.value)

    @property
    def date_width(self) -> int:
        """Pixels that the date takes."""
        return text_width(self.date)


def release_badge(
    summary: Mapping[str, Any],
    rubric: Rubric,
    pillar: str = "",
    graded_on: str = "",
    shapes: Mapping[str, str] = MappingProxyType({}),
) -> Badge:
    """The badge of a release from its summary and the day of its grade; of one pillar when its id is given, which is
    unchecked where, by the shapes of its levels as far as these are known, nothing of it could be checked.

    Raises LookupError, with a message for people, when the rubric has no such pillar.
    """
    name, subject = _subject(summary["id"], rubric, pillar)
    label = name.lower()
    if summary["letter"] is None:
        return Badge(label, NOT_GRADED, f"{subject}: not graded", None, "none")
    score = summary["pillars"][pillar] if pillar else summary["score"]
    by = f"Graded by Aperture{f' on {graded_on}' if graded_on else ''}"
    if score is None:
        return Badge(label, NO_SCORE, f"{subject}: does not apply. {by}", None, "none", graded_on)
    if pillar and is_unchecked(pillar, shapes, rubric):
        return Badge(label, UNCHECKED, f"{subject}: unchecked. {by}", None, "none", graded_on)
    if pillar:
        grade = band(rubric.pillar_levels, score).id
        said = f"{grade}, {score:.1f} of 100"
    else:
        grade, high = summary["letter"], summary["high"]
        up_to = f", up to {high:.1f}" if high - score >= 0.05 else ""
        said = f"grade {grade}, {score:.1f} of 100{up_to}; {summary['class']}"
    value, tone = f"{grade} {floor(score)}", _tone(score, rubric)
    return Badge(label, value, f"{subject}: {said}. {by}", floor(score), tone, graded_on)


def unknown_badge(release_id: str, rubric: Rubric, pillar: str = "") -> Badge:
    """What stands in place of the badge of a release that nobody knows. Raises LookupError as ``release_badge``."""
    name, _ = _subject(release_id, rubric, pillar)
    title = f"No release {release_id[:200]!r} is known to Aperture."
    return Badge(name.lower(), UNKNOWN, title, None, "none")


def shields(badge: Badge, kept_for_s: int) -> dict[str, Any]:
    """A badge as https://shields.io/badges/endpoint-badge reads it, which then draws it in any of its styles."""
    dated = f"{badge.value}, {badge.date}" if badge.date else badge.value
    told = {"schemaVersion": 1, "label": badge.label, "message": dated, "color": badge.colour}
    return {**told, "isError": badge.value == UNKNOWN, "cacheSeconds": kept_for_s}


def text_width(text: str) -> int:
    """Pixels that a text takes in the size of a badge."""
    return round(sum(_WIDTHS.get(c, _OTHER) for c in text) * SIZE / 1000)


def _subject(release_id: str, rubric: Rubric, pillar: str) -> tuple[str, str]:
    """What a badge is about, by itself and of this release."""
    titles = {p.id: p.title for p in rubric.pillars}
    if pillar and pillar not in titles:
        raise LookupError(f"There is no pillar {pillar[:80]!r}; there are {', '.join(titles)}.")
    name = titles[pillar] if pillar else "Openness"
    return name, f"{name} of {release_id}"


def _tone(score: float, rubric: Rubric) -> str:
    """By the thirds that the rubric divides a pillar's score into."""
    levels = [b.id for b in rubric.pillar_levels]
    place = levels.index(band(rubric.pillar_levels, score).id)
    return ("high", "middle", "low")[min(place, 2)]
