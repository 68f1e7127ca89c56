"""Many repos saved at once: rows, documents, events, failures and grades, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DataError
from sqlmodel import Session, col, select

from registry import documents, models, store
from registry.db import engine_on, session_on
from registry.scoring.evidence import Outcome
from registry.store import Failure
from tests.crawling import dump
from tests.storing import BEGAN, DAY, count, release, said_now, save, save_grades, taken

UNREACHABLE = Failure("unreachable", "The Hub answered 503.")


@pytest.fixture
def engine(database_url: str):
    with engine_on(database_url) as engine:
        yield engine


def fail(
    engine: Engine,
    repo_id: str,
    at: datetime,
    failure: Failure = UNREACHABLE,
    outcome: Outcome = Outcome.UNCHECKED,
) -> models.Release:
    with session_on(engine) as session:
        store.save_failure(session, "model", repo_id, outcome, failure, at)
    return release(engine, repo_id)


def events(engine: Engine) -> list[tuple[str, str, str]]:
    """Repo, what happened and what the source said then (or the note, where there is no snapshot)."""
    with Session(engine) as session:
        rows = session.exec(select(models.Event).order_by(col(models.Event.id)))
        said = {s.id: s.revision for s in session.exec(select(models.Snapshot))}
        return [(e.repo_id, e.what, said.get(e.snapshot_id, e.note)) for e in rows]


# Snapshots --------------------------------------------------------------------------------------


def test_many_are_saved_at_once_and_their_shared_documents_once(engine: Engine):
    batch = [
        *(taken(f"o/m{n:03}", f"said {n % 3}") for n in range(300)),
        *(taken(f"d/s{n}", kind="dataset") for n in range(5)),
    ]
    assert save(engine, *batch) == [(True, True)] * 305
    counts = {t: count(engine, t) for t in (models.Release, models.Dataset, models.Snapshot)}
    assert list(counts.values()) == [300, 5, 305]
    assert count(engine, models.Reading) == 305
    # One card; four things that are said, as metadata and as evidence.
    assert count(engine, models.Document) == 1 + 2 * 4
    assert events(engine) == []
    assert said_now(engine, "o/m004") == "said 1"


def test_results_come_in_the_order_of_the_batch(engine: Engine):
    save(engine, taken("o/b"), taken("d/a", kind="dataset"))
    batch = [taken("o/c"), taken("o/b"), taken("d/a", "two", kind="dataset"), taken("o/a")]
    assert save(engine, *batch) == [(True, True), (False, False), (False, True), (True, True)]


def test_a_model_and_a_dataset_may_have_one_name(engine: Engine):
    save(engine, taken("o/x"), taken("o/x", kind="dataset"))
    assert save(engine, taken("o/x"), taken("o/x", "two", kind="dataset")) == [
        (False, False),
        (False, True),
    ]
    assert said_now(engine, "o/x") == "one"


def test_saving_again_changes_nothing_but_when_it_was_seen(database_url: str, engine: Engine):
    batch = [taken(f"o/m{n}", links=[("base", "o/m0", "finetune")]) for n in range(1, 20)]
    save(engine, *batch)
    before = dump(database_url, without=("release",))
    assert save(engine, *batch, at=BEGAN + DAY) == [(False, False)] * 19
    assert dump(database_url, without=("release",)) == before
    row = release(engine, "o/m7")
    assert (row.seen_at, row.changed_at) == (BEGAN + DAY, BEGAN)


def test_nothing_to_save(engine: Engine):
    assert save(engine) == []
    assert count(engine, models.Document) == 0


def test_another_snapshot_becomes_the_current_one_with_an_event(engine: Engine):
    save(engine, taken("o/a"), taken("o/b"))
    assert save(engine, taken("o/a", "two"), taken("o/b"), at=BEGAN + DAY) == [
        (False, True),
        (False, False),
    ]
    assert said_now(engine, "o/a") == "two"
    assert said_now(engine, "o/b") == "one"
    assert events(engine) == [("o/a", "snapshot", "two")]
    assert release(engine, "o/a").changed_at == BEGAN + DAY
    assert release(engine, "o/b").changed_at == BEGAN


def test_what_goes_back_makes_an_event_and_no_third_snapshot(engine: Engine):
    for days, said in enumerate(("A", "B", "A", "A")):
        save(engine, taken("o/a", said), at=BEGAN + days * DAY)
    assert count(engine, models.Snapshot) == 2
    assert count(engine, models.Reading) == 2
    assert said_now(engine, "o/a") == "A"
    assert events(engine) == [("o/a", "snapshot", "B"), ("o/a", "snapshot", "A")]
    assert release(engine, "o/a").changed_at == BEGAN + 2 * DAY
    with Session(engine) as session:
        first = session.exec(select(models.Snapshot).where(models.Snapshot.revision == "A")).one()
        assert first.taken_at == BEGAN, "it is the very snapshot of then"


def test_links_follow_the_current_snapshot(engine: Engine):
    one = [("base", "o/base", "finetune"), ("dataset", "d/s", "")]
    save(engine, taken("o/a", links=one), taken("o/b", links=one))
    save(engine, taken("o/a", "two", links=[("base", "o/other", "merge")]), taken("o/b"))
    with Session(engine) as session:
        links = session.exec(select(models.Link)).all()
    assert sorted((k.release_id, k.kind, k.target, k.relation) for k in links) == [
        ("o/a", "base", "o/other", "merge"),
        ("o/b", "base", "o/base", "finetune"),
        ("o/b", "dataset", "d/s", ""),
    ]


def test_counters_move_without_an_event(engine: Engine):
    save(engine, taken("o/a"))
    assert save(engine, taken("o/a", downloads=99)) == [(False, False)]
    assert release(engine, "o/a").downloads == 99
    assert release(engine, "o/a").organization == "o"
    assert events(engine) == []


def test_another_reader_reads_what_was_kept(engine: Engine):
    save(engine, taken("o/a"))
    found = documents.masked(["read anew"], "o/a", "one")
    with session_on(engine) as session:
        snapshot_id = session.get_one(models.Release, "o/a").snapshot_id
        digest = documents.digest_of(found)
        store.save_documents(session, {digest: documents.packed(found)})
        store.save_readings(session, [(snapshot_id, "2", digest)])
    with Session(engine) as session:
        (reading,) = session.exec(select(models.Reading))
        assert (reading.reader_version, reading.evidence) == ("2", ["read anew"])


def test_a_batch_that_fails_leaves_nothing(database_url: str, engine: Engine):
    save(engine, taken("o/a"))
    before = dump(database_url)
    bad = taken("o/c", parameters=2**80)
    with pytest.raises((DataError, OverflowError)):
        save(engine, taken("o/a", "two"), taken("o/b"), bad)
    assert dump(database_url) == before


# Failures ---------------------------------------------------------------------------------------


def test_pauses_grow_while_a_repo_can_not_be_reached(engine: Engine):
    pauses = []
    for attempt in range(1, 15):
        row = fail(engine, "o/a", BEGAN)
        assert (row.outcome, row.attempts, row.failure_kind) == (
            "unchecked",
            attempt,
            "unreachable",
        )
        pauses.append(row.retry_at - BEGAN)
    assert pauses[0] == timedelta(0), "a first failure is due again at once"
    assert pauses[1] > timedelta(0)
    assert all(later > before or later == DAY for before, later in pairwise(pauses))
    assert pauses[-1] == DAY
    assert events(engine) == []


@pytest.mark.parametrize("attempts", [1, 2, 40, 5000])
def test_a_pause_is_a_day_at_most(attempts: int):
    assert store.retry_after(UNREACHABLE, attempts, BEGAN) <= BEGAN + DAY


@pytest.mark.parametrize("kind", ["denied", "missing", "moved", "error"])
def test_what_does_not_pass_is_not_due_again(engine: Engine, kind: str):
    assert fail(engine, "o/a", BEGAN, Failure(kind, "No.")).retry_at is None


def test_a_repo_that_answers_again_is_not_due(engine: Engine):
    fail(engine, "o/a", BEGAN)
    assert save(engine, taken("o/a")) == [(False, True)]
    row = release(engine, "o/a")
    assert (row.outcome, row.attempts, row.retry_at, row.failure) == ("found", 0, None, "")
    assert events(engine) == [], "it was never seen before"


def test_a_passing_failure_forgets_nothing(engine: Engine):
    save(engine, taken("o/a"))
    row = fail(engine, "o/a", BEGAN + DAY)
    assert (row.outcome, row.failure_kind, row.changed_at) == ("found", "unreachable", BEGAN)
    assert said_now(engine, "o/a") == "one"


def test_a_card_that_fails_again_and_again_waits_longer(engine: Engine):
    due = []
    for _ in range(3):
        save(engine, taken("o/a", failure=UNREACHABLE))
        row = release(engine, "o/a")
        due.append(row.retry_at)
    assert row.attempts == 3
    assert due == sorted(set(due))
    save(engine, taken("o/a"))
    assert (release(engine, "o/a").retry_at, release(engine, "o/a").attempts) == (None, 0)


def test_gone_and_back_are_told_once_each(engine: Engine):
    gone = Failure("missing", "There is no such repo.")
    save(engine, taken("o/a"))
    for days in (1, 2):
        row = fail(engine, "o/a", BEGAN + days * DAY, gone, Outcome.ABSENT)
    assert (row.outcome, row.changed_at) == ("absent", BEGAN + DAY)
    for days in (3, 4):
        save(engine, taken("o/a"), at=BEGAN + days * DAY)
    row = release(engine, "o/a")
    assert (row.outcome, row.changed_at) == ("found", BEGAN + 3 * DAY)
    assert events(engine) == [("o/a", "gone", "one"), ("o/a", "back", "one")]


def test_a_move_is_told_once(engine: Engine):
    save(engine, taken("o/old"))
    for days in (1, 2):
        with session_on(engine) as session:
            store.save_move(session, "model", "o/old", "o/new", BEGAN + days * DAY)
    row = release(engine, "o/old")
    assert (row.moved_to, row.outcome) == ("o/new", "absent")
    told = events(engine)
    assert told.count(("o/new", "moved", "o/old")) == 1
    assert len(told) == 2


# Grades -----------------------------------------------------------------------------------------


def test_new_grades_become_the_current_ones_of_their_releases(engine: Engine):
    names = [f"o/m{n}" for n in range(20)]
    save(engine, *map(taken, names), taken("o/other"))
    first = save_grades(engine, dict.fromkeys(names, "A"), [], BEGAN)
    assert first.pop("o/other") is None
    with Session(engine) as session:
        owners = {g.id: g.release_id for g in session.exec(select(models.Grade))}
    assert {name: owners[grade] for name, grade in first.items()} == {n: n for n in names}

    second = save_grades(engine, {"o/m3": "B"}, names[4:], BEGAN + DAY)
    changed = {name for name in names if second[name] != first[name]}
    assert changed == {"o/m3"}
    assert count(engine, models.Grade) == 21, "the one before is kept"
    assert count(engine, models.Document) == 3 + 2, "the same verdict is kept once"
    graded = {name: release(engine, name).graded_at for name in names}
    assert graded == {n: BEGAN if n in names[:3] else BEGAN + DAY for n in names}
    with Session(engine) as session:
        made = {g.id: g.graded_at for g in session.exec(select(models.Grade))}
    assert made[first["o/m7"]] == BEGAN, "a grade that still holds is as old as it is"
    assert made[second["o/m3"]] == BEGAN + DAY


def test_a_verdict_that_comes_back_is_a_grade_of_its_own(engine: Engine):
    save(engine, taken("o/a"))
    grades = [
        save_grades(engine, {"o/a": said}, [], BEGAN + n * DAY)["o/a"]
        for n, said in enumerate("ABA")
    ]
    assert grades == sorted(set(grades))
    assert count(engine, models.Document) == 3 + 2


def test_no_grades_are_no_work(database_url: str, engine: Engine):
    save(engine, taken("o/a"))
    before = dump(database_url)
    save_grades(engine, {}, [], BEGAN + DAY)
    assert dump(database_url) == before
