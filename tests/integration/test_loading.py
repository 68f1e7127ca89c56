"""What a command loads: only what it needs, so that one with nothing to do is done at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.crawling import crawl, regrade
from tests.hub import FakeHub

TELL = """
import sys
from registry.cli import main

main(sys.argv[1:], standalone_mode=False)
print(*sys.modules)
"""

WEB = {"flask", "granian", "registry.views"}
JUDGES = {"registry.scoring.judges", "registry.scoring.frameworks", "license_expression"}
CRAWLERS = {"crawlers.pipeline", "crawlers.hub", "huggingface_hub"}
READERS = {"crawlers.readers", "crawlers.cards"}
OTHERS = {
    "alembic",
    "rich.progress",
    "registry.queries",
    "registry.evaluate",
    "registry.upkeep.check",
}


def loaded(hub: FakeHub, database_url: str, *command: str) -> set[str]:
    """The modules that a command has loaded, in a process of its own."""
    env = {**os.environ, "DATABASE_URL": database_url, "HF_ENDPOINT": hub.url}
    told = subprocess.run(
        [sys.executable, "-c", TELL, *command], env=env, check=True, capture_output=True, text=True
    )
    return set(told.stdout.split())


@pytest.fixture
def kept_url(hub: FakeHub, sqlite_url: str) -> str:
    """A registry in which all is read and graded."""
    hub.model("o/one", "# One\n\nTrained on our own corpus.\n")
    crawl(sqlite_url, hub.url)
    regrade(sqlite_url)
    return sqlite_url


def test_grade_with_nothing_to_do(hub: FakeHub, kept_url: str):
    modules = loaded(hub, kept_url, "grade")
    assert modules & (WEB | JUDGES | CRAWLERS | READERS | OTHERS) == set()


def test_crawl_with_nothing_new(hub: FakeHub, kept_url: str):
    modules = loaded(hub, kept_url, "crawl")
    assert modules & (WEB | JUDGES | READERS | OTHERS) == set()
    assert modules >= CRAWLERS


def test_what_is_to_be_read_and_graded(hub: FakeHub, sqlite_url: str):
    hub.model("o/one", "# One\n")
    modules = loaded(hub, sqlite_url, "crawl")
    assert modules >= CRAWLERS | READERS
    assert modules & (WEB | JUDGES) == set()
    modules = loaded(hub, sqlite_url, "grade")
    assert modules >= JUDGES
    assert modules & (WEB | CRAWLERS | READERS) == set()
