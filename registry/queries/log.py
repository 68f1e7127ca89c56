"""Log: the audit log of disclosures, without who acted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from registry.models import Decision
from registry.moments import moment

_TOLD = (
    *(Decision.id, Decision.disclosure_id, Decision.at, Decision.action, Decision.by),
    *(Decision.before, Decision.after, Decision.level, Decision.reason, Decision.digest),
)
BATCH = 2000


def log_page(
    connection: Connection, limit: int, *, before: int | None = None, after: int | None = None
) -> list[dict[str, Any]]:
    """Entries as the API tells them: those before a number, newest first, or those after one, oldest first."""
    number = col(Decision.id)
    found = select(*map(col, _TOLD)).limit(limit)
    if after is not None:
        found = found.where(number > after).order_by(number)
    else:
        found = found.order_by(number.desc())
        if before is not None:
            found = found.where(number < before)
    return [_told(row._mapping) for row in connection.execute(found)]


def log_count(connection: Connection) -> int:
    """How many entries there are."""
    return connection.scalar(select(func.count()).select_from(Decision)) or 0


def whole_log(connection: Connection) -> Iterator[dict[str, Any]]:
    """All entries, the first one first."""
    last = 0
    while page := log_page(connection, BATCH, after=last):
        yield from page
        last = page[-1]["id"]


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    told = dict(row)
    return {
        "id": told.pop("id"),
        "disclosure": told.pop("disclosure_id"),
        "at": moment(told.pop("at")),
        **told,
    }
