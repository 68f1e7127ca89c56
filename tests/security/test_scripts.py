"""Scripts: whatever a stranger writes is shown as words, on every page that may show it, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import select

from registry.models import Disclosure
from tests.application import make_app
from tests.crawling import regrade
from tests.factories import make_release
from tests.security.conftest import settings_on
from tests.security.hostile import (
    HARMLESS,
    HOSTILE,
    REFLECTED,
    Words,
    beside,
    crawled,
    pages_of,
    sent,
    submitted,
)
from tests.security.payloads import ADDRESSES, COMPUTED, LONE, MARK, PAYLOADS, UNSEEN
from tests.security.people import MEMBER, MODERATOR, RELEASE, World, token, typed, world_on
from tests.security.serving import cookie_of, served

LOOK = Path(__file__).with_name("look.js").read_text()
REPEATED = f"javascript:pwned('{PAYLOADS[4]}{HOSTILE.short}{PAYLOADS[7]}')"
EXPECTED = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture(scope="module")
def world(module_url: str) -> World:
    world = world_on(settings_on(module_url))
    with world.writing() as session:
        make_release(session, "acme/other-1b")
    return world


class Visit:
    """A visitor with a narrow screen, and what the browser tells of the pages that are opened."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.context, self.site = context, site
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)
        context.on("page", lambda _: self.complaints.append("a window was opened"))

    def _heard(self, message) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            self.complaints.append(message.text)

    def _asked(self, request) -> None:
        if not request.url.startswith((self.site, "data:image/svg+xml")):
            self.complaints.append(f"asked for {request.url}")

    def open(self, path: str) -> dict:
        """What the page at an address holds."""
        self.page.goto(f"{self.site}{path}")
        return self.looked(path)

    def looked(self, path: str) -> dict:
        """What the page holds that is open, which must not have begun to do anything."""
        told = self.page.evaluate(LOOK, [self.site, MARK])
        assert self.complaints == [], (path, self.complaints)
        assert told["called"] == [], (path, told["called"])
        assert told["foreign"] == [], (path, told["foreign"])
        assert COMPUTED not in told["text"], f"{path}: a template computed what somebody wrote"
        assert told["width"] <= 390, f"{path} is {told['width']} px wide"
        return told


@pytest.fixture
def visits(browser: Browser, world: World) -> Iterator[tuple[World, BrowserContext]]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.add_init_script("window.calls = []; window.pwned = (...told) => calls.push(told)")
    yield world, context
    context.close()


def filled(world: World, url: str, words: Words) -> list[str]:
    """Keeps the words wherever they can be kept; the addresses of all pages that may show them."""
    release = crawled(url, words)
    numbers = submitted(world, words, release)
    beside(world, words, release)
    numbers += sent(world, words, release)
    regrade(url)
    return list(pages_of(release, numbers, words))


def kinds_of(told: dict) -> set[str]:
    return set(told["kinds"])


@pytest.mark.browser
def test_words_are_words_on_every_page(visits, module_url: str):
    world, context = visits
    allowed = {"a[title]", "ol[start]"}  # of lists that are longer
    found: dict[str, list[str]] = {}
    for words in (HARMLESS, HOSTILE):
        paths = filled(world, module_url, words)
        app = make_app(settings_on(module_url))  # one that knows what was just graded
        with served(app) as site:
            context.add_cookies([cookie_of(world.clients[MODERATOR], site)])
            visit = Visit(context, site)
            for path in paths if words is HOSTILE else paths[:-8]:
                if path.startswith("/reply"):
                    context.add_cookies([cookie_of(world.clients[MEMBER], site)])
                told = visit.open(path)
                if path.startswith("/reply"):
                    context.add_cookies([cookie_of(world.clients[MODERATOR], site)])
                if words is HARMLESS:
                    allowed |= kinds_of(told)
                elif more := kinds_of(told) - allowed:
                    found[path] = sorted(more)
            for pattern in REFLECTED if words is HOSTILE else ():
                visit.open(pattern.replace("{}", quote(REPEATED, safe="")))
            visit.page.close()
    assert found == {}, "elements or attributes that no page has of itself"


