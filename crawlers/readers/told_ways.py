"""Ways in which one thing is told: a pattern of which only those alternatives are tried that may match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crawlers.readers.cues import has_any, phrases


class ToldWays:
    """A pattern that ignores case, as alternatives in their order, each with signs.

    The signs of an alternative are lower-case texts parted by bars, of which one stands in all words
    that it matches; several such lists are parted by `` & ``.
    """

    def __init__(self, *ways: tuple[str, str]) -> None:
        self._signs = [tuple(map(phrases, signs.split(" & "))) for signs, _ in ways]
        self._patterns = [pattern for _, pattern in ways]

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text, the same as that of all alternatives together."""
        lower = text.lower()
        possible = [
            pattern
            for pattern, lists in zip(self._patterns, self._signs, strict=True)
            if _holds_each(lower, lists)
        ]
        return _either("|".join(possible)).search(text) if possible else None


def _holds_each(lower: str, lists: Sequence[tuple[str, ...]]) -> bool:
    for signs in lists:  # noqa: SIM110  # all() with a generator takes three times as long
        if not has_any(lower, signs):
            return False
    return True


@lru_cache(maxsize=512)
def _either(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
