"""The frontier: what a crawl has yet to look at, and what it need not fetch again."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from crawlers.ingest import stored_snapshot
from crawlers.snapshots import RepoKind, Snapshot
from registry import models, store

KIND_OF_LINK: dict[str, RepoKind] = {"base": "model", "dataset": "dataset"}


def unseen_links(
    session: Session, crawl_began: datetime, seen_before: datetime
) -> list[tuple[RepoKind, str]]:
    """Repos that a release links to and that are due, once each.

    Due is what no crawl has looked at since ``seen_before``, and what could not be reached before
    this crawl began.
    """
    wanted: list[tuple[RepoKind, str]] = []
    for link_kind, kind in KIND_OF_LINK.items():
        table = store.REPO_TABLES[kind]
        is_due = or_(
            col(table.id).is_(None),
            col(table.seen_at) < seen_before,
            and_(table.failure_kind == "unreachable", col(table.seen_at) < crawl_began),
        )
        rows = session.exec(
            select(models.Link.target)
            .outerjoin(table, col(table.id) == col(models.Link.target))
            .where(models.Link.kind == link_kind, is_due)
            .distinct()
            .order_by(col(models.Link.target))
        )
        wanted += [(kind, target) for target in rows]
    return wanted


def document(session: Session, digest: str) -> bytes | None:
    """The bytes of a card, or None when the digest is empty."""
    kept = session.get(models.Document, digest) if digest else None
    return kept.body if kept else None


def unread_snapshots(
    session: Session, reader_version: str, limit: int
) -> list[tuple[int, Snapshot]]:
    """Current snapshots that this version of the readers has not read, each with its id."""
    found: list[tuple[int, Snapshot]] = []
    for table in store.REPO_TABLES.values():
        rows = session.exec(
            select(models.Snapshot)
            .join(table, col(table.snapshot_id) == col(models.Snapshot.id))
            .outerjoin(models.Reading, col(models.Reading.snapshot_id) == col(models.Snapshot.id))
            .where(
                or_(
                    col(models.Reading.snapshot_id).is_(None),
                    col(models.Reading.reader_version) != reader_version,
                )
            )
            .limit(limit - len(found))
        )
        for row in rows:
            card = document(session, row.card_digest or "")
            found.append((row.id or 0, stored_snapshot(row, card)))
    return found
