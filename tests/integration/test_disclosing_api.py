"""Disclosing by the API: what is answered, what can't be set from outside, and what is never remembered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlmodel import Session

from registry import store
from registry.disclosing import Action, By
from registry.disclosing.claims import ANYBODY
from registry.models import Disclosure
from registry.resources import rubric
from registry.scoring.evidence import Evidence, Origin
from registry.store import save_disclosures
from registry.views.submitting import checked, digest_of
from tests.factories import make_release, mark

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ADDRESS = "/api/v1/disclosures"
GOOD = {
    "release": "https://huggingface.co/allenai/olmo-7b",
    "criterion": "data.access",
    "claim": "The corpus can be downloaded.",
    "url": "https://example.org/dolma",
}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    with Session(app.extensions["engine"]) as session:
        make_release(session, "allenai/OLMo-7B")
        session.commit()
    return app.test_client()


def rows(app: Flask) -> int:
    with Session(app.extensions["engine"]) as session:
        return session.scalar(select(func.count()).select_from(Disclosure)) or 0


def test_what_is_sent_is_received(app: Flask, client: FlaskClient):
    reply = client.post(ADDRESS, json=GOOD)
    told: dict[str, Any] = reply.json
    assert reply.status_code == 201
    assert told == {
        "id": 1, "status": "received", "url": "/disclosures/1", "withdraw": told["withdraw"],
    }  # fmt: skip
    assert reply.headers["Location"] == "/api/v1/disclosures/1"
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in reply.headers
    with Session(app.extensions["engine"]) as session:
        kept = session.get(Disclosure, 1)
        assert kept
        assert kept.key == digest_of(told["withdraw"])
        assert kept.release_id == "allenai/OLMo-7B"
    one = client.get(reply.headers["Location"]).json
    assert (one["claim"], one["link"], one["origin"]) == (GOOD["claim"], GOOD["url"], "disclosure")
    assert [d["action"] for d in one["decisions"]] == ["submit"]
    assert told["withdraw"] not in client.get(told["url"]).text


def test_nothing_but_what_is_asked_can_be_set(app: Flask, client: FlaskClient):
    for name, value in {
        "id": 77, "kind": "statement", "status": "accepted", "origin": "publisher", "granted": "open",
        "organization": "allenai", "account_id": 1, "key": "00" * 32, "likeness": "00" * 32,
        "evidence": [], "statement": "x", "against": "", "together": 1, "accepted_at": "2026-01-01",
        "release_id": "openai/gpt-4", "withdraw": "x", "__class__": "x",
    }.items():  # fmt: skip
        reply = client.post(ADDRESS, json={**GOOD, name: value})
        assert reply.status_code == 400, name
        assert reply.json["errors"][0]["parameter"] == f"/{name}"
    assert rows(app) == 0


WRONG = [
    ({"url": "http://169.254.169.254/latest"}, 422, "/url"),
    ({"criterion": "data.acess"}, 422, "/criterion"),
    ({"level": "comprehensive"}, 422, "/level"),
    ({"claim": "\u202eturned around all of it"}, 422, "/claim"),
    ({"release": "nobody"}, 422, "/release"),
    ({"claim": "short"}, 400, "/claim"),
    ({"quote": "q" * 601}, 400, "/quote"),
    ({"claim": ["a list"]}, 400, "/claim"),
    ({"url": None}, 400, "/url"),
]


def test_what_is_wrong_is_told_in_the_one_shape_of_errors(app: Flask, client: FlaskClient):
    for changed, status, parameter in WRONG:
        reply = client.post(ADDRESS, json={**GOOD, **changed})
        assert (reply.status_code, reply.content_type) == (status, "application/problem+json")
        assert reply.json["errors"][0]["parameter"] == reply.json["parameter"] == parameter
        assert reply.json["detail"]
    for body in (b"", b"[]", b"{", b"\xff", b'{"claim": "\\ud800"}'):
        reply = client.post(ADDRESS, data=body, content_type="application/json")
        assert reply.status_code == 400
    assert client.post(ADDRESS, data=GOOD).status_code == 415
    assert rows(app) == 0


def test_the_same_again_is_a_conflict_with_the_first(app: Flask, client: FlaskClient):
    client.post(ADDRESS, json=GOOD)
    reply = client.post(ADDRESS, json={**GOOD, "claim": "the corpus CAN be downloaded"})
    assert reply.status_code == 409
    assert reply.headers["Location"] == "/api/v1/disclosures/1"
    assert "/disclosures/1" in reply.json["detail"]
    assert rows(app) == 1


def test_what_changed_is_never_told_to_be_as_it_was(app: Flask, client: FlaskClient):
    client.post(ADDRESS, json=GOOD)
    for address in (ADDRESS, f"{ADDRESS}/1"):
        tag = client.get(address).headers["ETag"]
        for _ in range(2):
            assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    decide(app, 1, Action.REJECT, reason="There is no such page.")
    for address in (ADDRESS, f"{ADDRESS}/1"):
        reply = client.get(address, headers={"If-None-Match": tag})
        assert reply.status_code == 200
        assert reply.headers["Cache-Control"] == "no-cache"
    told = client.get(f"{ADDRESS}/1").json
    assert (told["status"], told["claim"], told["link"], told["quote"]) == (
        "rejected",
        None,
        None,
        None,
    )
    assert told["decisions"][-1]["reason"] == "There is no such page."


def decide(app: Flask, number: int, action: Action, **told: str) -> None:
    with Session(app.extensions["engine"]) as session:
        store.decide(session, number, store.Act(action, By.MODERATOR, **told), rubric(), NOW)
        session.commit()


def test_lists_are_paged_and_narrowed(app: Flask, client: FlaskClient):
    for number in range(5):
        claim = {**GOOD, "claim": f"The claim of number {number}.", "release": f"org{number}/model"}
        assert client.post(ADDRESS, json=claim).status_code == 201
    decide(app, 2, Action.REVIEW)
    told = client.get(f"{ADDRESS}?limit=2")
    assert ([i["id"] for i in told.json["items"]], told.json["total"]) == ([5, 4], 5)
    assert told.headers["Link"].endswith('/api/v1/disclosures?limit=2&page=2>; rel="next"')
    assert "Link" not in client.get(f"{ADDRESS}?limit=2&page=3").headers
    assert [i["claim"] for i in told.json["items"]] == [None, None]
    seen = client.get(f"{ADDRESS}?status=in-review").json
    assert (seen["total"], seen["items"][0]["claim"]) == (1, "The claim of number 1.")
    assert client.get(f"{ADDRESS}?organization=org3").json["items"][0]["release"] == "org3/model"
    assert client.get(f"{ADDRESS}?release=org4/model&criterion=data.access").json["total"] == 1
    assert client.get(f"{ADDRESS}?status=seen").status_code == 400


def test_two_at_once_are_kept_once(app: Flask, client: FlaskClient):
    """What was checked before somebody else saved the same is checked again after."""
    with app.test_request_context():
        claim, _ = checked(GOOD)
    assert claim is not None
    client.post(ADDRESS, json=GOOD)
    engine = app.extensions["engine"]
    with Session(engine) as session, pytest.raises(store.AlreadyClaimedError) as caught:
        store.save_claim(session, claim.columns("00" * 32, ANYBODY), NOW)
    assert caught.value.number == 1
    assert rows(app) == 1


# On the release's page --------------------------------------------------------------------------


def test_a_release_tells_what_waits_and_what_was_disclosed(app: Flask):
    told = Evidence(
        "data.access", "disclosed", value="downloadable", quote="Here it is.", place="disclosure:1",
        target="https://example.org", origin=Origin.PUBLISHER, dated="2026-11-21",
    )  # fmt: skip
    with Session(app.extensions["engine"]) as session:
        made = mark("data.access", "downloadable", evidence=[told])
        make_release(session, "acme/nimbus", {"data.access": made})
        for number in range(3):
            columns = {
                "kind": "claim", "release_id": "acme/nimbus", "criterion": "code.training",
                "claim": "Told by somebody.", "origin": "disclosure", "key": "00" * 32,
                "likeness": f"{number:064x}",
            }  # fmt: skip
            save_disclosures(session, [columns], NOW)
        session.commit()
    decide(app, 3, Action.REJECT)
    client = app.test_client()
    assert client.get("/api/v1/models/acme/nimbus").json["open_disclosures"] == {"code.training": 2}
    page = client.get("/models/acme/nimbus").text
    assert '<a href="/disclosures/1">disclosed by the publisher on 21 Nov 2026</a>' in page
    assert "2 disclosures on this wait for a decision" in page
    assert page.count('href="/disclose?release=acme/nimbus&criterion=') == len(rubric().criteria)
