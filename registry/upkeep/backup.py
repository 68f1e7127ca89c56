"""Backup: all of a database in one SQLite file, as it was at one moment, while others read and write.

The file is what either database can be restored from: an SQLite registry of the same schema version.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from registry.files import whole_or_nothing
from registry.upkeep import Show, UpkeepError, copying, schema
from registry.upkeep.errors import plain_errors

STEPS = 100_000
"""Instructions of SQLite's machine between two looks at how far a backup has come."""

OWNER = 0o600
"""Who may read a backup: whoever made it."""


def write(engine: Engine, path: Path, show: Show, *, force: bool = False) -> int:
    """Writes a backup and returns its size in bytes. Only ``force`` replaces a file that is there.

    A backup that is not finished leaves nothing under that name. Raises UpkeepError, and OSError where files can't
    be written.
    """
    if path.exists() and not force:
        raise UpkeepError(f"{path} is there already; --force replaces it")
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite and is_same_file(engine, path):
        raise UpkeepError(f"{path} is the database itself")
    with engine.connect() as connection:
        if schema.version_of(connection) is None:
            raise UpkeepError("There is no registry to back up")
    with whole_or_nothing(path, OWNER) as beside, plain_errors(str(path)):
        (_from_sqlite if is_sqlite else _from_postgres)(engine, beside, show)
    return path.stat().st_size


def is_same_file(engine: Engine, path: Path) -> bool:
    """Whether an SQLite database lies in this file."""
    kept = Path(engine.url.database or "")
    return path.exists() and kept.exists() and path.samefile(kept)


def _from_sqlite(engine: Engine, beside: Path, show: Show) -> None:
    """By VACUUM INTO: one read transaction, which no writer disturbs or waits for; empty pages are left out, and what
    can't be read is found now. SQLite's backup by pages would begin anew whenever a crawl has written."""
    connection: Any = engine.raw_connection()
    try:
        kept: sqlite3.Connection = connection.driver_connection
        pages, free, size = (
            kept.execute(f"pragma {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        megabyte = 1_000_000

        def look() -> None:
            show(beside.stat().st_size // megabyte, (pages - free) * size // megabyte, "MB")

        kept.set_progress_handler(look, STEPS)
        try:
            kept.execute("vacuum into ?", (str(beside),))
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):  # nobody but a person does that
                raise KeyboardInterrupt from error
            raise
        finally:
            kept.set_progress_handler(None, 0)
    finally:
        connection.close()


def _from_postgres(engine: Engine, beside: Path, show: Show) -> None:
    isolated = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with isolated.connect() as source, copying.engine_on_file(beside) as file:
        source.exec_driver_sql("set time zone 'UTC'")
        version = schema.version_of(source) or ""
        with file.begin() as target:
            target.exec_driver_sql("pragma journal_mode = off")
            target.exec_driver_sql("pragma synchronous = off")
            schema.bring_to(target, version)
            copying.copy_rows(source, target, show)
