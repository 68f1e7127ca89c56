"""A wide page for the journeys, and nothing that the browser may complain of in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.listening import listened_to


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: violations of the policy, errors, requests to elsewhere."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield listened_to(context, complaints)
    context.close()
    assert not complaints
