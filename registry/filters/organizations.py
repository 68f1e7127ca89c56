"""Organizations: what their list is asked for, and its addresses with changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from registry.filters.parsing import MAX_PAGE, MAX_TEXT, Problem

PATH = "/organizations"
PAGE_SIZE = 50
ORDERS: Mapping[str, str] = {
    "median": "median",
    "best": "best release",
    "releases": "number of releases",
    "downloads": "downloads",
    "name": "name",
}


@dataclass(frozen=True, slots=True)
class AskedOrganizations:
    """Which organizations are asked for: those whose name holds ``q``, with so many graded releases at least."""

    q: str = ""
    by: str = "median"
    at_least: int = 1
    page: int = 1
    problems: tuple[Problem, ...] = ()

    @property
    def offset(self) -> int:
        """How many come before this page."""
        return (self.page - 1) * PAGE_SIZE

    def address(self, **changes: object) -> str:
        """The address of the same list with changes."""
        of = replace(self, **changes)  # type: ignore[arg-type]
        given = {
            "q": of.q,
            "sort": of.by if of.by != "median" else "",
            "at_least": of.at_least if of.at_least > 1 else "",
            "page": of.page if of.page > 1 else "",
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{PATH}?{query}" if query else PATH


def parse_organizations(pairs: Iterable[tuple[str, str]]) -> AskedOrganizations:
    """The list that the pairs of a query string ask for. What makes no sense is told of; never raises."""
    asked, problems = AskedOrganizations(), []
    for name, raw in pairs:
        text = " ".join(raw[:MAX_TEXT].replace("\0", " ").split())
        number = int(text[:9]) if text.isascii() and text.isdecimal() else 0
        if not text:
            continue
        if name == "q":
            asked = replace(asked, q=text)
        elif name == "sort" and text in ORDERS:
            asked = replace(asked, by=text)
        elif name == "at_least" and number:
            asked = replace(asked, at_least=number)
        elif name == "page" and number:
            asked = replace(asked, page=min(number, MAX_PAGE))
        else:
            problems.append(_problem(name[:80], text[:80]))
    return replace(asked, problems=tuple(problems))


def _problem(name: str, text: str) -> Problem:
    if name == "sort":
        return Problem(name, f"There is no order {text!r}; there are {', '.join(ORDERS)}.")
    if name in {"at_least", "page"}:
        return Problem(name, f"{name} must be a number from 1 on, and {text!r} is not.")
    return Problem(name, f"There is no parameter {name!r}.")
