"""Here every test that uses the app runs on both databases; those that only read share what is in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.application import make_app

Fill = Callable[[Any], None]
"""Writes a catalog to the database of some settings."""


@pytest.fixture
def settings(database_url: str):
    """The settings of `app`, once on SQLite and once on PostgreSQL."""
    return settings_on(database_url)


def settings_on(url: str):
    from registry.settings import Settings

    return Settings(database_url=url, hf_endpoint="http://127.0.0.1:9", hf_token=None)


# Catalogs that nobody changes -------------------------------------------------------------------


@pytest.fixture(scope="session")
def _filled_apps() -> Iterator[tuple[dict[tuple[str, Fill], Flask], ExitStack]]:
    """The apps of `read_only_client`, and what is to be cleared away after the last test."""
    with ExitStack() as stack:
        yield {}, stack


@pytest.fixture(params=["sqlite", "postgres"])
def read_only_client(
    request: pytest.FixtureRequest, _filled_apps, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Fill], FlaskClient]:
    """Gives a client of an app whose database a function filled, once on SQLite and once on PostgreSQL.

    All tests that name the same function share the app. Its database takes no writes after that.
    """
    apps, stack = _filled_apps

    def client(fill: Fill) -> FlaskClient:
        key = (request.param, fill)
        if key not in apps:
            if request.param == "sqlite":
                migrated: Path = request.getfixturevalue("_migrated_sqlite")
                folder = shutil.copytree(migrated.parent, tmp_path_factory.mktemp("filled") / "it")
                url = f"sqlite:///{folder / migrated.name}"
            else:
                server = request.getfixturevalue("postgres_server")
                template = request.getfixturevalue("_migrated_postgres")
                url = stack.enter_context(server.database(template=template))
            apps[key] = _filled(url, fill)
        return apps[key].test_client()

    return client


def _filled(url: str, fill: Fill) -> Flask:
    settings = settings_on(url)
    fill(settings)
    app = make_app(settings)
    engine = app.extensions["engine"]
    refuse_writes = (
        "PRAGMA query_only = on"
        if engine.dialect.name == "sqlite"
        else "SET default_transaction_read_only = on"
    )

    @event.listens_for(engine, "connect")
    def prepare(connection, _record) -> None:
        connection.cursor().execute(refuse_writes)
        connection.commit()

    return app
