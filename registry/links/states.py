"""Link states: what may have come of looking at an address that evidence rests on."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

TRIES = 3
"""Tries that must fail before an address counts as gone,"""
OVER = timedelta(days=7)
"""and for how long it must have been failing."""


class LinkStatus(StrEnum):
    """What came of looking. API and pages give these: a name stays as it is once it is out."""

    UNCHECKED = "unchecked"
    """Nobody has looked yet."""
    ALIVE = "alive"
    MOVED = "moved"
    """It answers under another address."""
    CHANGED = "changed"
    """It answers, but words that were quoted from it are no longer there."""
    FAILING = "failing"
    """It did not answer, but not often enough to say that it is gone."""
    GONE = "gone"
