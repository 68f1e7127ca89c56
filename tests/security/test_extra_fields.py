"""Extra fields: whatever else is sent along, nobody sets what only the registry sets."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from registry.disclosing import Action
from registry.models import Account, Decision, Disclosure, Request
from tests.security.people import (
    CRITERION,
    MEMBER,
    MODERATOR,
    ORGANIZATION,
    PERSON,
    RELEASE,
    SECRET,
    World,
    token,
    typed,
)

TABLES = (Disclosure, Account, Decision, Request)
OWN = {
    "release",
    "criterion",
    "claim",
    "url",
    "quote",
    "level",
    "name",
    "password",
    "text",
    "secret",
}
"""What forms have of their own."""
VALUES = {
    "id": "4711",
    "kind": "statement",
    "release_id": "umbra/eclipse-1b",
    "status": "accepted",
    "granted": "downloadable",
    "against": "closed",
    "origin": "publisher",
    "organization": "umbra",
    "account_id": "3",
    "together": "1",
    "key": "a" * 64,
    "likeness": "b" * 64,
    "digest": "c" * 64,
    "is_moderator": "1",
    "subject": "hub-1",
    "organizations": '{"acme": "admin"}',
    "by": "moderator",
    "evidence": "[]",
    "levels": "{}",
    "answered": '["data.access"]',
    "epoch": "0",
}
MADE_UP = {
    **{name: "2020-01-01T00:00:00+00:00" for table in TABLES for name in table.model_fields if name.endswith("_at")},
    **{name: "1" for table in TABLES for name in table.model_fields if not name.endswith("_at")},
    **VALUES,
    "_user_id": "3.0",
    "is_known": "1",
    "author": "moderator",
    "__class__": "x",
    "account[is_moderator]": "1",
    "disclosure.status": "accepted",
}  # fmt: skip
EXTRA = {name: value for name, value in MADE_UP.items() if name not in OWN}


def newest(world: World, table: type[SQLModel]) -> Any:
    with world.writing() as session:
        row = session.exec(select(table).order_by(col(table.id).desc()).limit(1)).one()  # type: ignore[attr-defined]
        session.expunge(row)
        return row


def test_a_claim_is_what_its_form_says(world: World):
    sent = typed()
    for role, origin, organization in (
        (PERSON, "disclosure", ""),
        (MEMBER, "publisher", ORGANIZATION),
        ("anonymous", "disclosure", ""),
    ):
        client = world.clients[role]
        told = {**EXTRA, **typed(), "csrf_token": token(client)}
        assert client.post("/disclose", data=told, query_string=EXTRA).status_code == 200
        row = newest(world, Disclosure)
        assert (row.kind, row.status, row.release_id) == ("claim", "received", RELEASE)
        assert (row.origin, row.organization) == (origin, organization), role
        assert (row.granted, row.against, row.statement, row.evidence) == ("", "", "", [])
        assert (row.accepted_at, row.decided_at, row.together) == (None, None, None)
        assert row.id != int(EXTRA["id"])
        assert row.submitted_at.year > 2025
        assert row.key not in (EXTRA["key"], EXTRA["likeness"])
        assert row.account_id == number_of(world, role)
        assert row.claim != sent["claim"]


def number_of(world: World, role: str) -> int | None:
    with world.writing() as session:
        return session.exec(select(Account.id).where(Account.name == role)).first()


@pytest.mark.parametrize("name", sorted(EXTRA))
def test_the_api_refuses_what_it_does_not_know(world: World, name: str):
    before = world.rows()
    answer = world.clients["anonymous"].post(
        "/api/v1/disclosures", json={**typed(), name: EXTRA[name]}
    )
    assert answer.status_code == 400, answer.text
    assert name in answer.json["detail"]
    assert world.rows() == before


@pytest.mark.parametrize(
    "body",
    [[], "text", 7, True, [typed()], {}, {"release": {"id": RELEASE}}, {"claim": ["a"]}],
    ids=repr,
)
def test_the_api_refuses_what_is_of_another_shape(world: World, body: Any):
    sent = {**typed(), **body} if isinstance(body, dict) and body else body
    before = world.rows()
    answer = world.clients["anonymous"].post("/api/v1/disclosures", json=sent)
    assert answer.status_code == 400, answer.text
    assert world.rows() == before


def test_a_reply_is_what_its_form_says(world: World):
    client = world.clients[MEMBER]
    told = {"release": RELEASE, "criterion": CRITERION, "text": "Soon to be seen.", "do": "send"}
    sent = {**EXTRA, **told, "csrf_token": token(client)}
    assert client.post("/reply", data=sent, query_string=EXTRA).status_code == 303
    row = newest(world, Disclosure)
    assert (row.kind, row.status, row.release_id) == ("reply", "received", RELEASE)
    assert (row.origin, row.organization) == ("publisher", ORGANIZATION)
    assert row.account_id == number_of(world, MEMBER)
    assert (row.granted, row.level, row.evidence, row.accepted_at) == ("", "", [], None)


def test_a_decision_is_what_its_form_says(world: World):
    number = world.submit()
    client = world.clients[MODERATOR]
    seen = str(world.newest_entry())
    sent = {**EXTRA, "action": "review", "seen": seen, "csrf_token": token(client)}
    assert client.post(f"/moderation/{number}", data=sent).status_code == 303
    with world.writing() as session:
        row = session.get_one(Disclosure, number)
        assert (row.status, row.granted, row.organization, row.account_id) == (
            "in-review",
            "",
            "",
            None,
        )
    entry = newest(world, Decision)
    assert (entry.disclosure_id, entry.action, entry.by) == (number, "review", "moderator")
    assert entry.account_id == number_of(world, MODERATOR)
    assert entry.at.year > 2025


@pytest.mark.parametrize("action", [a for a in Action if a not in (Action.WITHDRAW, Action.UNDO)])
def test_an_author_withdraws_and_does_nothing_else(world: World, action: Action):
    number = world.submit()
    client = world.clients["anonymous"]
    sent = {**EXTRA, "secret": SECRET, "action": action, "csrf_token": token(client)}
    client.post(f"/disclosures/{number}/withdraw", data=sent)
    entry = newest(world, Decision)
    assert (entry.action, entry.by, entry.after) == ("withdraw", "author", "withdrawn")


@pytest.mark.parametrize("action", ["submit", "withdraw", "delete", "", "ACCEPT", "accept\0", "0"])
def test_a_moderator_does_what_moderators_may(world: World, action: str):
    number = world.submit()
    before = world.rows()
    client = world.clients[MODERATOR]
    sent = {"action": action, "level": "downloadable", "csrf_token": token(client)}
    assert client.post(f"/moderation/{number}", data=sent).status_code in (400, 404)
    assert world.rows() == before


@pytest.mark.parametrize("level", ["", "open", "downloadable ", "n/a\0", "1", "itemised"])
def test_no_level_is_granted_that_the_criterion_does_not_have(world: World, level: str):
    number = world.submit()
    client, seen = world.clients[MODERATOR], str(world.newest_entry())
    before = world.rows()
    sent = {"action": "accept", "level": level, "seen": seen, "csrf_token": token(client)}
    assert client.post(f"/moderation/{number}", data=sent).status_code in (400, 409)
    assert world.rows() == before


def test_a_request_is_what_its_form_says(world: World):
    client = world.clients["anonymous"]
    told = {"release": RELEASE, "criterion": "code.recipe"}
    sent = {**EXTRA, **told, "csrf_token": token(client)}
    assert client.post("/request", data=sent, query_string=EXTRA).status_code == 303
    row = newest(world, Request)
    assert (row.release_id, row.organization, row.url) == (RELEASE, ORGANIZATION, "")
    assert list(row.levels) == ["code.recipe"]
    assert not row.answered
    assert row.answered_at is None
    assert row.asked_at.year > 2025


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/discussions/1",
        f"https://huggingface.co.evil.example/{RELEASE}/discussions/1",
        f"https://huggingface.co@evil.example/{RELEASE}/discussions/1",
        f"https://huggingface.co/{RELEASE}/discussions/1?x=javascript:pwned()",
        f"https://huggingface.co/{RELEASE}/../../evil/x/discussions/1",
        f"https://huggingface.co/{RELEASE}/discussions/1#<script>",
        f"http://huggingface.co/{RELEASE}/discussions/1",
        f"https://huggingface.co/{RELEASE}2/discussions/1",
        f"javascript://huggingface.co/{RELEASE}/discussions/1",
        f"https://huggingface.co/{RELEASE}/discussions/\u0661",
    ],
)
def test_no_address_but_a_discussion_of_the_release_is_kept(world: World, url: str):
    client = world.clients["anonymous"]
    path = f"/requests/{world.ask()}"
    before = world.rows()
    sent = {"url": url, "csrf_token": token(client)}
    assert client.post(path, data=sent).status_code == 400
    assert world.rows() == before


def test_nobody_signs_in_as_more_than_he_is(world: World):
    client = world.app.test_client()
    sent = {**EXTRA, "name": PERSON, "password": "no", "csrf_token": token(client, "/sign-in")}
    before = world.rows()["disclosure"]
    assert client.post("/sign-in", data=sent, query_string=EXTRA).status_code == 401
    with world.writing() as session:
        row = session.exec(select(Account).where(Account.name == PERSON)).one()
        assert (row.is_moderator, row.organizations, row.subject) == (False, {}, None)
    assert world.rows()["disclosure"] == before
