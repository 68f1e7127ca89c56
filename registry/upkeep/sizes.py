"""Sizes: the room that a database, its tables and its indexes take on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError


@dataclass(frozen=True, slots=True)
class Size:
    """The bytes that a table or an index takes; ``table`` is the one that an index belongs to."""

    name: str
    table: str
    size: int

    @property
    def is_index(self) -> bool:
        """Whether this is an index."""
        return self.name != self.table


def total_size(connection: Connection) -> int:
    """The bytes of a database on disk, with what SQLite has yet to write back from its log."""
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(text("select pg_database_size(current_database())")) or 0)
    path = Path(connection.engine.url.database or "")
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def free_size(connection: Connection) -> int:
    """The bytes of an SQLite file that hold nothing and are used again before it grows; 0 for PostgreSQL."""
    if connection.dialect.name == "postgresql":
        return 0
    pages, size = (
        int(connection.scalar(text(f"pragma {name}")) or 0)
        for name in ("freelist_count", "page_size")
    )
    return pages * size


def sizes(connection: Connection) -> list[Size]:
    """The tables and indexes, the largest first; none where SQLite was built without its table ``dbstat``."""
    of = _of_postgres if connection.dialect.name == "postgresql" else _of_sqlite
    return sorted(of(connection), key=lambda size: (-size.size, size.name))


def _of_postgres(connection: Connection) -> Iterable[Size]:
    # Long values lie in a table beside the table, which belongs to it.
    tables = text(
        "select relname, relname, pg_table_size(oid) from pg_class"
        " where relkind = 'r' and relnamespace = current_schema()::regnamespace"
    )
    indexes = text(
        "select i.relname, t.relname, pg_relation_size(i.oid) from pg_index x"
        " join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid"
        " where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace"
    )
    rows = (*connection.execute(tables), *connection.execute(indexes))
    return [Size(*row) for row in rows]


def _of_sqlite(connection: Connection) -> Iterable[Size]:
    named = text("select name, tbl_name from sqlite_master where rootpage > 0")
    pages = text("select pgsize from dbstat where name = :name and aggregate = true")
    try:
        return [
            Size(name, table, connection.scalar(pages, {"name": name}) or 0)
            for name, table in connection.execute(named).all()
        ]
    except OperationalError as error:
        if "dbstat" not in str(error):
            raise
        return []
