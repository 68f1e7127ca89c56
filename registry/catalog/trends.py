"""Trends: how openness develops over half-years, and how it differs between publishers, sizes and training tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from registry.catalog.catalog import IS_UNCHECKED, Catalog
from registry.catalog.coded import Coded, Mask, Rows

MOST_HALVES = 20
"""Half-years that are looked at, up to the last one with a release."""
LARGE = 20
"""Releases in the catalog from which on a publisher counts as large."""
PUBLISHERS = ("one release", f"2 to {LARGE - 1} releases", f"{LARGE} or more releases")

Counts = NDArray[np.int64]
Decimals = NDArray[np.float64]


class Basis(NamedTuple):
    """What is counted: ``rows``, and for each the number of its half-year in ``halves``, from 1 on.

    ``halves`` are half-years since the year 0, two a year, without gaps. ``graded`` counts what was asked for and is
    graded, ``undated`` what of it has no date of publication, ``early`` what is older than the first half-year.
    """

    rows: Rows
    half: NDArray[np.int64]
    halves: tuple[int, ...]
    graded: int
    undated: int
    early: int
    mask: Mask

    @property
    def counted(self) -> int:
        """The rows that are in one of the half-years."""
        return self.graded - self.undated - self.early


class Means(NamedTuple):
    """By name and half-year: the mean, its standard error, and of how many rows it is; NaN for none."""

    means: Decimals
    errors: Decimals
    counts: Counts


class Spread(NamedTuple):
    """By group: the quartiles, NaN for none, and of how many rows they are."""

    low: Decimals
    middle: Decimals
    high: Decimals
    counts: Counts


def basis_of(catalog: Catalog, asked: Mask) -> Basis:
    """Which of the rows that were asked for are counted, and in which half-year."""
    mask = asked & catalog.is_graded
    dated = mask & (catalog.created >= 0)
    days = np.where(dated, catalog.created, -1)
    last_day = int(days.max(initial=-1))
    if last_day < 0:
        graded = int(np.count_nonzero(mask))
        nothing = np.array([], dtype=np.int32)
        return Basis(nothing, nothing.astype(np.int64), (), graded, graded, 0, mask)
    by_day = _halves(np.arange(last_day + 1))
    last = int(by_day[-1])
    first_day = int(np.searchsorted(by_day, last - MOST_HALVES + 1))
    oldest = int(by_day[days[days >= first_day].min()])
    numbers = np.append(np.maximum(by_day - oldest + 1, 0), 0)  # the last is the day -1: left out
    all_halves = numbers[days]
    rows = np.flatnonzero(all_halves).astype(np.int32)
    graded, known = int(np.count_nonzero(mask)), int(np.count_nonzero(dated))
    halves = tuple(range(oldest, last + 1))
    return Basis(rows, all_halves[rows], halves, graded, graded - known, known - len(rows), mask)


def _halves(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days since 1970 as half-years since the year 0."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    halves: NDArray[np.int64] = months // 6 + 2 * 1970
    return halves


def pillar_means(catalog: Catalog, basis: Basis, weights: NDArray[np.int64] | None = None) -> Means:
    """The mean score of each pillar by half-year, each row counting the same or by its weight; a weight below 1
    counts nothing. Standard errors are NaN with weights."""
    rows, most = basis.rows, len(basis.halves)
    whole = None if weights is None else np.maximum(weights[rows], 0).astype(np.float64)
    columns = [_means(own[rows], basis.half, most, whole) for own in catalog.pillars.values()]
    return _stacked(columns)


def publisher_means(catalog: Catalog, basis: Basis) -> Means:
    """The mean score by half-year of each group of ``PUBLISHERS``; what no organization published is in none."""
    sizes = np.bincount(
        catalog.organization.codes[catalog.is_graded], minlength=len(catalog.organization.values)
    )
    groups = _steps(sizes, (1, 2, LARGE))
    groups[catalog.organization.named("")] = 0
    width = len(basis.halves) + 1
    keys = groups[catalog.organization.codes[basis.rows]] * width + basis.half
    found = _means(catalog.score[basis.rows], keys, (len(PUBLISHERS) + 1) * width - 1)
    return Means(*(_rows(values, width) for values in found))


def _means(
    values: NDArray[np.float32],
    keys: NDArray[np.int64],
    most: int,
    weights: Decimals | None = None,
) -> Means:
    """By key, from 1 to ``most``, the mean of the values that are numbers."""
    known = ~np.isnan(values)
    if not known.all():
        keys, values = np.where(known, keys, 0), np.where(known, values, 0)
    counts = np.bincount(keys, minlength=most + 1)[1:]
    if weights is not None:
        parts = np.bincount(keys, weights, most + 1)[1:]
        counts = np.bincount(np.where(weights > 0, keys, 0), minlength=most + 1)[1:]
        sums = np.bincount(keys, values * weights, most + 1)[1:]
        return Means(_divided(sums, parts), np.full(most, np.nan), counts)
    means = _divided(np.bincount(keys, values, most + 1)[1:], counts)
    squares = np.bincount(keys, np.square(values), most + 1)[1:]
    deviations = np.maximum(squares - counts * np.square(means), 0)
    errors = np.sqrt(_divided(deviations, np.maximum(counts - 1, 0)))
    return Means(means, _divided(errors, np.sqrt(counts)), counts)


def _steps(numbers: NDArray[np.int64], edges: Sequence[float]) -> NDArray[np.int64]:
    """How many of a few edges each number reaches: searching for each would take ten times as long."""
    reached = np.zeros(len(numbers), dtype=np.int64)
    for edge in edges:
        reached += numbers >= edge
    return reached


def _divided(parts: NDArray[Any], by: NDArray[Any]) -> Decimals:
    with np.errstate(invalid="ignore", divide="ignore"):
        divided: Decimals = np.where(by > 0, parts / by, np.nan)
    return divided


def _stacked(columns: Sequence[Means]) -> Means:
    return Means(*(np.vstack(part) for part in zip(*columns, strict=True)))


def _rows(values: NDArray[Any], width: int) -> NDArray[Any]:
    """Values by key as rows by group, without the group and the half-year of what is left out."""
    return np.append([values[0]], values).reshape(-1, width)[1:, 1:]


def coded_counts(column: Coded, names: Sequence[str], basis: Basis) -> Counts:
    """By name and half-year the rows that have that value."""
    places = {name: n for n, name in enumerate(names)}
    numbers = np.array([places.get(v, len(names)) for v in column.values] or [0], dtype=np.int64)
    return _table(numbers[column.codes[basis.rows]], len(names), basis)


def level_counts(levels: NDArray[np.uint8], count: int, basis: Basis) -> Counts:
    """By level of a criterion, and at last by none since it is unchecked, and half-year the rows that are at it."""
    numbers = np.full(256, count + 1, dtype=np.int64)
    numbers[:count] = np.arange(count)
    numbers[IS_UNCHECKED] = count
    return _table(numbers[levels[basis.rows]], count + 1, basis)


def claim_counts(catalog: Catalog, basis: Basis) -> Counts:
    """By half-year the rows that claim more than was found, and the others."""
    return _table((~catalog.overclaims[basis.rows]).view(np.uint8), 2, basis)


def _table(numbers: NDArray[Any], count: int, basis: Basis) -> Counts:
    """By number, one for each row that is counted, and half-year how many there are."""
    width = len(basis.halves) + 1
    keys = numbers * np.int64(width) + basis.half
    counts = np.bincount(keys, minlength=(count + 1) * width)
    return counts.reshape(count + 1, width)[:count, 1:]


def size_spread(
    catalog: Catalog,
    basis: Basis,
    sizes: NDArray[np.int64],
    bands: Mapping[str, tuple[float, float]],
) -> Spread:
    """The quartiles of the score by band of a column of sizes, to a hundredth, of all rows that are asked for and
    graded, dated or not: of an even number of rows the lower one. A size below 1 is not known."""
    edges = [low for low, _ in bands.values()][1:]
    steps = 100 * 100 + 1
    known = np.flatnonzero(basis.mask & (sizes > 0))
    at = _steps(sizes[known], edges)
    scores = np.rint(catalog.score[known] * np.float32(100)).astype(np.int64)
    table = np.bincount(at * steps + scores, minlength=len(bands) * steps)
    upto = table.reshape(len(bands), steps).cumsum(axis=1)
    counts = upto[:, -1]
    low, middle, high = (_quantile(upto, counts, share) for share in (0.25, 0.5, 0.75))
    return Spread(low, middle, high, counts)


def telling_tokens(catalog: Catalog, basis: Basis) -> tuple[int, int]:
    """How many of the rows tell on how many tokens they were trained, and how many have a card that was read."""
    read = basis.mask & (catalog.levels["docs.card"] != IS_UNCHECKED)
    return int(np.count_nonzero(read & (catalog.tokens > 0))), int(np.count_nonzero(read))


def _quantile(upto: Counts, counts: Counts, share: float) -> Decimals:
    """By row the lowest step up to which at least a share of all lies."""
    steps = (upto >= np.ceil(counts * share)[:, None]).argmax(axis=1)
    return np.where(counts > 0, steps / 100, np.nan)
