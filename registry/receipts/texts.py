"""Texts: values of documents that strangers made, as a terminal can show them."""

from __future__ import annotations

import json
from typing import Any

LONGEST = 120


def shown(value: Any) -> str:
    """A value on one line, cut, without what steers terminals."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    line = "".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST])
    line = " ".join(line.split())
    return line if len(line) <= LONGEST and len(text) <= 4 * LONGEST else f"{line[:LONGEST]}…"
