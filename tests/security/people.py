"""People: an app in which somebody of every role is signed in, with one thing of each kind to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlmodel import Session, SQLModel, col
from werkzeug.test import TestResponse

from registry import store
from registry.db import session_on
from registry.disclosing import Action, By
from registry.models import Account, Decision, Disclosure, IndexRecord, Release, Request
from registry.passwords import hash_of
from registry.resources import rubric
from registry.settings import Settings
from registry.views.submitting import digest_of
from tests.application import make_app
from tests.factories import make_release

RELEASE, OTHER = "acme/nimbus-7b", "umbra/eclipse-1b"
ORGANIZATION = "acme"
CRITERION = "data.access"
PASSWORD = "three lanterns over Cork 4"
SECRET = "what the author was told once"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)

ANONYMOUS = "anonymous"
PERSON = "person"
"""Signed in, and a member of no organization."""
MEMBER = "member"
"""Speaks for the organization that publishes the release."""
MODERATOR = "moderator"
DISABLED = "disabled"
"""Was signed in as a moderator when the account was disabled."""
ROLES = (ANONYMOUS, PERSON, MEMBER, MODERATOR, DISABLED)

_numbers = count(1)


@dataclass
class World:
    """The app, and a client of each role, signed in if it can be."""

    app: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session of the test's own."""
        with session_on(self.app.extensions["engine"]) as session:
            yield session

    def submit(self, **columns: Any) -> int:
        """A claim that nobody sent before, or what the columns make of it; its number."""
        with self.writing() as session:
            return store.save_disclosures(session, [claim(**columns)], NOW)[0]

    def ask(self) -> int:
        """A request that nobody has told the discussion of; its number."""
        with self.writing() as session:
            session.add(row := asked(session.get_one(Release, RELEASE).grade_id))
            session.flush()
            assert row.id is not None
            return row.id

    def act(self, number: int, action: Action, by: By = By.MODERATOR, **told: Any) -> None:
        """Does something about a disclosure."""
        with self.writing() as session:
            store.decide(session, number, store.Act(action, by, **told), rubric(), NOW)

    def newest_entry(self) -> int:
        """The number of the newest entry of the audit log."""
        with self.writing() as session:
            return session.scalar(select(func.max(Decision.id))) or 0

    def newest(self) -> int:
        """The number of the newest disclosure."""
        with self.writing() as session:
            return session.scalar(select(func.max(Disclosure.id))) or 0

    def last_entry(self, number: int) -> int:
        """The number of the newest entry of the audit log on a disclosure."""
        of = select(func.max(Decision.id)).where(col(Decision.disclosure_id) == number)
        with self.writing() as session:
            return session.scalar(of) or 0

    def is_signed_in(self, role: str) -> bool:
        """Whether a role's client still has its session."""
        return self.clients[role].get("/account").status_code == 200

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table."""
        with self.app.extensions["engine"].connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(text(f'select * from "{table}"'))))
                for table in SQLModel.metadata.sorted_tables
            }


def claim(**columns: Any) -> dict[str, Any]:
    """The columns of a claim that nobody sent before."""
    number = next(_numbers)
    return {
        "kind": "claim",
        "release_id": RELEASE,
        "criterion": CRITERION,
        "claim": f"The corpus can be downloaded, as of note {number}.",
        "url": f"https://example.org/corpus/{number}",
        "quote": "Download it here.",
        "level": "downloadable",
        "origin": "disclosure",
        "key": digest_of(SECRET),
        "likeness": f"{number:064x}",
        **columns,
    }


def typed(**changed: str) -> dict[str, str]:
    """What somebody types into the form, and sends to the API: a claim that nobody sent before."""
    made = claim()
    names = ("criterion", "claim", "url", "quote", "level")
    return {"release": RELEASE, **{name: made[name] for name in names}, **changed}


def world_on(settings: Settings, roles: tuple[str, ...] = ROLES) -> World:
    """An app on an empty, migrated database, with releases, accounts and one thing of each kind; somebody of each of
    the roles is signed in."""
    world = World(make_app(settings))
    with world.writing() as session:
        made = make_release(session, RELEASE)
        make_release(session, OTHER)
        for role in ROLES[1:]:
            session.add(account(role))
        session.add(asked(made.grade_id))
        session.add(
            IndexRecord(source="osai", record="nimbus", name="Nimbus", organization="Acme", named=[RELEASE],
                        release_id=RELEASE, verdicts={}, overall={}, imported_at=NOW)
        )  # fmt: skip
    world.submit()
    for role in roles:
        world.clients[role] = visitor(world.app, role)
    with world.writing() as session:
        found = store.accounts(session)
        next(a for a in found if a.name == DISABLED).disabled_at = NOW
    return world


def account(role: str, **columns: Any) -> Account:
    """An account of that role, which signs in with the password of all of them."""
    told: dict[str, Any] = {
        "name": role,
        "password": _hash(),
        "is_moderator": role in (MODERATOR, DISABLED),
        "organizations": {ORGANIZATION: "write"} if role == MEMBER else {},
        "created_at": NOW,
    }
    return Account(**{**told, **columns})


def asked(grade_id: int | None) -> Request:
    """A request to the release's publisher, made when the release had this grade."""
    levels = {CRITERION: "closed"}
    return Request(
        release_id=RELEASE,
        organization=ORGANIZATION,
        levels=levels,
        grade_id=grade_id,
        asked_at=NOW,
    )


def visitor(app: Flask, role: str) -> FlaskClient:
    """A browser in which somebody of that role has signed in."""
    client = app.test_client()
    if role != ANONYMOUS:
        assert sign_in(client, role).status_code == 303
    return client


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Signs in as somebody does, from an address of this visit's own: only so many attempts may come from one."""
    number = next(_numbers)
    here = {"REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
    return client.post(
        "/sign-in",
        data={"name": name, "password": password, "csrf_token": token(client, "/sign-in"), **more},
        environ_overrides=here,
    )


def token(client: FlaskClient, path: str = "/disclose") -> str:
    """The token of the form at an address, by default of one that everybody may see."""
    response = client.get(path)
    found = re.search(r'name="csrf_token" value="([^"]+)"', response.text)
    if found is None and path == "/sign-in":  # somebody is signed in
        return token(client)
    assert found, f"{path} has no token: {response.status}"
    return found[1]


@cache
def _hash() -> str:
    return hash_of(PASSWORD)
