"""One app a module, with somebody of each role signed in: what is refused leaves it as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.settings import Settings
from tests.security.people import World, world_on


@pytest.fixture(scope="module")
def module_url(_migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty, migrated SQLite database of the module's own."""
    folder = shutil.copytree(_migrated_sqlite.parent, tmp_path_factory.mktemp("security") / "it")
    return f"sqlite:///{folder / _migrated_sqlite.name}"


@pytest.fixture(scope="module")
def world(module_url: str) -> World:
    """The world that the tests of a module share."""
    return world_on(settings_on(module_url))


def settings_on(url: str) -> Settings:
    """Settings without limits, so that one test does not use up what another may send."""
    return Settings(
        database_url=url,
        hf_endpoint="http://127.0.0.1:9",
        rate_limit="",
        disclosure_limit="",
        secret_key="the same in all tests of one world",
    )
