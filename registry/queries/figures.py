"""Figures: the catalog in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.filters import Asked
from registry.models import Release
from registry.queries.facets import tally


@dataclass(frozen=True, slots=True)
class Headline:
    """How many releases there are, and how many of each class and of each level by pillar."""

    releases: int
    graded: int
    organizations: int
    classes: dict[str, int]
    pillars: dict[str, dict[str, int]]


def headline(session: Session, nothing_asked: Asked, pillars: tuple[str, ...]) -> Headline:
    """The catalog in a few numbers."""
    statement = select(
        func.count(),
        func.count(col(Release.grade_id)),
        func.count(col(Release.organization).distinct()),
    ).where(col(Release.snapshot_id).is_not(None))
    releases, graded, publishers = session.execute(statement).one()
    counts = tally(session, nothing_asked, ("class", *pillars))
    return Headline(
        releases, graded, publishers, counts["class"], {name: counts[name] for name in pillars}
    )
