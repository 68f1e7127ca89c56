"""Pasts: what a release was at each moment that the registry remembers, and what its grades were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from registry.documents import unpacked
from registry.history import Moment, Standing, State
from registry.models import Document, Event, Grade, Snapshot
from registry.scoring.evidence import Outcome

MOST = 100
"""Turns of a repo, and grades, that are looked at; the latest ones."""
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of a release, in any order."""

    moments: tuple[Moment, ...] = ()
    standings: tuple[tuple[datetime, Standing], ...] = ()


def past_of(session: Session, release_id: str) -> Past:
    """What is remembered of a release under this name and those that it had before."""
    moments: list[Moment] = []
    for name, until in _names(session, release_id):
        moments += _moments(session, name, until)
    return Past(tuple(moments), tuple(_standings(session, release_id)))


def _names(session: Session, release_id: str) -> Iterator[tuple[str, datetime | None]]:
    """The present name, then earlier ones with the moment of the renaming."""
    seen: set[str] = set()
    name, until = release_id, None
    while name not in seen and len(seen) < MOST_NAMES:
        seen.add(name)
        yield name, until
        renamed = session.scalars(
            select(Event)
            .where(
                col(Event.repo_id) == name, col(Event.kind) == "model", col(Event.what) == "moved"
            )
            .order_by(col(Event.at).desc())
            .limit(1)
        ).first()
        if renamed is None:
            return
        name, until = renamed.note, renamed.at


def _moments(session: Session, name: str, until: datetime | None) -> Iterator[Moment]:
    first = session.scalars(
        select(Snapshot)
        .where(col(Snapshot.repo_id) == name, col(Snapshot.kind) == "model")
        .order_by(col(Snapshot.id))
        .limit(1)
    ).first()
    if first is not None:
        yield Moment(first.taken_at, first.id, _state(session, first))
    events = session.scalars(
        select(Event)
        .where(col(Event.repo_id) == name, col(Event.kind) == "model", col(Event.what) != "moved")
        .order_by(col(Event.id).desc())
        .limit(MOST)
    ).all()
    for event in events:
        if until is not None and event.at >= until:
            continue  # that it is no longer found under its old name is no news
        snapshot = session.get(Snapshot, event.snapshot_id) if event.snapshot_id else None
        if event.what == "gone":
            yield Moment(event.at, None, State(name, Outcome.ABSENT))
        elif event.what == "denied":
            yield Moment(event.at, None, State(name, metadata={"disabled": True}))
        elif snapshot is not None:
            yield Moment(event.at, snapshot.id, _state(session, snapshot))


def _state(session: Session, snapshot: Snapshot) -> State:
    card = session.get(Document, snapshot.card_digest) if snapshot.card_digest else None
    return State(
        id=snapshot.repo_id,
        metadata=snapshot.details,
        card_outcome=Outcome(snapshot.card_outcome),
        card_digest=snapshot.card_digest or "",
        card=unpacked(card.body) if card else None,
    )


def _standings(session: Session, release_id: str) -> Iterator[tuple[datetime, Standing]]:
    grades = session.scalars(
        select(Grade)
        .where(col(Grade.release_id) == release_id)
        .options(joinedload(Grade.kept), joinedload(Grade.snapshot))  # type: ignore[arg-type]
        .order_by(col(Grade.id).desc())
        .limit(MOST)
    )
    for grade in grades:
        yield (
            grade.graded_at,
            Standing(
                snapshot_id=grade.snapshot_id,
                reader_version=grade.reader_version,
                rubric_version=grade.rubric_version,
                score=grade.score,
                letter=grade.letter,
                openness=grade.openness,
                levels={c: m["level"] for c, m in grade.verdict.marks.items()},
            ),
        )
