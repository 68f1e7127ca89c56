"""Signing in with a password: whose session it is, when it ends, and what guessing leads to."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session

from registry import store
from registry.cli import main
from registry.db import session_on
from registry.models import Account
from registry.views.accounts import REFUSED
from registry.views.signing import IDLE_S
from tests.disclosing import HASHED, PASSWORD, add_moderator, enter, send, submit, token
from tests.factories import NOW


@pytest.fixture
def engine(app: Flask):
    return app.extensions["engine"]


def change(engine, **columns) -> None:
    with session_on(engine) as session:
        session.execute(update(Account).values(**columns))


# Sessions ---------------------------------------------------------------------------------------


def test_a_moderator_signs_in_and_goes_on_where_he_wanted_to(client: FlaskClient, engine):
    add_moderator(engine)
    asked = client.get("/moderation?kind=claim")
    assert (asked.status_code, asked.location) == (303, "/sign-in?next=/moderation%3Fkind%3Dclaim")
    answer = enter(client, next="/moderation?kind=claim")
    assert (answer.status_code, answer.location) == (303, "/moderation?kind=claim")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/moderation").status_code == 200
    assert client.get("/account").headers["Cache-Control"] == "no-store"
    assert client.get("/sign-in?next=/moderation").location == "/moderation"
    with Session(engine) as session:
        assert session.get_one(Account, 1).signed_in_at is not None


def test_nobody_is_led_elsewhere(client: FlaskClient, engine):
    add_moderator(engine)
    assert enter(client, next="//evil.example/").location == "/account"


def test_over_https_the_cookie_stays_there(app: Flask, engine):
    add_moderator(engine)
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://localhost")
    assert "Secure" in page.headers["Set-Cookie"]


def test_a_session_that_somebody_planted_is_gone_after_signing_in(client: FlaskClient, engine):
    add_moderator(engine)
    planted = token(client, "/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "yes"
        before = session["csrf_token"]
    enter(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before
        assert len(session["token"]) > 20
    late = client.post("/account/sessions/end", data={"csrf_token": planted})
    assert late.status_code == 400
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("how", ["password", "disable", "everywhere"])
def test_all_sessions_end_at_once(app: Flask, engine, how: str):
    add_moderator(engine)
    mine, other = app.test_client(), app.test_client()
    assert enter(mine).status_code == enter(other).status_code == 303
    if how == "everywhere":
        assert send(mine, "/account/sessions/end", at="/account").status_code == 303
    else:
        with session_on(engine) as session:
            if how == "password":
                store.set_password(session, "ada", "another-one 2026")
            else:
                store.disable(session, "ada", NOW)
    for client in (mine, other):
        assert client.get("/moderation").status_code == 303
        assert client.get("/account").status_code == 303


@pytest.mark.parametrize(("name", "older"), [("since", 12 * 3600 + 5), ("seen", IDLE_S + 5)])
def test_a_session_ends_by_itself(client: FlaskClient, engine, name: str, older: int):
    add_moderator(engine)
    enter(client)
    with client.session_transaction() as session:
        session[name] -= older
    assert client.get("/account").status_code == 303


def test_signing_out_ends_it_and_needs_a_token(client: FlaskClient, engine):
    add_moderator(engine)
    enter(client)
    assert client.post("/sign-out").status_code == 400
    assert client.get("/sign-out").status_code == 405
    assert send(client, "/sign-out", at="/account").location == "/"
    assert client.get("/account").status_code == 303


def test_pages_for_everybody_do_not_look_at_the_session(client: FlaskClient, engine):
    add_moderator(engine)
    enter(client)
    for path in ("/", "/models", "/disclosures/log", "/api/v1/disclosures/log"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers
        assert ">ada<" not in answer.text


def test_a_forged_cookie_is_nobodys(client: FlaskClient, engine):
    add_moderator(engine)
    client.set_cookie("aperture", "eyJfdXNlcl9pZCI6IjEuMCJ9.aRzZ0A.forged")
    assert client.get("/account").status_code == 303


def test_who_is_no_moderator_is_refused(client: FlaskClient, engine):
    add_moderator(engine, is_moderator=False, organizations={"a": "admin"})
    with session_on(engine) as session:
        submit(session, account_id=1, claim="Mine is \u202e<b>bold</b>")
    enter(client)
    page = client.get("/account").text
    assert "admin" in page
    assert 'href="/disclosures/1"' in page
    for path in ("/moderation", "/moderation/1"):
        assert client.get(path).status_code == 403
        assert send(client, path, at="/account", action="accept").status_code == 403


# Guessing ---------------------------------------------------------------------------------------


def test_wrong_names_and_passwords_are_told_alike(client: FlaskClient, engine):
    add_moderator(engine)
    add_moderator(engine, "grace", disabled_at=NOW)
    add_moderator(engine, "hub:ada", subject="1", password="")
    told = set()
    for name, password in [
        ("ada", "wrong-password 1"),
        ("nobody", "wrong-password 1"),
        ("grace", PASSWORD),
        ("hub:ada", ""),
        ("a" * 500, PASSWORD),
        ("nul\0", PASSWORD),
    ]:
        answer = enter(client, name, password)
        assert answer.status_code == 401
        told.add(REFUSED in answer.text.replace("&#39;", "'"))
        assert password not in answer.text or not password
    assert told == {True}


def test_an_account_is_locked_for_longer_and_longer(engine):
    add_moderator(engine)
    at = NOW
    for _ in range(5):
        attempt = _attempt(engine, at)
        assert attempt.password == HASHED
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        assert _attempt(engine, at + timedelta(minutes=minutes, seconds=-1)).account_id is None
        at += timedelta(minutes=minutes)
        assert _attempt(engine, at).account_id is not None
    later = at + timedelta(days=2)
    assert _attempt(engine, later).account_id is not None
    with Session(engine) as session:
        assert session.get_one(Account, 1).failures == 1


def test_the_right_password_helps_only_after_the_lock(client: FlaskClient, engine):
    add_moderator(engine)
    for _ in range(5):
        assert enter(client, password="wrong-password 1").status_code == 401
    assert enter(client).status_code == 401
    change(engine, locked_until=NOW)
    assert enter(client).status_code == 303
    with Session(engine) as session:
        account = session.get_one(Account, 1)
        assert (account.failures, account.locked_until) == (0, None)


def test_attempts_at_once_are_counted_like_attempts_in_turn(engine):
    add_moderator(engine)
    got: list[Any] = []
    barrier = threading.Barrier(12)

    def attempt() -> None:
        barrier.wait()
        got.append(_attempt(engine, NOW))

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(a.account_id is not None for a in got) == 5


def test_one_address_has_so_many_attempts(client: FlaskClient, engine, monkeypatch):
    monkeypatch.setattr("registry.views.accounts.is_right", lambda *_: False)
    sent = {"csrf_token": token(client, "/sign-in"), "name": "ada", "password": "wrong"}
    statuses = [client.post("/sign-in", data=sent).status_code for _ in range(21)]
    assert statuses == [401] * 20 + [429]
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.post("/sign-in", data=sent, environ_overrides=elsewhere).status_code == 401


def test_attempts_are_logged_without_passwords(client: FlaskClient, engine, capsys):
    add_moderator(engine)
    enter(client, password="a-secret-attempt")
    told = capsys.readouterr().err
    assert "sign-in.failed" in told
    assert "'ada'" in told
    assert "a-secret-attempt" not in told


def _attempt(engine, at):
    with session_on(engine) as session:
        return store.count_attempt(session, "ada", at)


# Commands ---------------------------------------------------------------------------------------


def test_moderators_are_made_on_the_command_line(app: Flask, database_url: str, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*words: str, given: str = ""):
        return CliRunner().invoke(main, ["moderators", *words], input=given)

    assert "Nobody" in run("list").output
    asked = run("add", "ada", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0, asked.output
    assert PASSWORD not in asked.output
    for words, given, says in [
        (("add", "ada", "--password-stdin"), PASSWORD, "already"),
        (("add", "bob", "--password-stdin"), "short", "12 characters"),
        (("add", "hub:bob", "--password-stdin"), PASSWORD, "can't be a name"),
        (("password", "bob", "--password-stdin"), PASSWORD, "no account"),
        (("disable", "bob"), "", "no account"),
    ]:
        failed = run(*words, given=given)
        assert failed.exit_code == 1
        assert says in failed.output
        assert failed.output.startswith("Error: ")
    client = app.test_client()
    assert enter(client).status_code == 303
    assert run("disable", "ada").exit_code == 0
    assert "disabled" in run("list").output
    assert enter(client).status_code == 401
    assert run("enable", "ada").exit_code == 0
    assert run("password", "ada", "--password-stdin", given="another-one 2026\n").exit_code == 0
    assert enter(client).status_code == 401
    assert enter(client, password="another-one 2026").status_code == 303
    assert "signs in with a password, last on" in run("list").output
