"""Disclosures from their acceptance to the grade, its history and its receipt, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from crawlers.clock import now
from crawlers.fetch import Wanted
from crawlers.frontier import due
from crawlers.registering import register_disclosed
from crawlers.snapshots import Snapshot
from registry import models, queries, serialize, store
from registry.db import alembic_config, engine_on, session_on
from registry.disclosing import LINKED, Action, ActionError, By, Status
from registry.disclosing.log import broken_at
from registry.links.citations import gather
from registry.links.states import LinkStatus
from registry.moments import moment
from registry.queries.receipts import receipt
from registry.regrade.news import has_news
from registry.resources import rubric
from registry.scoring.evidence import Outcome
from registry.store import Act
from tests.crawling import regrade
from tests.integration.receipted import checked, differing, documents_of

RELEASE = "acme/nimbus-7b"
CARD = b"---\nlicense: apache-2.0\n---\n\n# Nimbus 7B\n\nA language model of seven billion parameters.\n"
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str):
    with engine_on(database_url) as engine:
        from crawlers.ingest import taken

        metadata = {"id": RELEASE, "siblings": [{"rfilename": "model.safetensors"}]}
        snapshot = Snapshot("model", RELEASE, "a" * 40, metadata, "https://hub/x", card=CARD)
        with session_on(engine) as session:
            store.save_taken(session, [taken(snapshot, "hub")], BEGAN)
        regrade(database_url)
        yield engine


def submit(engine, **columns: Any) -> int:
    given = {
        "kind": "claim",
        "release_id": RELEASE,
        "criterion": "data.sources",
        "claim": "The corpora are listed in its paper.",
        "url": "https://example.org/paper",
        "quote": "We train on Dolma.",
        "origin": "publisher",
        "key": "0" * 64,
        "likeness": "1" * 64,
    }
    with session_on(engine) as session:
        return store.save_disclosures(session, [{**given, **columns}], now())[0]


def act(engine, number: int, action: Action, by: By = By.MODERATOR, **told: Any) -> Status:
    with session_on(engine) as session:
        row = store.decide(session, number, Act(action, by, **told), rubric(), now())
        return Status(row.status)


def accept(engine, number: int, level: str = "itemised") -> None:
    act(engine, number, Action.ACCEPT, level=level, reason="The paper says so.")


def is_not_there(engine, release_id: str) -> None:
    """What a crawl finds of a name that the Hub does not have."""
    gone = store.Failure("absent", "There is no such repo.")
    with session_on(engine) as session:
        store.save_failure(session, "model", release_id, Outcome.ABSENT, gone, now())


def level_of(engine, criterion: str = "data.sources") -> str:
    with engine.connect() as connection:
        dossier = queries.dossier(connection, RELEASE)
    return dossier.grade.verdict.marks[criterion]["level"]


def test_an_accepted_claim_counts_and_can_be_taken_back(engine, database_url: str):
    assert level_of(engine) == "undisclosed"
    number = submit(engine)
    assert regrade(database_url) == 0, "nothing unseen may count"
    accept(engine, number)
    assert regrade(database_url) == 1
    assert level_of(engine) == "itemised"
    assert regrade(database_url) == 0
    with Session(engine) as session:
        told = receipt(session, RELEASE)
        assert told["inputs"]["disclosures"][0]["place"] == f"disclosure:{number}"
        assert told["awaits"] == []
        assert differing(checked(*documents_of(session, RELEASE))) == []
        assert session.get_one(models.Disclosure, number).against == "undisclosed"
    assert act(engine, number, Action.UNDO, reason="A mistake.") is Status.RECEIVED
    with Session(engine) as session:
        assert {w["cause"] for w in receipt(session, RELEASE)["awaits"]} == {"disclosures"}
    assert regrade(database_url) == 1
    assert level_of(engine) == "undisclosed"
    accept(engine, number, "named-in-part")
    regrade(database_url)
    assert level_of(engine) == "named-in-part"
    assert act(engine, number, Action.WITHDRAW, By.AUTHOR) is Status.WITHDRAWN
    regrade(database_url)
    assert level_of(engine) == "undisclosed"


def test_a_decision_that_was_kept_after_grades_were_made_counts(engine, database_url: str):
    early, number = now(), submit(engine)
    with session_on(engine) as session:
        session.get_one(models.Release, RELEASE).graded_at = now()
    with session_on(engine) as session:
        act = Act(Action.ACCEPT, By.MODERATOR, level="itemised", reason="So it is.")
        store.decide(session, number, act, rubric(), early)
    assert regrade(database_url) == 1
    assert level_of(engine) == "itemised"
    assert regrade(database_url) == 0


def test_a_dead_link_is_told_of_a_grade_only_while_something_rests_on_it(engine, database_url: str):
    number = submit(engine)
    accept(engine, number)
    for _ in gather(engine, "https://huggingface.co", now()):
        pass
    with session_on(engine) as session:
        dead = session.exec(select(models.WebLink)).one()
        dead.status, dead.changed_at = LinkStatus.GONE, now()
    assert regrade(database_url) == 1
    assert level_of(engine) == "unchecked"
    act(engine, number, Action.UNDO)
    # Nobody has looked at links since, so that of the disclosure is still known.
    assert regrade(database_url) == 1
    with Session(engine) as session:
        told = receipt(session, RELEASE)
        assert (told["inputs"]["gone"], told["awaits"]) == ([], [])
    for _ in gather(engine, "https://huggingface.co", now()):
        pass
    assert regrade(database_url, full=True) == 0


def test_a_schema_without_disclosures_leaves_no_grade_that_rests_on_them(engine, database_url: str):
    accept(engine, submit(engine))
    accept(engine, submit(engine, release_id="acme/closed-1"))
    is_not_there(engine, "acme/closed-1")
    register_disclosed(engine, now())
    regrade(database_url)
    assert level_of(engine) == "itemised"
    engine.dispose()
    command.downgrade(alembic_config(database_url), "0008")
    command.upgrade(alembic_config(database_url), "head")
    assert regrade(database_url) == 1
    assert level_of(engine) == "undisclosed"
    with engine.connect() as connection:
        assert queries.dossier(connection, "acme/closed-1").grade is None


def test_history_tells_what_moved_the_grade(engine, database_url: str):
    number = submit(engine)
    accept(engine, number)
    regrade(database_url)
    with engine.connect() as connection:
        newest = serialize.history(queries.dossier(connection, RELEASE), rubric())[0]
    assert newest["by"] == [{"who": "disclosure", "words": "A disclosure was decided on"}]
    assert newest["movement"]["causes"] == ["disclosure"]
    assert newest["movement"]["words"].startswith(f"Disclosure {number} was accepted; the grade")


def test_what_was_rejected_or_a_reply_never_counts(engine, database_url: str):
    rejected, reply = submit(engine), submit(engine, kind="reply")
    act(engine, rejected, Action.REJECT, reason="The paper is on another model.")
    act(engine, reply, Action.ACCEPT)
    assert regrade(database_url) == 0
    with pytest.raises(ActionError):
        accept(engine, rejected)
    with pytest.raises(ActionError, match="wide open is no level of named sources"):
        accept(engine, submit(engine), "wide open")


def test_whatever_was_decided_can_be_undone_step_by_step(engine):
    number = submit(engine)
    act(engine, number, Action.REVIEW)
    act(engine, number, Action.REJECT, reason="No.")
    assert act(engine, number, Action.UNDO) is Status.IN_REVIEW
    assert act(engine, number, Action.UNDO) is Status.RECEIVED
    with pytest.raises(ActionError, match="nothing left"):
        act(engine, number, Action.UNDO)
    act(engine, number, Action.WITHDRAW, By.AUTHOR)
    with pytest.raises(ActionError, match="by the author, who alone can undo it"):
        act(engine, number, Action.UNDO)
    assert act(engine, number, Action.UNDO, By.AUTHOR) is Status.RECEIVED
    with pytest.raises(store.UnknownDisclosureError):
        act(engine, number + 1, Action.REVIEW)


def test_the_log_can_only_grow_and_is_chained(engine):
    number = submit(engine)
    act(engine, number, Action.REVIEW)
    accept(engine, number)
    act(engine, number, Action.UNDO, reason="„Doch nicht“")
    with Session(engine) as session:
        log = [
            {**d.model_dump(), "disclosure": d.disclosure_id, "at": moment(d.at)}
            for d in session.exec(select(models.Decision).order_by(models.Decision.id))
        ]
    assert [e["action"] for e in log] == ["submit", "review", "accept", "undo"]
    assert broken_at(log) is None
    for statement in ("update decision set reason = ''", "delete from decision"):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))


def test_a_release_without_a_repo_is_registered_by_what_was_disclosed(engine, database_url: str):
    number = submit(engine, release_id="acme/closed-1", criterion="docs.paper", origin="disclosure")
    with Session(engine) as session:
        assert due(session, now()) == []
    accept(engine, number, "partial")
    assert register_disclosed(engine, now()) == 0, "the Hub is asked for it first"
    with Session(engine) as session:
        assert due(session, now()) == [Wanted("model", "acme/closed-1", role="linked")]
    is_not_there(engine, "acme/closed-1")
    assert register_disclosed(engine, now()) == 1
    assert register_disclosed(engine, now()) == 0
    regrade(database_url)
    with engine.connect() as connection:
        found = queries.dossier(connection, "acme/closed-1")
    marks = found.grade.verdict.marks
    assert found.snapshot.page == ""
    assert marks["docs.paper"]["level"] == "partial"
    assert marks["weights.access"]["level"] == marks["data.sources"]["level"] == "unchecked"
    act(engine, number, Action.UNDO)
    assert register_disclosed(engine, now()) == 1
    with engine.connect() as connection:
        assert queries.dossier(connection, "acme/closed-1").grade is None
    accept(engine, number, "partial")
    assert register_disclosed(engine, now()) == 1


@pytest.mark.parametrize("outcome", [Outcome.UNCHECKED, Outcome.ABSENT])
def test_what_could_not_be_read_is_not_taken_for_what_has_no_repo(engine, outcome: Outcome):
    name = "acme/away-1"
    with session_on(engine) as session:
        failure = store.Failure("unreachable", "The Hub did not answer.")
        store.save_failure(session, "model", name, outcome, failure, now())
    accept(engine, submit(engine, release_id=name))
    is_known_absent = outcome is Outcome.ABSENT
    with Session(engine) as session:
        assert has_news(session) is is_known_absent
    assert register_disclosed(engine, now()) == is_known_absent
    with Session(engine) as session:
        found = session.get_one(models.Release, name)
        assert (found.snapshot_id is not None, found.retry_at is None) == (is_known_absent,) * 2


def test_what_was_disclosed_goes_along_when_a_release_is_renamed(engine, database_url: str):
    accept(engine, submit(engine))
    later = now() + timedelta(seconds=1)
    with session_on(engine) as session:
        session.add(models.Link(release_id=RELEASE, kind=LINKED, target="acme/corpus"))
    with session_on(engine) as session:
        store.save_move(session, "model", RELEASE, "acme/cirrus-7b", later)
    with Session(engine) as session:
        rows = session.exec(select(models.Disclosure)).all()
        assert session.exec(select(models.Link).where(models.Link.kind == LINKED)).all() == []
    assert [(row.release_id, row.decided_at) for row in rows] == [("acme/cirrus-7b", later)]
