"""A PostgreSQL server for the tests: the one that is named, one of our own, or one that runs here.

`TEST_DATABASE_URL` names a server where databases may be created. Else a private one is started in
a temporary folder: it need not outlive a power cut, and so creates and drops databases many times
faster. Where it is not installed, one on this machine that lets us is taken. Only databases named
`aperture_test_…` are touched.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.services import cluster
from tests.services.missing import ServiceMissingError

LOCAL_URLS = (
    "postgresql+psycopg://127.0.0.1:5432/postgres",
    "postgresql+psycopg://postgres@127.0.0.1:5432/postgres",
    "postgresql+psycopg:///postgres",
)

Schema = tuple[str, ...]
VERSIONS = "alembic_version"

# Each has rows of its own for each part of a schema, and no statement that changes mere data touches them.
CATALOGS = ("pg_attribute", "pg_attrdef", "pg_constraint", "pg_depend", "pg_proc", "pg_trigger")


@dataclass
class Server:
    """A server on which databases can be created, seen through one of its databases."""

    url: URL
    prefix: str
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _spare: dict[str, str] = field(default_factory=dict)
    _schemas: dict[str, Schema] = field(default_factory=dict)

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a new copy of `template`, dropped afterwards whoever is still connected."""
        name = f"{self.prefix}_{next(self._numbers)}"
        self.create(name, template)
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._drop(name)

    @contextmanager
    def lent(self, template: str) -> Iterator[str]:
        """The URL of a copy of `template`, emptied afterwards for who comes next: many times faster than a new one.

        One whose schema was changed is dropped.
        """
        name = self._spare.pop(template, None)
        if name is None:
            name = f"{self.prefix}_{next(self._numbers)}"
            self.create(name, template)
        url = self.url.set(database=name)
        try:
            yield url.render_as_string(hide_password=False)
        finally:
            with _connect(url, autocommit=True) as connection:
                is_as_new = _emptied(connection) and _schema(connection) == self._schema(template)
            if is_as_new:
                self._spare[template] = name
            else:
                self._drop(name)

    def clear(self) -> None:
        """Drop what was lent and is kept for the next."""
        while self._spare:
            self._drop(self._spare.popitem()[1])

    def _schema(self, template: str) -> Schema:
        if template not in self._schemas:
            with _connect(self.url.set(database=template)) as connection:
                self._schemas[template] = _schema(connection)
        return self._schemas[template]

    def create(self, name: str, template: str) -> None:
        # One locale on every server, so that an order of names is the same everywhere.
        locale = " ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        statement = "CREATE DATABASE {} TEMPLATE {}"
        self._run(statement + (locale if template == "template0" else ""), name, template)

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with _connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def available() -> bool:
    """Whether `server` will find or be able to start one."""
    return bool(os.environ.get("TEST_DATABASE_URL")) or bool(cluster.programs()) or bool(_running())


def server(shared: Path, worker: str) -> Server:
    """The server for one test process. All processes of one run have the folder `shared`."""
    prefix = f"aperture_test_{os.getpid()}_{worker}"
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        return Server(_checked(named), prefix)
    url = cluster.ensure(shared) or _running()
    if url is None:
        raise ServiceMissingError(
            "no PostgreSQL: run `make services`, or set TEST_DATABASE_URL to a server"
            " where databases may be created"
        )
    return Server(make_url(url), prefix)


def stop(shared: Path) -> None:
    """Stop the private server of this run, if one was started, and remove the run's folder."""
    cluster.stop(shared)
    shutil.rmtree(shared, ignore_errors=True)


def _running() -> str | None:
    return next((url for url in LOCAL_URLS if _may_create(make_url(url))), None)


def _checked(named: str) -> URL:
    url = make_url(named)
    if url.get_backend_name() != "postgresql":
        raise ServiceMissingError("TEST_DATABASE_URL must name a PostgreSQL server")
    url = url.set(drivername="postgresql+psycopg")
    if not _may_create(url):
        raise ServiceMissingError(f"TEST_DATABASE_URL: can't create databases at {url}")
    return url


def _may_create(url: URL) -> bool:
    query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with _connect(url) as connection:
            row = connection.execute(query).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


def _connect(url: URL, *, autocommit: bool = False) -> psycopg.Connection:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=autocommit, connect_timeout=5)


def _schema(connection: psycopg.Connection) -> Schema:
    """What differs as soon as a statement defines something: how many parts there are, and who made the last one."""
    return tuple(
        connection.execute(
            sql.SQL("SELECT count(*) || ' ' || max(xmin::text::bigint) FROM {}").format(
                sql.Identifier(catalog)
            )
        ).fetchone()[0]
        for catalog in CATALOGS
    )


def _emptied(connection: psycopg.Connection) -> bool:
    """Puts all others out, deletes all rows but the schema's version and sets numbers back. Only a superuser may."""
    try:
        # No trigger fires, and no foreign key is minded.
        connection.execute("SET session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege:
        return False
    connection.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> %s",
        (VERSIONS,),
    )
    for (table,) in tables.fetchall():
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    connection.execute(
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
        " FROM pg_sequences WHERE last_value IS NOT NULL"
    )
    return True
