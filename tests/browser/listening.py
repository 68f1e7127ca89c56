"""Listening: a page in a browser that notes what the browser complains of."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page


def listened_to(context: BrowserContext, complaints: list[str]) -> Page:
    """A new page; violations of the policy, errors and requests to elsewhere are added to ``complaints``."""
    page = context.new_page()

    def heard(message) -> None:
        if message.type == "error" and "404 (NOT FOUND)" not in message.text:
            complaints.append(message.text)

    def asked(request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            complaints.append(request.url)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", asked)
    return page
