"""Copying: rows from one database to another, in a stream, table by table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Table, create_engine, func, insert, select, text
from sqlalchemy.pool import NullPool

from registry.models import Text
from registry.upkeep import Show
from registry.upkeep.schema import tables_of

ROWS = 500
"""Rows in memory at once: with cards among them, some megabytes."""


@contextmanager
def engine_on_file(path: Path, *, is_read: bool = False) -> Iterator[Engine]:
    """An engine for an SQLite file that nobody else uses: without a journal, as it is thrown away when we fail."""
    where = f"file:{quote(str(path.absolute()))}?mode={'ro' if is_read else 'rw'}&uri=true"
    engine = create_engine(f"sqlite:///{where}", poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()


def copy_rows(source: Connection, target: Connection, show: Show) -> None:
    """Copies all rows of the tables that both have. The schema of both must be the same version.

    Which words search finds releases by is left out: either database keeps them in its own way, and they are made anew
    when a release has none.

    PostgreSQL must speak in UTC, on either side.
    """
    there = {table.name: table for table in tables_of(target)}
    tables = [(t, there[t.name]) for t in tables_of(source) if t.name != Text.__tablename__]
    counts = [source.scalar(select(func.count()).select_from(table)) or 0 for table, _ in tables]
    done = 0
    for old, new in tables:
        names = [column.name for column in old.columns if column.name in new.columns]
        put = _copied_in if target.dialect.name == "postgresql" else _inserted
        for count in put(source, target, old, new, names):
            done += count
            show(done, sum(counts), old.name)


def _inserted(
    source: Connection, target: Connection, old: Table, new: Table, names: Sequence[str]
) -> Iterator[int]:
    rows = source.execution_options(yield_per=ROWS).execute(select(*(old.c[n] for n in names)))
    for part in rows.mappings().partitions():
        target.execute(insert(new), [dict(row) for row in part])
        yield len(part)


def _copied_in(
    source: Connection, target: Connection, old: Table, new: Table, names: Sequence[str]
) -> Iterator[int]:
    """By COPY, which takes a tenth of the time of inserts; SQLite's own values are what PostgreSQL can read."""
    listed = ", ".join(f'"{name}"' for name in names)
    cursor: Any = target.connection.cursor()
    rows = source.execution_options(yield_per=ROWS).execute(
        text(f'select {listed} from "{old.name}"')
    )
    with cursor, cursor.copy(f'copy "{new.name}" ({listed}) from stdin') as copy:
        for part in rows.partitions():
            for row in part:
                copy.write_row([_without_null(value) for value in row])
            yield len(part)


def _without_null(value: Any) -> Any:
    """PostgreSQL keeps no U+0000 in texts, and SQLite does."""
    is_odd = isinstance(value, str) and "\0" in value
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if is_odd else value


def set_sequences(target: Connection) -> None:
    """Lets PostgreSQL number new rows after the ones that were copied."""
    for table in tables_of(target):
        if "id" in table.columns and table.c.id.type.python_type is int:
            target.execute(
                text(
                    f"select setval(pg_get_serial_sequence('\"{table.name}\"', 'id'),"
                    f' coalesce(max(id), 0) + 1, false) from "{table.name}"'
                )
            )
