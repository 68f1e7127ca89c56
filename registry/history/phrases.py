"""Phrases: text of others made fit for a sentence, and lists and numbers in words."""

from __future__ import annotations

from collections.abc import Sequence

MOST_LETTERS = 200
"""Of one value that is kept."""
SHOWN_LETTERS = 80
"""Of one value that a sentence shows."""
MOST_ITEMS = 5
"""Of one list that a sentence shows."""


def plain(text: object) -> str:
    """A text on one line without anything that isn't printed; empty for what is no text."""
    if not isinstance(text, str):
        return ""
    start = text[: 4 * MOST_LETTERS]  # what is dropped may stand before what is kept
    if not start.isprintable():
        start = "".join(c if c.isprintable() else " " for c in start)
    return " ".join(start.split())[:MOST_LETTERS].rstrip()


def plains(value: object) -> tuple[str, ...]:
    """The texts of a value that may be one text or a list, each once and in order of the alphabet."""
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(sorted({text for item in listed if (text := plain(item))}))


def listing(items: Sequence[str], most: int = MOST_ITEMS) -> str:
    """Items parted by commas, of many the first few: "a, b and 3 more"."""
    shown = ", ".join(_short(item) for item in items[:most])
    rest = len(items) - most
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 line", "2 lines"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def joined(clauses: Sequence[str]) -> str:
    """Clauses as one speaks them: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(clauses[:-1]), *clauses[-1:]]))


def capitalized(sentence: str) -> str:
    """A sentence with a capital at its beginning; the rest stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_LETTERS else text[: SHOWN_LETTERS - 1].rstrip() + "…"
