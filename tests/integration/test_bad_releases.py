"""Releases that are broken in every way: each is recorded with its reason and stops no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawlers.mirror import SAMPLE, Mirror
from crawlers.source import Missing
from tests.crawling import (
    card_of,
    crawl,
    dump,
    grade_of,
    marks_of,
    regrade,
    releases,
    snapshots,
)
from tests.hub import FakeHub

GOOD = "---\nlicense: mit\n---\n# Good\n"
CARDS = {
    "yaml": b"---\nlicense: [mit\nx: : y\n---\n# Broken front matter\n",
    "deep-yaml": b"---\na: " + b"[" * 100_000 + b"\n---\n# Deep\n",
    "alias-bomb": b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\n---\n# Bomb\n",
    "circle": b"---\ndatasets: &d [*d, x/y]\n---\n# Circle\n",
    "utf16": "---\nlicense: mit\n---\n# Über\n".encode("utf-16"),
    "latin1": "# Modèle entraîné à Genève\n".encode("latin-1"),
    "long": b"# Long\n\n" + b"All work and no play. " * 50_000,
    "nul": b'---\nlicense: "mi\\0t"\nbase_model: "a/b\\0c"\n---\n# N\0L\n\nTrained on \0 text.\n',
    "surrogate": b'---\nlicense: "\\ud800"\ntags: ["\\ud800"]\n---\n# \xed\xa0\x80\n',
    "empty": b"",
    "binary": bytes(range(256)) * 40,
}
METADATA = {
    "no-siblings": {"siblings": None},
    "odd-tags": {"tags": [1, None, {"a": 1}, "license:mit"]},
    "text-tags": {"tags": "license:mit"},
    "card-data-list": {"cardData": ["license", "mit"]},
    "card-data-text": {"cardData": "mit"},
    "odd-card-data": {"cardData": {"license": {"x": 1}, "base_model": 7, "datasets": {"a": "b"}}},
    "odd-counts": {"downloads": -5, "likes": 2**70, "safetensors": {"total": 2**70}},
    "true-counts": {"downloads": True, "likes": "many", "safetensors": [1]},
    "odd-times": {"createdAt": "0001-01-01T00:00:00+23:00", "lastModified": 12},
    "no-sha": {"sha": None},
    "path-sha": {"sha": "../../../etc/passwd"},
    "nul-fields": {"pipeline_tag": "text\0generation", "author": "o\0o", "library_name": "\ud800"},
    "gated-number": {"gated": 3},
    "base-models": {"baseModels": {"relation": 4, "models": [{"id": None}, "x", {"id": "a\0/b"}]}},
    "odd-files": {"siblings": [None, "README.md", {"rfilename": None}, {"rfilename": 5}]},
    "bare": dict.fromkeys(("sha", "gated", "tags", "siblings", "lastModified", "likes"), ...),
}


def test_bad_releases_stop_nobody(hub: FakeHub, database_url: str):
    """One crawl and one regrade with all of them, then both again."""
    for name, card in CARDS.items():
        hub.model(f"cards/{name}", card)
    for name, info in METADATA.items():
        hub.model(f"fields/{name}", GOOD, **info)
    hub.model("good/one", GOOD)
    counts = crawl(database_url, hub.url)
    assert counts.seen == counts.new == len(hub.repos)
    assert not [reason for _, reason in counts.failed if "can't be kept" in reason]
    kept = releases(database_url)
    for repo_id in hub.repos:
        assert kept[repo_id].outcome == "found", repo_id
    for name, card in CARDS.items():
        (snapshot,) = snapshots(database_url, f"cards/{name}")
        assert card_of(database_url, snapshot) == card, "verbatim, whatever it is"
    regrade(database_url)
    for repo_id in hub.repos:
        assert grade_of(database_url, repo_id).total
    before = dump(database_url)
    assert crawl(database_url, hub.url).unchanged == len(hub.repos)
    assert regrade(database_url) == 0
    assert dump(database_url) == before


@pytest.mark.parametrize("repo_id", ["", "a b", "../x", "a/b/c", "nul\0/x", "\ud800/x", "é/x"])
def test_ids_that_are_none_are_counted(hub: FakeHub, database_url: str, repo_id: str):
    hub.model("good/one", GOOD)
    hub.repos["bad"] = hub.model("bad/one", GOOD)
    hub.repos["bad"].info["id"] = repo_id
    del hub.repos["bad/one"]
    counts = crawl(database_url, hub.url)
    assert counts.failed == {("model", "no id of a repo"): 1}
    assert set(releases(database_url)) == {"good/one"}


ERRORS = {
    "gone": ((404, "EntryNotFound"), "", "absent"),
    "hidden": ((401, "RepoNotFound"), "", "absent"),
    "gated": ((401, "GatedRepo"), "denied", "unchecked"),
    "refused": ((403, ""), "denied", "unchecked"),
    "token": ((401, ""), "denied", "unchecked"),
    "legal": ((451, ""), "error", "unchecked"),
    "broken": ((503, ""), "unreachable", "unchecked"),
}


def test_cards_that_can_not_be_had(hub: FakeHub, database_url: str):
    for name, (error, _, _) in ERRORS.items():
        hub.model(f"o/{name}", GOOD).card_error = error
    hub.model("o/without", None)
    hub.model("good/one", GOOD)
    counts = crawl(database_url, hub.url)
    assert counts.new == len(ERRORS) + 2
    kept = releases(database_url)
    for name, (_, failure, outcome) in ERRORS.items():
        row, (snapshot,) = kept[f"o/{name}"], snapshots(database_url, f"o/{name}")
        assert (row.failure_kind, snapshot.card_outcome) == (failure, outcome), name
        assert bool(row.failure) == bool(snapshot.card_reason) == bool(failure)
    assert hub.asked("/o/without/resolve/") == 0, "the file list says that there is none"
    assert snapshots(database_url, "o/without")[0].card_outcome == "absent"
    regrade(database_url)
    for name, (_, _, outcome) in ERRORS.items():
        grade = grade_of(database_url, f"o/{name}")
        marks = marks_of(database_url, f"o/{name}")
        levels = {mark["level"] for mark in marks.values()}
        assert ("unchecked" in levels) == (outcome == "unchecked"), name
        assert (grade.high > grade.score) == (outcome == "unchecked"), name
        assert marks["weights.access"]["level"] != "unchecked", "the metadata tell that"


def test_passing_failures_are_retried_and_settled_ones_are_not(hub: FakeHub, database_url: str):
    hub.model("o/broken", GOOD).card_error = (503, "")
    hub.model("o/gated", GOOD, gated="manual").card_error = (401, "GatedRepo")
    crawl(database_url, hub.url)
    hub.forget()
    crawl(database_url, hub.url)
    assert hub.asked("/o/broken/resolve/") > 0
    assert hub.asked("/o/gated/resolve/") == 0
    hub.repos["o/broken"].card_error = None
    assert crawl(database_url, hub.url).changed == 1
    row = releases(database_url)["o/broken"]
    assert (row.failure_kind, row.attempts) == ("", 0)


def test_a_gate_that_opens_lets_the_card_be_read(hub: FakeHub, database_url: str):
    hub.model("o/gated", GOOD, gated="manual").card_error = (401, "GatedRepo")
    crawl(database_url, hub.url)
    repo = hub.repos["o/gated"]
    repo.card_error, repo.info["gated"] = None, False  # no commit: the revision stays
    assert crawl(database_url, hub.url).changed == 1
    assert snapshots(database_url, "o/gated")[-1].card_outcome == "found"


def test_a_passing_failure_does_not_forget_what_was_read(hub: FakeHub, database_url: str):
    hub.model("o/m", GOOD)
    crawl(database_url, hub.url)
    hub.model("o/m", GOOD + "\nMore.\n").card_error = (503, "")
    counts = crawl(database_url, hub.url)
    assert counts.failed.total() == 1
    row, (kept,) = releases(database_url)["o/m"], snapshots(database_url, "o/m")
    assert (row.snapshot_id, row.failure_kind, row.outcome) == (kept.id, "unreachable", "found")
    hub.repos["o/m"].card_error = None
    assert crawl(database_url, hub.url).changed == 1


def test_linked_repos_that_fail_do_not_stop_the_others(hub: FakeHub, database_url: str):
    hub.model("o/m", "---\nbase_model: a/broken\ndatasets: [d/lies, d/good]\n---\n# M\n")
    hub.model("a/broken")
    hub.dataset("d/lies")
    hub.dataset("d/good")
    hub.fault("/api/models/a/broken", "500")
    hub.fault("/api/datasets/d/lies", "html")
    counts = crawl(database_url, hub.url, author="o")
    assert counts.datasets == 1
    row = releases(database_url)["a/broken"]
    assert (row.outcome, row.failure_kind) == ("unchecked", "unreachable")
    hub.faults.clear()
    counts = crawl(database_url, hub.url, author="o")
    assert (counts.datasets, counts.failed.total()) == (1, 0)
    assert releases(database_url)["a/broken"].outcome == "found"


# Mirrors ----------------------------------------------------------------------------------------


def put(folder: Path, repo_id: str, info: str | bytes, card: bytes | None = b"# M\n") -> None:
    repo = folder / repo_id
    repo.mkdir(parents=True)
    (repo / "info.json").write_bytes(info if isinstance(info, bytes) else info.encode())
    if card is not None:
        (repo / "README.md").write_bytes(card)


def test_a_mirror_with_broken_repos(tmp_path: Path, database_url: str):
    put(tmp_path, "models/o/good", '{"sha": "a1"}')
    put(tmp_path, "models/o/half", '{"sha": "a1", "tags": [')
    put(tmp_path, "models/o/list", "[]")
    put(tmp_path, "models/o/bytes", b"\xff\xfe\xff")
    put(tmp_path, "models/o/nan", '{"sha": "a1", "safetensors": {"total": NaN}}')
    put(tmp_path, "models/o/bare", "{}", None)
    (tmp_path / "models/o/nothing").mkdir()
    counts = crawl(database_url, Mirror(tmp_path))
    assert (counts.seen, counts.new, counts.failed.total()) == (6, 3, 3)
    kept = releases(database_url)
    assert {i for i, r in kept.items() if r.failure} == {"o/half", "o/list", "o/bytes"}
    assert "half" in kept["o/half"].failure


def test_a_mirror_selects(tmp_path: Path, sqlite_url: str):
    for org in ("a", "b"):
        for n in range(4):
            task = "text-generation" if n % 2 else "other"
            put(tmp_path, f"models/{org}/m{n}", json.dumps({"pipeline_tag": task}))
    mirror = Mirror(tmp_path)
    task = "text-generation"
    assert crawl(sqlite_url, mirror, author="b", task=task, limit=1).seen == 1
    assert set(releases(sqlite_url)) == {"b/m1"}
    assert crawl(sqlite_url, mirror, author="nobody").seen == 0
    assert crawl(sqlite_url, mirror).seen == 8


def test_a_folder_that_is_no_mirror(tmp_path: Path):
    with pytest.raises(Missing, match="holds no folder 'models'"):
        Mirror(tmp_path)


def test_the_sample_crawls_twice(sqlite_url: str):
    counts = crawl(sqlite_url, Mirror(SAMPLE, "sample"))
    assert counts.seen >= 40
    assert all(reason == "it is not in the mirror" for _, reason in counts.failed)
    before = dump(sqlite_url, without=("crawl", "release"))
    revisions = {r.id: (r.snapshot_id, r.changed_at) for r in releases(sqlite_url).values()}
    assert crawl(sqlite_url, Mirror(SAMPLE, "sample")).new == 0
    assert dump(sqlite_url, without=("crawl", "release")) == before
    # That it was seen is noted: a source that lists everything shows what is gone by what it leaves out.
    now = {r.id: (r.snapshot_id, r.changed_at) for r in releases(sqlite_url).values()}
    assert now == revisions
