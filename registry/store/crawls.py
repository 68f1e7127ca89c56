"""Crawls: where one stands, and where the next one begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from registry import models

CONTINUES = {"hub": ("hub", "dump")}
"""By source, the sources whose crawls its own take up: a dump is what a Hub said on one day."""


def begin_crawl(
    session: Session, source: str, selection: str, now: datetime, *, full: bool = True
) -> models.Crawl:
    """The unfinished crawl of the same source and selection, to go on with, or a new one.

    A new one that is not ``full`` lists what changed since the watermark of the last one that finished; when there
    is none, it is a full one after all.
    """
    same = select(models.Crawl).where(models.Crawl.selection == selection)
    unfinished = session.exec(
        same.where(
            models.Crawl.source == source,
            col(models.Crawl.finished_at).is_(None),
            col(models.Crawl.is_full) | (not full),
        ).order_by(col(models.Crawl.id).desc())
    ).first()
    if unfinished is not None:
        return unfinished
    last = session.exec(
        same.where(
            col(models.Crawl.source).in_(CONTINUES.get(source, (source,))),
            col(models.Crawl.finished_at).is_not(None),
            col(models.Crawl.watermark).is_not(None),
        ).order_by(col(models.Crawl.watermark).desc())
    ).first()
    crawl = models.Crawl(
        source=source,
        selection=selection,
        started_at=now,
        is_full=full or last is None,
        since=last.watermark if last is not None else None,
        watermark=last.watermark if last is not None else None,
    )
    session.add(crawl)
    session.flush()  # the id is needed
    return crawl


def save_progress(
    session: Session,
    crawl_id: int,
    cursor: str | None,
    counts: Mapping[str, Any],
    newest: datetime | None = None,
    finished_at: datetime | None = None,
) -> None:
    """Records how far a crawl has come; ``newest`` is the latest moment that what it listed tells of."""
    crawl = session.get_one(models.Crawl, crawl_id)
    crawl.cursor, crawl.counts, crawl.finished_at = cursor, dict(counts), finished_at
    if newest is not None and (crawl.watermark is None or newest > crawl.watermark):
        crawl.watermark = newest
