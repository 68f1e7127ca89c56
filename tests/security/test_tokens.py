"""Forgery: what another site has a visitor's browser send is refused, and changes nothing."""

from __future__ import annotations

import time

import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser

from registry.disclosing import Action
from registry.views.sessions import LASTS
from tests.security.people import ANONYMOUS, MODERATOR, World, token, typed, visitor
from tests.security.routes import CHANGES
from tests.security.serving import answering, cookie_of, served

FORMS = [rule for rule, change in CHANGES.items() if change.blank == 400]


def expired(world: World) -> str:
    """A token of the moderator's session, made when its time has run out now."""
    client = world.clients[MODERATOR]
    token(client)
    with client.session_transaction() as session:
        said = session["csrf_token"]
    then = int(time.time() - LASTS.total_seconds() - 5)

    class Then(URLSafeTimedSerializer.default_signer):  # type: ignore[name-defined, misc]
        def get_timestamp(self) -> int:
            return then

    secret = world.app.secret_key
    return URLSafeTimedSerializer(secret, salt="wtf-csrf-token", signer=Then).dumps(said)


TOKENS = {
    "empty": lambda _: "",
    "blank": lambda _: " ",
    "made up": lambda _: "ImYwYmQ1Ig.Z2V0.b3V0",
    "of a stranger": lambda world: token(world.clients[ANONYMOUS]),
    "of another session of the same person": lambda world: token(visitor(world.app, MODERATOR)),
    "cut": lambda world: token(world.clients[MODERATOR])[:-1],
    "changed": lambda world: token(world.clients[MODERATOR])[:-3] + "abc",
    "too old": expired,
    "long": lambda _: "a" * 5000,
    "NUL": lambda world: token(world.clients[MODERATOR]) + "\0",
    "not of this alphabet": lambda _: "ключ😀\udcff",
}


@pytest.mark.parametrize("kind", TOKENS)
def test_a_token_that_is_not_the_sessions_own_is_refused(world: World, kind: str):
    given = TOKENS[kind](world)
    prepared = [(CHANGES[rule].path(world), CHANGES[rule].sent(world)) for rule in FORMS]
    before = world.rows()
    client = world.clients[MODERATOR]
    for path, sent in prepared:
        response = client.post(path, data={**sent, "csrf_token": given.encode("utf-8", "replace")})
        assert response.status_code == 400, path
        assert "The form was open for too long, or cookies are turned off" in response.text
    assert world.rows() == before


def test_a_token_is_not_taken_from_the_address(world: World):
    client, sent = world.clients[MODERATOR], typed()
    before = world.rows()
    response = client.post("/disclose", data=sent, query_string={"csrf_token": token(client)})
    assert response.status_code == 400
    assert world.rows() == before


def test_the_token_from_before_a_sign_in_is_worth_nothing_after_it(world: World):
    client = world.app.test_client()
    old = token(client)
    assert client.post("/disclose", data={**typed(), "csrf_token": old}).status_code == 200
    from tests.security.people import sign_in

    sign_in(client, MODERATOR)
    assert client.post("/disclose", data={**typed(), "csrf_token": old}).status_code == 400


def test_programs_send_json_and_no_forms(world: World):
    """A form of another site can't be sent to the API: browsers ask before they send JSON there, and are told no."""
    before = world.rows()
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain"):
        response = world.clients[MODERATOR].post(
            "/api/v1/disclosures", data='{"release": "a/b"}', content_type=kind
        )
        assert response.status_code == 415, kind
    asked = world.clients[MODERATOR].options(
        "/api/v1/disclosures",
        headers={
            "Origin": "https://evil.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert asked.headers.get("Access-Control-Allow-Credentials") is None
    assert world.rows() == before


@pytest.mark.browser
def test_pages_of_other_origins_can_not_act_for_a_visitor(world: World, browser: Browser):
    number = world.submit()
    sent = {"action": Action.REJECT, "added": "It is spam.", "seen": str(world.newest_entry())}
    sent_to = {
        f"/moderation/{number}": sent,
        "/moderation": {"chosen": str(number), "added": "It is spam."},
        "/account/sessions/end": {},
        "/disclose": typed(),
    }
    with served(world.app) as site, answering({"/": ""}) as evil:
        pages = {"/": "<title>Evil</title>", "/read": _reading(f"{site}/moderation")}
        for at, (path, fields) in enumerate(sent_to.items()):
            pages[f"/form{at}"] = _form(f"{site}{path}", fields)
            pages[f"/fetch{at}"] = _fetch(f"{site}{path}", fields)
        pages["/frame"] = f'<iframe src="{site}/moderation/{number}"></iframe>'
        evil.pages.update(pages)
        before = world.rows()
        context = browser.new_context()
        context.add_cookies([cookie_of(world.clients[MODERATOR], site)])
        page = context.new_page()
        page.goto(f"{site}/account")
        assert MODERATOR in page.inner_text("main"), "the browser is signed in"
        # Another port is another origin, but the same site: cookies go along. Another name is another site.
        for host in ("127.0.0.1", "localhost"):
            there = f"http://{host}:{evil.port}"
            for at in range(len(sent_to)):
                page.goto(f"{there}/form{at}")
                page.wait_for_url(f"{site}/**")
                assert "The form was open for too long" in page.inner_text("main")
                page.goto(f"{there}/fetch{at}")
                page.wait_for_function("document.title === 'sent'")
            page.goto(f"{there}/read")
            page.wait_for_function("document.title !== ''")
            assert page.title() == "refused", "no other origin reads a page"
            page.goto(f"{there}/frame")
            page.frames[1].wait_for_url("chrome-error:**")  # nobody is framed
        context.close()
    assert world.rows() == before


def _form(action: str, fields: dict[str, str]) -> str:
    typed = "".join(f'<input name="{n}" value="{v}">' for n, v in fields.items())
    script = "<script>document.forms[0].submit()</script>"
    return f'<form method="post" action="{action}">{typed}</form>{script}'


def _fetch(action: str, fields: dict[str, str]) -> str:
    told = "&".join(f"{n}={v}" for n, v in fields.items())
    return (
        f"<script>fetch({action!r}, {{method: 'POST', mode: 'no-cors', credentials: 'include',"
        f" headers: {{'Content-Type': 'application/x-www-form-urlencoded'}}, body: {told!r}}})"
        ".finally(() => document.title = 'sent')</script>"
    )


def _reading(address: str) -> str:
    return (
        f"<script>fetch({address!r}, {{credentials: 'include'}}).then(r => r.text())"
        ".then(() => document.title = 'read', () => document.title = 'refused')</script>"
    )
