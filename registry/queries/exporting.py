"""Exporting: every graded release in a stream, and what left the catalog."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select, true

from registry.queries.catalog import bases_of
from registry.queries.conditions import LISTED
from registry.queries.tables import DOCUMENT, EVENT, GRADE, RELEASE

BATCH = 1000
"""Releases in memory at once."""


class ExportedRelease(NamedTuple):
    """What an export tells of a release; up to ``last_modified`` as in lists."""

    id: str
    organization: str
    license: str
    parameters: int | None
    task: str
    downloads: int | None
    likes: int | None
    created_at: datetime | None
    last_modified: datetime | None
    outcome: str
    languages: str


class ExportedGrade(NamedTuple):
    """What an export tells of a grade; up to ``graded_at`` as in lists."""

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
    rubric_version: str


class Exported(NamedTuple):
    """A graded release; ``digest`` is that of its verdict."""

    release: ExportedRelease
    grade: ExportedGrade
    bases: tuple[str, ...]
    digest: str


class Gone(NamedTuple):
    """An id that is no longer in the catalog: the release has another now."""

    id: str
    moved_to: str
    at: datetime


_OF_RELEASE = [RELEASE.c[name] for name in ExportedRelease._fields]
_OF_GRADE = [GRADE.c[name] for name in ExportedGrade._fields]
_IN_STREAM = {"yield_per": BATCH}
_BODIES: Select[Any] = select(DOCUMENT.c.digest, DOCUMENT.c.body).where(
    DOCUMENT.c.digest.in_(bindparam("digests", expanding=True))
)


def count_exported(connection: Connection, since: datetime | None) -> int:
    """How many releases ``exported`` gives."""
    found: int = connection.execute(_graded(since, func.count())).scalar_one()
    return found


def exported(connection: Connection, since: datetime | None) -> Generator[list[Exported]]:
    """Graded releases in the order of their ids, batch by batch: all of them, or those that were graded or of which
    something changed at ``since`` or later."""
    end = len(_OF_RELEASE)
    asked = _graded(since, *_OF_RELEASE, *_OF_GRADE, GRADE.c.verdict_digest)
    with connection.execute(asked.order_by(RELEASE.c.id), execution_options=_IN_STREAM) as rows:
        for part in rows.partitions():
            bases = bases_of(connection, (row[0] for row in part))
            yield [
                Exported(
                    ExportedRelease(*row[:end]),
                    ExportedGrade(*row[end:-1]),
                    bases.get(row[0], ()),
                    row[-1],
                )
                for row in part
            ]


def bodies(connection: Connection, digests: Iterable[str]) -> dict[str, bytes]:
    """Documents by their digests, packed."""
    return {row[0]: row[1] for row in connection.execute(_BODIES, {"digests": list(digests)})}


def gone(connection: Connection, since: datetime) -> Iterator[Gone]:
    """What was renamed at ``since`` or later, by its old ids. One may be told of again when what it is now changes."""
    moved = select(EVENT.c.note).where(
        EVENT.c.kind == "model", EVENT.c.what == "moved", EVENT.c.at >= since
    )
    statement = (
        select(RELEASE.c.id, RELEASE.c.moved_to, RELEASE.c.changed_at)
        .where(
            RELEASE.c.moved_to != "",
            or_(RELEASE.c.changed_at >= since, RELEASE.c.id.in_(moved)),
        )
        .order_by(RELEASE.c.id)
    )
    for row in connection.execute(statement, execution_options=_IN_STREAM):
        yield Gone(*row)


def _graded(since: datetime | None, *columns: Any) -> Select[Any]:
    is_asked: ColumnElement[bool] = true()
    if since is not None:
        is_asked = or_(GRADE.c.graded_at >= since, RELEASE.c.changed_at >= since)
    return (
        select(*columns)
        .select_from(RELEASE)
        .join(GRADE, GRADE.c.id == RELEASE.c.grade_id)
        .where(LISTED, is_asked)
    )
