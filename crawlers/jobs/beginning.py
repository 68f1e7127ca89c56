"""Beginnings: a crawl is put in the queue once, however many processes want it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from crawlers.jobs import board
from crawlers.jobs.orders import Order
from crawlers.jobs.steps import listing_of
from crawlers.schedule import Schedule, latest_crawls
from crawlers.source import Selection, Source
from registry import store


def begin(
    session: Session,
    source: Source,
    selection: Selection,
    now: datetime,
    *,
    full: bool = False,
    cards: int = 0,
) -> int:
    """Puts a crawl in the queue, or the unfinished one of the same kind, if it is not there; returns its number."""
    _one_at_a_time(session)
    full = full or not source.lists_newest_first(selection)
    crawl = store.begin_crawl(session, source.name, str(selection), now, full=full)
    crawl_id = crawl.id or 0
    if board.is_idle(session, crawl_id):
        board.put(session, crawl_id, [listing_of(Order(crawl_id, selection, cards))])
    return crawl_id


def begin_if_due(session: Session, source: Source, schedule: Schedule, now: datetime) -> int | None:
    """Begins the crawl of everything that is due, or goes on with one that was left; returns its number."""
    _one_at_a_time(session)
    latest = latest_crawls(session, source.name)
    if latest.crawl is not None and not board.is_idle(session, latest.crawl.id or 0):
        return None
    due = schedule.due(latest, now)
    return begin(session, source, Selection(), now, full=due.full) if due else None


def _one_at_a_time(session: Session) -> None:
    """Until the session is committed, no other process begins a crawl."""
    session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": board.BEGINNING})
