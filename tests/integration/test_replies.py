"""The right of reply: who may, what is kept, and where it is told and where never."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert
from sqlmodel import Session, select

from registry import store
from registry.disclosing import Action, By
from registry.models import Account, Disclosure
from registry.resources import rubric
from registry.settings import Settings
from registry.store import Act
from tests.application import make_app
from tests.factories import NOW, make_release
from tests.hub_visitors import BACK, hub_settings, signed_in
from tests.provider import FakeProvider, org, providing

WHERE = {"release": "AllenAI/olmo", "criterion": "data.access"}
WORDS = "The corpus is at our site,\nand a mirror follows.\n\n<b>Promised</b> & signed."


@pytest.fixture(scope="module")
def _provider() -> Iterator[FakeProvider]:
    with providing(redirect_uris={BACK}) as provider:
        yield provider


@pytest.fixture
def provider(_provider: FakeProvider) -> FakeProvider:
    _provider.orgs = [org("AllenAI")]
    _provider.person = {"sub": "hub-1", "preferred_username": "ada"}
    return _provider


@pytest.fixture
def settings(database_url: str, provider: FakeProvider) -> Settings:
    return hub_settings(database_url, provider)


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    """A visitor of a registry with one release."""
    with Session(client.application.extensions["engine"]) as session:
        make_release(session, "AllenAI/olmo", {"data.access": "in-part"})
        session.commit()
    return client


def form(client: FlaskClient, **more: str):
    """What is answered to a form that is filled in so, token and all."""
    page = client.get("/reply", query_string=WHERE).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return client.post("/reply", data={"csrf_token": token[1] if token else "", **WHERE, **more})


def kept(client: FlaskClient) -> list[Disclosure]:
    with Session(client.application.extensions["engine"]) as session:
        return list(session.exec(select(Disclosure).order_by(Disclosure.id)))


def accepted(client: FlaskClient, *texts: str) -> None:
    """Replies that a moderator let through, one a day."""
    with Session(client.application.extensions["engine"]) as session:
        for days, text in enumerate(texts):
            at = NOW + timedelta(days=days)
            one = {"kind": "reply", "release_id": "AllenAI/olmo", "criterion": "data.access"}
            more = {"claim": text, "origin": "publisher", "organization": "AllenAI"}
            (number,) = store.save_disclosures(
                session, [{**one, **more, "key": "0" * 64, "likeness": "1" * 64}], at
            )
            store.decide(session, number, Act(Action.ACCEPT, By.MODERATOR), rubric(), at)
        session.commit()


def test_somebody_is_asked_to_sign_in_and_comes_back(client: FlaskClient):
    response = client.get("/reply", query_string=WHERE)
    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=/reply")
    assert client.post("/reply", data=WHERE).status_code in {303, 400}
    assert signed_in(client, "/reply?release=AllenAI/olmo&criterion=data.access").location == (
        "/reply?release=AllenAI/olmo&criterion=data.access"
    )


def test_a_member_replies_after_a_preview(client: FlaskClient):
    signed_in(client)
    seen = form(client, text=WORDS, do="preview")
    assert "As it will be shown" in seen.text
    assert "&lt;b&gt;Promised&lt;/b&gt; &amp; signed." in seen.text
    assert not kept(client)
    assert seen.headers["Cache-Control"] == "no-store"
    response = form(client, text=f"  {WORDS}\r\n\r\n\r\n", do="send")
    (one,) = kept(client)
    assert response.status_code == 303
    assert response.location == f"/disclosures/{one.id}"
    assert (one.kind, one.status, one.origin) == ("reply", "received", "publisher")
    assert (one.organization, one.claim) == ("AllenAI", WORDS)
    assert (one.release_id, one.criterion) == ("AllenAI/olmo", "data.access")
    with Session(client.application.extensions["engine"]) as session:
        assert one.account_id == session.exec(select(Account)).one().id
    assert "Promised" not in client.get("/models/AllenAI/olmo").text


def test_what_is_sent_from_elsewhere_is_refused(client: FlaskClient):
    signed_in(client)
    data = {**WHERE, "text": WORDS, "do": "send"}
    assert client.post("/reply", data=data).status_code == 400
    assert form(client, text=WORDS, do="send", csrf_token="x").status_code == 400
    assert not kept(client)


def test_columns_are_not_for_the_visitor_to_choose(client: FlaskClient):
    signed_in(client)
    more = {"status": "accepted", "organization": "evil", "kind": "claim", "account_id": "7"}
    form(client, text=WORDS, do="send", **more)
    (one,) = kept(client)
    assert (one.status, one.organization, one.kind) == ("received", "AllenAI", "reply")


def test_the_same_reply_is_kept_once(client: FlaskClient):
    signed_in(client)
    form(client, text=WORDS, do="send")
    again = form(client, text=f"{WORDS}!", do="send")
    assert again.location == "/disclosures/1?same=yes"
    assert len(kept(client)) == 1


def test_who_replied_can_withdraw_it_and_nobody_else(client: FlaskClient, provider: FakeProvider):
    signed_in(client)
    number = int(form(client, text=WORDS, do="send").location.rpartition("/")[2])
    with Session(client.application.extensions["engine"]) as session:
        store.decide(session, number, Act(Action.ACCEPT, By.MODERATOR), rubric(), NOW)
        session.commit()
    other = client.application.test_client()
    provider.person = {**provider.person, "sub": "hub-9", "preferred_username": "eve"}
    signed_in(other)
    assert withdrawn(other, number).status_code == 403
    assert withdrawn(client.application.test_client(), number).status_code == 403
    assert "Promised" in client.get("/models/AllenAI/olmo").text
    assert withdrawn(client, number).status_code == 303
    assert "Promised" not in client.get("/models/AllenAI/olmo?fresh").text


def withdrawn(client: FlaskClient, number: int):
    page = client.get(f"/disclosures/{number}").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    data = {"csrf_token": token[1] if token else "", "action": "withdraw"}
    return client.post(f"/disclosures/{number}/withdraw", data=data)


def test_more_than_the_limit_is_refused_and_not_lost(settings: Settings, client: FlaskClient):
    limited = make_app(replace(settings, disclosure_limit="1 per hour")).test_client()
    signed_in(limited)
    assert form(limited, text=WORDS, do="send").status_code == 303
    response = form(limited, text="Something else altogether.", do="send")
    assert response.status_code == 429
    assert "Something else altogether." in response.text
    assert len(kept(client)) == 1


def test_accepted_replies_stand_beside_their_criterion(client: FlaskClient):
    accepted(client, "An old reply of ours.", WORDS)
    page = client.get("/models/AllenAI/olmo").text
    assert "&lt;b&gt;Promised&lt;/b&gt;" in page
    assert page.index("Promised") < page.index("1 earlier reply") < page.index("An old reply")
    assert "<strong>AllenAI</strong> replies" in page
    assert "/reply?release=AllenAI/olmo&criterion=data.access" in page
    told = client.get("/api/v1/models/AllenAI/olmo").json
    assert list(told["replies"]) == ["data.access"]
    first, second = told["replies"]["data.access"]
    assert first == {
        "number": 2,
        "organization": "AllenAI",
        "text": WORDS,
        "at": "2026-11-21T12:00:00Z",
        "url": "/disclosures/2",
    }
    assert second["text"] == "An old reply of ours."


def test_a_reply_is_in_no_grade_export_or_receipt(client: FlaskClient):
    before = client.get("/api/v1/models/AllenAI/olmo").json
    accepted(client, "We would say otherwise.")
    after = client.get("/api/v1/models/AllenAI/olmo").json
    assert {k: v for k, v in after.items() if k != "replies"} == {
        k: v for k, v in before.items() if k != "replies"
    }
    for path in ("/api/v1/models", "/api/v1/models/AllenAI/olmo/receipt", "/api/v1/export"):
        assert "say otherwise" not in client.get(path).text


def test_the_page_of_a_release_looks_at_no_session(client: FlaskClient):
    accepted(client, WORDS)
    page = client.get("/models/AllenAI/olmo")
    signed_in(client)
    assert client.get("/models/AllenAI/olmo").text == page.text
    assert "Cookie" not in page.headers.get("Vary", "")


def test_replies_are_looked_up_by_an_index(client: FlaskClient):
    """Also where many were accepted for other releases."""
    accepted(client, WORDS)
    engine = client.application.extensions["engine"]
    (one,) = kept(client)
    others = [
        {**one.model_dump(exclude={"id"}), "release_id": f"o/{n}", "submitted_at": NOW}
        for n in range(2000)
    ]
    with engine.begin() as connection:
        connection.execute(insert(Disclosure), others)
        connection.exec_driver_sql("analyze disclosure")
    asked: list[tuple[str, Any]] = []

    def note(_c, _cursor, statement: str, parameters: Any, *_rest: object) -> None:
        if "FROM disclosure" in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    client.get("/models/AllenAI/olmo")
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 2  # replies, and what waits
    explain = "explain query plan" if engine.dialect.name == "sqlite" else "explain"
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
            assert "ix_disclosure_release_id_status" in "".join(map(str, plan))


class TestRefusals:
    """What is refused before any database is asked to write is tried on one."""

    @pytest.fixture
    def settings(self, sqlite_url: str, provider: FakeProvider) -> Settings:
        return hub_settings(sqlite_url, provider)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "Write a reply"),
            ("!" + " " * 40 + "?", "Write a reply"),
            ("w" * 1001, "at most 1,000 characters; this one has 1 more"),
            ("a\n" * 60, "at most 40 lines"),
            ("It is \u202egnorw, we say.", "U+202E"),
        ],
        ids=["nothing", "blanks", "long", "lines", "turned"],
    )
    def test_what_is_no_reply_is_refused_and_not_lost(
        self, client: FlaskClient, text: str, words: str
    ):
        signed_in(client)
        response = form(client, text=text, do="send")
        assert response.status_code == 400
        assert words in response.text
        assert text.strip() in response.text
        assert not kept(client)

    @pytest.mark.parametrize(
        "role", ["read", None, "admin with restrictions", "other case", "other"]
    )
    def test_who_does_not_speak_for_the_publisher_is_told(
        self, client: FlaskClient, provider: FakeProvider, role: str | None
    ):
        orgs = {
            "read": org("AllenAI", "read"),
            None: org("AllenAI", None),
            "admin with restrictions": org("AllenAI", "admin", securityRestrictions=["sso"]),
            "other case": org("allenai", "admin"),
            "other": org("other", "admin"),
        }
        provider.orgs = [orgs[role]]
        signed_in(client)
        page = client.get("/reply", query_string=WHERE)
        assert page.status_code == 403
        assert "<textarea" not in page.text
        assert "hub:ada" in page.text
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text)
        data = {"csrf_token": token[1] if token else "", **WHERE, "text": WORDS, "do": "send"}
        assert client.post("/reply", data=data).status_code in {400, 403}
        assert not kept(client)

    @pytest.mark.parametrize(
        ("where", "status"),
        [
            ({"release": "AllenAI/none", "criterion": "data.access"}, 404),
            ({"release": "AllenAI/olmo", "criterion": "data.none"}, 400),
            ({"release": "AllenAI/olmo"}, 400),
            ({}, 404),
            ({"release": "A\0", "criterion": "data.access"}, 404),
        ],
    )
    def test_there_is_nothing_to_reply_to(
        self, client: FlaskClient, where: dict[str, str], status: int
    ):
        signed_in(client)
        assert client.get("/reply", query_string=where).status_code == status
