"""Restore: a backup takes the place of what a database holds, at once and as a whole, on either database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, text

from registry import files
from registry.db import VERSIONS
from registry.upkeep import Show, UpkeepError, copying, schema
from registry.upkeep.backup import OWNER, is_same_file
from registry.upkeep.errors import plain_errors

PAGES = 2_000
"""Pages of SQLite that are copied between two looks at how far it has come."""


def read(engine: Engine, path: Path, show: Show, *, force: bool = False) -> str:
    """Restores a database from a backup, brings it to the newest schema, and returns the version of the backup.

    What the database holds is replaced only with ``force``, and stays as it is when something fails.
    Raises UpkeepError.
    """
    version = checked(path)
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite and is_same_file(engine, path):
        raise UpkeepError(f"{path} is the database itself")
    with engine.connect() as connection:
        if schema.version_of(connection) not in (None, *schema.known_versions()):
            raise UpkeepError("The database has a schema that is newer than this Aperture knows")
        if not force and schema.holds_rows(connection):
            raise UpkeepError("The database is not empty; --force replaces what it holds")
    with plain_errors("The database"):
        (_into_sqlite if is_sqlite else _into_postgres)(engine, path, version, show)
    return version


def checked(path: Path) -> str:
    """The schema version of a backup that is whole. Raises UpkeepError for every other file."""
    if not path.is_file():
        raise UpkeepError(f"There is no file {path}")
    with path.open("rb"):
        pass  # a file that we may not read is an error in its own words
    with plain_errors(str(path)), closing(_opened(path)) as backup:
        named = "select 1 from sqlite_master where name = ?"
        if backup.execute(named, (VERSIONS,)).fetchone() is None:
            raise UpkeepError(f"{path}: it is no backup of a registry")
        row = backup.execute(f"select version_num from {VERSIONS}").fetchone()
        if row is None:
            raise UpkeepError(f"{path}: it is no backup of a registry")
        if row[0] not in schema.known_versions():
            raise UpkeepError(f"{path}: its schema {row[0]} is newer than this Aperture knows")
        if backup.execute("pragma quick_check(1)").fetchone() != ("ok",):
            raise UpkeepError(f"{path}: it is damaged")
    return str(row[0])


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)


def _into_sqlite(engine: Engine, path: Path, version: str, show: Show) -> None:
    """By SQLite's copy of pages, one transaction: who reads meanwhile sees all that was, and then all that is.

    A new file in place of the old one would leave them with the old one, and its log beside the new one.
    """
    with _newest(Path(engine.url.database or ""), path, version) as newest:
        connection: Any = engine.raw_connection()
        try:
            target: sqlite3.Connection = connection.driver_connection
            target.execute(
                "begin immediate"
            )  # waits for a while; copying pages would wait for ever
            target.rollback()
            with closing(_opened(newest)) as source:
                source.backup(
                    target,
                    pages=PAGES,
                    progress=lambda _, left, total: show(total - left, total, "pages"),
                )
        finally:
            connection.invalidate()  # what it remembers of the schema is no more
            connection.close()


@contextmanager
def _newest(kept: Path, path: Path, version: str) -> Iterator[Path]:
    """The backup with the newest schema: itself, or a copy beside the database while it is needed."""
    if version == schema.known_versions()[0]:
        yield path
        return
    migrated = kept.with_name(f"{kept.name}.restored")
    try:
        with files.whole_or_nothing(migrated, OWNER) as beside:
            with closing(_opened(path)) as source, closing(sqlite3.connect(beside)) as copy:
                source.backup(copy)
            with copying.engine_on_file(beside) as file, file.begin() as connection:
                schema.bring_to(connection, "head")
        yield migrated
    finally:
        files.remove(migrated)


def _into_postgres(engine: Engine, path: Path, version: str, show: Show) -> None:
    with (
        copying.engine_on_file(path, is_read=True) as file,
        file.connect() as source,
        engine.begin() as target,
    ):
        target.exec_driver_sql("set local time zone 'UTC'")
        schema.clear(target)
        schema.bring_to(target, version)
        copying.copy_rows(source, target, show)
        schema.bring_to(target, "head")
        copying.set_sequences(target)
        target.execute(text("analyze"))
