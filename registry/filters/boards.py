"""Boards: what the leaderboard is asked for beside the filters, and the addresses of the same board with changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from registry.filters.asked import Asked
from registry.filters.parsing import Problem, parse
from registry.filters.weights import PREFIX, Weights, parse_weights
from registry.scoring.rubric import Rubric

PATH = "/leaderboard"
KINDS: Mapping[str, str] = {
    "releases": "Releases",
    "organizations": "Organizations",
    "families": "Families",
    "claims": "Claims",
}
GROUP_ORDERS: Mapping[str, str] = {
    "median": "median",
    "best": "best release",
    "releases": "number of releases",
    "downloads": "downloads",
}
AT_LEAST: Mapping[str, int] = {"organizations": 1, "families": 2}
"""How many releases a group must have, unless asked otherwise."""
MOST_AT_LEAST = 1_000_000
PAGE_SIZE, CLAIMS_PAGE_SIZE = 25, 20


@dataclass(frozen=True, slots=True)
class AskedBoard:
    """Which board is asked for, of which releases, under which weights; of groups, in which order and how large."""

    asked: Asked
    weights: Weights
    kind: str = "releases"
    by: str = "median"
    at_least: int = 1
    problems: tuple[Problem, ...] = ()

    @property
    def size(self) -> int:
        """How many entries a page has."""
        return CLAIMS_PAGE_SIZE if self.kind == "claims" else PAGE_SIZE

    @property
    def offset(self) -> int:
        """How many come before this page."""
        return (self.asked.page - 1) * self.size

    def address(self, query: str | None = None) -> str:
        """The address of this board, with another query string for the filters if one is given."""
        own = urlencode(self.own_pairs())
        parts = [own, self.asked.query() if query is None else query]
        joined = "&".join(filter(None, parts))
        return f"{PATH}?{joined}" if joined else PATH

    def of_kind(self, kind: str) -> str:
        """The address of another board of the same releases, from page 1."""
        other = replace(self, kind=kind, by="median", at_least=AT_LEAST.get(kind, 1))
        return other.address(self.asked.query(page=1))

    def under_the_rubric(self) -> str:
        """The address of this board under the rubric's own weights."""
        policy = replace(self.weights, is_own=False)
        return replace(self, weights=policy).address(self.asked.query(page=1))

    def own_pairs(self) -> list[tuple[str, str]]:
        """The parameters that no filter has, without what is usual."""
        pairs = [("board", self.kind)] if self.kind != "releases" else []
        if self.by != "median":
            pairs.append(("by", self.by))
        if self.at_least != AT_LEAST.get(self.kind, 1):
            pairs.append(("at_least", str(self.at_least)))
        return [*pairs, *self.weights.pairs()]


def parse_board(pairs: Iterable[tuple[str, str]], rubric: Rubric) -> AskedBoard:
    """The board that the pairs of a query string ask for. What makes no sense is told of; never raises."""
    given = [(name, text.strip()) for name, text in pairs if text.strip()]
    own = {n: text for n, text in given if n in {"board", "by", "at_least"}}
    rest = [(n, t) for n, t in given if n not in {*own, "sort", "limit"} and n[:2] != PREFIX]
    weights = parse_weights(given, rubric)
    problems: list[Problem] = []
    kind = _one_of("board", own.get("board", "releases"), KINDS, problems)
    by = _one_of("by", own.get("by", "median"), GROUP_ORDERS, problems)
    asked = parse(rest, rubric)
    at_least = AT_LEAST.get(kind, 1)
    if (number := own.get("at_least", "")) and kind in AT_LEAST:
        if number.isascii() and number.isdecimal() and 0 < int(number[:9]) <= MOST_AT_LEAST:
            at_least = int(number[:9])
        else:
            told = f"at_least must be a number from 1 on, and {number[:80]!r} is not."
            problems.append(Problem("at_least", told))
    told_of = (*asked.problems, *weights.problems, *problems)
    return AskedBoard(asked, weights, kind, by, at_least, told_of)


def _one_of(name: str, text: str, known: Mapping[str, str], problems: list[Problem]) -> str:
    if text in known:
        return text
    told = f"{name} can't be {text[:80]!r}; it can be {', '.join(known)}."
    problems.append(Problem(name, told))
    return next(iter(known))
