"""The catalog: releases with their current grades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Bundle, joinedload
from sqlmodel import Session, col

from registry.models import Grade, Link, Release
from registry.queries.conditions import BASE, LISTED

BATCH = 500


RELEASE_COLUMNS = (
    *("id", "organization", "license", "parameters", "task", "downloads", "likes"),
    *("created_at", "last_modified"),
)
GRADE_COLUMNS = (
    *("id", "score", "high", "letter", "openness", "license_class"),
    *("weights", "data", "code", "post", "docs", "checked", "total", "graded_at"),
)


class Listed(NamedTuple):
    """A release with its current grade, if it has one, and the ids that it names as its bases. In lists, both have
    only the columns that lists show."""

    release: Any
    grade: Any
    bases: tuple[str, ...]


def listed(session: Session, ids: Sequence[str]) -> list[Listed]:
    """Releases in the order of these ids, as lists show them; what is gone is left out."""
    found = {
        row.release.id: row for row in _listed(session, _LINES.where(col(Release.id).in_(ids)))
    }
    return [found[release_id] for release_id in ids if release_id in found]


# Objects with all columns would take three times as long.
_LINES: Select[*tuple[Any, ...]] = select(
    Bundle("release", *(getattr(Release, name) for name in RELEASE_COLUMNS)),
    Bundle("grade", *(getattr(Grade, name) for name in GRADE_COLUMNS)),
).outerjoin(Grade, col(Grade.id) == col(Release.grade_id))


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
    return [
        Listed(release, None if grade.id is None else grade, bases.get(release.id, ()))
        for release, grade in rows
    ]


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
