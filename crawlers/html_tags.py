"""HTML tags in a model card: what stands between them, and the few of them that mean something here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

# Possessive, and no `<` inside a tag: an unclosed one would be searched for to the end, again and again.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*+>.*?(?:</\1\s*>|\Z)"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:\s[^<>]*+|/)?)>",
    re.DOTALL | re.IGNORECASE,
)
_ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "ul", "ol", "table", "thead", "tbody", "details", "summary"}
    | {"section", "center", "hr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
)
"""Tags that end the text before them."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag, its name in lower case."""

    name: str
    is_closing: bool
    attributes: str

    @property
    def address(self) -> str:
        """Where a link or an image leads; empty when it says nothing."""
        found = _ADDRESS.search(self.attributes)
        return html.unescape(next(filter(None, found.groups()), "")) if found else ""

    @property
    def alternative(self) -> str:
        """The words that stand in for an image."""
        found = _ALT.search(self.attributes)
        return html.unescape(next(filter(None, found.groups()), "")) if found else ""


def parts(raw: str) -> Iterator[tuple[int, str | Tag]]:
    """The lines of text and the tags of raw HTML, each with its offset. Comments and scripts are left out."""
    position = 0
    for match in _TAG.finditer(raw):
        yield from _lines(raw, position, match.start())
        position = match.end()
        if match[3] is not None:
            yield match.start(), Tag(match[3].lower(), bool(match[2]), match[4])
    yield from _lines(raw, position, len(raw))


def _lines(raw: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while start < end:
        newline = raw.find("\n", start, end)
        stop = newline + 1 if newline >= 0 else end
        yield start, html.unescape(raw[start:stop])
        start = stop
