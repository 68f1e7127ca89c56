"""The catalog in a real browser: journeys, narrow screens, both schemes, without JavaScript."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screens import screens
from tests.integration.catalog import fill

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/models",
    "/models?q=zzz&letter=F",
    "/models/meta-llama/Llama-2-7b",
    "/models/org/unread",
    "/cards/meta-llama/Llama-2-7b",
    "/leaderboard",
    "/organizations",
    "/organizations/allenai",
    "/about",
    "/exports",
    "/methodology",
    "/models/allenai/OLMo-7B-Instruct",
    "/models/allenai/OLMo-7B/frameworks",
    "/models/no/such",
]

# Every text against the ground that it stands on, as WCAG reckons it (SC 1.4.3).
CONTRASTS = """() => {
  const parse = (c) => {
    const [r, g, b, a = 1] = c.match(/[\\d.]+/g).map(Number);
    return {r, g, b, a};
  };
  const lum = ({r, g, b}) => [r, g, b].map((v) => v / 255).map(
    (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  ).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (el) => {
    for (; el; el = el.parentElement) {
      const c = parse(getComputedStyle(el).backgroundColor);
      if (c.a === 1) return c;
    }
    return {r: 255, g: 255, b: 255};
  };
  const faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (!text || !el.checkVisibility() || el.closest("svg, .sr")) continue;
    const both = [lum(parse(getComputedStyle(el).color)), lum(ground(el))];
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return faint;
}"""

# The levels of all headings, in their order.
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])"

# Controls without a name.
NAMELESS = """[...document.querySelectorAll('input:not([type=hidden]), select, button, a')]
  .filter(e => !e.labels?.length && !e.textContent.trim() && !e.ariaLabel)
  .map(e => e.outerHTML)"""


@pytest.fixture
def site(live_server: str, settings) -> str:
    fill(settings)
    return live_server


def test_from_the_search_to_the_sentence(site: str, page: Page):
    page.goto(site)
    page.get_by_label("Find a model, an organization or a licence").fill("llama 2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(
        "2 releases in 1 family, best match first"
    )
    page.get_by_role("link", name="meta-llama/Llama-2-7b").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Llama-2-7b")
    expect(page.get_by_role("heading", name="Why it isn’t open source")).to_be_visible()
    page.locator("[id='data.access']").get_by_role("link", name="README.md:9").click()
    line = page.locator("#L9")
    expect(line).to_contain_text("The data is not published.")
    expect(line).to_be_in_viewport()
    shadow = line.evaluate("row => getComputedStyle(row).boxShadow")
    assert shadow != "none", "the line that was pointed to stands out"


def test_without_javascript(site: str, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/models")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("link", name=re.compile("open source AI")).first.click()
    expect(page.get_by_role("table", name="Releases").get_by_role("row")).to_have_count(2)
    page.goto(f"{site}/models/allenai/OLMo-7B-Instruct")
    expect(page.get_by_role("heading", name="OLMo-7B-Instruct")).to_be_visible()
    context.close()


def test_a_criterion_that_is_pointed_at_is_told_whole(site: str, page: Page):
    def how(criterion: str):
        return page.locator(f"[id='{criterion}']").get_by_text("How Aperture looks.")

    page.goto(f"{site}/methodology#data.access")
    expect(how("data.access")).to_be_visible()
    expect(how("data.license")).to_be_hidden()
    page.evaluate("location.hash = 'data.license'")
    expect(how("data.license")).to_be_visible()
    page.emulate_media(media="print")
    expect(how("code.training")).to_be_visible()


def test_the_keyboard(site: str, page: Page):
    page.goto(f"{site}/models/gpt2")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Search models")).to_be_focused()
    page.keyboard.type("/olmo")
    expect(page.get_by_label("Search models")).to_have_value("/olmo")


def test_narrow_rows_stay_a_table_for_those_who_hear_them(site: str, page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/models")
    expect(page.get_by_role("table", name="Releases")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Llama-2-7b").first
    expect(row.get_by_role("cell")).to_have_count(8)


def test_nothing_sticks_out_and_all_is_legible_and_named(site: str, page: Page, subtests):
    for path in PAGES:
        for width, scheme in screens(page, f"{site}{path}", (320, 390, 768, 1280)):
            with subtests.test(path, width=width, scheme=scheme):
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate(CONTRASTS) == []
                levels = page.evaluate(HEADINGS)
                assert levels.count(1) == 1
                assert all(b - a <= 1 for a, b in pairwise(levels)), levels
                assert page.evaluate(NAMELESS) == []
