"""Disclosing: things that somebody submitted, and moderators that decide on them, for tests."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session
from werkzeug.security import generate_password_hash

from registry import store
from registry.documents import digest_of
from registry.models import Account, Disclosure
from registry.resources import rubric
from tests.factories import NOW

PASSWORD = "violets-and 9 pears"
HASHED = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
"""Quicker to compare with than those of real accounts."""
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def submit(session: Session, release_id: str = "a/m", **columns: Any) -> int:
    """Submits something, by default a claim that the data can be downloaded; its number."""
    told: dict[str, Any] = {
        "kind": "claim",
        "release_id": release_id,
        "criterion": "data.access",
        "claim": "The corpus is there for anyone.",
        "level": "downloadable",
        "url": "https://example.org/corpus",
        "origin": "disclosure",
        "key": digest_of(b"secret"),
        **columns,
    }
    if told["kind"] != "claim":
        told |= {"level": "", "url": ""}
    alike = f"{told['release_id']} {told['criterion']} {told['claim']} {told['level']}"
    told.setdefault("likeness", digest_of(alike.encode()))
    [number] = store.save_disclosures(session, [told], NOW)
    return number


def add_moderator(engine: Engine, name: str = "ada", **columns: Any) -> int:
    """An account that moderates, with the password of all tests; its number."""
    from registry.db import session_on

    with session_on(engine) as session:
        told = {"password": HASHED, "is_moderator": True, "created_at": NOW, **columns}
        account = Account(name=name, **told)
        session.add(account)
        session.flush()
        assert account.id is not None
        return account.id


def token(client: FlaskClient, path: str) -> str:
    """The token of the forms on a page."""
    found = _TOKEN.search(client.get(path).text)
    assert found, path
    return found[1]


def enter(client: FlaskClient, name: str = "ada", password: str = PASSWORD, **more: str):
    """Sends the form of the sign-in page; the answer."""
    sent = {"csrf_token": token(client, "/sign-in"), "name": name, "password": password, **more}
    return client.post("/sign-in", data=sent)


def send(client: FlaskClient, path: str, at: str = "", **form: Any):
    """Sends a form with the token of the page at an address, by default that which it is sent to."""
    page = client.get(at or path).text
    found = _TOKEN.search(page)
    seen = re.search(r'name="seen" value="(\d+)"><?\n?', page)
    sent = {"csrf_token": found[1] if found else "", **form}
    if seen and "seen" not in form:
        sent["seen"] = re.findall(r'name="seen" value="(\d+)"', page)[-1]
    return client.post(path, data=sent)


def row(engine: Engine, number: int) -> Disclosure:
    """A disclosure as it is kept."""
    with Session(engine) as session:
        found = session.get_one(Disclosure, number)
        session.expunge(found)
        return found


def decided(engine: Engine, number: int, act: store.Act, at: Any = NOW) -> Disclosure:
    """Does something about a disclosure."""
    from registry.db import session_on

    with session_on(engine) as session:
        found = store.decide(session, number, act, rubric(), at)
        session.expunge(found)
        return found
