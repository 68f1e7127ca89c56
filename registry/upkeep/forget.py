"""Forgetting: what is damaged goes, with all that rests on it, so that the next crawl or grading makes it anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from registry.models import Document, Event, Grade, Link, Reading, Release, Snapshot
from registry.scoring.evidence import Outcome
from registry.store import REPO_TABLES

REASON = "What was kept of it was damaged."

Keys = Collection[Any]


def grades_of(session: Session, release_ids: Keys) -> None:
    """Leaves releases without a current grade, so that they are graded again; their history stays."""
    session.execute(
        update(Release)
        .where(col(Release.id).in_(release_ids))
        .values(grade_id=None, graded_at=None)
    )


def grades(session: Session, ids: Keys) -> None:
    """Deletes grades."""
    session.execute(
        update(Release).where(col(Release.grade_id).in_(ids)).values(grade_id=None, graded_at=None)
    )
    session.execute(delete(Grade).where(col(Grade.id).in_(ids)))


def readings(session: Session, snapshot_ids: Keys) -> None:
    """Deletes readings, so that their snapshots are read again."""
    session.execute(delete(Reading).where(col(Reading.snapshot_id).in_(snapshot_ids)))


def current_snapshots(session: Session, table: Any, repo_ids: Keys, now: datetime) -> None:
    """Makes repos due, as if they had never been fetched."""
    session.execute(
        update(table)
        .where(col(table.id).in_(repo_ids))
        .values(
            snapshot_id=None,
            outcome=Outcome.UNCHECKED.value,
            failure_kind="unreachable",
            failure=REASON,
            etag="",
            retry_at=now,
        )
    )


def snapshots(session: Session, ids: Keys, now: datetime) -> None:
    """Deletes snapshots with their readings and grades; repos of which they are current become due."""
    for table in REPO_TABLES.values():
        found = session.scalars(select(col(table.id)).where(col(table.snapshot_id).in_(ids))).all()
        current_snapshots(session, table, found, now)
    session.execute(update(Event).where(col(Event.snapshot_id).in_(ids)).values(snapshot_id=None))
    readings(session, ids)
    rests = select(col(Grade.id)).where(col(Grade.snapshot_id).in_(ids))
    grades(session, session.scalars(rests).all())
    session.execute(delete(Snapshot).where(col(Snapshot.id).in_(ids)))


def events(session: Session, ids: Keys) -> None:
    """Takes from events the snapshots that they led to."""
    session.execute(update(Event).where(col(Event.id).in_(ids)).values(snapshot_id=None))


def links(session: Session, release_ids: Keys) -> None:
    """Deletes the links of releases."""
    session.execute(delete(Link).where(col(Link.release_id).in_(release_ids)))


def documents(session: Session, digests: Sequence[str], now: datetime) -> None:
    """Deletes documents with all that rests on them."""

    def keys(key: Any, *columns: Any) -> list[Any]:
        found: list[Any] = []
        for column in columns:
            found += session.scalars(select(key).where(col(column).in_(digests)))
        return found

    grades(session, keys(Grade.id, Grade.verdict_digest))
    readings(session, keys(Reading.snapshot_id, Reading.evidence_digest))
    said = (Snapshot.metadata_digest, Snapshot.card_digest, Snapshot.statement_digest)
    broken = keys(Snapshot.id, *said)
    snapshots(session, broken, now)
    session.execute(delete(Document).where(col(Document.digest).in_(digests)))
