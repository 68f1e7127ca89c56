"""The schedule: when a crawl of everything is due, and a check of the links that evidence rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from crawlers.source import Selection
from registry import models


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest crawl of everything, and when the latest full one began."""

    crawl: models.Crawl | None
    full_began: datetime | None

    @property
    def is_unfinished(self) -> bool:
        """Whether it has not come to its end, or not yet."""
        return self.crawl is not None and self.crawl.finished_at is None


@dataclass(frozen=True, slots=True)
class Due:
    """A crawl that is to begin, or to go on; a full one lists everything again."""

    full: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often a crawl of everything begins, and how often one that lists everything again; how often links are
    checked; None: never."""

    every: timedelta | None = None
    full_every: timedelta | None = None
    links_every: timedelta | None = None

    def due(self, latest: Latest, now: datetime) -> Due | None:
        """What is due now: first of all what was begun and is not finished."""
        if latest.crawl is not None and latest.is_unfinished:
            return Due(latest.crawl.is_full)
        began = latest.crawl.started_at if latest.crawl else None
        if self.full_every and _is_over(latest.full_began, self.full_every, now):
            return Due(full=True)
        if self.every and _is_over(began, self.every, now):
            return Due(full=False)
        return None

    def are_links_due(self, checked: datetime | None, now: datetime) -> bool:
        """Whether links are to be checked now, the last check having begun then. Which of them are due, each knows."""
        return self.links_every is not None and _is_over(checked, self.links_every, now)


def _is_over(began: datetime | None, span: timedelta, now: datetime) -> bool:
    return began is None or now - began >= span


def latest_crawls(session: Session, source: str) -> Latest:
    """The latest crawls of everything that a source has."""
    crawl = models.Crawl
    query = (
        select(crawl)
        .where(crawl.source == source, crawl.selection == str(Selection()))
        .order_by(col(crawl.id).desc())
        .limit(1)
    )
    full = session.exec(query.where(crawl.is_full)).first()
    return Latest(session.exec(query).first(), full.started_at if full else None)
