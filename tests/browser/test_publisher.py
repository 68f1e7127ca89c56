"""A publisher in a real browser: signs in at the provider, comes back, replies, is marked as one, and signs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

from registry import store
from registry.disclosing import Action, By
from registry.resources import rubric
from registry.settings import Settings
from registry.store import Act
from tests.browser.listening import listened_to
from tests.browser.test_every_kind import AXE, RUN_AXE
from tests.factories import make_release
from tests.hub_visitors import hub_settings
from tests.provider import FakeProvider, org, providing

pytestmark = pytest.mark.browser

WORDS = "The corpus is ours to give,\nand will be given.\n\nThe licence is under way; <b>see</b> our page."


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with providing(orgs=[org("allenai"), org("readers", "read")]) as provider:
        # Another site than that of the registry, as the Hub is: cookies go along with links alone.
        provider.url = provider.url.replace("127.0.0.1", "localhost")
        yield provider


@pytest.fixture
def settings(sqlite_url: str, provider: FakeProvider) -> Settings:
    return hub_settings(sqlite_url, provider)


def looks_well(page: Page) -> None:
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(RUN_AXE, {}) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_publisher_signs_in_replies_and_signs_out(
    app: Flask, live_server: str, browser: Browser, provider: FakeProvider
):
    provider.redirect_uris.add(f"{live_server}/sign-in/hub/callback")
    with Session(app.extensions["engine"]) as session:
        make_release(session, "allenai/olmo", {"data.access": "in-part"})
        session.commit()
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = listened_to(context, complaints)

    page.goto(f"{live_server}/models/allenai/olmo")
    page.locator("[id='data.access']").get_by_role("link", name="Publisher? Reply").click()
    page.get_by_role("link", name="Sign in with Hugging Face").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert")).to_contain_text("You did not let the Hub tell who you are")
    page.get_by_role("link", name="Sign in with Hugging Face").click()
    page.get_by_role("button", name="Authorize").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Reply to “access to the data”")
    page.get_by_label("Your reply").fill("Too short")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("10 letters or more")
    expect(page.get_by_label("Your reply")).to_have_value("Too short")
    page.get_by_label("Your reply").fill(WORDS)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="As it will be shown")).to_be_in_viewport()
    expect(page.locator(".reply .words")).to_have_text(WORDS, use_inner_text=True)
    page.get_by_role("button", name="Send for review").click()
    page.wait_for_url(f"{live_server}/disclosures/1")

    with Session(app.extensions["engine"]) as session:
        store.decide(session, 1, Act(Action.ACCEPT, By.MODERATOR), rubric(), datetime.now(UTC))
        session.commit()
    page.goto(f"{live_server}/account")
    mine = page.get_by_role("listitem").filter(has_text="allenai")
    expect(mine).to_contain_text("you speak for it")
    expect(page.get_by_role("listitem").filter(has_text="readers")).to_contain_text("member")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{live_server}/reply?release=allenai/olmo&criterion=data.access")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    page.goto(f"{live_server}/models/allenai/olmo?fresh")
    said = page.locator("[id='data.access'] .reply")
    expect(said).to_contain_text("allenai replies")
    expect(said.locator(".words")).to_have_text(WORDS, use_inner_text=True)
    context.close()
    expected = (provider.url, "Failed to load resource: the server responded with a status of 40")
    assert [c for c in complaints if not c.startswith(expected)] == []


def test_the_pages_look_well_on_every_screen(
    app: Flask, live_server: str, browser: Browser, provider: FakeProvider
):
    provider.redirect_uris.add(f"{live_server}/sign-in/hub/callback")
    provider.orgs.append(org("an-organization-of-a-long-name-that-has-no-end", "contributor"))
    with Session(app.extensions["engine"]) as session:
        make_release(session, "allenai/olmo", {"data.access": "in-part"})
        make_release(session, "other/model")
        for text in ("An earlier reply of ours.", WORDS):
            one = {"kind": "reply", "release_id": "allenai/olmo", "criterion": "data.access"}
            more = {"claim": text, "origin": "publisher", "organization": "allenai"}
            secret = {"key": "0" * 64, "likeness": "1" * 64}
            now = datetime.now(UTC)
            (number,) = store.save_disclosures(session, [{**one, **more, **secret}], now)
            store.decide(session, number, Act(Action.ACCEPT, By.MODERATOR), rubric(), now)
        session.commit()
    context = browser.new_context(bypass_csp=True)  # for axe alone, a script of the test's
    page = context.new_page()
    page.add_init_script(AXE)
    page.goto(f"{live_server}/sign-in/hub/callback?state=none")
    looks_well(page)
    page.goto(f"{live_server}/sign-in/hub?next=/account")
    page.get_by_role("button", name="Authorize").click()
    looks_well(page)
    page.goto(f"{live_server}/models/allenai/olmo#data.access")
    page.get_by_text("1 earlier reply").click()
    looks_well(page)
    page.goto(f"{live_server}/reply?release=other/model&criterion=data.access")
    looks_well(page)
    page.goto(f"{live_server}/reply?release=allenai/olmo&criterion=data.access")
    page.get_by_label("Your reply").fill(WORDS)
    page.get_by_role("button", name="Preview").click()
    looks_well(page)
    context.close()
