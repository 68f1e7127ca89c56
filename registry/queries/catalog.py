"""The catalog: lists of releases with their current grades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, raiseload
from sqlmodel import Session, col

from registry.filters import Asked
from registry.models import Grade, Link, Release
from registry.queries.conditions import BASE, LISTED, conditions, ordering

BATCH = 500


class Listed(NamedTuple):
    """A release with its current grade, if it has one, and the ids that it names as its bases."""

    release: Release
    grade: Grade | None
    bases: tuple[str, ...]


def listing(session: Session, asked: Asked) -> tuple[list[Listed], int]:
    """One page of what is asked for, and how many there are in all."""
    total = session.scalar(
        select(func.count())
        .select_from(Release)
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .where(*conditions(asked))
    )
    return page_of(session, asked), total or 0


def page_of(session: Session, asked: Asked) -> list[Listed]:
    """One page of what is asked for."""
    page = _light().where(*conditions(asked)).order_by(*ordering(asked))
    return _listed(session, page.offset(asked.offset).limit(asked.limit))


def most_open(session: Session, nothing_asked: Asked, count: int) -> list[Listed]:
    """The releases with the highest scores among those that derive from no other."""
    originals = replace(nothing_asked, chosen={"derived": ("no",)}, limit=count)
    return page_of(session, originals)


def most_downloaded(session: Session, nothing_asked: Asked, count: int) -> list[Listed]:
    """The releases with the most downloads."""
    return page_of(session, replace(nothing_asked, order="downloads", limit=count))


def iter_releases(session: Session) -> Iterator[Listed]:
    """Every graded release with all of its grade, in the order of ids, batch by batch."""
    last = ""
    while True:
        statement = (
            select(Release, Grade)
            .join(Grade, col(Grade.id) == col(Release.grade_id))
            .options(joinedload(Grade.kept), joinedload(Grade.snapshot))  # type: ignore[arg-type]
            .where(col(Release.id) > last, LISTED)
            .order_by(col(Release.id))
            .limit(BATCH)
        )
        batch = _listed(session, statement)
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].release.id


def _light() -> Select[*tuple[Any, ...]]:
    """Releases with their grades, without what only a release's own page shows."""
    return (
        select(Release, Grade)
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .options(raiseload(Grade.kept))  # type: ignore[arg-type]
    )


def _listed(session: Session, statement: Select[*tuple[Any, ...]]) -> list[Listed]:
    rows = session.execute(statement).all()
    bases = bases_of(session, [release.id for release, _ in rows])
    return [Listed(release, grade, bases.get(release.id, ())) for release, grade in rows]


def bases_of(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The ids that releases name as their bases, by release."""
    statement = (
        select(col(Link.release_id), col(Link.target))
        .where(col(Link.release_id).in_(list(ids)), col(Link.kind) == BASE)
        .order_by(col(Link.release_id), col(Link.target))
    )
    bases: dict[str, tuple[str, ...]] = {}
    for release_id, target in session.execute(statement):
        bases[release_id] = (*bases.get(release_id, ()), target)
    return bases
