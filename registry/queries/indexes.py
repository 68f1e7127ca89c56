"""Indexes: what was imported from other indexes, and what stands beside it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, func, select
from sqlmodel import Session

from registry import documents
from registry.indexes.agreement import Ours
from registry.indexes.beside import Imported, RecordRow
from registry.queries.tables import DOCUMENT, GRADE, INDEX_RECORD, RELEASE

AT_ONCE = 500


_COLUMNS = [INDEX_RECORD.c[name] for name in RecordRow._fields]
_OF_RELEASE = (
    select(*_COLUMNS)
    .where(INDEX_RECORD.c.release_id == bindparam("release_id"))
    .order_by(INDEX_RECORD.c.source, INDEX_RECORD.c.record)
)
_OF_SOURCE = select(*_COLUMNS).where(INDEX_RECORD.c.source == bindparam("source"))


def release_moves(session: Session) -> dict[str, str]:
    """Every release, with the name that it was given since; empty for none."""
    return dict(map(tuple, session.execute(select(RELEASE.c.id, RELEASE.c.moved_to))))


def imported(connection: Connection) -> dict[str, Imported]:
    """By index, what was imported of it; those of which nothing was are left out."""
    has_why = func.count(func.nullif(INDEX_RECORD.c.why, ""))
    rows = connection.execute(
        select(
            INDEX_RECORD.c.source,
            func.count(),
            func.count() - has_why,
            func.max(INDEX_RECORD.c.dated),
            func.max(INDEX_RECORD.c.imported_at),
        ).group_by(INDEX_RECORD.c.source)
    )
    return {row[0]: Imported(*row[1:]) for row in rows}


def records_of_index(connection: Connection, source: str) -> list[RecordRow]:
    """All records of an index, by name."""
    rows = [RecordRow(*row) for row in connection.execute(_OF_SOURCE, {"source": source})]
    return sorted(rows, key=lambda row: (row.name.lower(), row.record))


def records_on(connection: Connection, release_id: str) -> list[RecordRow]:
    """What the indexes say of one release."""
    return [RecordRow(*row) for row in connection.execute(_OF_RELEASE, {"release_id": release_id})]


def ours_of_releases(connection: Connection, release_ids: Iterable[str]) -> dict[str, Ours]:
    """By id, what we make of releases; those without a grade are left out."""
    ids = sorted(set(release_ids))
    found = {}
    for begin in range(0, len(ids), AT_ONCE):
        for ours in _ours(connection, RELEASE.c.id.in_(ids[begin : begin + AT_ONCE])):
            found[ours.release_id] = ours
    return found


def ours_of_organizations(connection: Connection, names: Sequence[str]) -> dict[str, list[Ours]]:
    """By organization, what we make of its releases."""
    found: dict[str, list[Ours]] = {name: [] for name in names}
    for ours in _ours(connection, RELEASE.c.organization.in_(names)):
        found[ours.release_id.rpartition("/")[0]].append(ours)
    return found


def _ours(connection: Connection, which: ColumnElement[bool]) -> Iterator[Ours]:
    rows = connection.execute(
        select(RELEASE.c.id, GRADE.c.score, DOCUMENT.c.body)
        .select_from(RELEASE)
        .join(GRADE, GRADE.c.id == RELEASE.c.grade_id)
        .join(DOCUMENT, DOCUMENT.c.digest == GRADE.c.verdict_digest)
        .where(which, RELEASE.c.moved_to == "")
        .order_by(RELEASE.c.id)
    )
    for release_id, score, body in rows:
        kept = documents.unnamed(documents.unpacked(body))
        levels = {criterion: mark["level"] for criterion, mark in kept["marks"].items()}
        yield Ours(release_id, kept["frameworks"], levels, score)
