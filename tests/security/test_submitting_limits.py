"""Limits: one address submits so much and no more, by whatever way, and what is refused is not kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.application import make_app
from tests.security.conftest import settings_on
from tests.security.people import (
    CRITERION,
    MEMBER,
    ORGANIZATION,
    RELEASE,
    World,
    account,
    token,
    typed,
    visitor,
    world_on,
)

WAYS = {
    "form": lambda client: client.post("/disclose", data={**typed(), "csrf_token": token(client)}),
    "trap": lambda client: client.post(
        "/disclose", data={**typed(), "website": "x", "csrf_token": token(client)}
    ),
    "api": lambda client: client.post("/api/v1/disclosures", json=typed()),
    "reply": lambda client: client.post(
        "/reply",
        data={
            "release": RELEASE,
            "criterion": CRITERION,
            "text": typed()["claim"],
            "do": "send",
            "csrf_token": token(client),
        },
    ),
    "statement": lambda client: client.post(
        "/disclose/statement",
        data={
            "release": RELEASE,
            "do": "submit",
            "data.sources.0.name": typed()["claim"],
            "csrf_token": token(client),
        },
    ),
    "request": lambda client: client.post(
        "/request",
        data={"release": RELEASE, "criterion": "code.recipe", "csrf_token": token(client)},
    ),
}


@pytest.fixture(scope="module")
def limited(module_url: str) -> World:
    """A world in which one address submits one thing in an hour."""
    world = world_on(settings_on(module_url))
    world.app = make_app(replace(settings_on(module_url), disclosure_limit="1 per hour"))
    return world


@pytest.mark.parametrize("first", WAYS)
def test_all_ways_are_counted_together(limited: World, first: str):
    limited.app.extensions["submissions"].counts.storage.reset()
    client = visitor(limited.app, MEMBER)
    assert WAYS[first](client).status_code in (200, 201, 303)
    before = limited.rows()
    for way, send in WAYS.items():
        refused = send(client)
        assert refused.status_code == 429, way
        assert int(refused.headers["Retry-After"]) > 0
    assert limited.rows() == before


@pytest.mark.parametrize(
    ("role", "speaks"),
    [
        ("admin", True),
        ("write", True),
        ("contributor", True),
        ("owner", True),
        ("read", False),
        ("restricted", False),
        ("member", False),
        ("", False),
        ("ADMIN", False),
    ],
)
def test_who_speaks_for_a_publisher(limited: World, role: str, speaks: bool):
    name = f"as-{role}-{speaks}"
    with limited.writing() as session:
        session.add(
            account(MEMBER, name=name, organizations={ORGANIZATION: role, "umbra": "admin"})
        )
    client = visitor(limited.app, name)
    answer = client.get(f"/reply?release={RELEASE}&criterion={CRITERION}")
    assert answer.status_code == (200 if speaks else 403)
    limited.app.extensions["submissions"].counts.storage.reset()
    assert WAYS["form"](client).status_code == 200
    told = client.get(f"/api/v1/disclosures/{limited.newest()}").json
    assert told["origin"] == ("publisher" if speaks else "disclosure")
    assert told["organization"] == (ORGANIZATION if speaks else None)
