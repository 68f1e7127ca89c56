"""Readers that die: a release that ends the process which reads it takes no other with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

import crawlers.reading
from crawlers.hub import Hub
from crawlers.source import Page, Selection
from tests.crawling import crawl, releases
from tests.hub import FakeHub


class Deadly:
    """A value that ends the process which unpacks it, as a card may that a parser can't cope with."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


class DeadlyHub(Hub):
    """A Hub some of whose releases end the process that reads them."""

    def __init__(self, url: str, *deadly: str) -> None:
        super().__init__(url)
        self.deadly = deadly

    def pages(self, selection: Selection, cursor: str | None) -> Iterator[Page]:
        for page in super().pages(selection, cursor):
            models = ({**m, "x": Deadly()} if m["id"] in self.deadly else m for m in page.models)
            yield Page(tuple(models), page.cursor)


def test_a_reader_that_dies_takes_no_other_release_with_it(
    hub: FakeHub, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(crawlers.reading, "PAYS_FROM", 0)
    for n in range(100):
        hub.model(f"o/m{n:02}")
    deadly = {"o/m10", "o/m42", "o/m43"}
    counts = crawl(sqlite_url, DeadlyHub(hub.url, *deadly))
    kept = releases(sqlite_url)
    assert {i for i, row in kept.items() if row.failure} == deadly
    assert all((row.snapshot_id is None) == (i in deadly) for i, row in kept.items())
    assert counts.done == 97
    assert {reason for _, reason in counts.failed} == {"it can't be read: its reader died"}
