"""The leaderboard in a real browser: weights that are moved, with and without JavaScript, and narrow screens."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screens import screens
from tests.browser.test_catalog import CONTRASTS, HEADINGS, NAMELESS
from tests.integration.test_boards import fill

pytestmark = pytest.mark.browser

PAGES = [
    "/leaderboard",
    "/leaderboard?w.data=90&min_downloads=5&derived=no",
    "/leaderboard?board=organizations&w.data=90",
    "/leaderboard?board=families",
    "/leaderboard?board=claims",
    "/organizations",
    "/organizations/big",
    "/organizations/nobody",
    "/eu-summaries",
]


@pytest.fixture
def site(live_server: str, settings) -> str:
    fill(settings)
    return live_server


def weigh(page: Page):
    page.get_by_text("How much each pillar counts").click()


def first_of(page: Page):
    return page.locator("#board tbody tr").first


def test_the_board_follows_its_sliders(site: str, page: Page):
    page.goto(f"{site}/leaderboard?min_downloads=15")
    expect(first_of(page)).to_contain_text("Data/none")
    weigh(page)
    slider = page.get_by_label("Data, slider")
    slider.focus()
    slider.press("End")
    expect(page.get_by_label("Data", exact=True)).to_have_value("100")
    expect(page).to_have_url(re.compile(r"min_downloads=15.*w\.data=100"))
    expect(page.locator("#own")).to_contain_text(
        "Your own weights make this order: weights 20, data 100"
    )
    expect(page.locator("#told")).to_have_text("Ranked anew. First is only.")
    expect(first_of(page)).to_contain_text("Data/only")
    expect(first_of(page)).to_contain_text("up 1")
    expect(slider).to_be_focused()
    page.reload()
    expect(first_of(page)).to_contain_text("Data/only")
    expect(slider).to_have_value("100")
    page.get_by_role("link", name="Organizations").nth(1).click()
    expect(page.locator("#own")).to_be_visible()
    page.get_by_role("link", name="Back to the rubric’s weights").click()
    expect(page).to_have_url(f"{site}/leaderboard?board=organizations&min_downloads=15")


def test_the_board_follows_its_numbers(site: str, page: Page):
    page.goto(f"{site}/leaderboard?min_downloads=15")
    weigh(page)
    number = page.get_by_label("Data", exact=True)
    number.fill("100")
    expect(first_of(page)).to_contain_text("Data/only")
    expect(page.get_by_label("Data, slider")).to_have_value("100")
    number.fill("")
    number.fill("500")
    expect(page).to_have_url(re.compile(r"w\.data=100"))
    expect(number).to_be_focused()


def test_many_moves_ask_few_times(site: str, page: Page):
    page.goto(f"{site}/leaderboard")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    weigh(page)
    slider = page.get_by_label("Data, slider")
    for _ in range(20):
        slider.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"w\.data=50"))
    assert len(asked) < 10


def test_weights_without_javascript(site: str, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(
        f"{site}/leaderboard?min_downloads=10&class=open+weights&class=open+data&class=open+source+AI"
    )
    page.get_by_text("Filters and weights").click()
    weigh(page)
    expect(page.get_by_label("Data, slider")).to_be_hidden()
    page.get_by_label("Data", exact=True).fill("100")
    page.get_by_label("Weights", exact=True).fill("0")
    page.get_by_label("Originals only").check()
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"derived=no.*w\.weights=0&w\.data=100"))
    expect(page.locator("#own")).to_be_visible()
    expect(page.get_by_role("list", name="Active filters").get_by_role("listitem")).to_have_count(6)
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_ranking_begins_in_the_first_screen(site: str, browser: Browser, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/leaderboard")
    assert first_of(page).bounding_box()["y"] < 650
    form = page.locator("#choose")
    expect(form).to_be_visible(visible=width > 390)
    if width == 390:
        page.locator("summary", has_text="Filters and weights").press("Enter")
        expect(form).to_be_visible()
    page.locator("#weighing").press("Enter")
    expect(page.get_by_label("Data, slider")).to_be_visible()
    context.close()


def test_the_heads_of_the_pillars_stand_over_their_columns(site: str, page: Page):
    page.goto(f"{site}/organizations/big")
    edges = page.evaluate(
        """[...document.querySelector('.spread:last-child').rows].slice(0, 2)
        .map(row => [...row.cells].map(cell => cell.getBoundingClientRect().left))"""
    )
    assert edges[0] == edges[1]


def test_nothing_sticks_out_and_all_is_legible(site: str, page: Page, subtests):
    for path in PAGES:
        for width, scheme in screens(page, f"{site}{path}", (320, 390, 768, 1280)):
            with subtests.test(path, width=width, scheme=scheme):
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate(CONTRASTS) == []
                levels = page.evaluate(HEADINGS)
                assert levels.count(1) == 1
                assert all(b - a <= 1 for a, b in pairwise(levels)), levels
                assert page.evaluate(NAMELESS) == []
