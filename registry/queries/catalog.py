"""The catalog: releases with their current grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, select

from registry.queries.conditions import BASE
from registry.queries.tables import GRADE, LINK, RELEASE


class ReleaseLine(NamedTuple):
    """What a list shows of a release."""

    id: str
    organization: str
    license: str
    parameters: int | None
    task: str
    downloads: int | None
    likes: int | None
    created_at: datetime | None
    last_modified: datetime | None


class GradeLine(NamedTuple):
    """What a list shows of a grade."""

    id: int
    score: float
    high: float
    letter: str
    openness: str
    license_class: str
    weights: float | None
    data: float | None
    code: float | None
    post: float | None
    docs: float | None
    checked: int
    total: int
    graded_at: datetime


class Listed(NamedTuple):
    """A release with its current grade, if it has one, and the ids that it names as its bases. In lists, both have
    only what lists show."""

    release: Any
    grade: Any
    bases: tuple[str, ...]


_OF_RELEASE = [RELEASE.c[name] for name in ReleaseLine._fields]
_OF_GRADE = [GRADE.c[name] for name in GradeLine._fields]
_LINES: Select[Any] = (
    select(*_OF_RELEASE, *_OF_GRADE)
    .select_from(RELEASE)
    .outerjoin(GRADE, GRADE.c.id == RELEASE.c.grade_id)
    .where(RELEASE.c.id.in_(bindparam("ids", expanding=True)))
)


def listed(connection: Connection, ids: Sequence[str]) -> list[Listed]:
    """Releases in the order of these ids, as lists show them; what is gone is left out."""
    if not ids:
        return []
    rows: Sequence[Any] = connection.execute(_LINES, {"ids": ids}).all()
    bases, end = bases_of(connection, ids), len(_OF_RELEASE)
    found = {
        row[0]: Listed(
            ReleaseLine(*row[:end]),
            None if row[end] is None else GradeLine(*row[end:]),
            bases.get(row[0], ()),
        )
        for row in rows
    }
    return [found[release_id] for release_id in ids if release_id in found]


_BASES: Select[Any] = (
    select(LINK.c.release_id, LINK.c.target)
    .where(LINK.c.release_id.in_(bindparam("ids", expanding=True)), LINK.c.kind == BASE)
    .order_by(LINK.c.release_id, LINK.c.target)
)


def bases_of(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The ids that releases name as their bases, by release."""
    bases: dict[str, tuple[str, ...]] = {}
    for release_id, target in connection.execute(_BASES, {"ids": list(ids)}):
        bases[release_id] = (*bases.get(release_id, ()), target)
    return bases
