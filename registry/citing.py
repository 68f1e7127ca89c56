"""Citing: a grade as a reference, in plain text and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SPECIAL = re.compile(r"[&%$#_{}\\~^]")
_IN_WORDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def citation(release: Mapping[str, Any], address: str) -> dict[str, str]:
    """``plain`` and ``bibtex`` for a graded release as it is serialized; ``address`` is that of its page."""
    graded = release["graded_at"][:10]
    up_to = f", up to {release['high']:.1f}" if release["high"] - release["score"] >= 0.05 else ""
    title = f"Openness of {release['id']}: grade {release['letter']}, {release['score']:.1f} of 100{up_to}"
    rests_on = f"Rubric {release['rubric_version']}, {_revision(release)}graded {graded}"
    return {
        "plain": f"Aperture. {title}. {rests_on}. {address}",
        "bibtex": _bibtex(release["id"], title, rests_on, graded, address),
    }


def catalog_citation(
    releases: int, rubric_version: str, day: str, address: str = ""
) -> dict[str, str]:
    """``plain`` and ``bibtex`` for the whole catalog as it was on a day."""
    title = f"Openness of {releases:,} language models"
    rests_on = f"Rubric {rubric_version}, data of {day}"
    return {
        "plain": f"Aperture. {title}. {rests_on}. {address}".strip(),
        "bibtex": _bibtex(f"catalog-{day}", title, rests_on, day, address),
    }


def _revision(release: Mapping[str, Any]) -> str:
    """The revision that was read and its date, as far as they are known."""
    modified = (release["last_modified"] or "")[:10]
    told = f"revision {release['revision'][:12]}" if release["revision"] else "state"
    dated = f"{told} of {modified}" if modified else told if release["revision"] else ""
    return f"{dated}, " if dated else ""


def _bibtex(name: str, title: str, note: str, day: str, address: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    fields = {
        "author": "{Aperture}",
        "title": f"{{{_escaped(title)}}}",
        "year": day[:4],
        "note": _escaped(note),
        "url": address.replace("{", "%7B").replace("}", "%7D"),
        "urldate": day,
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{aperture-{key},\n{body}}}"


def _escaped(text: str) -> str:
    """Words as BibTeX has them: what it reads as a command stands for itself."""
    return _SPECIAL.sub(lambda found: _IN_WORDS.get(found[0], f"\\{found[0]}"), text)
