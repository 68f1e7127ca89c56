"""Requests for disclosure: recorded once, watched from grading to grading, and told by list, page and API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import TypeAdapter
from sqlalchemy import event
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from crawlers.frontier import pending
from crawlers.source import Selection
from registry import store
from registry.disclosing import Action, By
from registry.models import Disclosure, Release, Request, Snapshot
from registry.regrade.answered import watch
from registry.resources import rubric
from registry.shapes import RequestList
from tests.application import make_app
from tests.crawling import crawl, regrade
from tests.factories import NOW, make_grade, make_release, make_snapshot, marks
from tests.hub import FakeHub

MODEL = "org/model"
PAGE = f"https://huggingface.co/{MODEL}"
SILENT = "---\nlicense: mit\n---\n\n# A model\n"
TELLING = f"{SILENT}\n## Training data\n\nIt was pre-trained on web pages, books and source code.\n"
SOURCES, ACCESS = "data.sources", "data.access"


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with Session(app.extensions["engine"], expire_on_commit=False) as session:
        make_release(session, MODEL)
        session.commit()
        yield session


def token(client: FlaskClient, path: str = f"/request?release={MODEL}") -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def post(client: FlaskClient, *criteria: str, **more: str) -> TestResponse:
    sent: dict[str, Any] = {"release": MODEL, "chosen": "yes", "criterion": [*criteria], **more}
    return client.post("/request", data={"csrf_token": token(client), **sent})


def api(client: FlaskClient, **asked: Any) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/requests?{urlencode(asked)}")
    TypeAdapter(RequestList).validate_json(response.data, strict=True)
    items: list[dict[str, Any]] = response.json["items"]
    return items


def ask(session: Session, release_id: str = MODEL, asked_at: datetime = NOW, **columns: Any) -> int:
    release = session.get_one(Release, release_id)
    told = {
        "organization": release.organization,
        "grade_id": release.grade_id,
        "levels": {SOURCES: "undisclosed"},
    }
    number, _ = store.save_request(session, {"release_id": release_id, **told, **columns}, asked_at)
    session.commit()
    return number


def graded(
    session: Session, levels: dict[str, str], *, anew: str = "", days: int = 9, **columns: Any
) -> None:
    """Another grade of the release, of another card if that is given."""
    release, moment = session.get_one(Release, MODEL), NOW + timedelta(days=days)
    if anew:
        snapshot = make_snapshot(session, MODEL, anew, {}, "hub")
        snapshot.taken_at = moment
        release.snapshot_id = snapshot.id
    held = session.get_one(Snapshot, release.snapshot_id)
    grade = make_grade(MODEL, held, marks(levels))
    store.save_documents(session, {grade.kept.digest: grade.kept.body})
    grade.graded_at = moment
    for name, value in columns.items():
        setattr(grade, name, value)
    session.add(grade)
    session.flush()
    release.grade_id = grade.id
    session.commit()


# From the question to the answer ----------------------------------------------------------------


def test_a_card_that_tells_more_answers_what_was_asked(
    hub: FakeHub, client: FlaskClient, database_url: str
):
    hub.model(MODEL, SILENT)
    crawl(database_url, hub.url)
    regrade(database_url)
    page = client.get(f"/request?release={MODEL}&chosen=yes&criterion={SOURCES}&criterion={ACCESS}")
    assert f"{hub.url}/{MODEL}/discussions/new?title=" in page.text
    recorded = post(client, SOURCES, ACCESS, url=f"{hub.url}/{MODEL}/discussions/7")
    assert (recorded.status_code, recorded.location) == (303, "/requests/1")
    assert "no answer yet" in client.get("/requests/1").text
    assert watch(client.application.extensions["engine"]) == 0

    hub.model(MODEL, TELLING, lastModified="2026-02-02T03:04:05.000Z")
    crawl(database_url, hub.url)
    regrade(database_url)
    (told,) = api(client, organization="org", state="answered")
    assert told["state"] == "answered"
    assert told["answer"] == "disclosed"
    assert told["discussion"] == f"{hub.url}/{MODEL}/discussions/7"
    assert told["answered_at"] >= told["asked_at"]
    answers = {c["criterion"]: c["answer"] for c in told["criteria"]}
    assert answers[SOURCES]["level"] == "described"
    assert answers[ACCESS] is None
    assert "answered in part (1 of 2) within a day" in client.get("/requests/1").text
    assert "Asked to disclose more on" in client.get(f"/models/{MODEL}").text


def test_a_rubric_or_readers_that_see_more_answer_nothing(app: Flask, session: Session):
    number = ask(session)
    graded(session, {SOURCES: "described"}, rubric_version="1.2")
    graded(session, {SOURCES: "named-in-part"}, days=10, rubric_version="1.2", reader_version="9")
    assert watch(app.extensions["engine"]) == 0
    session.expire_all()
    kept = session.get_one(Request, number)
    assert (kept.answered, kept.answered_at) == ({}, None)
    assert kept.grade_id == session.get_one(Release, MODEL).grade_id

    graded(session, {SOURCES: "itemised"}, anew="# Anew\n", days=12, reader_version="9")
    assert watch(app.extensions["engine"]) == 1
    session.expire_all()
    kept = session.get_one(Request, number)
    assert kept.answered[SOURCES]["level"] == "itemised"
    assert kept.answered_at == kept.settled_at == NOW + timedelta(days=12)


def test_a_no_is_told_apart_and_the_others_are_watched_on(
    app: Flask, client: FlaskClient, session: Session
):
    ask(session, levels={SOURCES: "undisclosed", ACCESS: "undisclosed"})
    graded(session, {SOURCES: "closed"}, anew="# No\n", days=3)
    watch(app.extensions["engine"])
    (told,) = api(client)
    assert (told["state"], told["answer"]) == ("answered", "withheld")
    graded(session, {SOURCES: "closed", ACCESS: "gated"}, anew="# Yes\n", days=8)
    watch(app.extensions["engine"])
    (told,) = api(client, state="settled", page=1)
    assert (told["state"], told["answer"]) == ("settled", "disclosed")
    assert told["answered_at"] == "2026-11-23T12:00:00Z"
    assert told["settled_at"] == "2026-11-28T12:00:00Z"
    assert [c["answer"]["how"] for c in told["criteria"]] == ["withheld", "disclosed"]
    assert watch(app.extensions["engine"]) == 0


@pytest.mark.parametrize(("origin", "answers"), [("publisher", 1), ("disclosure", 0)])
def test_of_disclosures_the_publishers_alone_answer(
    app: Flask, session: Session, origin: str, answers: int
):
    ask(session)
    row = {
        "kind": "claim",
        "release_id": MODEL,
        "criterion": SOURCES,
        "origin": origin,
        "key": "0" * 64,
        "likeness": "0" * 64,
    }
    (number,) = store.save_disclosures(session, [row], NOW)
    store.decide(
        session, number, store.Act(Action.ACCEPT, By.MODERATOR, level="described"), rubric(), NOW
    )
    session.commit()
    assert session.get_one(Disclosure, number).status == "accepted"
    graded(session, {SOURCES: "described"}, disclosures=str(number))
    assert watch(app.extensions["engine"]) == answers


def test_what_was_renamed_is_watched_under_its_new_name(app: Flask, session: Session):
    number = ask(session)
    make_release(session, "org/renamed", {SOURCES: "described"}, card="# Anew\n")
    store.save_move(session, "model", MODEL, "org/renamed", NOW)
    session.commit()
    assert watch(app.extensions["engine"]) == 1
    session.expire_all()
    kept = session.get_one(Request, number)
    assert (kept.release_id, kept.answer) == ("org/renamed", "disclosed")


def test_to_watch_costs_one_statement_where_nothing_was_graded(app: Flask, session: Session):
    ask(session)
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    assert watch(app.extensions["engine"]) == 0
    event.remove(app.extensions["engine"], "before_cursor_execute", note)
    assert len([s for s in said if s.lower().startswith("select")]) == 1


def test_what_somebody_waits_for_is_fetched_first(session: Session):
    for name, downloads in (("org/much-used", 900), ("org/little-used", 1)):
        make_release(session, name, downloads=downloads, failure_kind="pending")
    assert [w.repo_id for w in pending(session, Selection(), 9)] == [
        "org/much-used",
        "org/little-used",
    ]
    ask(session, "org/little-used")
    assert [w.repo_id for w in pending(session, Selection(), 1)] == ["org/little-used"]


# Recording --------------------------------------------------------------------------------------


def test_the_same_is_not_recorded_twice_and_can_be_given_its_address(
    client: FlaskClient, session: Session
):
    assert post(client, SOURCES, ACCESS).location == "/requests/1"
    again = post(client, SOURCES, "code.training", url=f"{PAGE}/discussions/3")
    assert again.location == "/requests/1?known=yes"
    assert "This was asked already." in client.get(again.location).text
    assert post(client, "code.training").location == "/requests/2"
    assert {r.url for r in session.exec(select(Request))} == {""}

    form = {"csrf_token": token(client, "/requests/1")}
    wrong = client.post("/requests/1", data={**form, "url": "https://evil.example/discussions/3"})
    assert wrong.status_code == 400
    assert "is no discussion of this release" in wrong.text
    assert 'value="https://evil.example/discussions/3"' in wrong.text
    assert client.post("/requests/1", data={**form, "url": " "}).status_code == 400
    right = client.post("/requests/1", data={**form, "url": f"{PAGE}/discussions/3/"})
    assert right.location == "/requests/1"
    assert f'href="{PAGE}/discussions/3"' in client.get("/requests/1").text
    client.post("/requests/1", data={**form, "url": f"{PAGE}/discussions/4"})
    session.expire_all()
    assert session.get_one(Request, 1).url == f"{PAGE}/discussions/3"


NOT_RECORDED: list[tuple[dict[str, Any], int, str]] = [
    ({"criterion": []}, 400, "Choose at least one criterion"),
    ({"criterion": ["data.nonsense"]}, 400, "Choose at least one criterion"),
    ({"criterion": [c.id for c in rubric().criteria]}, 400, "Choose at most 12 criteria"),
    ({"url": "https://evil.example/x"}, 400, "is no discussion of this release"),
    ({"url": f"{PAGE}/discussions/x"}, 400, "is no discussion of this release"),
    ({"csrf_token": ""}, 400, "The form was open for too long"),
    ({"csrf_token": "x"}, 400, "The form was open for too long"),
    ({"release": "org/nonsense"}, 404, "does not know"),
    ({"release": "\0"}, 404, "is known"),
    ({"release": ""}, 404, "is known"),
    ({"website": "https://spam.example"}, 303, ""),
    ({"release": "ORG/model"}, 303, ""),
]


def test_what_is_not_recorded(client: FlaskClient, session: Session, subtests):
    form = {"release": MODEL, "chosen": "yes", "criterion": [SOURCES], "csrf_token": token(client)}
    for sent, status, said in NOT_RECORDED:
        with subtests.test(**sent):
            answer = client.post("/request", data={**form, **sent})
            assert answer.status_code == status
            assert said in answer.text
            assert session.exec(select(Request)).all() == []
            if "url" in sent:
                assert f'value="{sent["url"]}"' in answer.text
                assert f'value="{SOURCES}" checked' in answer.text


def test_few_are_recorded_from_one_address_and_nothing_typed_is_lost(settings, session: Session):
    from dataclasses import replace

    client = make_app(replace(settings, disclosure_limit="2 per hour")).test_client()
    answers = [
        post(client, c, url=f"{PAGE}/discussions/3") for c in (SOURCES, ACCESS, "code.training")
    ]
    assert [a.status_code for a in answers] == [303, 303, 429]
    assert "More than 2 per 1 hour" in answers[-1].text
    assert f'value="{PAGE}/discussions/3"' in answers[-1].text
    client.application.extensions["engine"].dispose()


def test_nothing_of_the_visitor_is_kept(client: FlaskClient, session: Session):
    post(
        client,
        SOURCES,
        body="<script>",
        title="x",
        organization="evil",
        url=f"{PAGE}/discussions/3#abc",
    )
    (kept,) = session.exec(select(Request)).all()
    assert kept.model_dump(exclude={"asked_at"}) == {
        "id": 1, "release_id": MODEL, "organization": "org", "levels": {SOURCES: "undisclosed"},
        "url": f"{PAGE}/discussions/3", "grade_id": session.get_one(Release, MODEL).grade_id,
        "answered": {}, "answer": "", "answered_at": None, "settled_at": None,
    }  # fmt: skip


def test_a_release_without_grade_and_one_that_moved(client: FlaskClient, session: Session):
    make_release(session, "org/unread", card=None, graded=False, failure="The Hub answered 500.")
    make_release(session, "org/old", graded=False, moved_to=MODEL)
    session.commit()
    assert "nobody knows what is missing" in client.get("/request?release=org/unread").text
    for written in ("org/old", "Org/Model"):
        assert client.get(f"/request?release={written}").location == f"/request?release={MODEL}"
    assert client.get("/request").status_code == 200
    assert client.get("/request?release=a/b").status_code == 404
    assert client.get("/requests/77").status_code == 404
    assert client.get("/requests/99999999999999999999").status_code == 404


def test_what_is_asked_already_is_not_chosen_again(client: FlaskClient, session: Session):
    first = client.get(f"/request?release={MODEL}").text
    assert f'value="{SOURCES}" checked' in first
    assert first.count('value="yes"') == 2
    assert len(re.findall(r'name="criterion" value="[^"]+" checked', first)) == 6
    post(client, SOURCES)
    text = client.get(f"/request?release={MODEL}").text
    assert f'value="{SOURCES}" checked' not in text
    assert "asked on" in text


def test_private_pages_are_kept_nowhere_and_public_ones_set_no_cookie(
    client: FlaskClient, session: Session
):
    assert client.get(f"/request?release={MODEL}").headers["Cache-Control"] == "no-store"
    client.delete_cookie("aperture")
    assert "Set-Cookie" not in client.get("/requests").headers
    assert "Cookie" not in client.get("/requests").headers.get("Vary", "")


# Telling ----------------------------------------------------------------------------------------


def test_lists_filters_and_pages(client: FlaskClient, session: Session):
    for number in range(28):
        make_release(session, f"many/m{number:02}")
    for number in range(28):
        ask(session, f"many/m{number:02}", NOW + timedelta(hours=number))
    ask(session)
    first = client.get("/api/v1/requests?organization=many")
    assert first.json["total"] == 28
    assert [i["release"] for i in first.json["items"]][:2] == ["many/m27", "many/m26"]
    following = first.headers["Link"].partition(">")[0].strip("<")
    second = client.get(following)
    assert len(second.json["items"]) == 3
    assert "Link" not in second.headers
    assert [i["release"] for i in api(client, release=MODEL)] == [MODEL]
    assert api(client, state="settled") == []
    assert client.get("/api/v1/requests?state=nonsense").status_code == 400
    page = client.get("/requests").text
    assert "Page 1 of 2" in page
    assert 'href="/requests?organization=many"' in page
    assert "No request meets" in client.get("/requests?state=settled").text
    assert "beyond the last one" in client.get("/requests?page=9").text
    assert "There is no state" in client.get("/requests?state=nonsense").text
    assert "There is no parameter" in client.get("/requests?nonsense=1").text
    assert f'href="/models/{MODEL}"' in client.get(f"/requests?release={MODEL}").text


def test_an_empty_list_says_how_to_begin(client: FlaskClient, session: Session):
    assert "Nobody has been asked yet" in client.get("/requests").text


def test_how_long_an_organization_takes(client: FlaskClient, session: Session):
    told = client.get("/api/v1/organizations/org").json["disclosure_requests"]
    assert told == {
        "asked": 0,
        "answered": 0,
        "declined": 0,
        "median_days": None,
        "longest_days": None,
    }
    long_ago = datetime.now(UTC) - timedelta(days=40, hours=1)
    for days, answer in ((4, "disclosed"), (10, "withheld"), (None, "")):
        number = ask(session, asked_at=long_ago, levels={f"c{days}": "none"})
        if days is not None:
            at = long_ago + timedelta(days=days)
            store.save_answers(
                session, [{"id": number, "answer": answer, "answered_at": at, "settled_at": at}]
            )
            session.commit()
    told = client.get("/api/v1/organizations/org?x=1")
    assert told.status_code == 400
    told = client.get("/api/v1/organizations/org").json["disclosure_requests"]
    assert told == {"asked": 3, "answered": 2, "declined": 1, "median_days": 10, "longest_days": 40}
    words = "2 of 3 requests for disclosure answered, 1 of them with a no. Half are answered within 10 days."
    assert words in client.get("/organizations/org").text
    assert (
        "The oldest open one has been waiting for 40 days." in client.get("/organizations/org").text
    )
    rows = re.search(r"<tbody>(.*?)</tbody>", client.get("/requests").text, re.S)
    assert rows
    assert re.findall(r">\s*(\d+)\s*<", rows[1]) == ["3", "2", "1", "10", "40"]
