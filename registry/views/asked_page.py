"""Asked page: the number of a page, or of where one begins, in an address."""

from __future__ import annotations

from flask import request

LAST = 1_000_000


def number_asked(name: str) -> int | None:
    """The number that the address gives by that name; None for none."""
    given = request.args.get(name, "")
    is_number = given.isascii() and given.isdecimal() and len(given) < 10
    return int(given) if is_number else None


def page_asked() -> int:
    """The page that the address asks for; the first one for what is no number."""
    return min(max(1, number_asked("page") or 1), LAST)
