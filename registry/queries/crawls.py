"""Crawls: where the data comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.models import Crawl, Release
from registry.queries.conditions import LISTED

SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class SampleNotice:
    """That the catalog shows the bundled sample: how many releases, and as of which date."""

    releases: int
    as_of: str


def latest_crawl(session: Session) -> Crawl | None:
    """The crawl that finished last."""
    statement = (
        select(Crawl)
        .where(col(Crawl.finished_at).is_not(None))
        .order_by(col(Crawl.finished_at).desc(), col(Crawl.id).desc())
        .limit(1)
    )
    return session.scalar(statement)


def uses_sample(session: Session) -> bool:
    """Whether what the catalog shows is the sample that is bundled with it."""
    return _is_sample(latest_crawl(session))


def _is_sample(crawl: Crawl | None) -> TypeGuard[Crawl]:
    return crawl is not None and crawl.source == SAMPLE


def sample_notice(session: Session) -> SampleNotice | None:
    """What to tell visitors when the catalog shows the bundled sample; else None."""
    crawl = latest_crawl(session)
    if not _is_sample(crawl):
        return None
    releases = session.scalar(select(func.count()).select_from(Release).where(LISTED))
    return SampleNotice(releases or 0, f"{crawl.watermark:%Y-%m-%d}" if crawl.watermark else "")
