"""Telling: nobody learns from pages, the API, errors or logs who somebody is, or what would let one act for him."""

from __future__ import annotations

import json
import re

import pytest
from sqlmodel import select

from registry.disclosing import Action, By
from registry.models import Account, Decision, Disclosure
from registry.settings import Settings
from tests.application import make_app
from tests.security.conftest import settings_on
from tests.security.people import (
    ANONYMOUS,
    MEMBER,
    MODERATOR,
    PASSWORD,
    PERSON,
    ROLES,
    SECRET,
    World,
    account,
    sign_in,
    token,
    typed,
    visitor,
    world_on,
)
from tests.security.routes import PAGES

NAMES = ("zoe-the-moderator", "yann-the-member")
"""Names that can stand on a page by no other chance."""


@pytest.fixture(scope="module")
def acted(module_url: str) -> World:
    """A world in which two people who are known have done all that one can do."""
    world = world_on(settings_on(module_url))
    moderator, member = NAMES
    with world.writing() as session:
        session.add(account(MODERATOR, name=moderator))
        session.add(account(MEMBER, name=member))
    numbers = _numbers(world)
    for action in (Action.REVIEW, Action.ACCEPT, Action.REJECT, Action.WITHDRAW):
        number = world.submit(account_id=numbers[member], organization="acme", origin="publisher")
        if action is not Action.WITHDRAW:
            level = "downloadable" if action is Action.ACCEPT else ""
            told = {"account_id": numbers[moderator], "reason": "As it says.", "level": level}
            world.act(number, action, **told)
        else:
            world.act(number, action, By.AUTHOR, account_id=numbers[member])
    world.submit(kind="reply", account_id=numbers[member], organization="acme", origin="publisher")
    return world


def _numbers(world: World) -> dict[str, int]:
    with world.writing() as session:
        return {a.name: a.id for a in session.exec(select(Account)) if a.id is not None}


def _unspoken(world: World) -> list[str]:
    """What nobody may be told."""
    with world.writing() as session:
        accounts = session.exec(select(Account)).all()
        rows = session.exec(select(Disclosure)).all()
        secret = {*NAMES, SECRET, PASSWORD, world.app.secret_key}
        secret |= {a.password for a in accounts if a.password}
        return [str(s) for s in secret | {r.key for r in rows} | {r.likeness for r in rows}]


@pytest.mark.parametrize("role", [ANONYMOUS, PERSON, MEMBER])
def test_pages_and_api_tell_nobody_who_somebody_is(acted: World, role: str):
    unspoken = _unspoken(acted)
    last = acted.newest()
    paths = [page.path or rule for rule, page in PAGES.items() if page.of(role) == 200]
    for number in range(1, last + 1):
        paths += [f"/disclosures/{number}", f"/api/v1/disclosures/{number}"]
    for path in paths:
        if path.endswith((".png", ".css")):
            continue
        with acted.clients[role].get(path) as response:
            text = response.get_data(as_text=True)
        assert response.status_code == 200, path
        assert not [s for s in unspoken if s in text], path
        assert "account" not in text or path in ("/account", "/disclose", *WORDED) or not re.search(
            r'"account(_id)?":', text
        ), path  # fmt: skip


WORDED = ("/api/v1/openapi.json",)


def test_the_log_tells_roles_and_nothing_of_people(acted: World):
    told = acted.clients[ANONYMOUS].get("/api/v1/disclosures/log").json
    assert told["items"]
    for entry in told["items"]:
        assert set(entry) <= {
            *("id", "at", "disclosure", "action", "by", "before", "after", "level", "reason", "digest"),
            *("url", "release", "criterion", "kind"),
        }  # fmt: skip
        assert entry["by"] in ("author", "moderator")
    with acted.writing() as session:
        assert any(d.account_id for d in session.exec(select(Decision))), "it is known"


def test_the_secret_is_told_once_and_to_its_author(acted: World):
    client = acted.clients[ANONYMOUS]
    answer = client.post("/api/v1/disclosures", json=typed())
    secret, number = answer.json["withdraw"], answer.json["id"]
    assert len(secret) >= 32
    assert answer.headers["Cache-Control"] == "no-store"
    form = client.post("/disclose", data={**typed(), "csrf_token": token(client)})
    found = re.search(r'class="secret"><code>([^<]+)<', form.text)
    assert found is not None
    assert found[1] != secret
    for role in ROLES[:4]:
        for path in (
            f"/disclosures/{number}",
            f"/api/v1/disclosures/{number}",
            f"/moderation/{number}",
        ):
            assert secret not in acted.clients[role].get(path).text
    assert not [
        row for rows in acted.rows().values() for row in rows if secret in row or found[1] in row
    ]


