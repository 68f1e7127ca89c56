"""Every write to the registry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from registry import models
from registry.scoring.evidence import Evidence, Outcome

REPO_TABLES: Mapping[str, type[models.Release] | type[models.Dataset]] = {
    "model": models.Release,
    "dataset": models.Dataset,
}

SEEN_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a repo, or its card, could not be fetched."""

    kind: str
    reason: str


def save_document(session: Session, body: bytes) -> str:
    """Keeps the bytes of a card, once; returns their SHA-256."""
    digest = hashlib.sha256(body).hexdigest()
    if session.get(models.Document, digest) is None:
        session.add(models.Document(digest=digest, body=body))
        session.flush()  # snapshots refer to it
    return digest


def save_snapshot(session: Session, snapshot: models.Snapshot) -> tuple[models.Snapshot, bool]:
    """Keeps a snapshot unless the same one is there; returns the one that is kept, and whether it is new."""
    kept = session.exec(
        select(models.Snapshot).where(
            models.Snapshot.kind == snapshot.kind,
            models.Snapshot.repo_id == snapshot.repo_id,
            models.Snapshot.digest == snapshot.digest,
        )
    ).first()
    if kept is not None:
        return kept, False
    session.add(snapshot)
    session.flush()  # the id is needed
    return snapshot, True


def save_repo(
    session: Session,
    kind: str,
    repo_id: str,
    snapshot: models.Snapshot,
    catalog: Mapping[str, Any],
    failure: Failure | None,
    now: datetime,
) -> bool:
    """Makes a snapshot the current one of its repo; returns whether that changed anything.

    ``catalog`` holds the columns of Release that the catalog lists by. ``failure`` says what could
    not be fetched of an otherwise known repo, such as a gated card.
    """
    row = session.get(REPO_TABLES[kind], repo_id)
    if row is None:
        row = _new_row(kind, repo_id, Outcome.FOUND, now)
    changed = row.snapshot_id != snapshot.id
    if changed or row.outcome != Outcome.FOUND:
        row.changed_at = now
    row.moved_to = ""
    row.snapshot_id = snapshot.id
    row.outcome, row.revision = Outcome.FOUND, snapshot.revision
    row.failure_kind, row.failure = (failure.kind, failure.reason) if failure else ("", "")
    row.attempts = row.attempts + 1 if failure else 0
    row.seen_at = now
    for name, value in catalog.items():
        setattr(row, name, value)
    session.add(row)
    return changed


def save_failure(
    session: Session, kind: str, repo_id: str, outcome: Outcome, failure: Failure, now: datetime
) -> None:
    """Records that a repo could not be fetched. What was known of it before stays."""
    row = session.get(REPO_TABLES[kind], repo_id)
    if row is None:
        row = _new_row(kind, repo_id, outcome, now)
    elif row.outcome != outcome and outcome is Outcome.ABSENT:
        row.changed_at = now
    if row.snapshot_id is None or outcome is Outcome.ABSENT:
        row.outcome = outcome
    row.failure_kind, row.failure = failure.kind, failure.reason
    row.attempts += 1
    row.seen_at = now
    session.add(row)


def save_move(session: Session, kind: str, old_id: str, new_id: str, now: datetime) -> None:
    """Records that the Hub knows a repo under another name."""
    save_failure(
        session, kind, old_id, Outcome.ABSENT, Failure("moved", f"It is now {new_id}."), now
    )
    session.get_one(REPO_TABLES[kind], old_id).moved_to = new_id


def touch_moved(session: Session, kind: str, old_id: str, now: datetime) -> None:
    """Records that what a renamed repo is now has changed: releases link to it by its old name."""
    session.get_one(REPO_TABLES[kind], old_id).changed_at = now


def touch(
    session: Session, kind: str, repo_id: str, catalog: Mapping[str, Any], now: datetime
) -> None:
    """Brings the counters of an unchanged repo up to date; writes nothing when none moved.

    That it was seen is written once a day.
    """
    row = session.get_one(REPO_TABLES[kind], repo_id)
    for name, value in catalog.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    if now - row.seen_at >= SEEN_EVERY:
        row.seen_at = now


def save_reading(
    session: Session,
    snapshot_id: int,
    reader_version: str,
    evidence: Iterable[Evidence],
) -> None:
    """Keeps what the readers found in a snapshot, in place of what an earlier version found."""
    session.merge(
        models.Reading(
            snapshot_id=snapshot_id,
            reader_version=reader_version,
            evidence=[e.as_dict() for e in evidence],
        )
    )


def save_links(session: Session, release_id: str, links: Iterable[models.Link]) -> None:
    """Replaces what a release points to."""
    session.exec(delete(models.Link).where(col(models.Link.release_id) == release_id))
    session.add_all(links)


def save_grade(
    session: Session, release: models.Release, grade: models.Grade, now: datetime
) -> bool:
    """Makes a grade the current one of its release unless it says the same; returns whether it is new."""
    current = session.get(models.Grade, release.grade_id) if release.grade_id else None
    release.graded_at = now
    session.add(release)
    if current is not None and current.digest == grade.digest:
        return False
    session.add(grade)
    session.flush()  # the id is needed
    release.grade_id = grade.id
    return True


def begin_crawl(session: Session, source: str, selection: str, now: datetime) -> models.Crawl:
    """The unfinished crawl of the same source and selection, to go on with, or a new one."""
    unfinished = session.exec(
        select(models.Crawl)
        .where(
            models.Crawl.source == source,
            models.Crawl.selection == selection,
            col(models.Crawl.finished_at).is_(None),
        )
        .order_by(col(models.Crawl.id).desc())
    ).first()
    if unfinished is not None:
        return unfinished
    crawl = models.Crawl(source=source, selection=selection, started_at=now)
    session.add(crawl)
    session.flush()  # the id is needed
    return crawl


def save_progress(
    session: Session,
    crawl_id: int,
    cursor: str | None,
    counts: Mapping[str, Any],
    finished_at: datetime | None = None,
) -> None:
    """Records how far a crawl has come."""
    crawl = session.get_one(models.Crawl, crawl_id)
    crawl.cursor, crawl.counts, crawl.finished_at = cursor, dict(counts), finished_at


def _new_row(
    kind: str, repo_id: str, outcome: Outcome, now: datetime
) -> models.Release | models.Dataset:
    if kind == "dataset":
        return models.Dataset(id=repo_id, outcome=outcome, seen_at=now, changed_at=now)
    organization = repo_id.split("/")[0] if "/" in repo_id else ""
    return models.Release(
        id=repo_id, outcome=outcome, seen_at=now, changed_at=now, organization=organization
    )
