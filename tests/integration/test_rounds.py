"""The rounds of workers: what was decided is graded though no crawl brought it, by one process at a time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session

from crawlers.ingest import taken
from crawlers.newly import Rounds
from crawlers.snapshots import Snapshot
from registry import store
from registry.db import engine_on, session_on
from registry.disclosing import Action, By
from registry.documents import digest_of
from registry.models import Citation, Disclosure, Grade, Release, WebLink
from registry.regrade.alone import alone
from registry.regrade.news import has_news
from registry.scoring.evidence import Outcome
from tests.crawling import regrade
from tests.disclosing import decided, submit
from tests.factories import NOW

RELEASE = "acme/nimbus-7b"
ACCEPT = store.Act(Action.ACCEPT, By.MODERATOR, level="downloadable")
UNDO = store.Act(Action.UNDO, By.MODERATOR)


@pytest.fixture
def engine(database_url: str):
    with engine_on(database_url) as engine:
        metadata = {"id": RELEASE, "siblings": [{"rfilename": "model.safetensors"}]}
        snapshot = Snapshot("model", RELEASE, "a" * 40, metadata, "https://hub/x", card=b"# Nimbus")
        with session_on(engine) as session:
            store.save_taken(session, [taken(snapshot, "hub")], NOW)
        regrade(database_url)
        yield engine


def level(engine) -> str:
    with Session(engine) as session:
        release = session.get_one(Release, RELEASE)
        return session.get_one(Grade, release.grade_id).verdict.marks["data.access"]["level"]


def test_a_round_grades_what_was_decided_and_then_rests(engine):
    rounds = Rounds(engine)
    with session_on(engine) as session:
        number = submit(session, RELEASE)
    assert rounds.look() == 0
    with Session(engine) as session:
        at = session.get_one(Release, RELEASE).graded_at + timedelta(minutes=1)
    decided(engine, number, ACCEPT, at)
    assert rounds.look() == 1
    assert level(engine) == "downloadable"
    with session_on(engine) as session:
        session.execute(update(Release).values(graded_at=at))  # what the clock says by then
    assert rounds.look() == 0
    decided(engine, number, UNDO, at + timedelta(minutes=1))
    assert rounds.look() == 1
    assert level(engine) != "downloadable"


def test_a_release_that_only_disclosures_know_is_news(engine):
    with session_on(engine) as session:
        number = submit(session, "acme/closed-1")
        reply = submit(session, "acme/closed-2", kind="reply", organization="acme")
    decided(engine, reply, store.Act(Action.ACCEPT, By.MODERATOR), NOW)
    with Session(engine) as session:
        assert not has_news(session)
    decided(engine, number, ACCEPT, NOW)
    with session_on(engine) as session:
        assert not has_news(session), "the Hub is asked for it first"
        gone = store.Failure("absent", "There is no such repo.")
        store.save_failure(session, "model", "acme/closed-1", Outcome.ABSENT, gone, NOW)
    assert Rounds(engine).look() == 1
    with Session(engine) as session:
        assert session.get_one(Release, "acme/closed-1").grade_id is not None
        assert not has_news(session)


def test_a_link_that_changed_is_news(engine):
    with session_on(engine) as session:
        release = session.get_one(Release, RELEASE)
        at = release.graded_at + timedelta(seconds=1)
        link = WebLink(
            digest=digest_of(b"x"), url="https://example.org", host="example.org", status="gone",
            due_at=NOW, changed_at=at,
        )  # fmt: skip
        session.add(link)
        session.flush()
        session.add(Citation(release_id=RELEASE, link_id=link.id))
        session.flush()
        assert has_news(session)
        assert has_news(session, at - timedelta(seconds=1))
        assert not has_news(session, at)
        assert session.get(Disclosure, 1) is None


def test_on_one_database_one_grades_at_a_time(engine):
    inside, most = 0, 0
    guard = threading.Lock()

    def grade() -> None:
        nonlocal inside, most
        with alone(engine):
            with guard:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.01)
            with guard:
                inside -= 1

    threads = [threading.Thread(target=grade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, most) == (0, 1)
