"""Rows by the million into an empty registry, past everything that keeps single ones safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import func, inspect, make_url, select

from registry.db import engine_on
from registry.models import Crawl

TABLES = ("document", "snapshot", "reading", "dataset", "release", "grade", "link", "crawl", "text")
NUMBERED = {"snapshot": "id", "grade": "id", "crawl": "id", "text": "number"}
FTS_MEMORY, FTS_USUAL = 1 << 26, 1 << 20


class Sink(Protocol):
    """A database that takes rows. Its indexes are made in the end."""

    def moment(self, value: datetime) -> Any:
        """A moment in UTC as the database keeps it."""
        ...

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Inserts rows: digests as bytes, moments as ``moment`` makes them."""
        ...

    def add_words(self, words: Mapping[int, str]) -> None:
        """Has search find these words under these numbers."""
        ...

    def finish(self) -> None:
        """Makes the indexes, and leaves the database as the application wants it."""
        ...


class SqliteSink:
    """An SQLite file."""

    def __init__(self, url: str) -> None:
        self._db = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        for pragma in ("journal_mode=off", "synchronous=off", "foreign_keys=off"):
            self._db.execute(f"pragma {pragma}")
        self._db.execute("pragma cache_size=-500000")
        self._indexes = self._db.execute(
            "select name, sql from sqlite_master where type = 'index' and sql is not null"
        ).fetchall()
        for name, _ in self._indexes:
            self._db.execute(f'drop index "{name}"')
        self._configure_words(FTS_MEMORY)
        self._db.execute("begin")

    def moment(self, value: datetime) -> str:
        """The text that SQLAlchemy writes for it."""
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Inserts rows."""
        names, places = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
        self._db.executemany(f'insert into "{table}" ({names}) values ({places})', rows)

    def add_words(self, words: Mapping[int, str]) -> None:
        """Adds to the full-text index, which holds no texts."""
        insert = "insert into search_words (rowid, words) values (?, ?)"
        self._db.executemany(insert, words.items())

    def finish(self) -> None:
        """Makes the indexes."""
        self._db.execute("commit")
        self._configure_words(FTS_USUAL)
        for _, definition in self._indexes:
            self._db.execute(definition)
        self._db.execute("pragma journal_mode=wal")
        self._db.close()

    def _configure_words(self, size: int) -> None:
        set_size = "insert into search_words (search_words, rank) values ('hashsize', ?)"
        self._db.execute(set_size, (size,))


class PostgresSink:
    """A PostgreSQL database."""

    def __init__(self, url: str) -> None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._db = psycopg.connect(plain, autocommit=True)
        self._db.execute("set synchronous_commit = off")
        self._db.execute("set maintenance_work_mem = '1GB'")
        is_superuser = self._db.execute("show is_superuser").fetchone()
        if is_superuser == (
            "on",
        ):  # then foreign keys, which hold by the way rows are made, need no look
            self._db.execute("set session_replication_role = replica")
        self._indexes = self._db.execute(
            "select indexname, indexdef from pg_indexes where schemaname = current_schema"
            " and starts_with(indexname, 'ix_') and tablename = any(%s)",
            ([*TABLES, "search_index"],),
        ).fetchall()
        for name, _ in self._indexes:
            self._db.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))

    def moment(self, value: datetime) -> datetime:
        """The moment itself."""
        return value

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Copies rows."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        copied = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
        with self._db.cursor() as cursor, cursor.copy(copied) as copy:
            for row in rows:
                copy.write_row(row)

    def add_words(self, words: Mapping[int, str]) -> None:
        """Copies words, each in quotes: they hold neither quotes nor backslashes."""
        quoted = ((n, f"'{w}'".replace(" ", "' '")) for n, w in words.items())
        self.add("search_words", ("rowid", "words"), quoted)
        self.add("search_index", ("rowid",), ((number,) for number in words))

    def finish(self) -> None:
        """Makes the indexes, and tells the planner and the sequences how many rows there are."""
        for _, definition in self._indexes:
            self._db.execute(definition)
        for table, column in NUMBERED.items():
            self._db.execute(
                f"select setval(pg_get_serial_sequence('{table}', '{column}'),"
                f" greatest(1, (select max({column}) from {table})))"
            )
        self._db.execute("vacuum analyze")
        self._db.close()


def sink_for(url: str) -> Sink:
    """What takes rows for the database at a URL, which has the newest schema."""
    return SqliteSink(url) if make_url(url).get_backend_name() == "sqlite" else PostgresSink(url)


def holds_world(url: str) -> bool:
    """Whether a database holds a whole registry, and not nothing. Raises SystemExit for anything else, such as a part
    of a world."""
    with engine_on(url) as engine:
        if not inspect(engine).has_table("release"):
            return False
        with engine.connect() as connection:
            if connection.scalar(select(func.count()).select_from(Crawl)):  # it is written last
                return True
    raise SystemExit(f"{url}: neither a whole registry nor empty; make a new one")
