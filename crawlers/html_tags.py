"""HTML tags in a model card: what stands between them, and the few of them that mean something here."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

# Possessive, and no `<` inside a tag: an unclosed one would be searched for to the end, again and again.
_TAG = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|(?i:(script|style)\b[^<>]*+>.*?(?:</\1\s*>|\Z))"
    r"|(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:\s[^<>]*+|/)?)>)",
    re.DOTALL,
)
_ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "ul", "ol", "table", "thead", "tbody", "details", "summary"}
    | {"section", "center", "hr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
)
"""Tags that end the text before them."""


@dataclass(frozen=True)
class Tag:
    """One tag, its name in lower case."""

    name: str
    is_closing: bool
    attributes: str

    @cached_property
    def address(self) -> str:
        """Where a link or an image leads; empty when it says nothing."""
        return _attribute(_ADDRESS, self.attributes)

    @cached_property
    def alternative(self) -> str:
        """The words that stand in for an image."""
        return _attribute(_ALT, self.attributes)


_tag = lru_cache(maxsize=1024)(Tag)
"""Cards repeat the same few tags, in long tables above all."""


def _attribute(pattern: re.Pattern[str], attributes: str) -> str:
    found = pattern.search(attributes)
    return html.unescape(next(filter(None, found.groups()), "")) if found else ""


def parts(raw: str) -> list[tuple[int, str | Tag]]:
    """The lines of text and the tags of raw HTML, each with its offset. Comments and scripts are left out."""
    found: list[tuple[int, str | Tag]] = []
    position = 0
    for match in _TAG.finditer(raw):
        start, end = match.span()
        if start > position:
            _add_lines(found, raw, position, start)
        position = end
        name, attributes = match.group(3, 4)
        if name is not None:
            found.append((start, _tag(name.lower(), raw[start + 1] == "/", attributes)))
    _add_lines(found, raw, position, len(raw))
    return found


def _add_lines(found: list[tuple[int, str | Tag]], raw: str, start: int, end: int) -> None:
    while start < end:
        newline = raw.find("\n", start, end)
        stop = newline + 1 if newline >= 0 else end
        if text := html.unescape(raw[start:stop]):
            found.append((start, text))
        start = stop
