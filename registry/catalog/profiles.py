"""Profiles: what one organization publishes, in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from registry.catalog.catalog import NOT_GRADED, Catalog
from registry.catalog.coded import Rows
from registry.catalog.disclosing import Standing, standings
from registry.catalog.grouping import Downloads, Group, Wanted, group_board

MOST_FAMILIES = 8


class Half(NamedTuple):
    """Half a year: how many graded releases it saw, the median of their scores and the best one. Without any, no
    scores."""

    label: str
    releases: int
    median: float | None
    best: float | None


class Profile(NamedTuple):
    """One organization. Counts are of graded releases; ``judged`` tells how many the standings are about, and whether
    those are its originals alone: what a derived release lacks is mostly for others to disclose."""

    name: str
    releases: int
    graded: int
    originals: int
    median: float | None
    best: float | None
    best_row: int | None
    downloads: Downloads
    letters: dict[str, int]
    classes: dict[str, int]
    pillars: dict[str, dict[str, int]]
    halves: list[Half]
    families: list[Group]
    families_total: int
    standings: list[Standing]
    judged: int
    judged_originals: bool


def profile(catalog: Catalog, code: int) -> Profile:
    """What the organization of that number publishes."""
    is_own = catalog.organization.codes == code
    rows = np.flatnonzero(is_own).astype(np.int32)
    graded = rows[catalog.is_graded[rows]]
    scores = catalog.score[graded].astype(np.float64)
    originals = graded[~catalog.is_derived[graded]]
    judged = originals if len(originals) else graded
    wanted = Wanted(by="releases", limit=MOST_FAMILIES)
    families = group_board(catalog, catalog.family, is_own, catalog.score_tenths, wanted)
    best = int(np.lexsort((-catalog.downloads[graded], -scores))[0]) if len(graded) else None
    return Profile(
        name=catalog.organization.values[code],
        releases=len(rows),
        graded=len(graded),
        originals=int(np.count_nonzero(~catalog.is_derived[rows])),
        median=_median(scores),
        best=None if best is None else round(float(scores[best]), 1),
        best_row=None if best is None else int(graded[best]),
        downloads=Downloads.of(catalog.downloads[rows]),
        letters=_counts(catalog.letter.values, catalog.letter.codes[graded]),
        classes=_counts(catalog.openness.values, catalog.openness.codes[graded]),
        pillars=_pillars(catalog, graded),
        halves=halves(catalog.created[graded], scores),
        families=families.groups,
        families_total=families.total,
        standings=standings(catalog, judged[_has_levels(catalog, judged)]),
        judged=len(judged),
        judged_originals=bool(len(originals)),
    )


def halves(days: NDArray[np.int32], scores: NDArray[np.float64]) -> list[Half]:
    """Every half-year from the first release to the last, by the days of the releases; days that are not known are left
    out."""
    is_known = days >= 0
    months = days[is_known].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    numbers, scores = months // 6, scores[is_known]
    if not len(numbers):
        return []
    return [
        _half(n, scores[numbers == n]) for n in range(int(numbers.min()), int(numbers.max()) + 1)
    ]


def _half(number: int, scores: NDArray[np.float64]) -> Half:
    label = f"{'second' if number % 2 else 'first'} half of {1970 + number // 2}"
    best = round(float(scores.max()), 1) if len(scores) else None
    return Half(label, len(scores), _median(scores), best)


def _median(scores: NDArray[np.float64]) -> float | None:
    return round(float(np.median(scores)), 2) if len(scores) else None


def _counts(values: Iterable[str], codes: NDArray[np.int32]) -> dict[str, int]:
    counts = np.bincount(codes).tolist()
    return {value: number for value, number in zip(values, counts, strict=False) if number}


def _pillars(catalog: Catalog, rows: Rows) -> dict[str, dict[str, int]]:
    """By pillar how many releases are at each of its levels, and how many it does not apply to."""
    found: dict[str, dict[str, int]] = {}
    for pillar, column in catalog.pillars.items():
        own, left = column[rows], np.ones(len(rows), dtype=np.bool_)
        found[pillar] = {}
        for level in catalog.rubric.pillar_levels:
            is_here = left & (own >= level.floor)
            found[pillar][level.id] = int(np.count_nonzero(is_here))
            left &= ~is_here
        found[pillar]["n/a"] = int(np.count_nonzero(left))
    return found


def _has_levels(catalog: Catalog, rows: Rows) -> NDArray[np.bool_]:
    first = catalog.levels[catalog.rubric.criteria[0].id][rows]
    known: NDArray[np.bool_] = first != NOT_GRADED
    return known
