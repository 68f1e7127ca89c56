"""Requests: that somebody asked a publisher to disclose something, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from registry.models import Release, Request
from registry.store.rows import save_columns


class UnknownRequestError(LookupError):
    """There is no request of that number."""


def save_request(session: Session, columns: Mapping[str, Any], now: datetime) -> tuple[int, bool]:
    """Keeps a request (columns of Request, without its moments) unless an open one asks for one of its criteria;
    returns the number of the one or the other, and whether it is new."""
    release_id = columns["release_id"]
    # Written first: nobody else then looks for one like it until the end of the transaction.
    mine = update(Release).where(col(Release.id) == release_id).values(id=release_id)
    session.execute(mine, execution_options={"synchronize_session": False})
    of = Request
    is_open = col(of.release_id) == release_id, col(of.settled_at).is_(None)
    for known in session.scalars(select(of).where(*is_open).order_by(col(of.id))):
        still_open = known.levels.keys() - known.answered.keys()
        if known.id is not None and not still_open.isdisjoint(columns["levels"]):
            return known.id, False
    row = Request(**columns, asked_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id, True


def save_discussion(session: Session, number: int, url: str) -> str:
    """Keeps the address of a request's discussion unless it has one; returns the one that it has. Raises
    UnknownRequestError."""
    row = session.get(Request, number, with_for_update=True)
    if row is None:
        raise UnknownRequestError(f"there is no request {number}")
    row.url = row.url or url
    session.add(row)
    session.flush()
    return row.url


def save_answers(session: Session, rows: list[dict[str, Any]]) -> None:
    """Keeps what came of requests: columns of Request, with their ``id``."""
    save_columns(session, Request, rows)
