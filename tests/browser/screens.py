"""Screens: one page in many widths and both colour schemes, without being loaded anew for each."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

WIDE = 1024
"""From this width on a page opens its filters, once, when it is loaded."""


def screens(page: Page, address: str, widths: tuple[int, ...]) -> Iterator[tuple[int, str]]:
    """Shows an address on each screen in turn. It is loaded for narrow and for wide ones, at most once each."""
    narrow = [width for width in widths if width < WIDE]
    wide = [width for width in widths if width >= WIDE]
    for alike in filter(None, (narrow, wide)):
        page.set_viewport_size({"width": alike[0], "height": 900})
        page.goto(address)
        for width in alike:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                yield width, scheme
