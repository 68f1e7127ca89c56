"""Crawls: where the data comes from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.models import Crawl, Release, Snapshot
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
    crawl = latest_crawl(session)
    return crawl is not None and crawl.source == SAMPLE


def sample_notice(session: Session) -> SampleNotice | None:
    """What to tell visitors when the catalog shows the bundled sample; else None."""
    if not uses_sample(session):
        return None
    as_of = col(Snapshot.details)["aperture"]["as_of"].as_string()
    statement = (
        select(func.count(), func.max(as_of))
        .select_from(Release)
        .join(Snapshot, col(Snapshot.id) == col(Release.snapshot_id))
        .where(LISTED)
    )
    releases, latest = session.execute(statement).one()
    return SampleNotice(releases, latest or "")
