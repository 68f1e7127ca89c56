"""Sentences: where a running text is cut, in scripts with and without spaces."""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers.remembered import LONGEST, TEXTS

# Each begins with the mark itself, for which a text is searched quickly.
_END_ASCII = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9*_`#@-])")
_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9À-ÖØ-Þ*_`#@-])|[。！？；]\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|al|vs|cf|Fig|Sec|No|v|approx|Dr|Mr|Inc|St)|\b[A-Z])\.$"
)


def sentences(text: str) -> tuple[tuple[int, str], ...]:
    """The sentences of a text, each with the offset at which it starts."""
    return _cut(text) if len(text) > LONGEST else _remembered(text)


def _cut(text: str) -> tuple[tuple[int, str], ...]:
    found = []
    start = 0
    if text.isascii():
        ends = _END_ASCII.finditer(text) if _has_mark_within(text) else iter(())
    else:
        ends = _END.finditer(text)
    for end in ends:
        stop = end.start() + 1
        if text[stop - 1] == "." and _ABBREVIATION.search(text[max(0, stop - 8) : stop]):
            continue
        if end.end() > start:
            found.append((start, text[start:stop]))
            start = end.end()
    rest = text[start:] if start else text
    if rest and not rest.isspace():
        found.append((start, rest))
    return tuple(found)


_remembered = lru_cache(maxsize=TEXTS)(_cut)


def _has_mark_within(text: str) -> bool:
    """Whether a text has a mark that may end a sentence, but for its last character."""
    last = len(text) - 1
    return (
        text.find(".", 0, last) >= 0 or text.find("!", 0, last) >= 0 or text.find("?", 0, last) >= 0
    )
