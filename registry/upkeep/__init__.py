"""Upkeep: what the database holds, backups of it, and whether all in it agrees."""

from __future__ import annotations

from collections.abc import Callable

Show = Callable[[int, int | None, str], None]
"""Told how far a long work has come: done, total (None: not known), and a few words."""


class UpkeepError(Exception):
    """What was asked for can't be done; the message says why, in words for a reader."""


def silent(_done: int, _total: int | None, _note: str = "") -> None:
    """Shows nothing."""
