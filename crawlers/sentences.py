"""Sentences: where a running text is cut, in scripts with and without spaces."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crawlers.remembered import LONGEST, TEXTS

# Each begins with the mark itself, for which a text is searched quickly.
_END_ASCII = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9*_`#@-])")
_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9À-ÖØ-Þ*_`#@-])|[。！？；]\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|al|vs|cf|Fig|Sec|No|v|approx|Dr|Mr|Inc|St)|\b[A-Z])\.$"
)


class Sentence(NamedTuple):
    """A sentence, and where in a text its words begin and end."""

    start: int
    end: int
    words: str
    """As they are shown: parted by single blanks."""


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order."""
    return _cut(text) if len(text) > LONGEST else _remembered(text)


def squeezed(text: str) -> str:
    """A text with single blanks for all that is white."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # of all that is space, only " " is printable
    return " ".join(text.split())


def _cut(text: str) -> tuple[Sentence, ...]:
    found = []
    start = len(text) - len(text.lstrip())
    if text.isascii():
        ends = _END_ASCII.finditer(text) if _has_mark_within(text) else iter(())
    else:
        ends = _END.finditer(text)
    for end in ends:
        stop = end.start() + 1
        if text[stop - 1] == "." and _ABBREVIATION.search(text[max(0, stop - 8) : stop]):
            continue
        if end.end() > start:
            found.append(Sentence(start, stop, squeezed(text[start:stop])))
            start = end.end()
    if start < len(text):
        found.append(Sentence(start, len(text), squeezed(text[start:])))
    return tuple(found)


_remembered = lru_cache(maxsize=TEXTS)(_cut)


def _has_mark_within(text: str) -> bool:
    """Whether a text has a mark that may end a sentence, but for its last character."""
    last = len(text) - 1
    return (
        text.find(".", 0, last) >= 0 or text.find("!", 0, last) >= 0 or text.find("?", 0, last) >= 0
    )
