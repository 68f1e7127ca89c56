"""Beside: the records of an index as they are kept, each with what we make of the same. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from registry.indexes.agreement import (
    Agreement,
    Cell,
    Ours,
    Theirs,
    agreement,
    by_item,
    cells_of,
    rank_agreement,
)
from registry.indexes.index import Index


class Imported(NamedTuple):
    """How much of an index was imported, how much of it is about something here, of when it is, and when it came."""

    records: int
    matched: int
    dated: str
    at: datetime


class RecordRow(NamedTuple):
    """A record as it was imported."""

    source: str
    record: str
    name: str
    organization: str
    named: list[str]
    release_id: str
    why: str
    verdicts: dict[str, Any]
    overall: dict[str, Any]
    url: str
    dated: str


class Beside(NamedTuple):
    """A record, and item by item our estimate beside it."""

    row: RecordRow
    ours: Sequence[Ours]
    cells: Sequence[Cell]


class Agreements(NamedTuple):
    """A whole index beside our estimates: each record, how far both agree by item and on all cells together, and the
    rank correlation of whole records. ``compared`` is how many records have a cell."""

    records: Sequence[Beside]
    items: Mapping[str, Agreement]
    whole: Agreement
    rank: float | None
    compared: int


def together(
    index: Index, rows: Iterable[RecordRow], ours: Mapping[str, Sequence[Ours]]
) -> Agreements:
    """All records of an index beside our estimates, which are told by record."""
    records = [beside(index, row, ours[row.record]) for row in rows]
    cells = [cell for record in records for cell in record.cells]
    ranks = ((_theirs(r.row), r.ours, r.cells) for r in records)
    compared = sum(bool(r.cells) for r in records)
    rank = rank_agreement(index, ranks)
    return Agreements(records, by_item(index, cells), agreement(cells), rank, compared)


def beside(index: Index, row: RecordRow, ours: Sequence[Ours]) -> Beside:
    """A record with our estimate beside it."""
    return Beside(row, ours, cells_of(index, _theirs(row), ours))


def _theirs(row: RecordRow) -> Theirs:
    words = {item: said["word"] for item, said in row.verdicts.items()}
    return Theirs(row.record, words, row.overall)
