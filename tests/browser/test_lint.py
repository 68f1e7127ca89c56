"""The linter in a real browser: paste a draft, read what it would earn, mend it, and try again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.listening import listened_to
from tests.browser.test_every_kind import AXE, RUN_AXE

pytestmark = pytest.mark.browser


def test_a_draft_is_linted_mended_and_linted_again(live_server: str, browser: Browser):
    complaints: list[str] = []
    context = browser.new_context(bypass_csp=True)  # for axe alone, a script of the test's
    page = listened_to(context, complaints)
    page.add_init_script(AXE)
    page.goto(f"{live_server}/methodology")
    page.get_by_role("contentinfo").get_by_role("link", name="Lint a model card").click()
    page.get_by_role("link", name="Try it with an example").click()
    card = page.get_by_label("Model card (README.md)")
    draft = card.input_value()
    page.get_by_role("button", name="Lint", exact=True).click()
    expect(page.get_by_role("heading", name="What it would earn")).to_be_in_viewport()
    expect(page.get_by_role("listitem").filter(has_text="More Information Needed")).to_be_visible()
    assert card.input_value() == draft

    step = page.get_by_role("listitem").filter(has_text="Evaluation: from")
    step.locator("summary").click()
    expect(step.get_by_text("## Evaluation")).to_be_visible()
    card.fill(f"{draft}\nAll results were obtained with lm-evaluation-harness v0.4.5, 5-shot.\n")
    page.get_by_label("The weights will be").select_option("there for anyone")
    page.get_by_role("button", name="Lint", exact=True).click()
    expect(page.get_by_text("The weights are in the repo, without a gate.")).to_be_visible()
    expect(page.get_by_text("Evaluation: from")).to_have_count(0)
    for width, scheme in ((1280, "light"), (390, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(RUN_AXE, {}) == []
    context.close()
    assert not complaints
