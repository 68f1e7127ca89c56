"""Sentences: where a running text is cut, in scripts with and without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9À-ÖØ-Þ*_`#@-])|(?<=[。！？；])\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|al|vs|cf|Fig|Sec|No|v|approx|Dr|Mr|Inc|St)|\b[A-Z])\.$"
)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with the offset at which it starts."""
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATION.search(text[max(0, end.start() - 8) : end.start()]):
            continue
        if end.end() > start:
            yield start, text[start : end.start()]
            start = end.end()
    if text[start:].strip():
        yield start, text[start:]