@pytest.mark.browser
def test_what_is_refused_is_shown_again_as_words(visits):
    world, context = visits
    with served(world.app) as site:
        context.add_cookies([cookie_of(world.clients[MODERATOR], site)])
        visit = Visit(context, site)
        for payload in (PAYLOADS[2], PAYLOADS[4], PAYLOADS[6], HOSTILE.short):
            visit.open("/disclose")
            for name in ("release", "url", "claim", "quote"):
                visit.page.locator(f"[name={name}]").first.fill(payload)
            visit.page.evaluate("document.querySelector('form[method=post]').noValidate = true")
            visit.page.locator("form[method=post] button").last.click()
            visit.page.wait_for_load_state()
            visit.looked("/disclose, refused")
            assert visit.page.locator("[name=url]").input_value() == payload
        context.clear_cookies()
        visit.open("/sign-in")
        visit.page.fill("[name=name]", PAYLOADS[2])
        visit.page.fill("[name=password]", PAYLOADS[2])
        visit.page.click("form[method=post] button")
        visit.looked("/sign-in, refused")


@pytest.mark.parametrize("way", ["form", "api"])
def test_no_address_is_kept_that_is_no_page_of_the_web(world: World, way: str):
    client = world.clients[MODERATOR]
    known = client.get("/disclose")
    assert known.status_code == 200
    for given in ADDRESSES:
        before = world.newest()
        status, text = _send(world, way, {"url": given})
        number = world.newest()
        if number == before:
            assert status in (400, 422), given
            assert "The link " in text or "/url: " in text, given
            continue
        with world.writing() as session:
            kept = session.exec(select(Disclosure.url).where(Disclosure.id == number)).one()
        assert kept.startswith(("https://", "http://")), given
        host = kept.split("/")[2]
        assert "." in host, given
        assert not set(kept) & set("<>\"'`{}\\\t\n\r ") or kept == given, given
        assert not host.replace(".", "").replace(":", "").isdigit(), given


@pytest.mark.parametrize("way", ["form", "api"])
@pytest.mark.parametrize("name", ["release", "criterion", "claim", "quote", "level", "url"])
def test_what_can_not_be_seen_is_refused_in_words(world: World, way: str, name: str):
    for unseen in UNSEEN:
        if way == "form" and unseen == LONE:
            continue  # a form's bytes that are no text become the sign for that
        before = world.rows()
        given = {name: typed()[name] + unseen + "tail"}
        status, text = _send(world, way, given)
        assert status in (400, 422), (unseen, text)
        assert world.rows() == before


STATED = (
    "release",
    "source",
    "note",
    "data.sources.0.name",
    "data.sources.0.url",
    "code.recipe.note",
    "yaml",
)


def test_a_statement_holds_nothing_that_can_not_be_seen(database_url: str):
    world = world_on(settings_on(database_url), roles=())
    client = world.app.test_client()
    given = token(client)
    right = {"release": RELEASE, "data.sources.0.name": "Dolma", "source": "https://example.org/a"}
    before = world.newest()
    for name in STATED:
        for unseen in UNSEEN if name == "note" else UNSEEN[::2]:
            if unseen == LONE:
                continue
            told = {**right, name: f"{right.get(name, 'data')}{unseen}tail", "csrf_token": given}
            for do in ("check", "submit", "load"):
                answer = client.post("/disclose/statement", data={**told, "do": do})
                assert answer.status_code < 500, (name, unseen, do)
                if do != "load":
                    assert "take it out" in answer.text, (name, unseen, do)
    assert world.newest() == before


@pytest.mark.parametrize(
    "release", ["<b>/x", "a/b/c", "../x", "a/" + "b" * 300, "a b/c", "a/b?c=<x>", "a//b"]
)
def test_a_statement_is_on_a_release_that_there_can_be(world: World, release: str):
    client, before = world.clients[MODERATOR], world.newest()
    told = {"release": release, "do": "submit", "data.sources.0.name": "Dolma"}
    client.post("/disclose/statement", data={**told, "csrf_token": token(client)})
    if world.newest() != before:
        with world.writing() as session:
            kept = session.get_one(Disclosure, world.newest()).release_id
        assert re.fullmatch(r"[\w.-]{1,96}/[\w.-]{1,96}", kept), kept


def _send(world: World, way: str, changed: dict[str, str]) -> tuple[int, str]:
    """Sends a claim by one of the two ways; the status, and what was answered."""
    told = typed(**changed)
    client = world.clients[MODERATOR]
    if way == "api":
        body = json.dumps(told)  # what is no text is written with backslashes
        answer = client.post("/api/v1/disclosures", data=body, content_type="application/json")
    else:
        coded = {n: v.encode("utf-8", "surrogatepass") for n, v in told.items()}
        answer = client.post("/disclose", data={**coded, "csrf_token": token(client)})
    return answer.status_code, answer.text
