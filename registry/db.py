"""The database: engine, sessions and migrations, for SQLite and PostgreSQL alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, create_engine

from registry.resources import folder

if TYPE_CHECKING:
    from alembic.config import Config

# The migrations bring in Alembic, which takes longer to load than to see that there is nothing to migrate.

VERSIONS = "alembic_version"
"""The table in which Alembic notes the version of a database's schema."""
_REVISION = re.compile(r"""^(down_)?revision\b[^=\n]*= *["'](\w+)["']""", re.MULTILINE)


def make_engine(url: str) -> Engine:
    """An engine for a database URL; the folder of an SQLite file is made if missing.

    Raises SQLAlchemyError for what is no URL of a database that we support.
    """
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ArgumentError(f"{parsed.get_backend_name()} is neither sqlite nor postgresql")
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Write-ahead logging lets the site read while a crawl writes; a commit survives a killed process.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def engine_on(url: str) -> Iterator[Engine]:
    """An engine for a database URL, whose connections are closed at the end."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def reader_of(engine: Engine) -> Engine:
    """The same engine for who asks a few questions that need not be of one moment: without a transaction around them,
    whose beginning and end are two more questions to PostgreSQL."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def view_of(engine: Engine) -> Iterator[Connection]:
    """A connection for reading that sees the database as it is at one moment, whatever others write meanwhile."""
    isolated = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    is_sqlite = engine.dialect.name == "sqlite"
    with (engine if is_sqlite else isolated).connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("begin")  # by itself the driver begins none for reading
        yield connection


@contextmanager
def session_on(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed at the end, or undone when an error escapes."""
    with Session(engine) as session, session.begin():
        yield session


def alembic_config(url: str) -> Config:
    """Alembic's configuration for a database URL."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Brings the database at a URL to the newest schema."""
    with engine_on(url) as engine:
        if versions_of(engine) == newest_versions():
            return
    from alembic import command

    command.upgrade(alembic_config(url), "head")


def versions_of(engine: Engine) -> set[str]:
    """The versions of the schema that a database has: one, unless it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSIONS):
            return set()
        return set(connection.scalars(text(f"select version_num from {VERSIONS}")))


def newest_versions() -> set[str]:
    """The newest version of the schema, as the migrations themselves say: the one that none comes after."""
    known: set[str] = set()
    passed: set[str] = set()
    for file in (folder("migrations") / "versions").glob("*.py"):
        for is_before, version in _REVISION.findall(file.read_text(encoding="utf-8")):
            (passed if is_before else known).add(version)
    return known - passed
