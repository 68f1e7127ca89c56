"""The catalog: releases with their current grades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, raiseload
from sqlmodel import Session, col

from registry.models import Grade, Link, Release
from registry.queries.conditions import BASE, LISTED

BATCH = 500


class Listed(NamedTuple):
    """A release with its current grade, if it has one, and the ids that it names as its bases."""

    release: Release
    grade: Grade | None
    bases: tuple[str, ...]


def listed(session: Session, ids: Sequence[str]) -> list[Listed]:
    """Releases in the order of these ids, without what only a release's own page shows; what is gone is left out."""
    statement = (
        select(Release, Grade)
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .options(raiseload(Grade.kept))  # type: ignore[arg-type]
        .where(col(Release.id).in_(ids))
    )
    found = {row.release.id: row for row in _listed(session, statement)}
    return [found[release_id] for release_id in ids if release_id in found]


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
