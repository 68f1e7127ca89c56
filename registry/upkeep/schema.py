"""The schema: which version a database has, which ones we know, and how to make one within a transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, inspect, select
from sqlmodel import SQLModel

from registry import models  # noqa: F401  # registers the tables
from registry.db import alembic_config
from registry.upkeep import UpkeepError


def version_of(connection: Connection) -> str | None:
    """The version of the schema in a database; None where there is none."""
    return MigrationContext.configure(connection).get_current_revision()


def known_versions() -> list[str]:
    """The versions that we know, newest first."""
    scripts = ScriptDirectory.from_config(alembic_config(""))
    return [script.revision for script in scripts.walk_revisions()]


def bring_to(connection: Connection, version: str) -> None:
    """Migrates a database upwards within the transaction of the connection, and commits nothing."""
    scripts = ScriptDirectory.from_config(alembic_config(""))
    _migrate(connection, lambda now: scripts._upgrade_revs(version, now))


def clear(connection: Connection) -> None:
    """Takes all that the migrations made from a database, within the transaction of the connection."""
    scripts = ScriptDirectory.from_config(alembic_config(""))
    if names := ", ".join(f'"{table.name}"' for table in tables_of(connection)):
        # What is empty need not be carried over by the steps down.
        connection.exec_driver_sql(f"truncate table {names} cascade")
    _migrate(connection, lambda now: scripts._downgrade_revs("base", now))


def _migrate(connection: Connection, steps: Callable[[Any], Any]) -> None:
    config = alembic_config("")
    scripts = ScriptDirectory.from_config(config)
    with EnvironmentContext(config, scripts, fn=lambda now, _: steps(now)) as environment:
        is_sqlite = connection.dialect.name == "sqlite"
        environment.configure(connection=connection, render_as_batch=is_sqlite)
        environment.run_migrations()


def tables_of(connection: Connection) -> list[Table]:
    """The tables that hold the registry as the database has them, those that others refer to first."""
    known = MetaData()
    names = set(inspect(connection).get_table_names()) & set(SQLModel.metadata.tables)
    known.reflect(connection, only=sorted(names))
    return known.sorted_tables


def holds_rows(connection: Connection) -> bool:
    """Whether a registry is kept here."""
    return any(
        connection.execute(select(table).limit(1)).first() is not None
        for table in tables_of(connection)
    )


def require_newest(connection: Connection) -> None:
    """Raises UpkeepError unless the schema is the newest."""
    version, newest = version_of(connection), known_versions()[0]
    if version is None:
        raise UpkeepError("There is no registry in the database yet")
    if version not in known_versions():
        raise UpkeepError(f"The schema {version} is newer than this Aperture knows")
    if version != newest:
        raise UpkeepError(f"The schema is {version}; `aperture db upgrade` makes it {newest}")
