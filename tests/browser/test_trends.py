"""Trends in a real browser: both widths, both schemes, readable, with nothing cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from registry.charts import CHARTS
from tests.browser.screens import screens
from tests.integration.trending import fill_trends

pytestmark = pytest.mark.browser

FAULTS = """() => {
  const faults = [];
  for (const svg of document.querySelectorAll("svg.plot")) {
    if (!svg.checkVisibility()) continue;
    const frame = svg.getBoundingClientRect(), boxes = [];
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBoundingClientRect(), words = text.textContent;
      const scale = frame.width / svg.viewBox.baseVal.width;
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < 11) faults.push(`${size} px: ${words}`);
      if (box.left < frame.left - 1 || box.right > frame.right + 1) faults.push(`cut off: ${words}`);
      for (const [other, said] of boxes) {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 4) faults.push(`${words} on ${said}`);
      }
      boxes.push([box, words]);
    }
  }
  return faults;
}"""


def test_charts_are_readable(live_server: str, settings, browser: Browser, subtests):
    fill_trends(settings)
    context = browser.new_context()
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    for width, scheme in screens(page, f"{live_server}/trends", (390, 1280)):
        with subtests.test(width=width, scheme=scheme):
            assert page.locator("svg.plot:visible").count() == len(CHARTS)
            assert page.evaluate(FAULTS) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            drawn = page.evaluate(
                "() => [...document.querySelectorAll('svg.plot:is(.plot-wide, .plot-narrow) path')]"
                ".filter((p) => p.checkVisibility()).map((p) => getComputedStyle(p)).filter("
                "(s) => s.fill === 'rgb(0, 0, 0)' && s.stroke === 'none').length"
            )
            assert drawn == 0, "every shape has a look"
    context.close()
    assert not heard


def test_filtering_without_javascript(live_server: str, settings, browser: Browser):
    fill_trends(settings)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/trends")
    page.get_by_label("Releases", exact=True).select_option("any")
    page.get_by_label("Organization", exact=True).fill("org0")
    page.get_by_role("button", name="Apply").click()
    chips = page.get_by_role("list", name="Active filters").get_by_role("listitem")
    expect(chips).to_have_count(1)
    expect(page.locator(".basis").first).to_contain_text("5 releases are counted")
    chips.first.get_by_role("link").click()
    expect(page.locator(".basis").first).to_contain_text("27 releases are counted")
    section = page.get_by_role("region", name="Is preference data published?", exact=True)
    section.get_by_text("Numbers as a table").click()
    expect(section.get_by_role("row")).to_have_count(6)
    with page.expect_download() as download:
        section.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "aperture-trends-preferences.csv"
    context.close()
