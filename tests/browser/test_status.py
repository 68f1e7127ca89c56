"""The status page in a real browser: narrow and wide, light and dark, full and empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.listening import listened_to
from tests.browser.test_catalog import CONTRASTS
from tests.integration.standing import fill

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("filled", [True, False], ids=["busy", "empty"])
def test_nothing_sticks_out_and_all_is_legible(
    live_server: str, settings, browser: Browser, width: int, scheme: str, filled: bool
):
    if filled:
        fill(settings)
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = listened_to(context, complaints)
    page.goto(f"{live_server}/methodology")
    page.get_by_role("contentinfo").get_by_role("link", name="Status").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Status")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRASTS) == []
    if filled:
        expect(page.get_by_role("table", name="Crawls").get_by_role("row")).to_have_count(7)
        row = page.get_by_role("row").filter(has_text="author allenai")
        expect(row.get_by_role("cell")).to_have_count(6)
        page.get_by_role("navigation", name="On this page").get_by_text("What failed").click()
        expect(page.get_by_role("heading", name="What failed")).to_be_in_viewport()
    else:
        expect(page.get_by_role("heading", name="No crawl yet")).to_be_visible()
    context.close()
    assert not complaints
