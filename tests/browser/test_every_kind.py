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

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Schemes differ in colours alone, so these are the only rules that can tell them apart.
    "dark": ["color-contrast", "link-in-text-block"],
}
RUN_AXE = """async rules => (await axe.run(document, {resultTypes: ['violations'], runOnly: rules}))
  .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target}`))"""
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("sample")) as address:
        yield address


def test_axe_finds_nothing(site: str, browser: Browser, subtests):
    context = browser.new_context(bypass_csp=True)  # for axe alone, a script of the test's
    page = context.new_page()
    page.add_init_script(AXE)
    for kind, path in PAGES.items():
        for width, scheme in screens(page, f"{site}{path}", (390, 1280)):
            with subtests.test(kind, width=width, scheme=scheme):
                assert page.evaluate(RUN_AXE, RULES[scheme]) == []
                assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_pages_are_small_and_ask_nobody_else(site: str, browser: Browser, subtests):
    for kind, path in PAGES.items():
        with subtests.test(kind):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            heard: list[Response] = []
            told: list[ConsoleMessage] = []
            page.on("response", lambda response, heard=heard: heard.append(response))
            page.on("console", lambda message, told=told: told.append(message))
            page.goto(f"{site}{path}", wait_until="load")
            size = sum(len(r.body()) for r in heard if r.request.resource_type != "image")
            assert size < MOST_BYTES
            assert {urlsplit(r.url).netloc for r in heard} == {urlsplit(site).netloc}
            errors = [m.text for m in told if m.type == "error"]
            assert [text for text in errors if "404 (NOT FOUND)" not in text] == []
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
