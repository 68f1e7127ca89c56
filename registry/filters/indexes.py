"""Indexes: what the page of another index is asked for, and its addresses with changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from registry.filters.parsing import MAX_PAGE, MAX_TEXT, MOST_PROBLEMS, Problem
from registry.indexes.agreement import Kind
from registry.indexes.index import Index

PAGE_SIZE = 50
DIFFERING = "differing"
KINDS: Mapping[str, str] = {
    DIFFERING: "that differ",
    Kind.OPPOSITE: "that are opposite",
    Kind.NEAR: "one step apart",
    Kind.UNCHECKED: "unchecked here",
    Kind.AGREE: "that agree",
}
"""Which verdicts may be listed, and in words."""
SHOWN: Mapping[str, tuple[Kind, ...]] = {
    DIFFERING: (Kind.OPPOSITE, Kind.NEAR),
    **{kind.value: (kind,) for kind in Kind},
}


@dataclass(frozen=True, slots=True)
class AskedIndex:
    """Which verdicts of an index are listed: those on an item, of a kind; or with ``unmatched`` the records that fit
    nothing here."""

    path: str
    item: str = ""
    kind: str = DIFFERING
    unmatched: bool = False
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
            "show": "unmatched" if of.unmatched else "",
            "item": "" if of.unmatched else of.item,
            "kind": of.kind if of.kind != DIFFERING and not of.unmatched else "",
            "page": of.page if of.page > 1 else "",
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{self.path}?{query}#list" if query else f"{self.path}#list"


def parse_index(pairs: Iterable[tuple[str, str]], index: Index) -> AskedIndex:
    """What the pairs of a query string ask of an index. What makes no sense is told of; never raises."""
    asked = AskedIndex(f"/indexes/{index.id}")
    problems: list[Problem] = []
    for name, raw in pairs:
        text = " ".join(raw[:MAX_TEXT].replace("\0", " ").split())
        number = int(text[:9]) if text.isascii() and text.isdecimal() else 0
        if not text:
            continue
        if name == "item" and text in index.by_id:
            asked = replace(asked, item=text)
        elif name == "kind" and text in KINDS:
            asked = replace(asked, kind=text)
        elif name == "show" and text in {"unmatched", "verdicts"}:
            asked = replace(asked, unmatched=text == "unmatched")
        elif name == "page" and number:
            asked = replace(asked, page=min(number, MAX_PAGE))
        elif len(problems) < MOST_PROBLEMS:
            problems.append(_problem(name[:80], text[:80], index))
    return replace(asked, problems=tuple(problems))


def _problem(name: str, text: str, index: Index) -> Problem:
    if name == "item":
        return Problem(name, f"{index.short} has no item {text!r} that is compared.")
    if name == "kind":
        return Problem(name, f"There is no kind {text!r}; there are {', '.join(KINDS)}.")
    if name == "show":
        return Problem(name, f"show is unmatched or verdicts, and not {text!r}.")
    if name == "page":
        return Problem(name, f"page must be a number from 1 on, and {text!r} is not.")
    return Problem(name, f"There is no parameter {name!r}.")
