"""Spreadsheets: rows as CSV that no spreadsheet takes for more than text and numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def row(values: Sequence[Any]) -> str:
    """The values as a line of CSV. A text that a spreadsheet would take for a formula gets a sign before it that makes
    it text; nothing is an empty cell."""
    out = io.StringIO()
    csv.writer(out).writerow([_safe(value) for value in values])
    return out.getvalue()


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
