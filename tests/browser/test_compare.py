"""Comparing in a real browser: adding and removing, narrow screens, the keyboard, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screens import screens
from tests.integration.comparable import fill

pytestmark = pytest.mark.browser

FIVE = "/compare?id=acme/elm-7b&id=cedar/oak-7b&id=birch/fir-7b&id=birch/fir-7b-chat&id=dune/ear"
OAK = "/models/cedar/oak-7b/alternatives"


@pytest.fixture
def site(live_server: str, settings) -> str:
    fill(settings)
    return live_server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints


def compared(page: Page):
    return page.get_by_role("list", name="Releases compared").get_by_role("heading")


def test_adding_and_removing(site: str, page: Page):
    page.goto(f"{site}/compare")
    page.get_by_label("Choose a release").fill("acme/elm-7b")
    page.get_by_role("button", name="Choose").click()
    expect(compared(page)).to_have_count(1)
    page.get_by_label("Choose a second release").fill("cedar/oak-7b")
    page.get_by_role("button", name="Add").click()
    expect(compared(page)).to_have_count(2)
    expect(
        page.get_by_text("elm-7b publishes its data, oak-7b keeps its data closed.")
    ).to_be_visible()
    page.get_by_label("Add another release").fill("birch/fir-7b")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"id=acme.*id=cedar.*id=birch"))
    expect(compared(page)).to_have_count(3)
    page.get_by_role("link", name="Remove oak-7b").click()
    expect(page).to_have_url(re.compile(r"/compare\?id=acme/elm-7b&id=birch/fir-7b$"))
    page.go_back()
    expect(compared(page)).to_have_count(3)


def test_a_wrong_name_is_mended_by_a_click(site: str, page: Page):
    page.goto(f"{site}/compare?id=cedar/oak-7b&id=acme/elm-8b")
    expect(page.get_by_role("status")).to_contain_text("No release acme/elm-8b is known.")
    page.get_by_role("status").get_by_role("link", name="acme/elm-7b").click()
    expect(compared(page)).to_have_count(2)


def test_the_reason_leads_to_its_criterion(site: str, page: Page):
    page.goto(f"{site}/compare?id=acme/elm-7b&id=cedar/oak-7b")
    page.get_by_role("link", name="Why (access to the data of oak-7b)").click()
    expect(page.locator("[id='data.access']")).to_be_in_viewport()


def test_nothing_sticks_out(site: str, page: Page, subtests):
    for path in (FIVE, "/compare", OAK, f"{OAK}?max_size=1b"):
        for width, scheme in screens(page, f"{site}{path}", (320, 390, 800, 1280)):
            with subtests.test(path, width=width, scheme=scheme):
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_each_level_says_whose_it_is(site: str, page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/compare?id=acme/elm-7b&id=cedar/oak-7b")
    row = page.get_by_role("row").filter(has_text="Access to the data").first
    expect(row.get_by_role("cell")).to_have_count(2)
    told = row.get_by_role("cell").evaluate_all(
        "cells => cells.map(c => getComputedStyle(c, '::before').content)"
    )
    assert told == ['"elm-7b"', '"oak-7b"']


def test_a_wide_table_scrolls_by_keyboard(site: str, page: Page):
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(f"{site}{FIVE}")
    region = page.get_by_role("region", name="What differs").last
    region.focus()
    page.keyboard.press("ArrowRight")
    expect(region).not_to_have_js_property("scrollLeft", 0)
    heads = region.get_by_role("rowheader")
    assert heads.first.bounding_box()["x"] >= 0, "the criterion stays in sight"


def test_constraints_are_dropped_and_set(site: str, page: Page):
    page.goto(f"{site}{OAK}")
    chips = page.get_by_role("list", name="What it has to meet").get_by_role("listitem")
    expect(chips).to_have_count(3)
    page.get_by_role("link", name="has fewer than 10 B parameters").click()
    expect(chips).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?max_size=any$"))
    page.get_by_text("Change what it has to meet").click()
    page.get_by_label("Licence allows").select_option("non-commercial")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", name="No release that meets this")).to_be_visible()
    page.get_by_role("link", name="Leave out: licence forbids commercial use").click()
    expect(page.get_by_role("link", name="Compare the two (oak-7b and elm-7b)")).to_be_visible()


def test_without_javascript(site: str, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/compare?id=acme/elm-7b")
    page.get_by_label("Choose a second release").fill("cedar/oak-7b")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="What differs")).to_be_visible()
    page.get_by_role("heading", name="The same in all").click()
    expect(page.get_by_role("table", name="The same in all")).to_be_visible()
    page.get_by_role("link", name="More open than it").last.click()
    page.get_by_text("Change what it has to meet").click()
    page.get_by_label("Size").select_option("4b")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name="acme/elm-1b")).to_be_visible()
    context.close()
