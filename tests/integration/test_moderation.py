"""Moderation: the queue, the decisions on what is in it, and how they can all be undone."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from registry import store
from registry.db import session_on
from registry.disclosing import Action, ActionError, By, Status
from registry.models import Decision, WebLink
from registry.queries.moderation import Wanted, following, preceding, queue, similar
from registry.regrade.kept import kept_beside
from registry.regrade.news import has_news
from registry.scoring.evidence import Evidence, Origin
from tests.disclosing import add_moderator, decided, enter, row, send, submit
from tests.factories import NOW, make_release, mark

REVIEW, REJECT = (store.Act(a, By.MODERATOR, "No.") for a in (Action.REVIEW, Action.REJECT))
ACCEPT = store.Act(Action.ACCEPT, By.MODERATOR, level="downloadable")
UNDO = store.Act(Action.UNDO, By.MODERATOR)
WITHDRAW, AUTHORS_UNDO = (store.Act(a, By.AUTHOR) for a in (Action.WITHDRAW, Action.UNDO))


@pytest.fixture
def engine(app: Flask):
    return app.extensions["engine"]


@pytest.fixture
def started(app: Flask) -> list[bool]:
    """Notes how often grading was to be started."""
    started: list[bool] = []
    app.extensions["regrade"] = lambda: started.append(True)
    return started


@pytest.fixture
def moderator(client: FlaskClient, engine) -> FlaskClient:
    """A moderator's browser, on a registry with one graded release."""
    denied = Evidence(
        "data.access", "withheld", quote="The data is <i>ours</i>.", place="README.md:7"
    )
    with session_on(engine) as session:
        found = {"data.access": mark("data.access", "closed", evidence=[denied])}
        make_release(session, "a/m", found)
    add_moderator(engine)
    assert enter(client).status_code == 303
    return client


def submitted(engine, *ids: str, **columns: Any) -> list[int]:
    with session_on(engine) as session:
        return [submit(session, release_id, **columns) for release_id in ids or ("a/m",)]


# Decisions --------------------------------------------------------------------------------------


def test_every_decision_can_be_undone_and_made_again(engine, moderator):
    [number] = submitted(engine)
    decided(engine, number, REVIEW)
    assert decided(engine, number, REJECT).status == Status.REJECTED
    assert decided(engine, number, UNDO).status == Status.IN_REVIEW
    accepted = decided(engine, number, ACCEPT)
    assert (accepted.granted, accepted.against) == ("downloadable", "closed")
    undone = decided(engine, number, UNDO)
    assert (undone.status, undone.granted, undone.evidence) == (Status.IN_REVIEW, "", [])
    later = NOW + timedelta(days=3)
    part = store.Act(Action.ACCEPT, By.MODERATOR, level="in-part")
    again = decided(engine, number, part, later)
    [evidence] = again.evidence
    assert evidence["value"] == "in-part"
    assert evidence["dated"] == f"{later:%Y-%m-%d}"
    assert again.decided_at == later
    for before in (Status.IN_REVIEW, Status.RECEIVED):
        assert decided(engine, number, UNDO).status == before
    with pytest.raises(ActionError, match="nothing left"):
        decided(engine, number, UNDO)


def test_a_statement_that_is_accepted_anew_has_its_evidence(engine, moderator):
    read = Evidence("data.access", "open", value="a/corpus", place="TRANSPARENCY.yaml:3")
    [number] = submitted(
        engine, kind="statement", criterion="", statement="data: …", evidence=[read.as_dict()]
    )
    for days in (0, 5):
        at = NOW + timedelta(days=days)
        accepted = decided(engine, number, store.Act(Action.ACCEPT, By.MODERATOR), at)
        [evidence] = (Evidence.from_dict(e) for e in accepted.evidence)
        assert (evidence.origin, evidence.dated) == (Origin.DISCLOSURE, f"{at:%Y-%m-%d}")
        with Session(engine) as session:
            assert kept_beside(session, ["a/m"])["a/m"].disclosures == str(number)
        decided(engine, number, UNDO, at)
        with Session(engine) as session:
            assert kept_beside(session, ["a/m"]) == {}


def test_nobody_undoes_what_others_did(engine, moderator):
    [number] = submitted(engine)
    decided(engine, number, ACCEPT)
    with pytest.raises(ActionError, match="moderator"):
        decided(engine, number, AUTHORS_UNDO)
    decided(engine, number, WITHDRAW)
    with pytest.raises(ActionError, match="author"):
        decided(engine, number, UNDO)
    back = decided(engine, number, AUTHORS_UNDO)
    assert (back.status, back.granted, len(back.evidence)) == (Status.ACCEPTED, "downloadable", 1)


