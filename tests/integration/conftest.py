"""Here every test that uses the app runs on both databases."""

from __future__ import annotations

import pytest


@pytest.fixture
def settings(database_url: str):
    """The settings of `app`, once on SQLite and once on PostgreSQL."""
    from registry.settings import Settings

    return Settings(database_url=database_url, hf_endpoint="http://127.0.0.1:9", hf_token=None)
