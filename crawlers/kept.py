"""Kept: what the registry has of repos, so that a crawl fetches and reads only what it has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as sa_select
from sqlmodel import Session, col, exists, or_, select

from crawlers.snapshots import RepoKind, Snapshot, digest
from registry import documents, models, store
from registry.scoring.evidence import Outcome

MOST_AT_ONCE = 1000
"""Names in one query; databases take only so many."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry has of a repo: the revision, and the card that came with it."""

    revision: str
    snapshot_digest: str
    card_outcome: str
    card_reason: str
    card_digest: str
    statement_digest: str
    last_modified: datetime | None
    etag: str
    is_settled: bool
    """Whether asking again at the same revision would bring nothing new."""


def known_repos(session: Session, kind: RepoKind, ids: Iterable[str]) -> dict[str, Known]:
    """What the registry has of these repos; those without a snapshot are left out."""
    table = store.REPO_TABLES[kind]
    left = list(ids)
    found: dict[str, Known] = {}
    while left:
        some, left = left[:MOST_AT_ONCE], left[MOST_AT_ONCE:]
        rows = session.exec(
            select(table, models.Snapshot)
            .join(models.Snapshot, col(table.snapshot_id) == col(models.Snapshot.id))
            .where(col(table.id).in_(some))
        )
        found |= {repo.id: known_as(repo, snapshot) for repo, snapshot in rows}
    return found


def known_as(repo: models.CrawlState, snapshot: models.Snapshot) -> Known:
    """What the registry has of a repo, from its row and its current snapshot."""
    return Known(
        revision=snapshot.revision,
        snapshot_digest=snapshot.digest,
        card_outcome=snapshot.card_outcome,
        card_reason=snapshot.card_reason,
        card_digest=snapshot.card_digest or "",
        statement_digest=snapshot.statement_digest or "",
        last_modified=getattr(repo, "last_modified", None),
        etag=repo.etag,
        is_settled=repo.failure_kind in ("", "denied"),
    )


def is_unchanged(known: Known, kind: RepoKind, metadata: Mapping[str, Any]) -> bool:
    """Whether a listing says the same of a repo as its current snapshot does."""
    outcome, card, statement = known.card_outcome, known.card_digest, known.statement_digest
    told = digest(kind, metadata["id"], metadata, outcome, card, statement)
    return known.is_settled and told == known.snapshot_digest


def has_same_card(known: Known, metadata: Mapping[str, Any]) -> bool:
    """Whether the card need not be fetched: the revision is the one whose card is kept."""
    revision = metadata.get("sha")
    was_read = known.card_outcome != Outcome.UNCHECKED
    return known.is_settled and was_read and bool(revision) and revision == known.revision


def kept_file(session: Session, digest: str | None) -> bytes | None:
    """The bytes of a card or a statement; None when there is no digest."""
    kept = session.get(models.Document, digest) if digest else None
    return documents.unpacked(kept.body) if kept else None


def unread_snapshots(session: Session, reader_version: str) -> list[int]:
    """Ids of the current snapshots that this version of the readers has not read, or whose words search lacks."""
    found: list[int] = []
    for table in store.REPO_TABLES.values():
        is_unread = or_(
            col(models.Reading.snapshot_id).is_(None),
            col(models.Reading.reader_version) != reader_version,
        )
        if table is models.Release:
            is_unread |= ~exists().where(col(models.Text.release_id) == col(table.id))
        found += session.scalars(
            sa_select(col(table.snapshot_id))
            .outerjoin(models.Reading, col(models.Reading.snapshot_id) == col(table.snapshot_id))
            .where(col(table.snapshot_id).is_not(None), is_unread)
        )
    return sorted(found)


def kept_snapshots(session: Session, ids: Iterable[int]) -> list[tuple[int, Snapshot]]:
    """Snapshots as they were taken, each with its id."""
    of = models.Snapshot
    rows = session.exec(select(of).where(col(of.id).in_(list(ids))).order_by(col(of.id)))
    return [(row.id or 0, stored_snapshot(session, row)) for row in rows]


def stored_snapshot(session: Session, row: models.Snapshot) -> Snapshot:
    """The snapshot that a row and its documents hold."""
    return Snapshot(
        kind="dataset" if row.kind == "dataset" else "model",
        id=row.repo_id,
        revision=row.revision,
        metadata=row.details,
        page=row.page,
        card=kept_file(session, row.card_digest),
        card_outcome=Outcome(row.card_outcome),
        card_reason=row.card_reason,
        statement=kept_file(session, row.statement_digest),
    )
