"""Rows: many at a time, on either database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, inspect, select
from sqlmodel import Session, SQLModel

from registry.models import Document

Row = dict[str, Any]


def insert_new(session: Session, table: type[SQLModel], rows: list[Row]) -> None:
    """Inserts rows of one shape, but for those that are there already."""
    if rows:
        session.execute(_inserting(_dialect(session), table), rows)


def upsert(session: Session, table: type[SQLModel], rows: list[Row], *keys: str) -> None:
    """Inserts rows of one shape, and brings those that are there up to date; ``keys`` tell them apart."""
    if rows:
        session.execute(_upserting(_dialect(session), table, tuple(rows[0]), keys), rows)


def save_columns(session: Session, table: type[SQLModel], rows: list[Row]) -> None:
    """Brings columns of rows that are there up to date; all of one shape, each with its ``id``."""
    if names := [name for name in rows[0] if name != "id"] if rows else []:
        kept = inspect(table).local_table
        changed = kept.update().where(kept.c.id == bindparam("of_id"))
        values = [{"of_id": row["id"], **{name: row[name] for name in names}} for row in rows]
        session.execute(changed.values({name: bindparam(name) for name in names}), values)


def lock(session: Session, table: Any, ids: Iterable[str]) -> None:
    """Keeps other writers from these rows until the end of the transaction, in the order in which ``upsert`` does when
    it is given rows by their ids: so writers of the same rows never wait for each other in a circle."""
    if _dialect(session) == "sqlite":  # where there is one writer at a time
        return
    # Code points, as Python sorts: a database may have an order of its own.
    rows = select(table.id).where(table.id.in_(list(ids))).order_by(table.id.collate("C"))
    session.execute(rows.with_for_update(key_share=True)).all()


def save_documents(session: Session, packed: Mapping[str, bytes]) -> None:
    """Keeps documents, packed, by their digests; each once."""
    # In one order everywhere: two writers who insert the same keys then never wait for each other in a circle.
    rows = [{"digest": digest, "body": packed[digest]} for digest in sorted(packed)]
    insert_new(session, Document, rows)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


# Statements are built once: that takes longer than to execute them for a few rows.
@cache
def _inserting(dialect: str, table: type[SQLModel]) -> Executable:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _upserting(
    dialect: str, table: type[SQLModel], names: tuple[str, ...], keys: tuple[str, ...]
) -> Executable:
    statement = _insert(dialect, table)
    changes = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changes)


def _insert(dialect: str, table: type[SQLModel]) -> Any:
    # Only here: each dialect is loaded where it is spoken.
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite as spoken
    else:
        from sqlalchemy.dialects import postgresql as spoken  # type: ignore[no-redef]
    return spoken.insert(inspect(table).local_table)
