"""Indexes: what was imported from another index, replaced as a whole by what its files say now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from registry.models import IndexRecord
from registry.store.rows import Row, upsert


@dataclass(frozen=True, slots=True)
class Replaced:
    """How many records of an import are new, say something else than before, say the same, or are gone."""

    new: int
    changed: int
    same: int
    gone: int


def replace_index(session: Session, source: str, rows: Sequence[Row], now: datetime) -> Replaced:
    """Makes these the records of an index, and all there are. Rows have the columns of IndexRecord but for its source,
    number and moment; who says the same as before keeps the moment."""
    columns = [name for name in IndexRecord.model_fields if name not in {"id", "source"}]
    before = {
        row.record: row
        for row in session.scalars(select(IndexRecord).where(col(IndexRecord.source) == source))
    }
    told = {row["record"]: {**row, "source": source, "imported_at": now} for row in rows}
    same = {
        name
        for name, row in told.items()
        if name in before
        and all(getattr(before[name], c) == row[c] for c in columns if c != "imported_at")
    }
    gone = sorted(before.keys() - told.keys())
    if gone:
        numbers = [before[name].id for name in gone]
        session.execute(delete(IndexRecord).where(col(IndexRecord.id).in_(numbers)))
    fresh = [told[name] for name in sorted(told.keys() - same)]
    upsert(session, IndexRecord, fresh, "source", "record")
    new = len(told.keys() - before.keys())
    return Replaced(new, len(fresh) - new, len(same), len(gone))
