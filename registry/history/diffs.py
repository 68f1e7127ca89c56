"""Diffs: how a release differs between two moments, in what it is and in how it is graded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from registry.history.changes import changes
from registry.history.kinds import Change
from registry.history.movements import Movement, Standing, movement
from registry.history.states import State
from registry.history.timelines import Moment
from registry.scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Diff:
    """What was known at each of two moments, and what lies between.

    ``before`` and ``after`` are the grades in force, None where there was none yet. ``changes`` are those of the
    release itself; what changed and changed back is none. ``movement`` is that of the grade, None where none moved.
    """

    known_before: bool
    known_after: bool
    before: Standing | None
    after: Standing | None
    changes: tuple[Change, ...]
    movement: Movement | None


def diff(
    moments: Iterable[Moment],
    standings: Iterable[tuple[datetime, Standing]],
    since: datetime,
    until: datetime,
    rubric: Rubric,
) -> Diff:
    """How a release, of which some moments and grades are remembered, differs between two moments."""
    seen = sorted(moments, key=lambda m: (m.at, m.snapshot_id or 0))
    old, new = _state_at(seen, since), _state_at(seen, until)
    dated = sorted(standings, key=lambda one: one[0])
    before, after = _in_force(dated, since), _in_force(dated, until)
    moved = movement(before, after, rubric) if after is not None and after != before else None
    found = changes(old, new) if old is not None and new is not None else ()
    return Diff(old is not None, new is not None, before, after, found, moved)


def _state_at(seen: Iterable[Moment], at: datetime) -> State | None:
    known: State | None = None
    for moment in seen:
        if moment.at <= at:
            known = moment.state if known is None else moment.state.after(known)
    return known


def _in_force(dated: Iterable[tuple[datetime, Standing]], at: datetime) -> Standing | None:
    return next((standing for graded, standing in reversed([*dated]) if graded <= at), None)
