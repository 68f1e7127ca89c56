"""Politeness: no request comes earlier than the Hub allows, and everything is fetched all the same."""

from __future__ import annotations

import time

import pytest

from crawlers import outage
from crawlers.hub import Hub
from tests.crawling import crawl, releases
from tests.hub import FakeHub


@pytest.fixture
def busy(hub: FakeHub) -> FakeHub:
    for n in range(40):
        hub.model(f"o/m{n:02}", f"# Model {n}\n")
    return hub


def test_a_quota_is_kept(busy: FakeHub, sqlite_url: str):
    busy.quota = (25, 1.0)
    counts = crawl(sqlite_url, busy.url, threads=16)
    assert (counts.new, counts.failed.total()) == (40, 0)
    assert busy.early == []
    assert busy.asked("/resolve/") == 40, "nothing was refused, so nothing was asked twice"


def test_a_quota_that_others_use_up_too(busy: FakeHub, sqlite_url: str):
    """The Hub counts requests that we know nothing of: some are refused, and none is early."""
    busy.quota = (25, 1.0)
    limits = busy.limits

    def crowded(path: str):
        for _ in range(2 if "/resolve/" in path else 0):
            busy._windows["resolvers"][1] += 0.25
        return limits(path)

    busy.limits = crowded  # type: ignore[method-assign]
    counts = crawl(sqlite_url, busy.url, threads=4)
    assert (counts.new, counts.failed.total()) == (40, 0)


@pytest.mark.parametrize("status", ["429", "503"])
def test_all_threads_obey_retry_after(busy: FakeHub, sqlite_url: str, status: str):
    busy.latency_s = 0.01
    busy.fault("/o/m05/resolve/", status, 1, Retry_After="1")
    counts = crawl(sqlite_url, busy.url, threads=4)
    assert counts.new == 40
    # Those that were under way when the Hub said so had no way to know.
    assert len(busy.early) <= 3
    assert len(releases(sqlite_url)) == 40


def test_every_window_is_used_up(busy: FakeHub, sqlite_url: str):
    """What a window held is sent before the next one begins, from whatever thread."""
    busy.quota = (15, 1.0)
    began = time.monotonic()
    counts = crawl(sqlite_url, busy.url, threads=64)
    assert (counts.new, busy.early) == (40, [])
    assert busy.asked("/resolve/") == 40
    assert time.monotonic() - began > 2, "three windows for forty cards"


def test_a_hub_that_is_down_for_a_while_loses_nothing(
    busy: FakeHub, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(outage, "QUIET_S", 0.05)
    monkeypatch.setattr(outage, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(outage, "LONGEST_PAUSE_S", 0.05)
    busy.fault("/resolve/", "drop", 25)
    counts = crawl(sqlite_url, Hub(busy.url, patience_s=30))
    assert (counts.new, counts.failed.total()) == (40, 0)
    assert busy.asked("/resolve/") == 65


def test_faults_and_a_quota_together(busy: FakeHub, sqlite_url: str):
    busy.quota = (60, 1.0)
    for n in range(0, 40, 4):
        busy.fault(f"/o/m{n:02}/resolve/", ["500", "drop", "truncate", "502"][n // 4 % 4], 1)
    busy.fault("/api/models", "html", 1)
    counts = crawl(sqlite_url, busy.url)
    assert (counts.new, counts.failed.total(), busy.early) == (40, 0, [])
