"""Listings over several pages: what is selected, and where an interrupted crawl goes on."""

from __future__ import annotations

import itertools

import pytest
from sqlmodel import col, select

from crawlers.hub import Hub
from crawlers.source import Selection, SourceError, Unreachable
from registry import models
from tests.crawling import crawl, registry_at, releases
from tests.hub import FakeHub, running


@pytest.fixture
def pages(hub: FakeHub) -> FakeHub:
    """Seven models on pages of three; the first are the most downloaded."""
    for n in range(7):
        task = "text-generation" if n % 2 else "feature-extraction"
        hub.model(f"{'ab'[n // 4]}/m{n}", pipeline_tag=task)
    hub.page_size = 3
    return hub


def crawls(database_url: str) -> list[models.Crawl]:
    with registry_at(database_url) as session:
        return list(session.exec(select(models.Crawl).order_by(col(models.Crawl.id))))


def stop_after(hub: FakeHub, database_url: str, pages: int, **selection) -> None:
    """A crawl that finds no Hub any more after some pages."""
    hub.fault("/api/models", "503", 0)
    fault, listing = hub.faults[-1], FakeHub._listing

    def counted(self, path, query):
        nonlocal pages
        pages -= 1
        fault.times = None if pages <= 0 else 0
        return listing(self, path, query)

    hub._listing = counted.__get__(hub)
    with pytest.raises(Unreachable):
        crawl(database_url, hub.url, **selection)
    del hub._listing
    hub.faults.clear()
    hub.forget()


def test_all_pages_are_crawled(pages: FakeHub, database_url: str):
    counts = crawl(database_url, pages.url)
    assert (counts.seen, counts.new) == (7, 7)
    assert pages.requests["/api/models"] == 3
    (run,) = crawls(database_url)
    assert run.finished_at is not None
    assert run.cursor is None
    assert run.counts["new"] == 7


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"limit": 5}, ["a/m0", "a/m1", "a/m2", "a/m3", "b/m4"]),
        ({"limit": 1}, ["a/m0"]),
        ({"limit": 99}, ["a/m0", "a/m1", "a/m2", "a/m3", "b/m4", "b/m5", "b/m6"]),
        ({"author": "b"}, ["b/m4", "b/m5", "b/m6"]),
        ({"task": "text-generation"}, ["a/m1", "a/m3", "b/m5"]),
        ({"author": "a", "task": "text-generation", "limit": 1}, ["a/m1"]),
        ({"author": "nobody"}, []),
    ],
)
def test_selections(pages: FakeHub, sqlite_url: str, selection, expected):
    crawl(sqlite_url, pages.url, **selection)
    assert sorted(releases(sqlite_url)) == expected


def test_an_unfinished_crawl_goes_on_at_its_page(pages: FakeHub, database_url: str):
    stop_after(pages, database_url, 1)
    assert len(releases(database_url)) == 3
    counts = crawl(database_url, pages.url)
    assert pages.requests["/api/models"] == 2, "the first page is not asked for again"
    assert counts.seen == 4
    assert len(releases(database_url)) == 7
    (run,) = crawls(database_url)
    assert run.finished_at is not None


def test_a_full_crawl_goes_on_where_a_full_one_stopped(pages: FakeHub, sqlite_url: str):
    stop_after(pages, sqlite_url, 1)
    assert crawl(sqlite_url, pages.url, full=True).seen == 4
    assert crawl(sqlite_url, pages.url, full=True).seen == 7


def test_another_selection_does_not_go_on_with_it(pages: FakeHub, sqlite_url: str):
    stop_after(pages, sqlite_url, 1)
    assert crawl(sqlite_url, pages.url, author="a").seen == 4


def test_a_limit_holds_over_an_interruption(pages: FakeHub, sqlite_url: str):
    stop_after(pages, sqlite_url, 1, limit=5)
    assert crawl(sqlite_url, pages.url, limit=5).seen == 2
    assert len(releases(sqlite_url)) == 5


def test_another_hub_begins_at_the_beginning(pages: FakeHub, sqlite_url: str):
    stop_after(pages, sqlite_url, 1)
    with running(FakeHub()) as other:
        other.model("c/other")
        assert crawl(sqlite_url, other.url).seen == 1


def test_a_cursor_that_the_hub_has_forgotten(pages: FakeHub, sqlite_url: str):
    stop_after(pages, sqlite_url, 1)
    pages.fault("/api/models", "400", 1)
    assert crawl(sqlite_url, pages.url).seen == 7


def test_a_listing_that_leads_back_to_itself(pages: FakeHub, monkeypatch):
    link = {"Link": f'<{pages.url}/api/models>; rel="next"'}
    monkeypatch.setattr(pages, "_listing", lambda *_: (200, link, b"[]"))
    few = itertools.islice(Hub(pages.url).pages(Selection(), None), 10)
    with pytest.raises(SourceError, match="back to the same page"):
        list(few)


@pytest.mark.parametrize("body", [b"{}", b"null", b'"models"'])
def test_a_listing_that_is_no_list(hub: FakeHub, sqlite_url: str, monkeypatch, body: bytes):
    monkeypatch.setattr(hub, "_listing", lambda *_: (200, {}, body))
    with pytest.raises(Unreachable, match="not a list"):
        crawl(sqlite_url, hub.url)


def test_entries_that_are_no_models(hub: FakeHub, sqlite_url: str, monkeypatch):
    body = b'[null, 3, "x", {}, {"id": 5}, {"id": "o/good"}]'
    monkeypatch.setattr(hub, "_listing", lambda *_: (200, {}, body))
    crawl(sqlite_url, hub.url)
    assert set(releases(sqlite_url)) == {"o/good"}


def test_a_model_that_is_listed_twice_is_kept_once(hub: FakeHub, sqlite_url: str, monkeypatch):
    body = b'[{"id": "o/m", "sha": "1"}, {"id": "o/m", "sha": "1"}]'
    monkeypatch.setattr(hub, "_listing", lambda *_: (200, {}, body))
    assert crawl(sqlite_url, hub.url).new == 1
