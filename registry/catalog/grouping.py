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
    median of their scores, and their best and worst one (all in tenths)."""

    codes: NDArray[np.int32]
    releases: NDArray[np.int64]
    twice_median: NDArray[np.int64]
    best: NDArray[np.int64]
    worst: NDArray[np.int64]

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


class Standings(NamedTuple):
    """Groups by their numbers, rising, and what they are ranked by: the more the better."""

    codes: NDArray[np.int32]
    values: NDArray[np.int64]

    def rank(self, code: int) -> int | None:
        """The rank of a group, from 1; what is equal shares it. None when it has none."""
        at = int(np.searchsorted(self.codes, code))
        if at == len(self.codes) or self.codes[at] != code:
            return None
        return 1 + int(np.count_nonzero(self.values > self.values[at]))


def grouped(column: Coded, scores: Tenths, mask: Mask, at_least: int = 1) -> Groups:
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
    return Groups(found.astype(np.int32), size, middle, ordered[begin + size - 1], ordered[begin])


def group_board(
    catalog: Catalog,
    column: Coded,
    mask: Mask,
    scores: Tenths,
    wanted: Wanted,
    before: Standings | None = None,
) -> GroupBoard:
    """One page of the groups of the rows of a mask. ``before``: how they stand elsewhere, to compare."""
    groups = _wanted_groups(column, mask, scores, wanted)
    first, second = _ranked_by(catalog, column, mask, scores, groups, wanted.by)
    standings = Standings(groups.codes, first)
    shown = groups.take(_best(first, second, wanted.offset + wanted.limit)[wanted.offset :])
    members = _members(column, mask & (scores >= 0), shown.codes)
    rows = _best_rows(catalog, scores, members)
    downloads, lacking = _downloads(catalog, members)
    listed = [
        Group(
            column.values[code], code, standings.rank(code) or 0,
            before.rank(code) if before else None, int(shown.releases[n]),
            int(shown.twice_median[n]) / 20, int(shown.best[n]) / 10, int(shown.worst[n]) / 10,
            Downloads.told(int(downloads[n]), bool(lacking[n])), int(rows[n]),
        )
        for n, code in enumerate(shown.codes.tolist())
    ]  # fmt: skip
    return GroupBoard(listed, len(groups.codes))


def standings_of(
    catalog: Catalog, column: Coded, mask: Mask, scores: Tenths, wanted: Wanted
) -> Standings:
    """How all groups of the rows of a mask stand."""
    groups = _wanted_groups(column, mask, scores, wanted)
    first, _ = _ranked_by(catalog, column, mask, scores, groups, wanted.by)
    return Standings(groups.codes, first)


def _wanted_groups(column: Coded, mask: Mask, scores: Tenths, wanted: Wanted) -> Groups:
    groups = grouped(column, scores, mask, wanted.at_least)
    return groups if wanted.names is None else groups.take(wanted.names[groups.codes])


def _ranked_by(
    catalog: Catalog, column: Coded, mask: Mask, scores: Tenths, groups: Groups, by: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What groups are ranked by, and what tells those apart of which that is equal: the more the better."""
    if by == "name":
        return -column.places[groups.codes].astype(np.int64), groups.releases
    if by == "downloads":
        members = _members(column, mask & (scores >= 0), groups.codes)
        downloads, lacking = _downloads(catalog, members)
        return np.where((lacking > 0) & (downloads == 0), -1, downloads), groups.releases
    return {
        "median": (groups.twice_median, groups.releases),
        "best": (groups.best, groups.twice_median),
        "releases": (groups.releases, groups.twice_median),
    }[by]


def _best(first: NDArray[np.int64], second: NDArray[np.int64], count: int) -> NDArray[np.intp]:
    """Where the groups stand that come first, in order; sorting all takes much longer than looking for these."""
    # One number for both: no group has four million releases, nor do scores come near it.
    keys = (first << 22) + second
    at = np.arange(len(keys))
    if count < len(keys):
        at = np.flatnonzero(keys >= np.partition(keys, len(keys) - count)[len(keys) - count])
    return at[np.argsort(-keys[at], kind="stable")][:count]


# The members of a few groups ---------------------------------------------------------------------


class _Members(NamedTuple):
    """Rows, the place of the group of each among the groups asked for, and how many groups these are."""

    rows: Rows
    places: NDArray[np.int32]
    groups: int


def _members(column: Coded, mask: Mask, codes: NDArray[np.int32]) -> _Members:
    places = np.full(len(column.values), -1, dtype=np.int32)
    places[codes] = np.arange(len(codes), dtype=np.int32)
    by_row = places[column.codes]
    rows = np.flatnonzero(mask & (by_row >= 0)).astype(np.int32)
    return _Members(rows, by_row[rows], len(codes))


def _best_rows(catalog: Catalog, scores: Tenths, members: _Members) -> Rows:
    """Of each group the row with the best score; among those the most downloaded one, then the first."""
    rows, places, groups = members
    order = np.lexsort((rows, -catalog.downloads[rows], -scores[rows], places))
    return rows[order][np.searchsorted(places[order], np.arange(groups))]


def _downloads(catalog: Catalog, members: _Members) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By group the sum of the downloads that are known, and how many releases have no such number."""
    rows, places, groups = members
    downloads = catalog.downloads[rows]
    used = np.bincount(places, np.maximum(downloads, 0), groups).astype(np.int64)
    return used, np.bincount(places[downloads < 0], minlength=groups)
