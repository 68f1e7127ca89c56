"""Pasts: what a release was at each moment that the registry remembers, and what its grades were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, literal, select, union_all

from registry.documents import unnamed, unpacked, value_of
from registry.history import Moment, Standing, State
from registry.history.facts import file_names
from registry.queries.tables import DOCUMENT, EVENT, GRADE, SNAPSHOT
from registry.resources import rubric
from registry.scoring.evidence import Outcome
from registry.scoring.short import long_levels
from registry.statements import FILE

MOST = 100
"""Turns of a repo, and grades, that are looked at; the latest ones."""
MOST_NAMES = 5
FIRST, MOVED = "first", "moved"


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of a release, in any order. The state of a single moment, which can be compared with none, is
    left empty."""

    moments: tuple[Moment, ...] = ()
    standings: tuple[tuple[datetime, Standing], ...] = ()


def past_of(connection: Connection, release_id: str) -> Past:
    """What is remembered of a release under this name and those that it had before."""
    turns = list(_turns(connection, release_id))
    states = _states(connection, (t.snapshot_id for _, t in turns)) if len(turns) > 1 else {}
    moments = (_moment(name, turn, states) for name, turn in turns)
    return Past(tuple(m for m in moments if m), tuple(standings_of(connection, release_id)))


# Moments ----------------------------------------------------------------------------------------


def _some(statement: Select[Any]) -> Select[Any]:
    return select(statement.subquery())


_EVENTS = select(
    EVENT.c.what, EVENT.c.at, EVENT.c.snapshot_id.label("snapshot_id"), EVENT.c.note
).where(EVENT.c.repo_id == bindparam("name"), EVENT.c.kind == "model")
_SEEN = (
    select(
        literal(FIRST).label("what"),
        SNAPSHOT.c.taken_at.label("at"),
        SNAPSHOT.c.id.label("snapshot_id"),
        literal("").label("note"),
    )
    .where(SNAPSHOT.c.repo_id == bindparam("name"), SNAPSHOT.c.kind == "model")
    .order_by(SNAPSHOT.c.id)
    .limit(1)
)
_TURNS = union_all(
    _some(_SEEN),
    _some(_EVENTS.where(EVENT.c.what == MOVED).order_by(EVENT.c.at.desc()).limit(1)),
    _some(_EVENTS.where(EVENT.c.what != MOVED).order_by(EVENT.c.id.desc()).limit(MOST)),
)
"""Of one name: when it was first seen, when it was moved last, and all other turns."""


def _turns(connection: Connection, release_id: str) -> Iterator[tuple[str, Row[Any]]]:
    """Under the present name, then under earlier ones up to the moment of the renaming."""
    seen: set[str] = set()
    name, until = release_id, None
    while name not in seen and len(seen) < MOST_NAMES:
        seen.add(name)
        renamed = None
        for turn in connection.execute(_TURNS, {"name": name}).all():
            if turn.what == MOVED:
                renamed = turn
            elif turn.what == FIRST or until is None or turn.at < until:
                yield name, turn  # that it is no longer found under its old name is no news
        if renamed is None:
            return
        name, until = renamed.note, renamed.at


def _moment(name: str, turn: Row[Any], states: Mapping[int, State]) -> Moment | None:
    if turn.what == "gone":
        return Moment(turn.at, None, State(name, Outcome.ABSENT))
    if turn.what == "denied":
        return Moment(turn.at, None, State(name, metadata={"disabled": True}))
    if turn.snapshot_id is None:
        return None
    return Moment(turn.at, turn.snapshot_id, states.get(turn.snapshot_id) or State(name))


_SAID, _CARD = DOCUMENT.alias("said"), DOCUMENT.alias("card")
_STATES = (
    select(
        SNAPSHOT.c.id,
        SNAPSHOT.c.repo_id,
        SNAPSHOT.c.card_outcome,
        SNAPSHOT.c.card_digest,
        SNAPSHOT.c.statement_digest,
        _SAID.c.body.label("said"),
        _CARD.c.body.label("card"),
    )
    .join(_SAID, _SAID.c.digest == SNAPSHOT.c.metadata_digest)
    .outerjoin(_CARD, _CARD.c.digest == SNAPSHOT.c.card_digest)
    .where(SNAPSHOT.c.id.in_(bindparam("ids", expanding=True)))
)


def _states(connection: Connection, ids: Iterable[int | None]) -> dict[int, State]:
    """What snapshots knew, by id."""
    named = sorted({i for i in ids if i is not None})
    rows = connection.execute(_STATES, {"ids": named})
    return {row.id: _state(row, value_of(unpacked(row.said))) for row in rows}


def _state(row: Any, metadata: dict[str, Any]) -> State:
    is_unfetched = row.statement_digest is None and FILE in (file_names(metadata) or ())
    return State(
        id=row.repo_id,
        metadata=metadata,
        card_outcome=Outcome(row.card_outcome),
        card_digest=row.card_digest or "",
        card=unpacked(row.card) if row.card else None,
        statement_digest=None if is_unfetched else row.statement_digest or "",
    )


# Standings --------------------------------------------------------------------------------------

CAUSES = ("snapshot_id", "reader_version", "rubric_version", "disclosures", "gone")
FIGURES = ("score", "letter", "openness")
OF_STANDING = (*CAUSES, *FIGURES)
"""Columns of a grade that its standing tells: what brings it about first, then what people see."""
TOLD_IN_SHORT = and_(GRADE.c.levels != "", GRADE.c.rubric_version == bindparam("rubric_version"))
"""That a grade's levels are told in short, and its verdict need not be opened for them."""
_STANDINGS = (
    select(GRADE.c.graded_at, *(GRADE.c[name] for name in OF_STANDING), GRADE.c.levels)
    .add_columns(DOCUMENT.c.body)
    # The verdict is needed only where its levels are not told in short.
    .outerjoin(DOCUMENT, and_(DOCUMENT.c.digest == GRADE.c.verdict_digest, ~TOLD_IN_SHORT))
    .where(GRADE.c.release_id == bindparam("release_id"))
    .order_by(GRADE.c.id.desc())
    .limit(MOST)
)


def standings_of(connection: Connection, release_id: str) -> Iterator[tuple[datetime, Standing]]:
    """The latest grades of a release and when they were made, the newest first."""
    asked = {"release_id": release_id, "rubric_version": rubric().version}
    rows: Sequence[Any] = connection.execute(_STANDINGS, asked).all()
    for row in rows:
        graded_at, *told = row
        yield graded_at, standing_in(told)


def standing_in(told: Sequence[Any]) -> Standing:
    """A standing from the columns of ``OF_STANDING``, the levels in short, and the verdict where these don't tell."""
    *columns, short, body = told
    levels = _levels_in(body) if body else long_levels(short, rubric())
    return Standing(**dict(zip(OF_STANDING, columns, strict=True)), levels=levels)


def _levels_in(verdict: bytes) -> dict[str, str]:
    marks: Mapping[str, Any] = unnamed(unpacked(verdict))["marks"]
    return {criterion: mark["level"] for criterion, mark in marks.items()}