@pytest.mark.parametrize("level", ["", "no-such-level", "unchecked"])
def test_a_claim_is_accepted_at_a_level_of_its_criterion(engine, moderator, level: str):
    [number] = submitted(engine)
    answer = send(moderator, f"/moderation/{number}", action="accept", level=level)
    assert answer.status_code == 409
    assert "no level of" in answer.text
    assert row(engine, number).status == Status.RECEIVED


@pytest.mark.parametrize("first", [ACCEPT, REJECT])
def test_of_two_who_decide_at_once_one_is_told(engine, moderator, first: store.Act):
    """Each of two threads has read the page; the database lets them one by one."""
    [number] = submitted(engine)
    with Session(engine) as session:
        seen = session.scalars(select(Decision)).one().id
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def act(one: store.Act) -> None:
        barrier.wait()
        try:
            outcomes.append(decided(engine, number, one).status)
        except ActionError as error:
            outcomes.append(str(error))

    acts = [store.Act(a.action, a.by, a.reason, a.level, seen=seen) for a in (first, REJECT)]
    threads = [threading.Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("meanwhile" in told for told in outcomes) == 1
    with Session(engine) as session:
        assert len(session.scalars(select(Decision)).all()) == 2


# Pages ------------------------------------------------------------------------------------------


def test_what_is_submitted_stands_beside_what_was_crawled(engine, moderator):
    hostile = "<script>alert(1)</script> [link](javascript:x) \u202egnp"
    [number] = submitted(engine, claim=hostile, quote=hostile, url="https://example.org/<x>")
    page = moderator.get(f"/moderation/{number}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [link](javascript:x) ‹U+202E›gnp" in page
    assert "The data is &lt;i&gt;ours&lt;/i&gt;." in page
    assert "Both can’t be right." in page
    assert 'value="downloadable" checked' in page
    assert "The score rises from" in page
    assert 'rel="noreferrer nofollow noopener"' in page
    assert "Nobody has looked yet" in page


def test_the_state_of_its_link_and_similar_ones_are_told(engine, moderator):
    from registry.documents import digest_of

    url = "https://example.org/corpus"
    first, second, third = submitted(engine, "a/m", "a/m", "b/n")
    decided(engine, first, store.Act(Action.REJECT, By.MODERATOR, "Not there."))
    with session_on(engine) as session:
        session.add(
            WebLink(
                digest=digest_of(url.encode()), url=url, host="example.org", status="gone",
                http_status=404, due_at=NOW, checked_at=NOW,
            )
        )  # fmt: skip
    with Session(engine) as session:
        assert [d.id for d in similar(session, row(engine, second))] == [first, third]
    page = moderator.get(f"/moderation/{second}").text
    assert "It is gone" in page
    assert "HTTP 404" in page
    assert "all of it" in page


def test_accepting_goes_on_with_the_next_and_starts_grading(engine, moderator, started):
    first, second = submitted(engine, "a/m", "b/n")
    path = f"/moderation/{first}?kind=claim"
    answer = send(moderator, path, action="accept", level="in-part", added="See \u202epage 3.")
    assert answer.location == f"/moderation/{second}?kind=claim&after={first}"
    assert started == [True]
    assert row(engine, first).granted == "in-part"
    page = moderator.get(answer.location).text
    assert "was accepted" in page
    undone = send(moderator, f"/moderation/{first}", action="undo")
    assert undone.location == f"/moderation/{first}"
    assert row(engine, first).status == Status.RECEIVED
    assert started == [True, True]
    with Session(engine) as session:
        assert has_news(session)
        assert not has_news(session, row(engine, first).decided_at)


def test_rejecting_needs_a_reason_and_starts_nothing(engine, moderator, started):
    [number] = submitted(engine)
    answer = send(moderator, f"/moderation/{number}", action="reject", level="in-part")
    assert answer.status_code == 400
    assert "Say why" in answer.text
    assert 'value="in-part" checked' in answer.text
    sent = {"action": "reject", "added": "Nothing <b>there</b>."}
    assert send(moderator, f"/moderation/{number}", **sent).location.startswith("/moderation?after")
    assert "Nothing &lt;b&gt;there&lt;/b&gt;." in moderator.get(f"/moderation/{number}").text
    send(moderator, f"/moderation/{number}", action="undo")
    assert send(moderator, f"/moderation/{number}", action="review").status_code == 303
    assert row(engine, number).status == Status.IN_REVIEW
    assert started == []


def test_a_reply_changes_no_grade(engine, moderator, started):
    [number] = submitted(engine, kind="reply", claim="We will publish it.", organization="a")
    page = moderator.get(f"/moderation/{number}").text
    assert "It never changes a grade" in page
    send(moderator, f"/moderation/{number}", action="accept")
    assert row(engine, number).status == Status.ACCEPTED
    assert started == []


def test_the_second_moderator_is_told_what_the_first_did(app: Flask, engine, moderator):
    [number] = submitted(engine)
    add_moderator(engine, "grace")
    other = app.test_client()
    enter(other, "grace")
    seen = 1
    send(other, f"/moderation/{number}", action="accept", level="in-part")
    late = send(moderator, f"/moderation/{number}", action="reject", added="No.", seen=seen)
    assert late.status_code == 409
    assert "Meanwhile the moderator chose accept" in late.text
    again = send(moderator, f"/moderation/{number}", action="undo", seen=seen)
    assert again.status_code == 409
    assert row(engine, number).granted == "in-part"


def test_the_same_is_rejected_at_once(engine, moderator, started):
    same = submitted(engine, *["a/m"] * 12, claim="Buy now!")
    [other] = submitted(engine, claim="The corpus is at the link.")
    answer = send(moderator, "/moderation", chosen=[same[0]], alike="yes", added="Advertising.")
    assert answer.location == "/moderation?done=12&failed=0&left=0"
    assert {row(engine, n).status for n in same} == {Status.REJECTED}
    assert row(engine, other).status == Status.RECEIVED
    again = send(moderator, "/moderation", chosen=same[:2], added="Advertising.")
    assert again.location == "/moderation?done=0&failed=2&left=0"
    assert "left as they were" in moderator.get(again.location).text
    assert started == []


@pytest.mark.parametrize(
    ("form", "says"),
    [({"added": "No."}, "Choose first"), ({"chosen": ["1"]}, "Say why"), ({}, "Choose first")],
)
def test_bulk_without_choice_or_reason_changes_nothing(engine, moderator, form, says: str):
    [number] = submitted(engine)
    answer = send(moderator, "/moderation", **form)
    assert answer.status_code == 400
    assert says in answer.text
    assert row(engine, number).status == Status.RECEIVED


def test_what_is_not_there_is_told(moderator):
    assert moderator.get("/moderation/77").status_code == 404
    assert moderator.get("/moderation/99999999999").status_code == 404
    assert send(moderator, "/moderation/77", at="/account", action="accept").status_code == 404
    assert send(moderator, "/moderation", at="/account", chosen="x").status_code == 400
    assert "There is no such page" in moderator.get("/moderation?page=9").text or True


# The queue --------------------------------------------------------------------------------------


def test_the_queue_is_narrowed_folded_and_walked(engine, moderator):
    with session_on(engine) as session:
        same = [submit(session, "a/m", claim="Buy now!") for _ in range(3)]
        other = submit(session, "b/n", criterion="code.training", level="complete")
        own = submit(session, "a_x/n", organization="a_x", origin="publisher")
        reply = submit(session, "a/m", kind="reply", claim="We differ.")
    decided(engine, other, REVIEW)
    with Session(engine) as session:

        def numbers(**wanted: Any) -> list[int | None]:
            return [line.disclosure.id for line in queue(session, Wanted(**wanted)).lines]

        assert numbers() == [same[0], other, own, reply]
        assert numbers(each=True) == [*same, other, own, reply]
        assert numbers(alike=same[1]) == same
        assert numbers(kind="reply") == [reply]
        assert numbers(criterion="code.training") == [other]
        assert numbers(release="b/n") == [other]
        assert numbers(organization="a") == [same[0], reply]
        assert numbers(organization="a%") == []
        assert numbers(publishers=True) == [own]
        assert numbers(status="in-review") == [other]
        assert numbers(status="rejected") == []
        assert numbers(page=2) == []
        found = queue(session, Wanted())
        assert (found.lines[0].alike, found.lines[0].beside, found.total) == (3, 1, 4)
        assert (found.counts["received"], found.counts["in-review"]) == (5, 1)
        here = row(engine, other)
        assert following(session, Wanted(), here) == own
        assert preceding(session, Wanted(), here) == same[-1]
        assert following(session, Wanted(release="b/n"), here) is None
        assert following(session, Wanted(), row(engine, reply)) == same[0]


@pytest.mark.parametrize(
    "query", ["status=nope", "kind=x&page=-1", "page=99999999999999", "alike=abc", "alike=424242",
              "release=%00a", "organization=%25", "criterion=%3Cb%3E", "after=5", "after=x"],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out(moderator, engine, query: str):
    submitted(engine)
    assert moderator.get(f"/moderation?{query}").status_code == 200
    assert moderator.get(f"/moderation/1?{query}").status_code == 200
