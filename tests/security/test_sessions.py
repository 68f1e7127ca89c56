"""Sessions: nobody can plant one, make one up, go on with one that is over, or lead a visitor astray by it."""

from __future__ import annotations

import time
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from registry import store
from registry.settings import Settings
from registry.views.sessions import LASTS
from registry.views.signing import IDLE_S
from tests.application import make_app
from tests.security.people import MODERATOR, NOW, PASSWORD, World, sign_in, token, visitor
from tests.security.routes import PAGES, Public
from tests.security.serving import signed_in_cookie

TRICKS = (
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/ /../..//evil.example\r\nSet-Cookie: a=b",
    "/account\r\nLocation: https://evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http://127.0.0.1@evil.example",
    "javascript:alert(1)",
    "data:text/html,hi",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "//[::1",
    "/" * 2 + "a" * 5000,
    "/\u202e/evil.example",
    "/\0/evil.example",
)


def value_of(client) -> str:
    kept = client.get_cookie("aperture")
    assert kept is not None
    return kept.value


def is_open(app: Flask, value: str) -> bool:
    """Whether somebody gets to see an account with this cookie."""
    response = signed_in_cookie(app, value).get("/account")
    assert response.status_code in (200, 303)
    return response.status_code == 200


def test_a_session_from_before_a_sign_in_is_worth_nothing_after_it(world: World):
    client = world.app.test_client()
    token(client)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    planted = value_of(client)
    sign_in(client, MODERATOR)
    assert value_of(client) != planted
    assert is_open(world.app, value_of(client))
    assert not is_open(world.app, planted)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert set(session) <= {"_user_id", "_fresh", "_id", "_permanent", "token", "since", "seen"}
        assert PASSWORD not in str(dict(session))


ENDS = {
    "sign-out": lambda world, client: client.post("/sign-out", data={"csrf_token": token(client)}),
    "everywhere": lambda world, client: client.post(
        "/account/sessions/end", data={"csrf_token": token(client)}
    ),
    "password": lambda world, _: _store(world, store.set_password, "a wholly other one 77"),
    "disabled": lambda world, _: _store(world, store.disable, NOW),
}


def _store(world: World, act, *told) -> None:
    with world.writing() as session:
        act(session, "leaver", *told)


@pytest.mark.parametrize("how", ENDS)
def test_a_session_that_is_over_stays_over(world: World, how: str):
    from tests.security.people import account

    with world.writing() as session:
        found = next((a for a in store.accounts(session) if a.name == "leaver"), None)
        if found is None:
            session.add(account("leaver", is_moderator=True))
        else:
            found.password, found.disabled_at = account("leaver").password, None
    client = visitor(world.app, "leaver")
    kept = value_of(client)
    assert is_open(world.app, kept)
    ENDS[how](world, client)
    assert not is_open(world.app, kept), "whoever copied the cookie is not signed in any more"
    assert client.get("/account").status_code == 303


def test_who_no_longer_moderates_is_refused_at_once(world: World):
    from tests.security.people import account

    with world.writing() as session:
        session.add(account("former", is_moderator=True))
    client = visitor(world.app, "former")
    assert client.get("/moderation").status_code == 200
    with world.writing() as session:
        next(a for a in store.accounts(session) if a.name == "former").is_moderator = False
    assert client.get("/moderation").status_code == 403
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("name", "ago", "still"),
    [
        ("seen", IDLE_S - 60, True),
        ("seen", IDLE_S + 60, False),
        ("since", LASTS.total_seconds() - 60, True),
        ("since", LASTS.total_seconds() + 60, False),
    ],
)
def test_a_session_ends_by_itself(world: World, name: str, ago: float, still: bool):
    client = visitor(world.app, MODERATOR)
    with client.session_transaction() as session:
        session[name] = int(time.time() - ago)
    assert (client.get("/account").status_code == 200) == still


def _signed(key: str, told: dict[str, object]) -> str:
    other = Flask("other")
    other.secret_key = key
    serializer = SecureCookieSessionInterface().get_signing_serializer(other)
    assert serializer is not None
    return serializer.dumps(told)


def _told(world: World) -> dict[str, object]:
    with visitor(world.app, MODERATOR).session_transaction() as session:
        return dict(session)


