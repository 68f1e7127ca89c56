"""Rows: the records of another index with what they are about, as they are kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.indexes.index import Index
from registry.indexes.matching import Known, Match, matched, matched_organizations
from registry.indexes.record import Record, Taken


def rows_of(index: Index, taken: Taken, known: Known, dated: str = "") -> list[dict[str, Any]]:
    """A row a record, by the names of the columns. ``dated`` is for records that give no day; else it is the newest day
    in the files."""
    find = matched_organizations if index.is_on_organizations else matched
    matches, day = find(taken.records, known), dated or newest_day(taken)
    return [_row(index, record, matches[record.key], day) for record in taken.records]


def newest_day(taken: Taken) -> str:
    """The newest day that records tell, of themselves or of what they are about; empty where none does."""
    told = (d for r in taken.records for d in (r.dated, str(r.overall.get("released", ""))) if d)
    return max(told, default="")


def _row(index: Index, record: Record, match: Match, dated: str) -> dict[str, Any]:
    return {
        "record": record.key,
        "name": record.name,
        "organization": record.organization,
        "named": list(match.named),
        "release_id": match.release_id,
        "why": match.why,
        "verdicts": _verdicts(record),
        "overall": dict(record.overall),
        "url": index.address_of(record.file),
        "dated": record.dated or dated,
    }


def _verdicts(record: Record) -> Mapping[str, Mapping[str, str]]:
    return {
        item: {"word": said.word, **({"url": said.url} if said.url else {})}
        for item, said in record.verdicts.items()
    }
