"""Crawls after the first: only what changed is listed and fetched, and a full one finds what went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from crawlers.crawl import OVERLAP
from registry import queries
from registry.models import Crawl, Event
from tests.crawling import crawl, datasets, grade_of, registry_at, regrade, releases, snapshots
from tests.hub import FakeHub

DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture
def dated_hub(hub: FakeHub) -> FakeHub:
    """Forty models, one a day, in pages of ten."""
    for n in range(40):
        hub.model(f"o/m{n:02}", f"# Model {n}\n", lastModified=stamp(FIRST + n * DAY))
    hub.page_size = 10
    return hub


def crawls(database_url: str) -> list[Crawl]:
    with registry_at(database_url) as session:
        return list(session.exec(select(Crawl).order_by(Crawl.id)))


def events(database_url: str, repo_id: str) -> list[tuple[str, str]]:
    with registry_at(database_url) as session:
        found = session.exec(select(Event).where(Event.repo_id == repo_id).order_by(Event.id))
        return [(event.what, event.note) for event in found]


def history(database_url: str, release_id: str) -> list[str]:
    """The sentences of a release's history, oldest first."""
    from registry.resources import rubric
    from registry.serialize import detail

    with registry_at(database_url) as session:
        dossier = queries.dossier(session.connection(), release_id)
        assert dossier is not None
        told = detail(dossier, rubric())["history"]
    return [sentence for entry in reversed(told) for sentence in entry["words"]]


