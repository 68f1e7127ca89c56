"""Citing: how to cite a grade, as a sentence and for BibTeX. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

AUTHOR = "Aperture"

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "#$%&_"},
}


@dataclass(frozen=True, slots=True)
class Citation:
    """One reference in two forms."""

    text: str
    bibtex: str


def citation(detail: Mapping[str, Any], permalink: str, accessed: date) -> Citation:
    """How to cite what Aperture found out about a release.

    ``detail`` is the release as ``serialize.detail`` tells of it; ``accessed`` is the day on which it was read there.
    The year is that of the grade, else that of the reading.
    """
    graded = _day(detail.get("graded_at"))
    year = (graded or accessed).year
    title = f"Openness of {detail['id']}"
    note = _note(detail, graded)
    text = (
        f"{AUTHOR}. ({year}). {title}{f' [{note}]' if note else ''}. "
        f"Accessed {_written(accessed)}. {permalink}"
    )
    fields = {
        "title": f"{{{escaped(title)}}}",
        "author": f"{{{AUTHOR}}}",
        "year": str(year),
        "howpublished": rf"\url{{{_address(permalink)}}}",
        "note": escaped("; ".join(filter(None, (note, f"accessed {_written(accessed)}")))),
    }
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items())
    return Citation(text, f"@misc{{{_key(detail['id'], year)}{lines}\n}}")


def escaped(text: str) -> str:
    """A text in which BibTeX and LaTeX see nothing but letters."""
    return "".join(_ESCAPED.get(c, c) for c in " ".join(text.split()))


def _note(detail: Mapping[str, Any], graded: date | None) -> str:
    if not detail.get("letter") or graded is None:
        return ""
    return (
        f"grade {detail['letter']}, {detail['score']:.1f} of 100, {detail['class']}; "
        f"rubric {detail['rubric_version']}, graded {_written(graded)}"
    )


def _key(release_id: str, year: int) -> str:
    return f"aperture-{re.sub(r'[^0-9A-Za-z]+', '-', release_id).strip('-').lower()}-{year}"


def _address(permalink: str) -> str:
    r"""An address as ``\url`` takes it: percent-encoded, but for what it must not see at all."""
    return re.sub(r"[{}\\\s]", "", permalink)


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
