"""Caseless patterns: they find words in whatever case they stand, and soon tell that there are none."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")
_END = sys.maxsize


class Caseless:
    """A pattern that ignores case, with the methods of Python's own, for words that are often missing.

    To ignore case, Python looks at every letter, and never skips to where a match can begin. Thus
    the text in lower case is searched; where something is found, the pattern itself says what. That
    asks for a pattern in lower case, and a text that does not grow (a Turkish capital does): others
    are searched as they are.
    """

    __slots__ = ("_lower", "fullmatch", "match", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE)
        self.match, self.fullmatch = self.pattern.match, self.pattern.fullmatch
        self._lower = None if _CAPITAL.search(pattern) else re.compile(pattern)

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """The first match in a text, or in a part of it."""
        lower = text.lower()
        if self._lower is None or len(lower) != len(text):
            return self.pattern.search(text, start, end)
        found = self._lower.search(lower, start, end)
        return found and self.match(text, found.start(), end)

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        """The matches that do not overlap, in order."""
        lower = text.lower()
        if self._lower is None or len(lower) != len(text):
            return self.pattern.finditer(text, start, end)
        found = self._lower.finditer(lower, start, end)
        return filter(None, (self.match(text, m.start(), end) for m in found))