MADE_UP = {
    "nothing": lambda _w, _v: "",
    "noise": lambda _w, _v: "x.y.z",
    "dots": lambda _w, _v: "....",
    "cut": lambda _w, v: v[:-4],
    "cut at the dot": lambda _w, v: v.rpartition(".")[0],
    "unsigned": lambda _w, v: v.split(".")[0] if not v.startswith(".") else v.split(".")[1],
    "longer": lambda _w, v: f"{v}a",
    "another key": lambda w, _v: _signed("of another site", _told(w)),
    "no key": lambda w, _v: _signed("\0", _told(w)),
    "huge": lambda _w, _v: "." + "A" * 3900,
    "NUL": lambda _w, v: v.replace("e", "%00", 1),
    "another payload": lambda w, v: (
        _signed("x", _told(w)).rsplit(".", 1)[0] + "." + v.rsplit(".", 1)[1]
    ),
    "nobody's number": lambda w, _v: _signed(w.app.secret_key, {**_told(w), "_user_id": "99999.0"}),
    "no epoch": lambda w, _v: _signed(w.app.secret_key, {**_told(w), "_user_id": "1"}),
    "no moments": lambda w, _v: _signed(w.app.secret_key, {"_user_id": "4.0"}),
}


@pytest.mark.parametrize("kind", MADE_UP)
def test_a_cookie_that_was_not_given_out_opens_nothing(world: World, kind: str):
    value = MADE_UP[kind](world, value_of(visitor(world.app, MODERATOR)))
    assert not is_open(world.app, value)


@pytest.mark.parametrize(
    ("proxies", "headers", "secure"),
    [
        (0, {}, False),
        (1, {"X-Forwarded-Proto": "https"}, True),
        (1, {"X-Forwarded-Proto": "http"}, False),
        (0, {"X-Forwarded-Proto": "https"}, False),
    ],
)
def test_what_a_browser_may_do_with_the_cookie(
    module_url: str, proxies: int, headers: dict[str, str], secure: bool
):
    app = make_app(Settings(database_url=module_url, trusted_proxies=proxies))
    cookies = SimpleCookie(app.test_client().get("/sign-in", headers=headers).headers["Set-Cookie"])
    morsel = cookies["aperture"]
    assert morsel["httponly"] is True
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert morsel["domain"] == ""
    assert bool(morsel["secure"]) is secure


@pytest.mark.parametrize("trick", TRICKS)
def test_nobody_is_led_to_another_site_by_signing_in(world: World, trick: str):
    client = world.app.test_client()
    entered = sign_in(client, MODERATOR, next=trick)
    assert entered.status_code == 303
    assert entered.location == "/account"
    assert "evil" not in str(entered.headers)
    there = client.get("/sign-in", query_string={"next": trick})  # who is signed in goes on at once
    assert there.location == "/account"
    form = world.app.test_client().get("/sign-in", query_string={"next": trick})
    assert "evil" not in form.text


@pytest.mark.parametrize(
    "path", ["/moderation?page=2&status=received", "/reply?release=a/b&criterion=x", "/a%2F%2Fb"]
)
def test_one_goes_on_to_paths_of_this_site(world: World, path: str):
    assert sign_in(world.app.test_client(), MODERATOR, next=path).location == path


def test_pages_that_are_remembered_hold_nothing_of_a_visitor(world: World):
    pages = world.app.extensions["pages"]
    pages._pages.clear()
    somebody = visitor(world.app, MODERATOR)
    for rule, page in PAGES.items():
        somebody.get(page.path or rule).close()
    remembered = {key[3]: pages.get(key, pages._of)[0].decode() for key in list(pages._pages)}
    assert len(remembered) > 20, "there is something to look at"
    public = {
        page.path.partition("?")[0] or rule
        for rule, page in PAGES.items()
        if isinstance(page, Public)
    }
    assert set(remembered) <= public
    for path, body in remembered.items():
        assert "csrf_token" not in body, path
        assert "sign-out" not in body, path


def test_two_visitors_never_see_each_others_page(world: World):
    one, other = visitor(world.app, "person"), visitor(world.app, "member")
    for _ in range(2):
        assert "<strong>person</strong>" in one.get("/account").text
        assert "<strong>member</strong>" in other.get("/account").text
    form, again = one.get("/disclose"), other.get("/disclose")
    assert token(one) not in again.text
    assert form.headers["Cache-Control"] == "no-store"


def test_what_is_noted_of_a_session_is_not_sent_with_every_page(world: World):
    client = visitor(world.app, MODERATOR)
    assert "Set-Cookie" not in client.get("/").headers
    assert "Set-Cookie" not in client.get("/api/v1/models").headers
    with client.session_transaction() as session:
        session["seen"] -= int(timedelta(minutes=30).total_seconds())
    assert "Set-Cookie" in client.get("/account").headers
    assert "Set-Cookie" not in client.get("/models").headers
