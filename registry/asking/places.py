"""Places: where a release is discussed at the Hub, and the addresses of discussions there."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode, urlsplit

LONGEST_ADDRESS = 7500
"""Letters of an address that servers and browsers take without fail."""
_NUMBER = re.compile(r"/discussions/([1-9]\d{0,8})/?(?:#[\w-]*)?", re.ASCII)


def hub_page(page: str | None, release_id: str) -> str:
    """The address of a release's page where it is the release's repo that stands there; else nothing.

    A closed model has no repo, and what is known of it may come from anywhere.
    """
    try:
        parts = urlsplit(page or "")
    except ValueError:
        return ""
    is_repo = parts.scheme in {"http", "https"} and unquote(parts.path) == f"/{release_id}"
    return page or "" if is_repo and parts.netloc and not parts.query and "/" in release_id else ""


def new_discussion(page: str, title: str, body: str) -> tuple[str, bool]:
    """Where a discussion can be begun with this title, and whether the address holds the body, too: not if too long."""
    both = _filled(page, {"title": title, "description": body})
    if len(both) <= LONGEST_ADDRESS:
        return both, True
    return _filled(page, {"title": title}), False


def discussion_in(page: str, address: str) -> str | None:
    """The address of a discussion on a repo, in its one shape; None for what is none of that repo's."""
    told = address.strip()
    if not page or not told.startswith(page):
        return None
    found = _NUMBER.fullmatch(told[len(page) :])
    return f"{page}/discussions/{found[1]}" if found else None


def _filled(page: str, fields: dict[str, str]) -> str:
    return f"{page}/discussions/new?{urlencode(fields, quote_via=quote)}"
