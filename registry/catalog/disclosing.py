"""Disclosing: what some releases leave open least, and what it would bring to disclose it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from registry.catalog.catalog import IS_NOT_APPLICABLE, IS_UNCHECKED, NOT_GRADED, Catalog
from registry.catalog.coded import Rows
from registry.scoring.rubric import Criterion

OFTEN = 0.25
"""The part of the releases that a criterion must concern to tell something about their publisher."""


class Standing(NamedTuple):
    """How releases do on one criterion: how many are at its best level, between, at nothing, and could not be checked.
    ``gain`` is what the best level would add on average to the score of each of the ``lacking`` ones, 0 to 100."""

    criterion: Criterion
    open: int
    partial: int
    closed: int
    unchecked: int
    lacking: int
    gain: float

    @property
    def concerns(self) -> int:
        """How many releases it could be looked at for."""
        return self.open + self.partial + self.closed

    @property
    def share(self) -> float:
        """The part that discloses it, 0 to 1, of those that could be looked at; half counts where it is in part."""
        return (self.open + 0.5 * self.partial) / self.concerns if self.concerns else 1.0


def standings(catalog: Catalog, rows: Rows) -> list[Standing]:
    """By criterion, in the rubric's order, how some releases do; criteria that apply to none are left out."""
    rubric = catalog.rubric
    weight = {p.id: p.weight for p in rubric.pillars}
    counts = {p.id: np.zeros(len(rows)) for p in rubric.pillars}
    for criterion in rubric.criteria:
        counts[criterion.pillar] += criterion.weight * _applies(catalog, criterion, rows)
    whole = sum(weight[p] * (number > 0) for p, number in counts.items())
    found = []
    for criterion in rubric.criteria:
        points, levels = _points(criterion, catalog.levels[criterion.id][rows])
        best = criterion.levels[0].points
        is_lacking = points < best
        share = criterion.weight / np.maximum(counts[criterion.pillar], 1e-9)
        gains = 100 * (best - points) * share * weight[criterion.pillar] / np.maximum(whole, 1e-9)
        lacking = int(np.count_nonzero(is_lacking))
        standing = Standing(
            criterion,
            open=int(np.count_nonzero(points >= best)),
            partial=int(np.count_nonzero((points > 0) & is_lacking)),
            closed=int(np.count_nonzero(points == 0)),
            unchecked=int(np.count_nonzero(levels == IS_UNCHECKED)),
            lacking=lacking,
            gain=float(gains[is_lacking].mean()) if lacking else 0.0,
        )
        if standing.open + lacking + standing.unchecked:
            found.append(standing)
    return found


def least_disclosed(known: list[Standing], most: int) -> list[Standing]:
    """The criteria on which the smallest part is disclosed, the least first: of those that concern many of them."""
    often = OFTEN * max((s.concerns for s in known), default=0)
    looked_at = [s for s in known if s.lacking and s.concerns >= often]
    return sorted(looked_at, key=lambda s: (s.share, -s.lacking))[:most]


def most_gained(known: list[Standing], most: int) -> list[Standing]:
    """The criteria that would raise the scores most if they were met, over all releases, the most first."""
    return sorted((s for s in known if s.gain > 0), key=lambda s: -s.gain * s.lacking)[:most]


def _applies(catalog: Catalog, criterion: Criterion, rows: Rows) -> NDArray[np.bool_]:
    levels = catalog.levels[criterion.id][rows]
    return (levels != IS_NOT_APPLICABLE) & (levels != NOT_GRADED)


def _points(
    criterion: Criterion, levels: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Points by row, NaN where there are none to speak of."""
    table = np.full(256, np.nan)
    table[: len(criterion.levels)] = [level.points for level in criterion.levels]
    return table[levels], levels
