"""Moderating in a real browser: sign in, decide on several by keyboard, undo; and the same without JavaScript."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from registry.db import session_on
from registry.scoring.evidence import Evidence
from tests.browser.listening import listened_to
from tests.browser.test_every_kind import AXE, RUN_AXE
from tests.disclosing import PASSWORD, add_moderator, row, submit
from tests.factories import make_release, mark

pytestmark = pytest.mark.browser


@pytest.fixture
def waiting(app: Flask) -> list[int]:
    """Four that wait; the fourth says the same as the third."""
    engine = app.extensions["engine"]
    add_moderator(engine)
    denied = Evidence("data.access", "withheld", quote="The data is ours.", place="README.md:7")
    with session_on(engine) as session:
        found = {"data.access": mark("data.access", "closed", evidence=[denied])}
        make_release(session, "acme/nimbus-7b", found)
        read = Evidence("data.access", "open", value="acme/corpus", place="TRANSPARENCY.yaml:3")
        return [
            submit(session, "acme/nimbus-7b", quote="It is at the address.", organization="acme"),
            submit(
                session, "acme/nimbus-7b", kind="statement", criterion="", claim="",
                statement="data: \u202etxt", evidence=[read.as_dict()],
            ),
            *(submit(session, "b/n", claim="Buy <b>now</b>! \u202egnp") for _ in range(2)),
        ]  # fmt: skip


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/moderation")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Moderation")).to_be_visible()


def test_several_are_decided_on_by_keyboard(app: Flask, live_server: str, page: Page, waiting):
    engine = app.extensions["engine"]
    sign_in(page, live_server)
    press = page.keyboard.press
    press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("Escape")
    for key in "jjk":
        press(key)
    expect(page.locator("[data-item]").nth(0).get_by_role("link").first).to_be_focused()
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("acme/nimbus-7b")
    expect(page.get_by_text("Both can’t be right.")).to_be_visible()
    expect(page.get_by_role("radio", name="downloadable")).to_be_checked()
    press("a")
    expect(page.get_by_role("status")).to_contain_text("was accepted")
    assert row(engine, waiting[0]).granted == "downloadable"
    expect(page.get_by_role("cell", name="acme/corpus")).to_be_visible()
    press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("b/n")
    press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("acme/nimbus-7b")
    press("b")
    expect(page.get_by_text("in review", exact=True)).to_be_visible()
    press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("b/n")
    press("r")
    reasons = page.get_by_label("Why it is rejected")
    expect(reasons).to_be_focused()
    reasons.select_option(index=8)
    press("Escape")
    page.get_by_label("when rejecting").check()
    page.locator("h1").click()
    press("r")
    expect(page.get_by_role("heading", level=1)).to_have_text("acme/nimbus-7b")
    assert {row(engine, n).status for n in waiting[2:]} == {"rejected"}
    page.get_by_role("link", name=f"Disclosure {waiting[2]}").click()
    press("u")
    expect(page.get_by_role("heading", name="Decide", exact=True)).to_be_visible()
    assert row(engine, waiting[2]).status == "received"


def test_all_of_it_works_without_javascript(app, live_server: str, browser: Browser, waiting):
    engine = app.extensions["engine"]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server)
    page.get_by_role("link", name="acme/nimbus-7b").first.click()
    page.get_by_role("radio", name="in part").check()
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("received", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_role("textbox", name="In words").fill("It is behind a login.")
    page.get_by_role("button", name="Reject").click()
    assert row(engine, waiting[0]).status == "rejected"
    page.get_by_role("link", name="The list").click()
    page.get_by_label(f"Choose disclosure {waiting[2]}").check()
    page.get_by_label("Why it is rejected").select_option(index=2)
    page.get_by_role("button", name="Reject them").click()
    expect(page.get_by_role("status")).to_contain_text("2 rejected")
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{live_server}/moderation")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()


def test_its_pages_are_fine_on_every_screen(live_server: str, browser: Browser, waiting):
    complaints: list[str] = []
    context = browser.new_context(bypass_csp=True)  # for axe alone, a script of the test's
    page = listened_to(context, complaints)
    page.add_init_script(AXE)
    page.goto(f"{live_server}/sign-in")
    screens = ((1280, "light"), (390, "light"), (390, "dark"))

    def look() -> None:
        for width, scheme in screens:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
            assert page.evaluate(RUN_AXE, {}) == [], page.url

    look()
    sign_in(page, live_server)
    paths = [f"/moderation/{waiting[0]}", f"/moderation/{waiting[1]}", "/account"]
    for path in ("/moderation", "/moderation?kind=reply", *paths, "/disclosures/log"):
        page.goto(f"{live_server}{path}")
        look()
    context.close()
    assert not complaints
