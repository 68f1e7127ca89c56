"""Asked: what a list is asked for, and the query strings of the same list with changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from registry.filters.fields import Field
from registry.filters.sorts import RELEVANCE

if TYPE_CHECKING:
    from registry.filters.parsing import Problem

DEFAULT_LIMIT = 25

_quoted = lru_cache(maxsize=4096)(quote_plus)
"""A part of a query string: a page has hundreds of addresses of the same few parts."""
_ANY = "any value"
"""Stands for the value that is yet to be told, and is known by being this very object."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, with the query string of the same page without it."""

    field: str
    value: str
    sentence: str
    without: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query string asks for: of each field one of its values, and all fields together.

    ``folded``: what derives from an original stands under it, once.
    """

    fields: Mapping[str, Field]
    sorts: Mapping[str, str]
    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""
    page: int = 1
    limit: int = DEFAULT_LIMIT
    folded: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def sort(self) -> str:
        """The order that applies: as asked, else by relevance to the words, else by score."""
        if self.order and (self.q or self.order != RELEVANCE):
            return self.order
        return RELEVANCE if self.q else "score"

    @property
    def offset(self) -> int:
        """How many come before this page."""
        return (self.page - 1) * self.limit

    @property
    def key(self) -> tuple[object, ...]:
        """What the answer depends on, but for the part of it that is shown."""
        return self.q, tuple(self.chosen.items()), self.sort, self.folded

    def has(self, name: str, value: str) -> bool:
        """Whether a value is among those chosen."""
        return value in self.chosen.get(name, ())

    def query(self, **changes: object) -> str:
        """The query string of this with changes to ``q``, ``chosen``, ``order``, ``page``, ``limit`` or ``folded``."""
        asked = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        return "&".join([_parameter(*pair) for pair in asked.pairs()])

    def toggled(self, name: str, value: str) -> str:
        """The query string with a value chosen if it was not, else left out; from page 1."""
        had = self.chosen.get(name, ())
        values = tuple(v for v in had if v != value) if value in had else (*had, value)
        return self.query(chosen=self._with(name, values), page=1)

    def adding(self, name: str) -> Callable[[str], str]:
        """Makes the query strings with one more value of a field chosen; from page 1. A page has a hundred of these."""
        chosen = self._with(name, (*self.chosen.get(name, ()), _ANY))
        pairs = list(replace(self, chosen=chosen, page=1).pairs())
        at = next(n for n, (_, value) in enumerate(pairs) if value is _ANY)
        before = "".join([f"{_parameter(*pair)}&" for pair in pairs[:at]]) + f"{_quoted(name)}="
        after = "".join([f"&{_parameter(*pair)}" for pair in pairs[at + 1 :]])
        return lambda value: f"{before}{_quoted(value)}{after}"

    def only(self, name: str, *values: str) -> str:
        """The query string with these values of a field instead of those chosen; from page 1."""
        return self.query(chosen=self._with(name, values), page=1)

    def unfolded(self, family: str) -> str:
        """The query string of all that meets the filters in one family, each release by itself."""
        return self.query(chosen=self._with("family", (family,)), folded=False, page=1)

    def chips(self) -> tuple[Chip, ...]:
        """Every active filter in words, each with the query string that removes it alone."""
        chips = [
            Chip(name, value, self.fields[name].sentence(value), self.toggled(name, value))
            for name, values in self.chosen.items()
            for value in values
        ]
        if self.q:
            chips.insert(0, Chip("q", self.q, f"mentions “{self.q}”", self.query(q="", page=1)))
        return tuple(chips)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The parameters of the query string."""
        if self.q:
            yield "q", self.q
        for name, values in self.chosen.items():
            yield from ((name, value) for value in values)
        if self.order:
            yield "sort", self.order
        if not self.folded:
            yield "fold", "no"
        if self.limit != DEFAULT_LIMIT:
            yield "limit", str(self.limit)
        if self.page > 1:
            yield "page", str(self.page)

    def _with(self, name: str, values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        chosen = {**self.chosen, name: values}
        if self.chosen and name not in self.chosen:
            # In the order of the fields, so that an address has one spelling.
            chosen = {n: chosen[n] for n in self.fields if n in chosen}
        return {n: v for n, v in chosen.items() if v}


def _parameter(name: str, value: str) -> str:
    return f"{_quoted(name)}={_quoted(value)}"
