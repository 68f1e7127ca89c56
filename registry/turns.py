"""Turns: what happened to releases, one thing after the other, and how far one has come in looking back. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from registry.history import Standing

GRADED, STOPPED = "graded", "stopped"


class Place(NamedTuple):
    """How far one has come: what has smaller numbers comes next."""

    event: int
    grade: int


class Turn(NamedTuple):
    """One turn: an event, or a grade, of which ``after`` tells without its levels; ``before`` is the grade before.

    ``name`` is what the release was called then. ``is_renamed`` tells of a first grade that it had another one before.
    """

    at: datetime
    id: int
    name: str
    what: str
    after: Standing | None = None
    before: Standing | None = None
    is_renamed: bool = False

    @property
    def is_grade_alone(self) -> bool:
        """Whether nothing happened but that a grade was made: the release was new, or nobody changed it."""
        if self.after is None or self.is_renamed:
            return False
        return self.before is None or self.before.snapshot_id == self.after.snapshot_id
