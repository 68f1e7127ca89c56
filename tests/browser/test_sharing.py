"""What travels with a page in a real browser: linked data under the policy, cards and badges as pictures."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from tests.browser.listening import listened_to
from tests.integration.catalog import fill

pytestmark = pytest.mark.browser

DATA = 'script[type="application/ld+json"]'
LOADED = "(e) => [e.complete, e.naturalWidth, e.naturalHeight]"


def test_linked_data_is_there_and_the_policy_minds_nothing(
    live_server: str, settings, browser: Browser
):
    fill(settings)
    complaints: list[str] = []
    context = browser.new_context()
    page = listened_to(context, complaints)
    for path, kind in (("/models/gpt2", "SoftwareApplication"), ("/", "WebSite")):
        page.goto(live_server + path)
        data = json.loads(page.locator(DATA).text_content() or "")
        assert data["@graph"][0]["@type"] == kind
        assert page.locator("link[rel=canonical]").get_attribute("href") == live_server + path
    context.close()
    assert not complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_badges_and_cards_are_pictures(live_server: str, settings, browser: Browser, scheme: str):
    fill(settings)
    complaints: list[str] = []
    context = browser.new_context(color_scheme=scheme)
    page = listened_to(context, complaints)
    for path, size in (
        ("/models/allenai/OLMo-7B/badge.svg", [202, 20]),
        ("/models/allenai/OLMo-7B/card.png", [1200, 630]),
    ):
        page.goto(f"{live_server}/robots.txt")
        page.evaluate(
            "(src) => new Promise((done) => { const e = new Image(); e.onload = e.onerror = done;"
            " e.src = src; document.body.append(e); })",
            path,
        )
        assert page.locator("img").evaluate(LOADED) == [True, *size]
    page.goto(f"{live_server}/models/allenai/OLMo-7B/badge.svg")  # by itself, with its policy
    context.close()
    assert not complaints
