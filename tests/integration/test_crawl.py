"""A crawl of a Hub that behaves: what it keeps, what it leaves alone, and what it follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.frontier import LINKS_LAST
from tests.crawling import (
    card_of,
    crawl,
    datasets,
    details_of,
    dump,
    grade_of,
    marks_of,
    regrade,
    releases,
    snapshots,
)
from tests.hub import FakeHub

DERIVED = "---\nbase_model: org/base\ndatasets:\n- data/set\n---\n# Derived\n"


@pytest.fixture
def small_hub(hub: FakeHub) -> FakeHub:
    hub.model("org/base", "# Base\n", tags=["license:mit"])
    hub.model("org/derived", DERIVED, cardData={"base_model": "org/base"})
    hub.dataset("data/set")
    return hub


def test_a_first_crawl_keeps_everything(small_hub: FakeHub, database_url: str):
    counts = crawl(database_url, small_hub.url)
    assert (counts.seen, counts.new, counts.datasets, counts.failed.total()) == (2, 2, 1, 0)
    kept = releases(database_url)
    assert set(kept) == {"org/base", "org/derived"}
    assert kept["org/base"].license == "mit"
    assert kept["org/base"].organization == "org"
    (snapshot,) = snapshots(database_url, "org/derived")
    assert card_of(database_url, snapshot) == DERIVED.encode()
    assert details_of(database_url, snapshot) == {
        k: v for k, v in small_hub.repos["org/derived"].info.items() if k != "_id"
    }
    assert snapshot.page == f"{small_hub.url}/org/derived"
    assert snapshot.revision == small_hub.repos["org/derived"].info["sha"]
    assert set(datasets(database_url)) == {"data/set"}


def test_cards_are_fetched_at_the_revision_that_was_listed(small_hub: FakeHub, sqlite_url: str):
    crawl(sqlite_url, small_hub.url)
    sha = small_hub.repos["org/base"].info["sha"]
    assert small_hub.requests[f"/org/base/resolve/{sha}/README.md"] == 1
    # One listing, two cards, the metadata and card of a dataset; the listed base needs no more.
    assert small_hub.asked() == 5


def test_a_second_crawl_lists_and_does_nothing(small_hub: FakeHub, database_url: str):
    crawl(database_url, small_hub.url)
    before = dump(database_url)
    small_hub.forget()
    counts = crawl(database_url, small_hub.url)
    assert dict(small_hub.requests) == {"/api/models": 1}
    assert dump(database_url) == before
    assert (counts.seen, counts.unchanged, counts.new, counts.changed) == (2, 2, 0, 0)


def test_counters_move_without_a_snapshot(small_hub: FakeHub, database_url: str):
    crawl(database_url, small_hub.url)
    small_hub.repos["org/base"].info["downloads"] = 99
    counts = crawl(database_url, small_hub.url)
    assert counts.unchanged == 2
    assert releases(database_url)["org/base"].downloads == 99
    assert len(snapshots(database_url, "org/base")) == 1


def test_a_changed_card_makes_one_snapshot_and_keeps_the_old(small_hub: FakeHub, database_url: str):
    crawl(database_url, small_hub.url)
    small_hub.model("org/base", "# Base, told anew\n", tags=["license:mit"])
    small_hub.forget()
    counts = crawl(database_url, small_hub.url)
    assert (counts.changed, counts.unchanged) == (1, 1)
    old, new = snapshots(database_url, "org/base")
    assert card_of(database_url, old) == b"# Base\n"
    assert card_of(database_url, new) == b"# Base, told anew\n"
    assert releases(database_url)["org/base"].snapshot_id == new.id
    assert small_hub.asked("/resolve/") == 1


@pytest.mark.parametrize("change", [{"gated": "manual"}, {"tags": ["license:other"]}])
def test_settings_change_without_a_commit(small_hub: FakeHub, database_url: str, change):
    crawl(database_url, small_hub.url)
    small_hub.repos["org/base"].info |= change
    small_hub.forget()
    assert crawl(database_url, small_hub.url).changed == 1
    old, new = snapshots(database_url, "org/base")
    assert details_of(database_url, new) != details_of(database_url, old)
    assert new.card_digest == old.card_digest, "the card is the one of the same revision"
    assert small_hub.asked("/resolve/") == 0
    small_hub.forget()
    assert crawl(database_url, small_hub.url).unchanged == 2


def test_what_goes_back_to_an_earlier_state_makes_no_third_snapshot(
    small_hub: FakeHub, database_url: str
):
    crawl(database_url, small_hub.url)
    for gated in ("auto", False):
        small_hub.repos["org/base"].info["gated"] = gated
        assert crawl(database_url, small_hub.url).changed == 1
    old, _ = snapshots(database_url, "org/base")
    assert releases(database_url)["org/base"].snapshot_id == old.id


def test_full_fetches_no_card_of_the_same_revision(small_hub: FakeHub, sqlite_url: str):
    crawl(sqlite_url, small_hub.url)
    small_hub.forget()
    counts = crawl(sqlite_url, small_hub.url, full=True)
    assert small_hub.asked("/resolve/") == 0
    assert counts.unchanged == 2


def test_bases_are_followed_up_the_lineage_once_each(hub: FakeHub, database_url: str):
    hub.model("a/root", "# Root\n")
    hub.model("a/base", "---\nbase_model: a/root\n---\n# Base\n")
    for n in range(3):
        hub.model(f"b/leaf{n}", "---\nbase_model: a/base\ndatasets: [d/one]\n---\n# Leaf\n")
    hub.dataset("d/one")
    counts = crawl(database_url, hub.url, author="b")
    assert set(releases(database_url)) == {"a/root", "a/base", "b/leaf0", "b/leaf1", "b/leaf2"}
    assert (counts.seen, counts.new, counts.bases) == (3, 3, 2)
    for path in ("/api/models/a/root", "/api/models/a/base", "/api/datasets/d/one"):
        assert hub.requests[path] == 1
    before = dump(database_url)
    hub.forget()
    crawl(database_url, hub.url, author="b")
    assert dict(hub.requests) == {"/api/models": 1}
    assert dump(database_url) == before


def test_a_missing_base_and_dataset_are_recorded(hub: FakeHub, database_url: str):
    hub.model("b/leaf", "---\nbase_model: gone/base\ndatasets: [gone/data]\n---\n# Leaf\n")
    counts = crawl(database_url, hub.url)
    base, data = releases(database_url)["gone/base"], datasets(database_url)["gone/data"]
    for row in (base, data):
        assert (row.outcome, row.failure_kind, row.snapshot_id) == ("absent", "missing", None)
    assert counts.failed.total() == 2
    hub.forget()
    crawl(database_url, hub.url)
    assert dict(hub.requests) == {"/api/models": 1}


def test_a_renamed_base_is_found_under_its_new_name(hub: FakeHub, database_url: str):
    hub.model("new/base", "# Base\n")
    hub.renames["old/base"] = "new/base"
    hub.model("b/leaf", "---\nbase_model: old/base\n---\n# Leaf\n")
    crawl(database_url, hub.url, author="b")
    kept = releases(database_url)
    assert kept["old/base"].moved_to == "new/base"
    assert kept["new/base"].outcome == "found"
    # Renamed back: the old name is a release like any other again.
    hub.renames = {"new/base": "old/base"}
    hub.repos["old/base"] = hub.repos.pop("new/base")
    hub.repos["old/base"].info["id"] = "old/base"
    crawl(database_url, hub.url)
    assert releases(database_url)["old/base"].moved_to == ""


def test_unlisted_bases_are_looked_at_again_after_a_week(hub: FakeHub, sqlite_url: str):
    hub.model("a/base", "# Base\n")
    hub.model("b/leaf", "---\nbase_model: a/base\n---\n# Leaf\n")
    began = datetime(2026, 1, 1, tzinfo=UTC)
    crawl(sqlite_url, hub.url, author="b", clock=lambda: began)
    hub.forget()
    crawl(sqlite_url, hub.url, author="b", clock=lambda: began + LINKS_LAST + timedelta(hours=1))
    assert dict(hub.requests) == {"/api/models": 1, "/api/models/a/base": 1}


def test_listed_bases_are_not_looked_at_twice_however_old(hub: FakeHub, sqlite_url: str):
    hub.model("a/base", "# Base\n")
    hub.model("b/leaf", "---\nbase_model: a/base\n---\n# Leaf\n")
    began = datetime(2026, 1, 1, tzinfo=UTC)
    crawl(sqlite_url, hub.url, clock=lambda: began)
    hub.forget()
    crawl(sqlite_url, hub.url, clock=lambda: began + 2 * LINKS_LAST)
    assert dict(hub.requests) == {"/api/models": 1}


@pytest.mark.parametrize("name", ["../../etc/passwd", "no id!", "a b/c", "x" * 300])
def test_only_ids_are_followed(hub: FakeHub, database_url: str, name: str):
    hub.model("b/leaf", f'---\nbase_model: "{name}"\ndatasets: ["{name}"]\n---\n# Leaf\n')
    crawl(database_url, hub.url)
    assert hub.asked("/api/models/") + hub.asked("/api/datasets/") == 0


# Grades follow ----------------------------------------------------------------------------------


def test_grades_follow_a_renamed_base(hub: FakeHub, database_url: str):
    """The derived release is graded after its base, whatever name it knows that by."""
    hub.renames["z/old"] = "z/base"
    card = "---\nlicense: cc-by-nc-4.0\n---\n# Base\n"
    hub.model("z/base", card, cardData={"license": "cc-by-nc-4.0"})
    tuned = "---\nbase_model: z/old\nlicense: mit\n---\n# Tuned\n"
    hub.model("a/tuned", tuned, cardData={"license": "mit", "base_model": "z/old"})
    crawl(database_url, hub.url, author="a")
    regrade(database_url)
    licensed = marks_of(database_url, "a/tuned")["weights.license"]
    assert (licensed["level"], licensed["via"]) == ("non-commercial", "z/base")
    assert regrade(database_url) == 0
    # Its base changes its terms: both are graded again.
    hub.model("z/base", "---\nlicense: mit\n---\n# Base\n", cardData={"license": "mit"})
    crawl(database_url, hub.url)
    assert regrade(database_url) == 2
    assert marks_of(database_url, "a/tuned")["weights.license"]["level"] == "open-source"


def test_what_is_out_of_date_is_graded_and_nothing_else(hub: FakeHub, database_url: str):
    hub.model("o/one")
    hub.model("o/two")
    crawl(database_url, hub.url)
    assert regrade(database_url) == 2
    assert regrade(database_url) == 0
    assert regrade(database_url, full=True) == 0, "they say the same as before"
    hub.model("o/two", "# Anew\n")
    crawl(database_url, hub.url)
    assert regrade(database_url) == 1


def test_another_reader_version_reads_again(hub: FakeHub, database_url: str, monkeypatch):
    hub.model("o/one", "# One\n")
    crawl(database_url, hub.url)
    regrade(database_url)
    before = dump(database_url)["snapshot"]
    for module in ("crawlers.ingest", "crawlers.reread"):
        monkeypatch.setattr(f"{module}.READER_VERSION", "next")
    hub.forget()
    assert regrade(database_url) == 1
    assert grade_of(database_url, "o/one").reader_version == "next"
    assert hub.asked() == 0
    assert dump(database_url)["snapshot"] == before
