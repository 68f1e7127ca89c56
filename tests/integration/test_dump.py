"""Crawls of a dump: the metadata of a file, the cards of a Hub, into the registry."""

from __future__ import annotations

from pathlib import Path

import duckdb

from crawlers.crawl import Crawl
from crawlers.dump import Dump
from crawlers.hub import Hub
from crawlers.source import Selection
from registry.db import engine_on
from tests.crawling import card_of, crawl, now, releases, snapshots
from tests.hub import FakeHub


def dump_of(hub: FakeHub, file: Path) -> Path:
    """The Hub's models as a dump has them, but for their cards."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table models (id text, sha text, gated text, private boolean, tags text[],"
            " downloads bigint, likes bigint, lastModified timestamptz,"
            " siblings struct(rfilename text)[], pipeline_tag text)"
        )
        rows = [
            {**r.info, "gated": str(r.info["gated"])} for k, r in hub.repos.items() if "s/" not in k
        ]
        connection.executemany(
            "insert into models values ($id, $sha, $gated, $private, $tags, $downloads, $likes,"
            " $lastModified, $siblings, $pipeline_tag)",
            rows,
        )
        connection.execute(f"copy models to '{file}' (format parquet)")
    return file


def test_a_dump_lists_and_the_hub_gives_the_cards(hub: FakeHub, database_url: str, tmp_path: Path):
    hub.model("o/with", "---\ndatasets: [d/one]\n---\n# With a card\n", downloads=5)
    hub.model("o/without", None, gated="auto")
    hub.dataset("d/one")
    source = Dump(dump_of(hub, tmp_path / "models.parquet"), Hub(hub.url))
    assert crawl(database_url, source).seen == 2
    assert hub.asked("/resolve/") == 0, "cards come later"
    assert set(releases(database_url)) == {"o/with", "o/without"}
    with engine_on(database_url) as engine:
        list(Crawl(source, engine, now).run(Selection(), cards=10))
    kept = snapshots(database_url, "o/with")[-1]
    assert card_of(database_url, kept) == hub.repos["o/with"].card
    assert kept.source == "dump"
    assert releases(database_url)["o/with"].downloads == 5
    assert hub.asked("/api/models") == 0


def test_the_hub_says_the_same_as_its_dump(hub: FakeHub, database_url: str, tmp_path: Path):
    hub.model("o/m", gated="manual", tags=["license:mit"])
    crawl(database_url, hub.url)
    counts = crawl(database_url, Dump(dump_of(hub, tmp_path / "models.parquet"), Hub(hub.url)))
    assert (counts.seen, counts.unchanged) == (1, 1)
    assert len(snapshots(database_url, "o/m")) == 1


def test_a_dump_alone_keeps_the_cards_that_were_read(
    hub: FakeHub, database_url: str, tmp_path: Path
):
    hub.model("o/m", "# Read before\n")
    crawl(database_url, hub.url)
    hub.model("o/m", "# Changed since\n")
    source = Dump(dump_of(hub, tmp_path / "models.parquet"), None)
    with engine_on(database_url) as engine:
        list(Crawl(source, engine, now).run(Selection(), cards=10))
    (kept,) = snapshots(database_url, "o/m")
    assert card_of(database_url, kept) == b"# Read before\n"


def test_an_interrupted_crawl_of_a_dump_goes_on(sqlite_url: str, tmp_path: Path):
    file = tmp_path / "models.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select format('o/m{:04}', n) as id, []::varchar[] as siblings"
            f" from range(2200) r(n)) to '{file}' (format parquet)"
        )
    with engine_on(sqlite_url) as engine:
        pages = Crawl(Dump(file, None), engine, now).run(Selection())
        next(pages)
        pages.close()
        rest = Crawl(Dump(file, None), engine, now)
        list(rest.run(Selection()))
    assert rest.counts.seen in {200, 1200}, "it does not begin again"
    assert len(releases(sqlite_url)) == 2200