@pytest.mark.parametrize(
    "secret", ["", " ", "a", "0" * 64, "*", "%", "None", SECRET[:-1], SECRET * 9]
)
def test_nobody_withdraws_by_another_secret(acted: World, secret: str):
    number = acted.submit(account_id=_numbers(acted)[NAMES[1]])
    with acted.writing() as session:
        key = session.get_one(Disclosure, number).key
    before = acted.rows()
    for role in (ANONYMOUS, PERSON, MEMBER, MODERATOR):
        client = acted.clients[role]
        for given in (secret, key):
            sent = {"secret": given, "csrf_token": token(client)}
            assert client.post(f"/disclosures/{number}/withdraw", data=sent).status_code == 403
    assert acted.rows() == before


TRACES = (
    "Traceback",
    'File "',
    "sqlalchemy",
    "site-packages",
    "werkzeug",
    "psycopg",
    "SELECT ",
    "registry/",
)
ERRORS = (
    ("GET", "/models/no/such", {}, 404),
    ("GET", "/disclosures/99999999999999999999", {}, 404),
    ("GET", "/disclosures/0", {}, 404),
    ("GET", "/api/v1/disclosures/-1", {}, 404),
    ("GET", "/api/v1/disclosures/99999999999999999999", {}, 404),
    ("GET", "/requests/2147483648", {}, 404),
    ("GET", "/moderation/2147483648", {}, 404),
    ("GET", "/api/v1/disclosures?page=99999999999", {}, 400),
    ("GET", "/api/v1/disclosures?release=%00", {}, 400),
    ("GET", "/%00", {}, 404),
    ("GET", "/disclosures?page=9999999999999999999999&release=%00&status=%ff", {}, 200),
    ("GET", "/disclosures?release=%ED%B3%BF", {}, 200),
    ("GET", "/reply?release=%00&criterion=%00", {}, 404),
    ("GET", "/request?release=%00%ff", {}, 404),
    ("GET", "/moderation?page=9999999999999&after=99999999999&release=%00&q=%00", {}, 200),
    ("POST", "/disclose", {"data": "x=1"}, 400),
    ("POST", "/api/v1/disclosures", {"data": "{"}, 415),
    ("POST", "/api/v1/disclosures", {"data": "{", "content_type": "application/json"}, 400),
    ("DELETE", "/disclosures/1", {}, 405),
)


@pytest.mark.parametrize(("method", "path", "sent", "status"), ERRORS)
def test_errors_tell_nothing_of_the_inside(acted: World, method: str, path: str, sent, status: int):
    client = acted.clients[MEMBER if path.startswith("/reply") else MODERATOR]
    response = client.open(path, method=method, **sent)
    assert response.status_code == status, response.text
    assert not [trace for trace in TRACES if trace in response.text]


@pytest.mark.parametrize(
    "path", ["/disclosures/1", "/disclose", "/api/v1/disclosures", "/moderation"]
)
def test_a_fault_tells_nothing_of_the_inside(acted: World, path: str, tmp_path, capsys):
    gone = Settings(
        database_url=f"sqlite:///{tmp_path}/it.sqlite3", secret_key=acted.app.secret_key
    )
    app = make_app(gone)  # a database without a table
    app.testing = False
    client = visitor(acted.app, MODERATOR)
    kept = client.get_cookie("aperture")
    assert kept is not None
    broken = app.test_client()
    broken.set_cookie(kept.key, kept.value)
    response = broken.get(path)
    assert response.status_code == 500
    assert not [trace for trace in TRACES if trace in response.text]
    logged = capsys.readouterr().err
    assert kept.value not in logged


def test_logs_hold_no_password_secret_or_token(module_url: str, acted: World, capsys):
    from dataclasses import replace

    settings = replace(
        settings_on(module_url), log_format="json", oauth_client_secret="oauth-secret-of-the-site"
    )
    app = make_app(settings)
    client = app.test_client()
    wrong = "a password that is not quite right"
    sign_in(client, MODERATOR, wrong)
    sign_in(client, wrong, PASSWORD)  # typed into the wrong field
    sign_in(client, MODERATOR)
    given = token(client)
    client.post("/disclose", data={**typed(), "csrf_token": given, "secret": SECRET})
    number = acted.submit()
    client.post(f"/disclosures/{number}/withdraw", data={"secret": SECRET, "csrf_token": given})
    client.post(
        f"/disclosures/{number}/withdraw", data={"secret": "wrong" + SECRET, "csrf_token": given}
    )
    kept = client.get_cookie("aperture")
    assert kept is not None
    client.post("/sign-out", data={"csrf_token": given})
    from registry.logs import log

    log.warning("settings.told", told=str(settings))
    told = capsys.readouterr().err
    assert [json.loads(line)["event"] for line in told.splitlines() if line.startswith("{")]
    secrets_ = [
        PASSWORD,
        SECRET,
        given,
        kept.value,
        settings.secret_key,
        settings.oauth_client_secret,
    ]
    assert not [s for s in secrets_ if s in told], told
