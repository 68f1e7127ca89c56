"""Placeholders: words that stand where something is still to be written, and say nothing."""

from __future__ import annotations

import re
from typing import Any

_WORDS = (
    *("todo", "tbd", "tba", "fixme", "xxx", "n/a", "na", "none", "null", "nil", "unknown", "placeholder"),
    *("coming soon", "not specified", "not disclosed yet", "to be added", "to be announced", "to be determined"),
    *("more information needed", "fill in", "your text here"),
)  # fmt: skip


def _caseless(word: str) -> str:
    """A pattern of a word in any case, as JSON Schema has no flag for that."""
    return "".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in word)


_NAMED = "|".join(map(_caseless, _WORDS))
PATTERN = rf"^\s*[\[(]?(?:{_NAMED})?[\])]?[:.!…?\s_-]*$|^\s*<[^<>]*>\s*$"
"""What a placeholder looks like; also of what is empty."""
_PLACEHOLDER = re.compile(PATTERN)


def is_placeholder(value: Any) -> bool:
    """Whether a value says nothing: none at all, an empty text, or words such as "TODO"."""
    return value is None or (isinstance(value, str) and bool(_PLACEHOLDER.search(value)))
