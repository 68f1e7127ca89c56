"""Timelines: dated changes and the movements that followed from them, as entries to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from registry.history.attribution import WORDS, attributed
from registry.history.changes import changes
from registry.history.kinds import Change, Kind
from registry.history.movements import DIRECTIONS, Cause, Movement, Standing, movement
from registry.history.states import State
from registry.scoring.rubric import Rubric

FIRST_SEEN = "First seen."
ADDED = "added"
GRADE_KINDS = tuple(DIRECTIONS.values())
KINDS = (ADDED, *GRADE_KINDS, *map(str, Kind))
"""All that an entry can be of."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A release as it was seen at one time. A state without a snapshot, such as of a repo that is gone, has no id."""

    at: datetime
    snapshot_id: int | None
    state: State


@dataclass(frozen=True, slots=True)
class Seen:
    """What a moment showed to be otherwise than before; of the first one, nothing."""

    at: datetime
    snapshot_id: int | None
    changes: tuple[Change, ...] = ()
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """A movement of the grade, with when it was made."""

    at: datetime
    movement: Movement


@dataclass(frozen=True, slots=True)
class Entry:
    """What a timeline shows of one moment: changes, the movement that followed from them, or one of both.

    ``moved_at`` is when the movement was made, which may be later than the moment.
    """

    at: datetime
    changes: tuple[Change, ...] = ()
    movement: Movement | None = None
    is_first: bool = False
    moved_at: datetime | None = None

    @property
    def updated(self) -> datetime:
        """Since when there is no more to tell of it."""
        return max(self.at, self.moved_at or self.at)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its kinds, each once: whether it is the first entry, what changed, and where the grade went."""
        first = (ADDED,) if self.is_first else ()
        moved = (DIRECTIONS[self.movement.direction],) if self.movement else ()
        return tuple(dict.fromkeys((*first, *(str(c.kind) for c in self.changes), *moved)))

    @property
    def words(self) -> tuple[str, ...]:
        """What changed, in sentences; the movement has its own."""
        first = (FIRST_SEEN,) if self.is_first else ()
        return (*first, *(change.words for change in self.changes))

    def as_dict(self) -> dict[str, Any]:
        """The entry as plain values."""
        return {
            "at": _moment(self.at),
            "updated": _moment(self.updated),
            "kinds": list(self.kinds),
            "first": self.is_first,
            "words": list(self.words),
            "changes": [change.as_dict() for change in self.changes],
            "movement": self.movement.as_dict() if self.movement else None,
            "by": [
                {"who": str(by), "words": WORDS[by]}
                for by in attributed(self.changes, self.movement, self.is_first)
            ],
        }


def seen(moments: Iterable[Moment]) -> tuple[Seen, ...]:
    """What each moment showed, oldest first. One that knew less than those before hides nothing."""
    events: list[Seen] = []
    known: State | None = None
    for moment in sorted(moments, key=lambda m: (m.at, m.snapshot_id or 0)):
        state = moment.state if known is None else moment.state.after(known)
        found = changes(known, state) if known is not None else ()
        events.append(Seen(moment.at, moment.snapshot_id, found, is_first=known is None))
        known = state
    return tuple(events)


def graded(standings: Iterable[tuple[datetime, Standing]], rubric: Rubric) -> tuple[Graded, ...]:
    """The movements between gradings, oldest first, without what moved nothing."""
    events: list[Graded] = []
    before: Standing | None = None
    for at, standing in sorted(standings, key=lambda dated: dated[0]):
        if moved := movement(before, standing, rubric):
            events.append(Graded(at, moved))
        before = standing
    return tuple(events)


def moved_by(number: int, movements: Iterable[Graded]) -> Movement | None:
    """The last movement that came with a disclosure's being counted; None where nothing moved."""
    came = None
    for event in movements:
        before = event.movement.before.disclosures.split() if event.movement.before else []
        if str(number) in event.movement.after.disclosures.split() and str(number) not in before:
            came = event.movement
    return came


def timeline(events: Iterable[Seen | Graded]) -> tuple[Entry, ...]:
    """The entries of a release's history, newest first.

    A movement that a change of the release brought about stands with that change, which is the last one before it of
    the same snapshot. What shows nothing is left out.
    """
    ordered = sorted(events, key=lambda e: (e.at, isinstance(e, Graded)))
    entries: list[Entry] = []
    open_at: dict[int | None, int] = {}
    for event in ordered:
        if isinstance(event, Seen):
            open_at[event.snapshot_id] = len(entries)
            entries.append(Entry(event.at, event.changes, None, event.is_first))
            continue
        cause = open_at.pop(event.movement.after.snapshot_id, None)
        if cause is not None and _followed(event.movement):
            entries[cause] = replace(entries[cause], movement=event.movement, moved_at=event.at)
        else:
            entries.append(Entry(event.at, movement=event.movement, moved_at=event.at))
    shown = [e for e in entries if e.words or e.movement]
    return tuple(sorted(shown, key=lambda e: e.at)[::-1])


def _followed(moved: Movement) -> bool:
    return moved.before is None or Cause.RELEASE in moved.causes


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
