"""Organizations: who publishes, and how open their releases are."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Subquery, case, func, select
from sqlmodel import Session, col

from registry.models import Grade, Release


class Organization(NamedTuple):
    """A publisher with the number of its graded releases, and their median and best score."""

    id: str
    releases: int
    median: float
    best: float
    best_id: str
    downloads: int


def organizations(
    session: Session, q: str = "", order: str = "median", at_least: int = 1, most: int | None = None
) -> list[Organization]:
    """Publishers whose name holds ``q``, ordered by median, best, releases or name."""
    ranked = _ranked()
    score = ranked.c.score
    # The median is the mean of the one or two in the middle.
    middle = 2 * ranked.c.place
    is_middle = (middle >= ranked.c.releases) & (middle <= ranked.c.releases + 2)
    median = func.avg(case((is_middle, score))).label("median")
    best = func.max(score).label("best")
    number = func.max(ranked.c.releases).label("releases")
    orders: dict[str, tuple[Any, ...]] = {
        "median": (median.desc(), number.desc()),
        "best": (best.desc(), median.desc()),
        "releases": (number.desc(), median.desc()),
        "name": (func.lower(ranked.c.organization),),
    }
    statement = (
        select(
            ranked.c.organization,
            number,
            median,
            best,
            func.max(case((ranked.c.place == 1, ranked.c.id))),
            func.coalesce(func.sum(ranked.c.downloads), 0),
        )
        .where(ranked.c.organization.icontains(q, autoescape=True), ranked.c.releases >= at_least)
        .group_by(ranked.c.organization)
        .order_by(*orders.get(order, orders["median"]), ranked.c.organization)
        .limit(most)
    )
    return [Organization._make((*row[:5], int(row[5] or 0))) for row in session.execute(statement)]


def organization(session: Session, name: str) -> Organization | None:
    """One publisher of graded releases, whatever the case of the name."""
    found = organizations(session, name, order="name")
    return next((o for o in found if o.id.lower() == name.lower()), None)


def _ranked() -> Subquery:
    """Graded releases, each with its place in its organization, the best first."""
    of = col(Release.organization)
    return (
        select(
            of,
            col(Release.id),
            col(Release.downloads),
            col(Grade.score),
            func.row_number()
            .over(
                partition_by=of,
                order_by=(col(Grade.score).desc(), col(Release.downloads).desc().nulls_last()),
            )
            .label("place"),
            func.count().over(partition_by=of).label("releases"),
        )
        .join(Grade, col(Grade.id) == col(Release.grade_id))
        .where(of != "")
        .subquery()
    )
