"""Grouping: how open the releases of each organization or family are, together."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from registry.catalog.catalog import Catalog, Tenths
from registry.catalog.coded import Coded, Mask, Rows

SPAN = 1024
"""More than any score has tenths: a group and a score fit into one number."""


class Downloads(NamedTuple):
    """What some releases are downloaded in a month together: so much ``at_least``, where one of them has no number.
    None where nothing is known, since at least 0 is that, too."""

    number: int | None
    at_least: bool

    @classmethod
    def of(cls, numbers: NDArray[np.int64]) -> Downloads:
        """Those of some releases, of which -1 are unknown."""
        return cls.told(int(numbers[numbers >= 0].sum()), bool((numbers < 0).any()))

    @classmethod
    def told(cls, number: int, some_lack: bool) -> Downloads:
        """The sum of the numbers that there are, and whether some releases lack one."""
        return cls(None, False) if some_lack and not number else cls(number, some_lack)


class Groups(NamedTuple):
    """Groups side by side: the number of each among the values of its column, how many releases it has, twice the
    median of their scores, their best and worst one (all in tenths), the sum of their known downloads, and how
    many releases have no such number."""

    codes: NDArray[np.int32]
    releases: NDArray[np.int64]
    twice_median: NDArray[np.int64]
    best: NDArray[np.int64]
    worst: NDArray[np.int64]
    downloads: NDArray[np.int64]
    lacking: NDArray[np.int64]

    def take(self, at: NDArray[np.intp] | Mask) -> Groups:
        """Some of the groups, in the order asked for."""
        codes, *numbers = (column[at] for column in self)
        return Groups(codes, *numbers)  # type: ignore[arg-type]


class Group(NamedTuple):
    """One group in words and numbers: scores of 0 to 100, the rank from 1, that is shared where what it is by is equal,
    and the row of the best release."""

    name: str
    code: int
    rank: int
    was: int | None
    releases: int
    median: float
    best: float
    worst: float
    downloads: Downloads
    best_row: int


class GroupBoard(NamedTuple):
    """One page of groups, and how many there are in all."""

    groups: list[Group]
    total: int


class Wanted(NamedTuple):
    """Which groups: by median, best, releases, downloads or name (what is equal goes by what tells it apart next), of
    how many releases at least, and, if given, which of the column's values."""

    by: str = "median"
    at_least: int = 1
    offset: int = 0
    limit: int = 50
    names: Mask | None = None


class Ranks(NamedTuple):
    """The groups that are ranked, by number, rising, and the rank of each."""

    codes: NDArray[np.int32]
    ranks: NDArray[np.int32]

    def of(self, code: int) -> int | None:
        """The rank of a group; None when it has none."""
        at = int(np.searchsorted(self.codes, code))
        return int(self.ranks[at]) if at < len(self.codes) and self.codes[at] == code else None


