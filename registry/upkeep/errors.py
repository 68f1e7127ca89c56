"""Errors: what SQLite says of files, in words for a reader."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from registry.upkeep import UpkeepError

TROUBLES = (
    ("disk is full", "the disk is full"),
    ("disk i/o error", "the disk can't be read or written"),
    ("not a database", "it is no backup of a registry"),
    ("malformed", "it is damaged"),
    ("unable to open", "it can't be opened"),
    ("readonly", "it can't be written"),
    ("locked", "another program is writing to it; try again later"),
)


@contextmanager
def plain_errors(what: str) -> Iterator[None]:
    """Turns the errors of SQLite about a file into UpkeepError; those of other databases pass."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(cause, sqlite3.Error):
            raise
        said = str(cause)
        known = next((words for sign, words in TROUBLES if sign in said.lower()), said)
        raise UpkeepError(f"{what}: {known}") from error
