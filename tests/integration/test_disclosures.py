"""Disclosures: the form, the status pages and the list, on both databases."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlmodel import Session
from werkzeug.test import TestResponse

from registry import store
from registry.disclosing import Action, By
from registry.models import Account, Disclosure
from registry.resources import rubric
from registry.settings import Settings
from registry.views import disclosures as views
from registry.views.signing import sign_in
from registry.views.submitting import digest_of
from tests.application import make_app
from tests.factories import make_release

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
GOOD = {
    "release": "allenai/OLMo-7B",
    "criterion": "data.access",
    "claim": "The corpus <b>Dolma</b> can be downloaded.",
    "url": "https://example.org/dolma",
    "quote": 'Download it "here".',
    "level": "downloadable",
}
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, hf_endpoint="http://127.0.0.1:9")


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = make_app(settings)
    with Session(app.extensions["engine"]) as session:
        make_release(session, "allenai/OLMo-7B")
        make_release(session, "allenai/OLMo-1B")
        session.commit()
    return app


def token(client: FlaskClient, path: str = "/disclose") -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def send(client: FlaskClient, **changed: str) -> TestResponse:
    return client.post("/disclose", data={**GOOD, "csrf_token": token(client), **changed})


def count(app: Flask) -> int:
    with Session(app.extensions["engine"]) as session:
        return session.scalar(select(func.count()).select_from(Disclosure)) or 0


def row(app: Flask, number: int) -> Disclosure:
    with Session(app.extensions["engine"]) as session:
        found = session.get(Disclosure, number)
        assert found
        return found


def secret_in(page: str) -> str:
    found = re.search(r'class="secret"><code>([^<]+)<', page)
    assert found
    return found[1]


def act(app: Flask, number: int, action: Action, **told: str) -> None:
    with Session(app.extensions["engine"]) as session:
        store.decide(session, number, store.Act(action, By.MODERATOR, **told), rubric(), NOW)
        session.commit()


# Sending ----------------------------------------------------------------------------------------


def test_what_is_sent_is_received_and_can_be_followed(app: Flask, client: FlaskClient):
    page = client.get("/disclose?release=allenai/OLMo-7B&criterion=data.access").text
    assert 'value="allenai/OLMo-7B"' in page
    assert '<option value="data.access" selected>' in page
    assert "What the grade says now" in page
    reply = send(client)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    kept = row(app, 1)
    assert (kept.release_id, kept.status, kept.origin) == (
        "allenai/OLMo-7B",
        "received",
        "disclosure",
    )
    assert kept.key == digest_of(secret_in(reply.text))
    assert "http://localhost/disclosures/1" in reply.text
    status = client.get("/disclosures/1")
    assert status.headers["X-Robots-Tag"] == "noindex"
    assert "&lt;b&gt;Dolma&lt;/b&gt;" in status.text
    assert 'rel="nofollow ugc"' in status.text
    assert "the score rises from 0.0 (F)" in status.text


def test_problems_stand_beside_their_fields_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient
):
    reply = send(
        client, url="http://localhost/x", level="none", claim=f"short{HOSTILE}", quote=HOSTILE
    )
    assert reply.status_code == 400
    assert 'id="problems" tabindex="-1" autofocus' in reply.text
    for field in ("url", "level"):
        assert f'href="#{field}"' in reply.text
        assert f'id="{field}-fault"' in reply.text
    assert 'value="http://localhost/x"' in reply.text
    assert reply.text.count("&lt;script&gt;") == 2
    assert "<script>alert" not in reply.text
    assert count(app) == 0


def test_looking_first_saves_nothing_and_tells_what_it_would_come_to(
    app: Flask, client: FlaskClient
):
    send(client, claim="Something else is said of it.")
    page = send(client, preview="yes").text
    assert "Before you send it" in page
    assert '<a href="/disclosures/1">1</a> (received)' in page
    assert "rises from 0.0 (F)" in page
    assert GOOD["url"] in page
    assert count(app) == 1


def test_a_model_that_nobody_knows_is_taken_with_a_word_on_it(app: Flask, client: FlaskClient):
    page = send(client, release="https://hf.co/allenai/OLMo-7BB", preview="yes").text
    assert "is not in the registry yet" in page
    assert "did you mean allenai/OLMo-7B" in page
    assert "does not know openai/gpt-9 yet" in send(client, release="openai/gpt-9").text
    assert row(app, 1).release_id == "openai/gpt-9"
    assert client.get("/disclosures/1").status_code == 200


def test_without_a_token_nothing_is_saved(app: Flask, client: FlaskClient):
    assert client.post("/disclose", data=GOOD).status_code == 400
    assert client.post("/disclose", data={**GOOD, "csrf_token": "x"}).status_code == 400
    token(client)
    assert client.post("/disclose", data=GOOD).status_code == 400
    assert count(app) == 0


def test_who_fills_in_the_trap_hears_the_same_and_is_not_kept(app: Flask, client: FlaskClient):
    caught = send(client, **{views.TRAP: "https://spam.example"})
    assert count(app) == 0
    sent = send(client)
    assert count(app) == 1
    assert caught.status_code == sent.status_code == 200
    assert caught.text.replace(secret_in(caught.text), "") == sent.text.replace(
        secret_in(sent.text), ""
    )
    assert 'aperture_disclosures_unkept_total{why="trap"} 1.0' in client.get("/metrics").text


def test_the_trap_is_hidden_from_people(client: FlaskClient):
    page = client.get("/disclose").text
    assert 'class="fenced" aria-hidden="true"' in page
    assert f'name="{views.TRAP}" tabindex="-1" autocomplete="off"' in page


def test_the_same_again_leads_to_the_first(app: Flask, client: FlaskClient):
    send(client)
    again = send(client, url="http://www.example.org/dolma/#x")
    assert (again.status_code, again.location) == (303, "/disclosures/1?same=yes")
    assert "was here already" in client.get(again.location).text
    assert count(app) == 1
    act(app, 1, Action.REJECT, reason="The page is empty.")
    assert send(client).status_code == 200
    assert count(app) == 2


def test_too_much_is_refused_and_kept_in_the_form(settings: Settings, app: Flask):
    settings = Settings(database_url=settings.database_url, disclosure_limit="2 per hour")
    client = make_app(settings).test_client()
    send(client, claim="The first of three claims.")
    assert client.post("/api/v1/disclosures", json=GOOD).status_code == 201
    reply = send(client, claim="The third of three claims.")
    assert reply.status_code == 429
    assert int(reply.headers["Retry-After"]) > 3000
    assert '"disclosures";r=0' in reply.headers["RateLimit"]
    assert "The third of three claims." in reply.text
    refused = client.post(
        "/api/v1/disclosures", json={**GOOD, "claim": "The fourth of the claims."}
    )
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 3000
    # Another of the same network of IPv6, and one of another.
    addresses = {"2001:db8::1": 200, "2001:db8:1::1": 200, "2001:db8::2": 200, "2001:db8::3": 429}
    for number, (address, status) in enumerate(addresses.items()):
        data = {**GOOD, "csrf_token": token(client), "claim": f"Claim number {number} of many."}
        sent = client.post("/disclose", data=data, environ_base={"REMOTE_ADDR": address})
        assert sent.status_code == status
    assert count(app) == 5


def test_what_is_too_large_is_not_read(app: Flask, client: FlaskClient):
    assert send(client, quote="x" * 70_000).status_code == 413
    reply = client.post("/api/v1/disclosures", json={**GOOD, "quote": "x" * 70_000})
    assert (reply.status_code, reply.content_type) == (413, "application/problem+json")
    assert count(app) == 0


def test_fields_that_are_no_part_of_the_form_change_nothing(app: Flask, client: FlaskClient):
    mine = {"status": "accepted", "origin": "publisher", "granted": "downloadable", "id": "77"}
    send(client, **mine, organization="allenai", account_id="1", kind="statement")
    kept = row(app, 1)
    assert (kept.status, kept.origin, kept.granted) == ("received", "disclosure", "")
    assert (kept.organization, kept.account_id, kept.kind) == ("", None, "claim")


def test_who_is_of_the_publisher_is_marked_as_such(app: Flask):
    mine = Account(name="me", organizations={"AllenAI": "write", "open": "read"}, created_at=NOW)
    with Session(app.extensions["engine"]) as session:
        session.add(mine)
        session.commit()
        session.refresh(mine)
        number = mine.id
    with app.test_request_context():
        sign_in(mine)
        assert views.author_of("AllenAI/OLMo-7B") == views.Author(number, "AllenAI")
        assert views.author_of("openai/gpt-9") == views.Author(number, "")
        assert views.author_of("allenai/OLMo-7B") == views.Author(number, "")
        assert views.author_of("open/model") == views.Author(number, "")


# Following --------------------------------------------------------------------------------------


def withdraw(client: FlaskClient, secret: str, action: str = "withdraw") -> TestResponse:
    data = {"secret": secret, "action": action, "csrf_token": token(client, "/disclosures/1")}
    return client.post("/disclosures/1/withdraw", data=data)


def test_its_author_withdraws_it_by_the_secret_and_takes_that_back(app: Flask, client: FlaskClient):
    secret = secret_in(send(client).text)
    assert client.post("/disclosures/1/withdraw", data={"secret": secret}).status_code == 400
    wrong = withdraw(client, "guessed")
    assert wrong.status_code == 403
    assert 'id="secret-fault"' in wrong.text
    assert row(app, 1).status == "received"
    done = withdraw(client, f" {secret} ")
    assert (done.status_code, done.location) == (303, "/disclosures/1")
    page = client.get("/disclosures/1").text
    assert "as it was withdrawn" in page
    assert "In review" not in page
    assert "Withdrawn by its author" in page
    assert "by its author by" not in page
    assert "Dolma" not in page
    assert withdraw(client, secret).status_code == 409
    assert withdraw(client, secret, "undo").status_code == 303
    assert row(app, 1).status == "received"
    assert "Dolma" in client.get("/disclosures/1").text


def test_what_a_moderator_decided_is_not_undone_by_its_author(app: Flask, client: FlaskClient):
    secret = secret_in(send(client).text)
    act(app, 1, Action.REJECT, reason="No such words there.")
    assert withdraw_blindly(client, secret).status_code == 409
    assert row(app, 1).status == "rejected"


def withdraw_blindly(client: FlaskClient, secret: str) -> TestResponse:
    data = {"secret": secret, "action": "undo", "csrf_token": token(client)}
    return client.post("/disclosures/1/withdraw", data=data)


def test_what_was_accepted_tells_what_it_changed(app: Flask, client: FlaskClient):
    send(client)
    act(app, 1, Action.REVIEW)
    act(app, 1, Action.ACCEPT, level="in-part", reason="Half of it is there.")
    reply = client.get("/disclosures/1")
    assert "X-Robots-Tag" not in reply.headers
    assert "Accepted at the level <strong>in part</strong>" in reply.text
    assert "earned “undisclosed”" in reply.text
    assert "Half of it is there." in reply.text
    assert "takes that up when releases are graded next" in reply.text


def test_what_was_rejected_tells_why_and_not_what(app: Flask, client: FlaskClient):
    send(client)
    act(app, 1, Action.REJECT, reason="No such words there.")
    page = client.get("/disclosures/1").text
    assert "No such words there." in page
    assert "Dolma" not in page
    assert "example.org" not in page


def test_what_nobody_submitted_is_not_found(client: FlaskClient):
    for path in ("0", "2", "99999999999999999999", "-1", "x"):
        assert client.get(f"/disclosures/{path}").status_code == 404
        assert client.get(f"/api/v1/disclosures/{path}").status_code == 404


def test_statements_and_replies_have_such_pages_too(app: Flask, client: FlaskClient):
    columns = {"release_id": "allenai/OLMo-7B", "key": "00" * 32, "organization": "allenai"}
    statement = {"kind": "statement", "statement": f"data: {HOSTILE}", "origin": "publisher"}
    reply = {
        "kind": "reply",
        "criterion": "data.access",
        "claim": "We will.",
        "origin": "publisher",
    }
    with Session(app.extensions["engine"]) as session:
        for number, told in enumerate((statement, reply)):
            store.save_disclosures(
                session, [{**columns, **told, "likeness": f"{number:064x}"}], NOW
            )
        session.commit()
    page = client.get("/disclosures/1").text
    assert "A statement on the whole rubric" in page
    assert "by a member of allenai" in page
    assert "data: &#34;&gt;&lt;script&gt;" in page
    assert "A reply by the publisher on “access to the data”" in client.get("/disclosures/2").text
    act(app, 1, Action.REJECT, reason="It is none.")
    assert "script&gt;" not in client.get("/disclosures/1").text
    listed = client.get("/disclosures").text
    assert "the whole rubric" in listed
    assert "(reply)" in listed
    assert client.get("/api/v1/disclosures/1").json["criterion"] is None


# The list ---------------------------------------------------------------------------------------


def fill(app: Flask) -> None:
    with Session(app.extensions["engine"]) as session:
        for number in range(30):
            columns = {
                "kind": "claim", "criterion": "data.access" if number % 2 else "code.training",
                "release_id": "allenai/OLMo-7B" if number % 3 else "openai/gpt_4",
                "claim": f"Words of {number}", "url": "https://example.org", "origin": "disclosure",
                "key": "00" * 32, "likeness": f"{number:064x}",
            }  # fmt: skip
            store.save_disclosures(session, [columns], NOW)
        session.commit()
    act(app, 30, Action.REVIEW)
    act(app, 29, Action.REJECT)


def test_the_list_gives_no_stage_to_what_nobody_has_seen(app: Flask, client: FlaskClient):
    assert "Nothing has been disclosed yet" in client.get("/disclosures").text
    fill(app)
    page = client.get("/disclosures").text
    assert "Words of 29" in page  # which is in review
    assert len(re.findall("Words of", page)) == 1
    assert "all 30" in page
    assert "received 28" in page
    assert 'rel="next" href="/disclosures?page=2"' in page
    assert "page=1" not in client.get("/disclosures?page=2").text


NARROWED = {
    "status=rejected": 1,
    "release=ALLENAI/olmo-7b": 20,
    "organization=openai": 10,
    "organization=open_i": 0,
    "criterion=data.access&organization=openai": 5,
    "status=nonsense&criterion=none&page=-7": 30,
    "release=%00%ff&organization=%25": 0,
    "page=9999999": 0,
}


def test_the_list_can_be_narrowed(app: Flask, client: FlaskClient):
    fill(app)
    for query, count in NARROWED.items():
        reply = client.get(f"/disclosures?{query}")
        assert reply.status_code == 200
        assert len(re.findall('<th role="rowheader"', reply.text)) == min(count, 25), query


def test_a_list_without_items_shows_a_way_out(app: Flask, client: FlaskClient):
    fill(app)
    page = client.get("/disclosures?organization=zzz").text
    assert "No disclosure meets these conditions" in page
    assert '<a href="/disclosures">Show all' in page