def grouped(
    catalog: Catalog, column: Coded, scores: Tenths, mask: Mask, at_least: int = 1
) -> Groups:
    """The groups of the rows of a mask that have a score, by the numbers of a column's values; the small left out."""
    rows = np.flatnonzero(mask & (scores >= 0))
    codes = column.codes[rows]
    counts = np.bincount(codes, minlength=len(column.values))
    if at_least > 1:  # most families are of one: they are not worth sorting
        rows = rows[counts[codes] >= at_least]
        codes = column.codes[rows]
        counts[counts < at_least] = 0
    own = scores[rows]
    # Sorting one number is much faster than sorting by two keys, and 32 bits are faster than 64.
    kind: Any = np.uint32 if len(column.values) < 2**32 // SPAN else np.uint64
    keys = codes.astype(kind) * kind(SPAN) + own.astype(kind)
    keys.sort()
    ordered = (keys % kind(SPAN)).astype(np.int64)
    found = np.flatnonzero(counts)
    size = counts[found].astype(np.int64)
    begin = np.cumsum(size) - size
    middle = ordered[begin + (size - 1) // 2] + ordered[begin + size // 2]
    downloads = catalog.downloads[rows]
    lacking = np.bincount(codes[downloads < 0], minlength=len(column.values))
    used = np.bincount(codes, np.maximum(downloads, 0), len(column.values))
    return Groups(
        found.astype(np.int32),
        size,
        middle,
        ordered[begin + size - 1],
        ordered[begin],
        used[found].astype(np.int64),
        lacking[found].astype(np.int64),
    )


def group_board(
    catalog: Catalog,
    column: Coded,
    mask: Mask,
    scores: Tenths,
    wanted: Wanted,
    before: Ranks | None = None,
) -> GroupBoard:
    """One page of the groups of the rows of a mask. ``before``: their ranks elsewhere, to compare."""
    order, ranks = _ranked(catalog, column, mask, scores, wanted)
    part = slice(wanted.offset, wanted.offset + wanted.limit)
    shown, at = Groups._make(values[part] for values in order), ranks[part]
    rows = _best_rows(catalog, column, mask, scores, shown)
    groups = [
        Group(
            column.values[code], code, int(at[n]), before.of(code) if before else None,
            int(shown.releases[n]), int(shown.twice_median[n]) / 20, int(shown.best[n]) / 10,
            int(shown.worst[n]) / 10,
            Downloads.told(int(shown.downloads[n]), bool(shown.lacking[n])), int(rows[n]),
        )
        for n, code in enumerate(shown.codes.tolist())
    ]  # fmt: skip
    return GroupBoard(groups, len(order.codes))


def ranks_by_code(
    catalog: Catalog, column: Coded, mask: Mask, scores: Tenths, wanted: Wanted
) -> Ranks:
    """The ranks of all groups of the rows of a mask."""
    order, ranks = _ranked(catalog, column, mask, scores, wanted)
    rising = np.argsort(order.codes)
    return Ranks(order.codes[rising], ranks[rising].astype(np.int32))


def _ranked(
    catalog: Catalog, column: Coded, mask: Mask, scores: Tenths, wanted: Wanted
) -> tuple[Groups, NDArray[np.intp]]:
    """The groups that are wanted, in order, with their ranks; what is equal shares one."""
    groups = grouped(catalog, column, scores, mask, wanted.at_least)
    if wanted.names is not None:
        groups = groups.take(wanted.names[groups.codes])
    if wanted.by == "name":
        order = np.argsort(column.places[groups.codes], kind="stable")
        return groups.take(order), np.arange(1, len(order) + 1)
    used = np.where((groups.lacking > 0) & (groups.downloads == 0), -1, groups.downloads)
    first, second = {
        "median": (groups.twice_median, groups.releases),
        "best": (groups.best, groups.twice_median),
        "releases": (groups.releases, groups.twice_median),
        "downloads": (used, groups.releases),
    }[wanted.by]
    # One number for both: no group has four million releases, nor do scores come near it.
    order = np.argsort(-((first << 22) + second), kind="stable")
    falling = -first[order]
    return groups.take(order), np.searchsorted(falling, falling, side="left") + 1


def _best_rows(catalog: Catalog, column: Coded, mask: Mask, scores: Tenths, groups: Groups) -> Rows:
    """Of each group the row with the best score; among those the most downloaded one, then the first."""
    number = np.full(len(column.values), -1, dtype=np.int32)
    number[groups.codes] = np.arange(len(groups.codes), dtype=np.int32)
    best_score = np.full(len(column.values), -2, dtype=np.int16)
    best_score[groups.codes] = groups.best
    rows = np.flatnonzero(mask & (scores == best_score[column.codes])).astype(np.int32)
    least_used_first = rows[np.lexsort((-rows, catalog.downloads[rows]))]
    best = np.full(len(groups.codes), -1, dtype=np.int32)
    best[number[column.codes[least_used_first]]] = least_used_first  # what is written last stays
    return best
