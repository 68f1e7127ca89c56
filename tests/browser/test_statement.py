"""The long form in a real browser: rows in place and without scripts, the effect, the file, and sending it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.statements.reading import parse
from tests.browser.listening import listened_to
from tests.browser.test_every_kind import AXE, RUN_AXE
from tests.statements import example

pytestmark = pytest.mark.browser

FORM = "/disclose/statement?release=allenai/OLMo-2-1124-7B-Instruct"


def test_a_statement_is_written_checked_downloaded_and_sent(live_server: str, browser: Browser):
    complaints: list[str] = []
    context = browser.new_context(bypass_csp=True)  # for axe alone, a script of the test's
    page = listened_to(context, complaints)
    page.add_init_script(AXE)
    page.goto(f"{live_server}{FORM}")
    sources = page.get_by_role("group", name="Sources", exact=True)
    sources.get_by_label("Name").fill("FineWeb-Edu")
    sources.get_by_role("button", name="Add a row").click()
    second = page.get_by_role("group", name="Sources: row 2")
    expect(second.get_by_label("Name")).to_be_focused()
    second.get_by_label("Name").fill("acme/own-corpus")
    sources.get_by_role("button", name="Add a row").click()
    page.get_by_role("group", name="Sources: row 3").get_by_role("button", name="Remove").click()
    expect(second.get_by_label("Name")).to_be_focused()
    page.get_by_label("Is that all?").first.select_option("yes, that is all")
    stages = page.get_by_role("group", name="Stages", exact=True)
    stages.get_by_role("button", name="Add a row (stages)").click()
    added = page.get_by_role("group", name="Stages: row").last
    added.get_by_label("Method").select_option("rloo")
    added.get_by_role("button", name="Add a row (data)").click()
    added.get_by_label("Name").last.fill("acme/tasks")
    page.locator("#f-docs\\.paper").fill("our paper")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    page.get_by_role("alert").get_by_role("link", name="Write an address").click()
    expect(page.locator("#f-docs\\.paper")).to_be_in_viewport()
    axe(page)
    page.locator("#f-docs\\.paper").fill("https://arxiv.org/abs/2501.00656")
    page.get_by_role("button", name="See what it would change").last.click()
    expect(page.get_by_role("heading", name="What it would change")).to_be_in_viewport()
    expect(page.get_by_text("The score ")).to_be_visible()
    assert page.get_by_label("Name").nth(1).input_value() == "acme/own-corpus"
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download TRANSPARENCY.yaml").click()
    assert download.value.suggested_filename == "TRANSPARENCY.yaml"
    told = parse(Path(download.value.path()).read_bytes()).statement
    assert told is not None
    assert told.data is not None
    assert [row.name for row in told.data.sources] == ["FineWeb-Edu", "acme/own-corpus"]
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("heading", name="Received: disclosure")).to_be_visible()
    page.get_by_role("link", name="/disclosures/").click()
    expect(page.get_by_text("received").first).to_be_visible()
    context.close()
    [refused] = complaints  # the one statement with a paper that was no address
    assert "400" in refused


def axe(page: Page) -> None:
    for width, scheme in ((1280, "light"), (390, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(RUN_AXE, {}) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_without_scripts_rows_are_added_and_a_file_fills_the_form(
    live_server: str, browser: Browser
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}{FORM}")
    page.get_by_label("Name").first.fill("FineWeb-Edu")
    page.get_by_role("button", name="Add a row (sources)").click()
    expect(page.get_by_role("group", name="Sources: row 2").get_by_label("Name")).to_be_focused()
    assert page.get_by_label("Name").first.input_value() == "FineWeb-Edu"
    page.get_by_text("Start from a TRANSPARENCY.yaml").click()
    page.get_by_label("Its text").fill(example())
    page.get_by_role("button", name="Check it and fill in the form").click()
    expect(page.get_by_text("The form is filled in from the file.")).to_be_visible()
    assert page.get_by_role("textbox", name="Learning rate", exact=True).input_value() == "3e-4"
    page.get_by_role("textbox", name="Learning rate", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    context.close()
