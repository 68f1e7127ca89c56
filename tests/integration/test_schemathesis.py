"""The whole API against its own document: every reply to what is allowed, and to what is not, is as described."""

from __future__ import annotations

import pytest
from flask import Flask

from benchmarks.fuzzing_api import fuzz
from tests.integration.catalog import fill


@pytest.fixture
def settings(sqlite_url: str):
    """One database, and no limit of requests."""
    from registry.settings import Settings

    return Settings(
        database_url=sqlite_url, hf_endpoint="http://127.0.0.1:9", hf_token=None, rate_limit=""
    )


def test_every_reply_is_as_described(app: Flask, settings):
    """The same requests in every run; `benchmarks/fuzzing_api.py` makes others, and many more."""
    fill(settings)
    tally = fuzz(app, cases=5, steps=4, seed=1, briefly=True)
    assert not tally.errors
    assert not tally.failures, "\n".join(f"{k}: {v}" for k, v in tally.failures.items())
    assert tally.phases.keys() == {"examples", "coverage", "fuzzing", "stateful"}
    assert {200, 400, 404} <= tally.statuses.keys()
