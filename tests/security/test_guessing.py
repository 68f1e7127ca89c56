"""Guessing: passwords can't be tried out, and nobody learns by trying which names there are."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from registry import passwords, store
from registry.db import session_on
from registry.models import Account
from tests.security.conftest import settings_on
from tests.security.people import (
    DISABLED,
    MODERATOR,
    NOW,
    PASSWORD,
    World,
    account,
    sign_in,
    token,
    world_on,
)


@pytest.fixture(scope="module")
def world(module_url: str) -> World:
    world = world_on(settings_on(module_url))
    with world.writing() as session:
        session.add(Account(name="hub:ada", subject="hub-1", created_at=NOW))
        session.add(account("locked", locked_until=NOW + timedelta(days=9999), failures=6))
    return world


def set_account(world: World, name: str, **columns) -> None:
    with world.writing() as session:
        session.execute(update(Account).where(col(Account.name) == name).values(**columns))


def plain(page: str) -> str:
    """A page without what every one has of its own, and the name that was typed."""
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    return re.sub(r'(name="name"[^>]*?) value="[^"]*"', r"\1", page)


ATTEMPTS = {
    "a wrong password": (MODERATOR, "not the one at all"),
    "an unknown name": ("nobody-of-that-name", "not the one at all"),
    "a locked account, and the right password": ("locked", PASSWORD),
    "a locked account": ("locked", "not the one at all"),
    "a disabled account, and the right password": (DISABLED, PASSWORD),
    "an account of the Hub": ("hub:ada", "not the one at all"),
    "an account of the Hub, and nothing": ("hub:ada", ""),
    "no name": ("", ""),
    "a name that is none": ("<b>moderator</b>' OR 1=1 --", "x"),
    "a name with a NUL": ("nobody\0", "x"),
    "another case": (MODERATOR.upper(), PASSWORD),
    "a long password": (MODERATOR, "a" * 50_000),
}


def test_all_that_fails_fails_alike(world: World, monkeypatch: pytest.MonkeyPatch):
    computed: list[str] = []
    check = passwords.check_password_hash

    def counted(kept: str, password: str) -> bool:
        computed.append(kept.partition("$")[0])
        assert len(password) <= passwords.LONGEST
        return check(kept, password)

    monkeypatch.setattr(passwords, "check_password_hash", counted)
    answers = {}
    for kind, (name, password) in ATTEMPTS.items():
        set_account(world, MODERATOR, failures=0, locked_until=None)
        computed.clear()
        response = sign_in(world.app.test_client(), name, password)
        assert response.status_code == 401, kind
        assert computed == [passwords.METHOD], f"{kind}: the same work is done"
        answers[kind] = plain(response.text)
    assert len(set(answers.values())) == 1, "the same is told"
    told = next(iter(answers.values()))
    assert "The name or the password is not right" in told


def test_an_account_is_locked_after_some_attempts_and_opens_again(world: World):
    set_account(world, MODERATOR, failures=0, locked_until=None)
    app = world.app
    for _ in range(store_free()):
        assert sign_in(app.test_client(), MODERATOR, "not the one at all").status_code == 401
    refused = sign_in(app.test_client(), MODERATOR)
    wrong = sign_in(app.test_client(), MODERATOR, "not the one at all")
    assert refused.status_code == wrong.status_code == 401
    assert plain(refused.text) == plain(wrong.text), "the right password is refused alike"
    set_account(world, MODERATOR, locked_until=NOW)
    assert sign_in(app.test_client(), MODERATOR).status_code == 303
    with world.writing() as session:
        found = session.scalars(select(Account).where(col(Account.name) == MODERATOR)).one()
        assert (found.failures, found.locked_until) == (0, None)


def store_free() -> int:
    from registry.store.accounts import FREE

    return FREE


def test_pauses_grow_and_have_an_end(database_url: str):
    from registry.db import engine_on
    from registry.store.accounts import FIRST_LOCK, FREE, LONGEST_LOCK

    with engine_on(database_url) as engine:
        with session_on(engine) as session:
            session.add(account(MODERATOR))
        now, pauses = NOW, []
        for _ in range(FREE + 12):
            with session_on(engine) as session:
                assert store.count_attempt(session, MODERATOR, now).account_id
            with Session(engine) as session:
                until = session.exec(select(Account.locked_until)).one()
            if until is None:
                continue
            pauses.append(until - now)
            with session_on(engine) as session:  # meanwhile nothing is counted, nor told
                early = store.count_attempt(session, MODERATOR, until - timedelta(seconds=1))
                assert (early.account_id, early.password) == (None, "")
            now = until
        assert pauses[0] == FIRST_LOCK
        assert pauses == sorted(pauses)
        assert pauses[-1] == LONGEST_LOCK
        assert all(b == min(2 * a, LONGEST_LOCK) for a, b in pairwise(pauses))


@pytest.mark.parametrize(
    ("ours", "another", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.3", "192.0.2.4", False),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True),
        ("2001:db8:2:1::1", "2001:db8:2:2::1", False),
        ("::ffff:192.0.2.9", "::ffff:192.0.2.10", False),
        ("::ffff:192.0.2.11", "192.0.2.11", True),
    ],
)
def test_one_address_tries_so_often_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch, ours: str, another: str, is_same: bool
):
    from registry.views import accounts

    computed: list[str] = []
    monkeypatch.setattr(accounts, "is_right", lambda *given: bool(computed.append(given[0])))
    client = world.app.test_client()
    data = {"name": "nobody", "password": "no", "csrf_token": token(client, "/sign-in")}

    def attempt(address: str):
        return client.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": address})

    most = int(accounts.ATTEMPTS.split()[0])
    statuses = [attempt(ours).status_code for _ in range(most + 1)]
    assert statuses == [401] * most + [429]
    assert len(computed) == most, "what is refused costs no work"
    refused = attempt(another)
    assert (refused.status_code == 429) == is_same
    if is_same:
        assert "Try again in" in refused.text


def test_an_address_is_not_taken_from_what_anybody_can_send(world: World):
    from registry.views import accounts

    client = world.app.test_client()
    data = {"name": "nobody", "password": "no", "csrf_token": token(client, "/sign-in")}
    limiter = world.app.extensions["attempts"]
    for _ in range(int(accounts.ATTEMPTS.split()[0])):
        limiter.hit("192.0.2.77")
    for number in range(3):
        headers = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": "for=198.51.100.9"}
        here = {"REMOTE_ADDR": "192.0.2.77"}
        response = client.post("/sign-in", data=data, headers=headers, environ_overrides=here)
        assert response.status_code == 429
