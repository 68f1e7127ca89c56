"""Requests: what the list of requests for disclosure is asked for, and its addresses with changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from registry.filters.parsing import MAX_PAGE, MAX_TEXT, Problem

PATH = "/requests"
PAGE_SIZE = 25
STATES: Mapping[str, str] = {
    "waiting": "no answer yet",
    "answered": "answered in full or in part",
    "settled": "answered in full",
}


@dataclass(frozen=True, slots=True)
class AskedRequests:
    """Which requests are asked for: those to an organization, on a release, in a state."""

    organization: str = ""
    release: str = ""
    state: str = ""
    page: int = 1
    problems: tuple[Problem, ...] = ()

    @property
    def offset(self) -> int:
        """How many come before this page."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def is_narrowed(self) -> bool:
        """Whether not all of them are asked for."""
        return bool(self.organization or self.release or self.state)

    def address(self, **changes: object) -> str:
        """The address of the same list with changes."""
        of = replace(self, **changes)  # type: ignore[arg-type]
        given = {
            "organization": of.organization,
            "release": of.release,
            "state": of.state,
            "page": of.page if of.page > 1 else "",
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{PATH}?{query}" if query else PATH


def parse_requests(pairs: Iterable[tuple[str, str]]) -> AskedRequests:
    """The list that the pairs of a query string ask for. What makes no sense is told of; never raises."""
    asked, problems = AskedRequests(), []
    for name, raw in pairs:
        text = "".join(c if c.isprintable() else " " for c in raw[:MAX_TEXT]).strip()
        number = int(text[:9]) if text.isascii() and text.isdecimal() else 0
        if not text:
            continue
        if name == "organization":
            asked = replace(asked, organization=text)
        elif name == "release":
            asked = replace(asked, release=text)
        elif name == "state" and text in STATES:
            asked = replace(asked, state=text)
        elif name == "page" and number:
            asked = replace(asked, page=min(number, MAX_PAGE))
        else:
            problems.append(_problem(name[:80], text[:80]))
    return replace(asked, problems=tuple(problems))


def _problem(name: str, text: str) -> Problem:
    if name == "state":
        return Problem(name, f"There is no state {text!r}; there are {', '.join(STATES)}.")
    if name == "page":
        return Problem(name, f"page must be a number from 1 on, and {text!r} is not.")
    return Problem(name, f"There is no parameter {name!r}.")
