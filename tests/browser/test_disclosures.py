"""Disclosing in a real browser: from a criterion to the status page, with and without JavaScript, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

from tests.browser.listening import listened_to
from tests.browser.test_every_kind import AXE, RUN_AXE
from tests.factories import make_release

pytestmark = pytest.mark.browser

RELEASE = "acme/nimbus-7b"


@pytest.fixture
def site(app: Flask, live_server: str) -> str:
    with Session(app.extensions["engine"]) as session:
        make_release(session, RELEASE, downloads=100)
        session.commit()
    return live_server


@contextmanager
def visit(browser: Browser, *, script: bool = True, width: int = 1280) -> Iterator[Page]:
    complaints: list[str] = []
    context = browser.new_context(
        java_script_enabled=script,
        bypass_csp=script,  # for axe alone, a script of the test's
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    page = listened_to(context, complaints)
    if script:
        page.add_init_script(AXE)
    yield page
    context.close()
    assert not [c for c in complaints if "400 (BAD REQUEST)" not in c]


def is_fine(page: Page, width: int) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(RUN_AXE, {}) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_from_a_criterion_to_the_status_page_and_back(site: str, browser: Browser, width: int):
    with visit(browser, width=width) as page:
        page.goto(f"{site}/models/{RELEASE}")
        page.locator("[id='data.access']").get_by_role("link", name="Know more").click()
        expect(page.get_by_label("The model", exact=True)).to_have_value(RELEASE)
        expect(page.get_by_label("The criterion", exact=True)).to_have_value("data.access")
        expect(page.get_by_role("heading", name="What the grade says now")).to_be_visible()
        assert page.locator("#level optgroup").count() == 1
        is_fine(page, width)
        page.locator("#claim").fill("The corpus can be downloaded.")
        page.get_by_label("The link", exact=True).fill("localhost/corpus")
        page.get_by_label("The level").select_option("downloadable")
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#problems")).to_be_focused()
        page.locator("#problems").get_by_role("link").click()
        expect(page.get_by_label("The link", exact=True)).to_be_focused()
        is_fine(page, width)
        page.get_by_label("The link", exact=True).fill("example.org/corpus")
        page.get_by_role("button", name="Look at it first").click()
        expect(page.locator("#preview")).to_contain_text("the score rises from 0.0 (F)")
        is_fine(page, width)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Received: disclosure 1")).to_be_visible()
        is_fine(page, width)
        secret = page.locator(".secret code").inner_text()
        page.get_by_role("link", name="/disclosures/1").click()
        expect(page.get_by_text("The corpus can be downloaded.")).to_be_visible()
        page.get_by_text("Did you send this").click()
        page.get_by_label("The secret").fill(secret)
        is_fine(page, width)
        page.get_by_role("button", name="Withdraw it").click()
        expect(page.get_by_text("Withdrawn by its author")).to_be_visible()
        expect(page.get_by_text("The corpus can be downloaded.")).to_have_count(0)


def test_without_javascript(site: str, browser: Browser):
    with visit(browser, script=False, width=390) as page:
        page.goto(f"{site}/disclose")
        page.get_by_label("The model", exact=True).fill(f"https://huggingface.co/{RELEASE}")
        page.get_by_label("The criterion", exact=True).select_option("code.training")
        page.locator("#claim").fill("The training code is published.")
        page.get_by_label("The link", exact=True).fill("https://example.org/code")
        page.get_by_label("The level").select_option("complete")
        page.get_by_role("button", name="Look at it first").click()
        expect(page.get_by_label("The level")).to_have_value("complete")
        page.get_by_role("button", name="Send").click()
        page.get_by_role("link", name="/disclosures/1").click()
        expect(page.get_by_text("the score rises")).to_be_visible()


def test_by_keyboard_alone(site: str, browser: Browser):
    """Whoever sees nothing of the trap does not come by it either."""
    with visit(browser) as page:
        page.goto(f"{site}/disclose?release={RELEASE}&criterion=data.sources")
        page.get_by_label("The criterion", exact=True).focus()
        keys = page.keyboard
        keys.press("Tab")
        keys.type("The sources are listed in a table.")
        keys.press("Tab")
        keys.type("https://example.org/sources")
        keys.press("Tab")
        keys.press("Tab")
        keys.press("Tab")
        expect(page.get_by_role("button", name="Send")).to_be_focused()
        keys.press("Enter")
        expect(page.get_by_role("heading", name="Received")).to_be_visible()


def test_releases_are_suggested_as_one_types(site: str, browser: Browser):
    with visit(browser) as page:
        page.goto(f"{site}/disclose")
        with page.expect_response(lambda r: "/api/v1/models?q=nimb" in r.url):
            page.get_by_label("The model", exact=True).press_sequentially("nimb")
        expect(page.locator("#offered option")).to_have_count(1)
        assert page.locator("#offered option").get_attribute("value") == RELEASE
