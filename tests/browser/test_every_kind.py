"""What holds for every kind of page: no violation that axe finds, nothing that sticks out, small, and of one house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser.kinds import PAGES
from tests.browser.sample import served
from tests.browser.screens import screens
from tests.browser.test_catalog import CONTRASTS

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast", "link-in-text-block"]
# Schemes differ in colours alone, so what depends on no colour is looked at in one.
AXE_RUNS = {
    (390, "light"): {"runOnly": TAGS},
    (1280, "light"): {"runOnly": TAGS},
    (390, "dark"): {"runOnly": CONTRAST},
    (1280, "dark"): {"runOnly": CONTRAST},
}
RUN_AXE = """async options => (await axe.run(document, {resultTypes: ['violations'], ...options}))
  .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target}`))"""
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("sample")) as address:
        yield address


def test_nothing_is_wrong_on_any_screen_and_pages_are_small(site: str, browser: Browser, subtests):
    """All that takes a page with its scripts, in one go: to load it is a good part of the work."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(AXE)
    # What is asked for and how much it is, as on a first visit.
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    heard: list[Response] = []
    told: list[ConsoleMessage] = []
    page.on("response", lambda response: heard.append(response))
    page.on("console", lambda message: told.append(message))
    for kind, path in PAGES.items():
        for screen in screens(page, f"{site}{path}", (390, 1280)):
            width, scheme = screen
            with subtests.test(kind, width=width, scheme=scheme):
                if heard:
                    size = sum(len(r.body()) for r in heard if r.request.resource_type != "image")
                    assert 0 < size < MOST_BYTES
                    assert {urlsplit(r.url).netloc for r in heard} == {urlsplit(site).netloc}
                    heard.clear()
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate(CONTRASTS) == []
                assert page.evaluate(RUN_AXE, AXE_RUNS[screen]) == []
                errors = [m.text for m in told if m.type == "error"]
                assert [text for text in errors if "404 (NOT FOUND)" not in text] == []
                told.clear()
    context.close()


def test_every_page_reads_without_javascript_and_styles(site: str, browser: Browser, subtests):
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*.css*", lambda route: route.abort())
    page = context.new_page()
    for kind, path in PAGES.items():
        with subtests.test(kind):
            page.goto(f"{site}{path}")
            assert _headings(page)
    context.close()


def _headings(page: Page) -> list[str]:
    return page.get_by_role("heading", level=1).all_inner_texts()
