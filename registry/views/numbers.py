"""Numbers: the number of a page, of a disclosure or of where a list begins, as an address or a form tells it."""

from __future__ import annotations

from flask import request

from registry.filters import MAX_PAGE


def number_asked(name: str) -> int | None:
    """The number that the address gives by that name; None for none."""
    return number_in(request.args.get(name, ""))


def number_in(text: str) -> int | None:
    """The number that a text is, as far as a database can be asked for it; None for any other text."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number else None


def page_asked() -> int:
    """The page that the address asks for; the first one for what is no number."""
    return min(max(1, number_asked("page") or 1), MAX_PAGE)
