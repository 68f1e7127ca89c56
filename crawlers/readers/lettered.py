"""Patterns of many alternatives in which each letter of a text is looked at once."""

from __future__ import annotations

import re

_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


def lettered(pattern: str) -> re.Pattern[str]:
    r"""A pattern to search lower-case text with: whether it matches, and for how long.

    Python tries the alternatives one by one at every place, unless each begins with a letter: then
    it skips to places with such a letter. Here they are grouped by that letter, and a word boundary
    before it (``\bfit``) is looked for after it.
    """
    groups: dict[str, list[str]] = {}
    for alternative in _alternatives(pattern):
        bounded = alternative.startswith(r"\b")
        first = alternative[2:3] if bounded else alternative[:1]
        rest = alternative[3:] if bounded else alternative[1:]
        if not first.isalpha() or rest[:1] in {"?", "*", "{"}:
            raise ValueError(f"an alternative begins with no letter: {alternative}")
        groups.setdefault(first, []).append(rf"(?<=\b{first}){rest}" if bounded else rest)
    return re.compile("|".join(rf"{first}(?:{'|'.join(g)})" for first, g in groups.items()))


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, parted at the bars that stand in no brackets."""
    found, depth, start, escaped = [], 0, 0, False
    for at, letter in enumerate(pattern):
        if escaped or letter == "\\":
            escaped = not escaped
        elif letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth -= 1
        elif letter == "|" and not depth:
            found.append(pattern[start:at])
            start = at + 1
    return [*found, pattern[start:]]