def test_the_watermark_is_the_latest_change_that_was_listed(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    (first,) = crawls(database_url)
    assert (first.is_full, first.since, first.watermark) == (True, None, FIRST + 39 * DAY)


def test_only_what_changed_is_listed_and_fetched(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    dated_hub.model("o/m05", "# Model 5, told anew\n", lastModified=stamp(FIRST + 50 * DAY))
    dated_hub.model("o/new", "# New\n", lastModified=stamp(FIRST + 51 * DAY))
    dated_hub.forget()
    counts = crawl(database_url, dated_hub.url)
    assert (counts.new, counts.changed) == (1, 1)
    assert dated_hub.asked("/api/models") == 1, "the first page shows all that is new"
    assert dated_hub.asked("/resolve/") == 2
    last = crawls(database_url)[-1]
    assert not last.is_full
    assert last.since == FIRST + 39 * DAY
    assert last.watermark == FIRST + 51 * DAY


def test_what_the_hub_tells_late_is_not_missed(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    late = FIRST + 39 * DAY - OVERLAP / 2
    dated_hub.model("o/late", "# Late\n", lastModified=stamp(late))
    assert crawl(database_url, dated_hub.url).new == 1


def test_more_changes_than_fit_a_page(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    for n in range(25):
        dated_hub.model(f"o/m{n:02}", "# Anew\n", lastModified=stamp(FIRST + (60 + n) * DAY))
    dated_hub.forget()
    assert crawl(database_url, dated_hub.url).changed == 25
    assert dated_hub.asked("/api/models") == 3


def test_a_watermark_is_one_selections_own(dated_hub: FakeHub, database_url: str):
    dated_hub.model("other/old", "# Old\n", lastModified=stamp(FIRST - DAY))
    crawl(database_url, dated_hub.url, author="o")
    assert crawl(database_url, dated_hub.url).seen == 41
    assert "other/old" in releases(database_url)


def test_a_full_crawl_finds_what_is_gone(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    del dated_hub.repos["o/m07"]
    assert crawl(database_url, dated_hub.url).failed.total() == 0, "no listing shows that"
    dated_hub.forget()
    crawl(database_url, dated_hub.url, full=True)
    assert releases(database_url)["o/m07"].outcome == "absent"
    assert dated_hub.asked("/api/models/") == 1, "only what is missing is asked for"
    assert dated_hub.asked("/resolve/") == 0
    assert [what for what, _ in events(database_url, "o/m07")] == ["gone"]
    assert history(database_url, "o/m07")[-1].startswith("The repo was deleted")
    dated_hub.forget()
    crawl(database_url, dated_hub.url, full=True)
    assert dated_hub.asked("/api/models/") == 0, "what is gone is not asked for again"


def test_what_was_gone_comes_back(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    gone = dated_hub.repos.pop("o/m07")
    crawl(database_url, dated_hub.url, full=True)
    dated_hub.repos["o/m07"] = gone
    crawl(database_url, dated_hub.url, full=True)
    assert releases(database_url)["o/m07"].outcome == "found"
    assert [what for what, _ in events(database_url, "o/m07")] == ["gone", "back"]


def test_a_renamed_release_keeps_its_history(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    regrade(database_url)
    old = dated_hub.repos.pop("o/m07")
    old.info = {**old.info, "id": "o/renamed"}
    dated_hub.repos["o/renamed"] = old
    dated_hub.renames["o/m07"] = "o/renamed"
    crawl(database_url, dated_hub.url, full=True)
    regrade(database_url)
    assert releases(database_url)["o/m07"].moved_to == "o/renamed"
    assert releases(database_url)["o/renamed"].outcome == "found"
    assert events(database_url, "o/renamed") == [("moved", "o/m07")]
    told = history(database_url, "o/renamed")
    assert told[0] == "First seen."
    assert "o/m07" in " ".join(told)


def test_a_gate_without_a_commit_is_found_by_a_full_crawl(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    regrade(database_url)
    before = grade_of(database_url, "o/m03").score
    dated_hub.repos["o/m03"].info |= {"gated": "manual"}
    crawl(database_url, dated_hub.url)
    assert len(snapshots(database_url, "o/m03")) == 1
    dated_hub.forget()
    crawl(database_url, dated_hub.url, full=True)
    assert dated_hub.asked("/resolve/") == 0, "the card is the one of the same revision"
    regrade(database_url)
    assert releases(database_url)["o/m03"].gated == "manual"
    assert grade_of(database_url, "o/m03").score < before
    assert "gated" in history(database_url, "o/m03")[-1]


def test_open_gated_and_open_again_is_remembered(dated_hub: FakeHub, database_url: str):
    crawl(database_url, dated_hub.url)
    for gated in ("manual", False):
        dated_hub.repos["o/m03"].info |= {"gated": gated}
        crawl(database_url, dated_hub.url, full=True)
    assert len(snapshots(database_url, "o/m03")) == 2, "the third says what the first said"
    assert [what for what, _ in events(database_url, "o/m03")] == ["snapshot", "snapshot"]
    assert len(history(database_url, "o/m03")) == 3


def test_what_failed_is_tried_again_though_no_listing_shows_it(
    dated_hub: FakeHub, database_url: str
):
    dated_hub.fault("/o/m03/resolve", "503")
    crawl(database_url, dated_hub.url)
    assert releases(database_url)["o/m03"].failure_kind == "unreachable"
    dated_hub.faults.clear()
    assert crawl(database_url, dated_hub.url).again == 1
    assert releases(database_url)["o/m03"].failure_kind == ""


def test_what_fails_again_and_again_is_tried_less_and_less(dated_hub: FakeHub, database_url: str):
    dated_hub.fault("/o/m03/resolve", "503")
    now = FIRST + 60 * DAY
    for _ in range(3):
        crawl(database_url, dated_hub.url, clock=lambda at=now: at)
        now += timedelta(seconds=1)
    release = releases(database_url)["o/m03"]
    assert release.attempts == 2, "the third crawl came too early"
    crawl(database_url, dated_hub.url, clock=lambda: now + timedelta(minutes=2))
    assert releases(database_url)["o/m03"].attempts == 3


def test_a_linked_repo_is_asked_whether_it_changed(dated_hub: FakeHub, database_url: str):
    dated_hub.model("o/m00", "---\ndatasets: [d/set]\n---\n# M\n", lastModified=stamp(FIRST))
    dated_hub.dataset("d/set")
    now = FIRST + 60 * DAY
    crawl(database_url, dated_hub.url, clock=lambda: now)
    later = now + timedelta(days=8)
    crawl(database_url, dated_hub.url, clock=lambda: later)
    assert datasets(database_url)["d/set"].seen_at == later
