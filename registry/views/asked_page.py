"""Asked page: the number of a page in an address."""

from __future__ import annotations

from flask import request

LAST = 1_000_000


def page_asked() -> int:
    """The page that the address asks for; the first one for what is no number."""
    given = request.args.get("page", "")
    is_number = given.isascii() and given.isdecimal() and len(given) < 8
    return min(max(1, int(given)), LAST) if is_number else 1
