"""Rows: many at a time, on either database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from registry.models import Document

Row = Mapping[str, Any]


def insert_new(session: Session, table: type[SQLModel], rows: Sequence[Row]) -> None:
    """Inserts rows of one shape, but for those that are there already."""
    if rows:
        session.execute(_insert(session, table).on_conflict_do_nothing(), _listed(rows))


def upsert(session: Session, table: type[SQLModel], rows: Sequence[Row], *keys: str) -> None:
    """Inserts rows of one shape, and brings those that are there up to date; ``keys`` tell them apart."""
    if not rows:
        return
    statement = _insert(session, table)
    changes = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    session.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=changes), _listed(rows)
    )


def lock(session: Session, table: Any, ids: Iterable[str]) -> None:
    """Keeps other writers from these rows until the end of the transaction, in the order in which ``upsert`` does when
    it is given rows by their ids: so writers of the same rows never wait for each other in a circle."""
    if session.get_bind().dialect.name == "sqlite":  # where there is one writer at a time
        return
    # Code points, as Python sorts: a database may have an order of its own.
    rows = select(table.id).where(table.id.in_(list(ids))).order_by(table.id.collate("C"))
    session.execute(rows.with_for_update(key_share=True)).all()


def save_documents(session: Session, packed: Mapping[str, bytes]) -> None:
    """Keeps documents, packed, by their digests; each once."""
    # In one order everywhere: two writers who insert the same keys then never wait for each other in a circle.
    rows = [{"digest": digest, "body": packed[digest]} for digest in sorted(packed)]
    insert_new(session, Document, rows)


def _insert(session: Session, table: type[SQLModel]) -> Any:
    dialect = session.get_bind().dialect.name
    return (sqlite if dialect == "sqlite" else postgresql).insert(inspect(table).local_table)


def _listed(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]
