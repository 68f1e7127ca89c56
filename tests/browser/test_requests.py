"""Requests for disclosure in a real browser: from a release's page to the record that one has asked."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlmodel import Session

from tests.browser.listening import listened_to
from tests.browser.screens import screens
from tests.browser.test_every_kind import AXE, RUN_AXE
from tests.factories import make_release, mark
from tests.integration.catalog import WITHHELD

pytestmark = pytest.mark.browser

MODEL = "meta-llama/Llama-2-7b"
PAGE = f"https://huggingface.co/{MODEL}"


@pytest.fixture(autouse=True)
def _filled(app: Flask) -> None:
    with Session(app.extensions["engine"]) as session:
        make_release(
            session, MODEL, {"data.access": mark("data.access", "closed", evidence=[WITHHELD])}
        )
        session.commit()


def test_from_the_page_of_a_release_to_a_recorded_request(live_server: str, browser: Browser):
    complaints: list[str] = []
    context = browser.new_context(
        bypass_csp=True, permissions=["clipboard-read", "clipboard-write"]
    )
    page = listened_to(context, complaints)
    page.add_init_script(AXE)
    page.goto(f"{live_server}/models/{MODEL}")
    page.get_by_role("navigation", name="Further").get_by_role(
        "link", name="Request disclosure"
    ).click()
    text = page.get_by_label("Text, as Markdown")
    expect(text).to_have_value(re.compile(r"`meta-llama/Llama-2-7b`"))

    page.get_by_text("more that would raise it less").click()
    for box in page.get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("value") == "data.access")
    expect(page.get_by_text("The text below is still of your earlier choice.")).to_be_visible()
    page.get_by_role("button", name="Update the text").click()
    expect(page.get_by_label("Title")).to_have_value("Could you disclose more: access to the data?")
    expect(text).to_have_value(re.compile("You say that this is withheld"))
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text.input_value()
    link = page.get_by_role("link", name="Begin the discussion at the Hub")
    assert str(link.get_attribute("href")).startswith(f"{PAGE}/discussions/new?title=Could%20you")

    address = page.get_by_label("Address of the discussion")
    address.fill("https://example.org/nonsense")
    page.get_by_role("button", name="I posted it").click()
    expect(page.get_by_role("alert")).to_contain_text("no discussion of this release")
    expect(address).to_have_value("https://example.org/nonsense")
    complaints.clear()  # the browser notes that it was answered with 400
    address.fill(f"{PAGE}/discussions/12")
    page.get_by_role("button", name="I posted it").click()
    expect(page.get_by_role("heading", name="Request 1")).to_be_visible()
    expect(page.get_by_role("link", name="The discussion at the Hub")).to_have_attribute(
        "href", f"{PAGE}/discussions/12"
    )
    expect(page.get_by_role("row", name="Access to the data")).to_contain_text("no answer yet")

    shown = [
        "/requests",
        "/requests/1",
        f"/request?release={MODEL}",
        "/request",
        f"/models/{MODEL}?again",
    ]
    for path in shown:
        for width, _ in screens(page, f"{live_server}{path}", (390, 1280)):
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.evaluate(RUN_AXE, {}) == [], path
    context.close()
    assert not complaints


def test_it_all_works_without_javascript(live_server: str, browser: Browser):
    complaints: list[str] = []
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = listened_to(context, complaints)
    page.goto(f"{live_server}/request?release={MODEL}")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_role("checkbox", name="Access to the data").check()
    page.get_by_role("button", name="Update the text").click()
    expect(page.get_by_label("Text, as Markdown")).to_have_value(
        re.compile("You say that this is withheld")
    )
    page.get_by_role("button", name="I posted it").click()
    expect(page.get_by_role("heading", name="Request 1")).to_be_visible()
    page.get_by_label("Address of the discussion").fill(f"{PAGE}/discussions/3")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("link", name="The discussion at the Hub")).to_be_visible()
    page.goto(f"{live_server}/request?release={MODEL}")
    expect(page.get_by_text("no answer yet")).to_be_visible()
    context.close()
    assert not complaints
