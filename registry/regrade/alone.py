"""Alone: on one database only one process grades at a time; who comes meanwhile waits, and then looks what is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

GRADING = 470_002
"""The number of PostgreSQL's lock. Beside an SQLite file stands one of the same name with this ending:"""
ENDING = ".grading"


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Waits until nobody else grades, and keeps others waiting for as long as the block lasts."""
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            # Held by the connection: a process that was told to stop may go on for a moment.
            connection.execute(text("select pg_advisory_lock(:key)"), {"key": GRADING})
            try:
                yield
            finally:
                connection.invalidate()
        return
    try:
        import fcntl
    except (
        ModuleNotFoundError
    ):  # Windows: there two may grade at a time, the same, and both are kept
        yield
        return
    if engine.url.database in (None, "", ":memory:"):
        yield
        return
    with open(f"{engine.url.database}{ENDING}", "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
