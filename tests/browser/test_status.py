"""The status page in a real browser: narrow and wide, light and dark, full and empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import screens
from tests.browser.test_catalog import CONTRASTS
from tests.integration.standing import fill

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("filled", [True, False], ids=["busy", "empty"])
def test_nothing_sticks_out_and_all_is_legible(
    live_server: str, settings, page: Page, subtests, filled: bool
):
    if filled:
        fill(settings)
    page.goto(f"{live_server}/methodology")
    page.get_by_role("contentinfo").get_by_role("link", name="Status").click()
    expect(page).to_have_url(f"{live_server}/status")
    for width, scheme in screens(page, f"{live_server}/status", (390, 1280)):
        with subtests.test(width=width, scheme=scheme):
            expect(page.get_by_role("heading", level=1)).to_have_text("Status")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(CONTRASTS) == []
            if filled:
                expect(page.get_by_role("table", name="Crawls").get_by_role("row")).to_have_count(7)
                row = page.get_by_role("row").filter(has_text="author allenai")
                expect(row.get_by_role("cell")).to_have_count(6)
                contents = page.get_by_role("navigation", name="On this page")
                page.evaluate("scrollTo(0, 0)")
                contents.get_by_text("What failed").click()
                expect(page.get_by_role("heading", name="What failed")).to_be_in_viewport()
            else:
                expect(page.get_by_role("heading", name="No crawl yet")).to_be_visible()
