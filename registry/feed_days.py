"""Days: what befell many releases in one day, and none of them did itself, as one entry of a feed. Pure.

A first crawl adds a million releases, another rubric moves the grades of most, and a base those of all that was made
from it: nobody reads a million entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote

from registry.feeds import Entry
from registry.history import ADDED, By, Movement, Standing
from registry.history.attribution import OF_CAUSE, WORDS
from registry.history.movements import DIRECTIONS, causes_of

MOST_NAMED = 20


class Member(NamedTuple):
    """One of the releases: its name, when it was graded, and how its grade moved."""

    name: str
    at: datetime
    movement: Movement


class Shared(NamedTuple):
    """What a day's entry is about: the day, and who brought it about."""

    day: date
    by: tuple[By, ...]

    @property
    def name(self) -> str:
        """What tells the entry from all others of its feed, for good."""
        return f"{self.day.isoformat()}-{'-'.join(self.by)}"


def shared(at: datetime, before: Standing | None, after: Standing) -> Shared:
    """What a grade that followed from nothing of the release's own shares with others of its day."""
    if before is None:
        return Shared(at.date(), (By.SEEN,))
    causes = causes_of(before, after)
    return Shared(at.date(), tuple(OF_CAUSE[cause] for cause in causes))


def day_entry(path: str, told: Shared, members: Sequence[Member], *, is_all: bool) -> Entry:
    """The entry of a day in the feed that stands for the page at ``path``; ``is_all``: no further release has part in
    it."""
    named = [f"{m.name}: {m.movement.words}" for m in members[:MOST_NAMED]]
    rest = len(members) - len(named)
    more = [f"And {'at least ' if not is_all else ''}{rest:,} more."] if rest else []
    return Entry(
        path=path,
        name=told.name,
        title=_title(told, members, is_all),
        updated=max(m.at for m in members),
        sentences=(*named, *more),
        categories=_kinds(told, members),
        further=f"/models/{quote(members[0].name)}#history" if len(members) == 1 else "",
    )


def _title(told: Shared, members: Sequence[Member], is_all: bool) -> str:
    is_new = told.by == (By.SEEN,)
    if len(members) == 1 and is_all:
        one = members[0]
        return f"{one.name} was added" if is_new else f"{one.name}: {one.movement.words}"[:200]
    count = f"{'' if is_all else 'at least '}{len(members):,} release{'s'[: len(members) > 1]}"
    if is_new:
        return f"{count[0].upper()}{count[1:]} {'was' if len(members) == 1 else 'were'} added"
    return f"{'; '.join(WORDS[by] for by in told.by)}: the grades of {count} moved"


def _kinds(told: Shared, members: Sequence[Member]) -> tuple[str, ...]:
    moved = dict.fromkeys(DIRECTIONS[m.movement.direction] for m in members)
    return (*((ADDED,) if told.by == (By.SEEN,) else ()), *moved)
