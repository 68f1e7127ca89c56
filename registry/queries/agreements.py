"""Agreements: the records of an index, each with what we make of the same release or organization."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from registry.indexes.agreement import Ours
from registry.indexes.beside import Agreements, RecordRow, together
from registry.indexes.index import Index
from registry.queries.indexes import ours_of_organizations, ours_of_releases, records_of_index


def agreements(connection: Connection, index: Index) -> Agreements:
    """All records of an index beside our estimates."""
    rows = records_of_index(connection, index.id)
    find = _of_organizations if index.is_on_organizations else _of_releases
    return together(index, rows, find(connection, rows))


def _of_releases(connection: Connection, rows: Iterable[RecordRow]) -> dict[str, list[Ours]]:
    told = {row.record: row.release_id for row in rows}
    found = ours_of_releases(connection, filter(None, told.values()))
    return {record: [found[i]] if i in found else [] for record, i in told.items()}


def _of_organizations(connection: Connection, rows: Sequence[RecordRow]) -> dict[str, list[Ours]]:
    found = ours_of_organizations(connection, sorted({n for row in rows for n in row.named}))
    return {row.record: [ours for name in row.named for ours in found[name]] for row in rows}
