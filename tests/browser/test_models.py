"""The list of models in a real browser: refined in place, with the keyboard, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.integration.catalog import fill

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server: str, settings) -> str:
    fill(settings)
    return live_server


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Releases").get_by_role("row")


def mark_page(page: Page) -> None:
    """Leaves something that a new page would not have."""
    page.evaluate("window.isTheSame = true")


def is_same(page: Page) -> bool:
    return bool(page.evaluate("window.isTheSame === true"))


def test_a_filter_refines_without_a_new_page(site: str, page: Page):
    page.goto(f"{site}/models")
    expect(rows(page)).to_have_count(6)
    mark_page(page)
    page.get_by_role("link", name=re.compile("^use under conditions")).click()
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"license_class=use-restricted"))
    chosen = page.get_by_role("link", name=re.compile("^use under conditions"))
    expect(chosen).to_be_focused()
    expect(chosen).to_contain_text("chosen; remove")
    assert is_same(page)
    page.go_back()
    expect(rows(page)).to_have_count(6)
    expect(page).to_have_url(f"{site}/models")
    assert is_same(page)


def test_results_follow_what_is_typed(site: str, page: Page):
    page.goto(f"{site}/models")
    mark_page(page)
    box = page.get_by_label("Search names")
    box.press_sequentially("olmo", delay=20)
    expect(rows(page)).to_have_count(2)
    expect(box).to_be_focused()
    expect(box).to_have_value("olmo")
    expect(page).to_have_url(re.compile(r"q=olmo"))
    expect(page.get_by_role("status").first).to_contain_text("2 releases in 1 family")
    box.press_sequentially("zzz", delay=20)
    expect(page.get_by_role("heading", name="No release matches")).to_be_visible()
    assert is_same(page)


def test_the_order_and_the_levels_of_any_criterion_are_picked(site: str, page: Page):
    page.goto(f"{site}/models?fold=no")
    mark_page(page)
    page.get_by_label("Order").select_option("downloads")
    expect(page).to_have_url(re.compile(r"sort=downloads"))
    expect(rows(page).nth(1)).to_contain_text("Llama-2-7b")
    page.get_by_text("Any criterion").click()
    page.locator("select[name='data.access']").select_option("closed")
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"data.access=closed"))
    expect(page.get_by_role("list", name="Active filters")).to_contain_text(
        "access to the data: closed"
    )
    assert is_same(page)


def test_derivatives_are_unfolded(site: str, page: Page):
    page.goto(f"{site}/models?q=llama")
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="1 more of its family").click()
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("meta-llama/Llama-2-7b")


def test_everything_works_without_javascript(site: str, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/models")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_text("Any criterion").click()
    page.locator("select[name='data.access']").select_option("closed")
    page.get_by_role("button", name="Apply").first.click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name=re.compile("access to the data: closed")).click()
    expect(rows(page)).to_have_count(6)
    context.close()
