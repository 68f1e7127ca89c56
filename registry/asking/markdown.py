"""Markdown: words of others made harmless in a text that somebody posts elsewhere.

In a span of code nothing is markup: no link, picture, heading or HTML. And an invisible joiner keeps every `@` from
being read as the mention of a person, by whatever reads the text before it is rendered.
"""

from __future__ import annotations

import re

JOINER = "\N{WORD JOINER}"
_TICKS = re.compile("`+")


def code(text: str, longest: int = 300) -> str:
    """Words on one line as a span of code; empty for none."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * longest]).split())
    if len(words) > longest:
        words = words[: longest - 1].rstrip() + "…"
    if not words:
        return ""
    runs = {len(run) for run in _TICKS.findall(words)}
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = " " if "`" in (words[0], words[-1]) else ""
    return f"{fence}{pad}{words.replace('@', '@' + JOINER)}{pad}{fence}"
