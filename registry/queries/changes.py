"""Changes: the turns of all releases, or of some, newest first: what happened to them, and what grades they got."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from heapq import merge
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, Table, bindparam, func, select

from registry.history import Standing
from registry.queries.pasts import CAUSES, MOST_NAMES, MOVED, OF_STANDING
from registry.queries.tables import EVENT, GRADE, RELEASE, SNAPSHOT
from registry.turns import GRADED, STOPPED, Place, Turn

SPAN = 2_000
"""Rows of a table that are looked through at once."""
MOST_SPANS = 5
"""How many times, before one is told where to go on."""
FEW = 2_000
"""Releases up to which all of their turns are looked up, however long ago."""

_NOTHING = Standing(0, "", "", 0, "", "", levels={})


class About(NamedTuple):
    """Of which release something is told: ``page`` is its address at its source, None when nothing was seen there."""

    id: str
    organization: str
    page: str | None


class Walk:
    """A walk back through the turns.

    ``names`` narrows it to some releases, ``wanted`` to those of whose name, then or now, it is true; neither, and all
    are told of. It ends at the moment ``since``, and where too many rows were looked through. ``place`` is how far it
    has come; None once there is nothing further.
    """

    def __init__(
        self,
        connection: Connection,
        before: Place | None = None,
        *,
        since: datetime | None = None,
        names: Sequence[str] | None = None,
        wanted: Callable[[str], bool] | None = None,
    ) -> None:
        self._connection = connection
        self._since = since
        self._names = None if names is None else _with_former(connection, names)
        self._wanted = wanted
        newest = Place(_next_id(connection, EVENT), _next_id(connection, GRADE))
        # Not further than there is anything: who made a place up may name any number.
        self.place: Place | None = Place(*map(min, before, newest)) if before else newest

    def __iter__(self) -> Iterator[Turn]:
        place = self.place
        if place is None:
            return
        turns = self._in_spans if self._names is None else self._of_names
        streams = turns(_EVENTS, place.event), turns(_GRADES, place.grade)
        for turn in merge(*streams, key=lambda t: t.at, reverse=True):
            if self._since and turn.at < self._since:
                break
            place = self.place = _past(place, turn)
            if turn.what == STOPPED:
                return
            if self._wanted is None or self._wanted(turn.name):
                yield turn
        self.place = None

    def _in_spans(self, stream: _Stream, before: int) -> Iterator[Turn]:
        """The turns of one table span by span, then one that says where it stopped, unless at the beginning."""
        number, moment = stream.number, stream.moment
        statement = stream.statement.where(
            number < bindparam("before"), number >= bindparam("after")
        ).order_by(number.desc())
        for _ in range(MOST_SPANS):
            after = max(0, before - SPAN)
            rows = self._connection.execute(statement, {"before": before, "after": after}).all()
            yield from stream.made(self._connection, rows)
            before = after
            if before <= 1:
                return
        at = select(moment).where(number >= before).order_by(number).limit(1)
        stopped = self._connection.execute(at).scalar_one()
        yield Turn(stopped, before, "", STOPPED, _NOTHING if stream is _GRADES else None)

    def _of_names(self, stream: _Stream, before: int) -> Iterator[Turn]:
        """The turns of one table at some releases, however long ago."""
        statement = stream.statement.where(stream.name.in_(bindparam("names", expanding=True)))
        # Asked for in order, databases would rather look through all that there are.
        rows = self._connection.execute(statement, {"names": self._names}).all()
        newest = sorted((row for row in rows if row.id < before), key=lambda r: r.id, reverse=True)
        for start in range(0, len(newest), SPAN):
            yield from stream.made(self._connection, newest[start : start + SPAN])


def about(connection: Connection, name: str) -> About | None:
    """Of which release something is told by a name that it has or had; None when it is not known."""
    found = None
    for _ in range(MOST_NAMES):
        row = connection.execute(_ABOUT, {"name": name}).first()
        if row is None:
            break
        found, name = About(*row[:-1]), row.moved_to
        if not name:
            break
    return found


# Statements -------------------------------------------------------------------------------------

_ABOUT = (
    select(RELEASE.c.id, RELEASE.c.organization, SNAPSHOT.c.page, RELEASE.c.moved_to)
    .select_from(RELEASE)
    .outerjoin(GRADE, GRADE.c.id == RELEASE.c.grade_id)
    .outerjoin(SNAPSHOT, SNAPSHOT.c.id == func.coalesce(GRADE.c.snapshot_id, RELEASE.c.snapshot_id))
    .where(RELEASE.c.id == bindparam("name"))
)
_OF_MODEL = EVENT.c.kind == "model"
_FORMER = select(EVENT.c.note).where(
    _OF_MODEL, EVENT.c.what == MOVED, EVENT.c.repo_id.in_(bindparam("names", expanding=True))
)

_OLDER = GRADE.alias("older")
_PREVIOUS = (
    select(func.max(_OLDER.c.id))
    .where(_OLDER.c.release_id == GRADE.c.release_id, _OLDER.c.id < GRADE.c.id)
    .correlate(GRADE)
    .scalar_subquery()
)
_FIGURES = [GRADE.c[name] for name in (*OF_STANDING, "levels")]
# By itself: joined, PostgreSQL would rather read all grades there are.
_OLD = select(GRADE.c.id, *_FIGURES).where(GRADE.c.id.in_(bindparam("ids", expanding=True)))
_NAMED_ANEW = select(EVENT.c.repo_id).where(
    _OF_MODEL, EVENT.c.what == MOVED, EVENT.c.repo_id.in_(bindparam("names", expanding=True))
)


def _of_events(_connection: Connection, rows: Sequence[Any]) -> list[Turn]:
    return [Turn(*row) for row in rows]


def _of_grades(connection: Connection, rows: Sequence[Any]) -> list[Turn]:
    """The grades that show otherwise than the ones before, and the first ones."""
    before = [row[3] for row in rows if row[3] is not None]
    old = {number: tuple(shown) for number, *shown in connection.execute(_OLD, {"ids": before})}
    new = [row[2] for row in rows if row[3] is None]
    renamed = set(connection.execute(_NAMED_ANEW, {"names": new}).scalars()) if new else set()
    return [
        Turn(at, number, name, GRADED, _standing(now), _standing(was) if was else None,
             was is None and name in renamed)
        for at, number, name, previous, *now in rows
        for was in (old.get(previous),)
        if was is None or _shown(was) != _shown(now)
    ]  # fmt: skip


def _shown(figures: Sequence[Any]) -> tuple[Any, ...]:
    """Score, letter, class, and the levels in short, which of older grades are not known."""
    return tuple(figures[len(CAUSES) :])


def _standing(figures: Sequence[Any]) -> Standing:
    return Standing(**dict(zip(OF_STANDING, figures, strict=False)), levels={})


class _Stream(NamedTuple):
    """A table of turns: its columns, what is asked of it, and what makes turns of the rows."""

    number: Column[int]
    moment: Column[datetime]
    name: Column[str]
    statement: Select[Any]
    made: Callable[[Connection, Sequence[Any]], list[Turn]]


_EVENTS = _Stream(
    EVENT.c.id,
    EVENT.c.at,
    EVENT.c.repo_id,
    select(EVENT.c.at, EVENT.c.id, EVENT.c.repo_id, EVENT.c.what).where(_OF_MODEL),
    _of_events,
)
_GRADES = _Stream(
    GRADE.c.id,
    GRADE.c.graded_at,
    GRADE.c.release_id,
    select(GRADE.c.graded_at, GRADE.c.id, GRADE.c.release_id, _PREVIOUS, *_FIGURES),
    _of_grades,
)


def _past(place: Place, turn: Turn) -> Place:
    """The place after a turn."""
    return place._replace(**{"event" if turn.after is None else "grade": turn.id})


def _next_id(connection: Connection, table: Table) -> int:
    return (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1


def _with_former(connection: Connection, names: Sequence[str]) -> list[str]:
    """Names with those that the same releases had before."""
    known, latest = dict.fromkeys(names), list(names)
    for _ in range(MOST_NAMES):
        former = connection.execute(_FORMER, {"names": latest}).scalars() if latest else ()
        latest = [name for name in former if name not in known]
        known |= dict.fromkeys(latest)
    return list(known)
