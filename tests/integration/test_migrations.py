"""The migrations make what the models describe, forwards and backwards, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from registry.db import alembic_config, migrate, newest_versions
from tests.services import postgres


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture
def config(empty_url: str) -> Config:
    return alembic_config(empty_url)


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def test_models_equal_migrations(config: Config, empty_url: str):
    migrate(empty_url)
    assert tables(empty_url)
    command.check(config)


def test_migrating_again_changes_nothing(empty_url: str):
    migrate(empty_url)
    before = tables(empty_url)
    migrate(empty_url)
    assert tables(empty_url) == before


def test_down_to_nothing_and_up_again(config: Config, empty_url: str):
    migrate(empty_url)
    before = tables(empty_url)
    command.downgrade(config, "base")
    assert tables(empty_url) == set()
    migrate(empty_url)
    assert tables(empty_url) == before


def test_each_step_can_be_taken_back(config: Config, empty_url: str):
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    for script in reversed(revisions):
        command.upgrade(config, script.revision)
        command.downgrade(config, "-1")
        command.upgrade(config, script.revision)
    command.check(config)


def test_there_is_one_head():
    config = alembic_config("sqlite://")
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_the_newest_version_is_told_without_alembic():
    config = alembic_config("sqlite://")
    assert newest_versions() == set(ScriptDirectory.from_config(config).get_heads())


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_migration_is_seen_as_alembic_writes_it(tmp_path: Path, monkeypatch, quote: str):
    (tmp_path / "versions").mkdir()
    for name, before in {"1": "None", "2": f"{quote}1{quote}"}.items():
        told = f"revision = {quote}{name}{quote}\ndown_revision: str | None = {before}\n"
        (tmp_path / "versions" / f"{name}_a.py").write_text(told, encoding="utf-8")
    monkeypatch.setattr("registry.db.folder", lambda _: tmp_path)
    assert newest_versions() == {"2"}


def test_an_older_database_is_migrated(config: Config, empty_url: str):
    command.upgrade(config, "head-1")
    migrate(empty_url)
    command.check(config)
