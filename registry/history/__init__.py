"""The history of a release: what changed from one moment to the next, and how its grade moved.

Pure: whoever asks brings the snapshots and grades.
"""

from __future__ import annotations

from registry.history.attribution import By, attributed
from registry.history.changes import changes
from registry.history.diffs import Diff, diff
from registry.history.kinds import OPPOSITE, Change, Kind
from registry.history.movements import Cause, Movement, Standing, Step, movement
from registry.history.states import State
from registry.history.timelines import (
    ADDED,
    GRADE_KINDS,
    KINDS,
    Entry,
    Graded,
    Moment,
    Seen,
    graded,
    moved_by,
    seen,
    timeline,
)

__all__ = [
    "ADDED",
    "GRADE_KINDS",
    "KINDS",
    "OPPOSITE",
    "By",
    "Cause",
    "Change",
    "Diff",
    "Entry",
    "Graded",
    "Kind",
    "Moment",
    "Movement",
    "Seen",
    "Standing",
    "State",
    "Step",
    "attributed",
    "changes",
    "diff",
    "graded",
    "moved_by",
    "movement",
    "seen",
    "timeline",
]
