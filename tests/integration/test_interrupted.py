"""Interrupted crawls: killed or stopped at any moment, the next one goes on and nothing is doubled."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from registry.db import engine_on
from tests.crawling import crawl, dump, registry_at, releases
from tests.hub import FakeHub

COUNT = 60


@pytest.fixture
def slow_hub(hub: FakeHub) -> FakeHub:
    for n in range(COUNT):
        hub.model(f"o/m{n:02}", f"---\ndatasets: [d/s{n % 5}]\n---\n# Model {n}\n")
    for n in range(5):
        hub.dataset(f"d/s{n}")
    hub.page_size = 20
    hub.latency_s = 0.15
    return hub


@contextmanager
def crawling(hub: FakeHub, database_url: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "registry.cli", "crawl"],
        env={**os.environ, "DATABASE_URL": database_url, "HF_ENDPOINT": hub.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "that took too long"
        time.sleep(
            0.1
        )  # what is waited for has a process to itself, and each look takes of its time


def kept(database_url: str) -> int:
    """Snapshots in the registry, as another process sees them."""
    with registry_at(database_url) as session:
        return session.connection().execute(text("select count(*) from snapshot")).scalar_one()


def test_killed_twice_nothing_is_lost_or_doubled(slow_hub: FakeHub, database_url: str):
    for cards, least in ((10, 5), (30, 30)):
        slow_hub.give_cards(cards)
        with crawling(slow_hub, database_url) as process:
            wait_for(lambda least=least: kept(database_url) >= least)
            process.kill()
            process.wait()
    assert kept(database_url) < COUNT, "it was killed in the middle"
    slow_hub.give_cards(math.inf)
    slow_hub.latency_s = 0
    crawl(database_url, slow_hub.url)
    assert len(releases(database_url)) == COUNT
    assert kept(database_url) == COUNT + 5
    with engine_on(database_url) as engine, engine.connect() as connection:
        for query in (
            "select repo_id from snapshot group by kind, repo_id having count(*) > 1",
            "select id from crawl where finished_at is null",
            "select s.id from snapshot s left join reading r on r.snapshot_id = s.id"
            " where r.snapshot_id is null",
        ):
            assert connection.execute(text(query)).all() == []
    # Batches lose what was under way, and a second process asks for that once more.
    assert slow_hub.asked("/resolve/") <= COUNT + 5 + 2 * 16 * 4
    before = dump(database_url)
    slow_hub.forget()
    crawl(database_url, slow_hub.url)
    assert dict(slow_hub.requests) == {"/api/models": 3}
    assert dump(database_url) == before


@pytest.mark.parametrize("where", ["fetching", "waiting"])
def test_ctrl_c_ends_at_once_with_a_plain_message(slow_hub: FakeHub, sqlite_url: str, where: str):
    if where == "waiting":  # all threads sleep until the Hub lets them go on, in five minutes
        slow_hub.fault("/resolve/", "429", None, Retry_After="300")
    with crawling(slow_hub, sqlite_url) as process:
        wait_for(lambda: slow_hub.asked("/resolve/") >= 1)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=15)  # a second or two where nothing else is running
    assert process.returncode in {1, 130}
    assert "releases listed: " in out, "what was done is told"
    assert "Traceback" not in err
    assert err.strip().splitlines()[-1] == "Error: Interrupted. What was done is kept."
