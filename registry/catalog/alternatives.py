"""Alternatives: releases that are more open than one, the most open first, of each family one."""

from __future__ import annotations

from math import inf, log

import numpy as np

from registry.catalog.catalog import IS_NOT_APPLICABLE, IS_UNCHECKED, NOT_GRADED, Catalog
from registry.catalog.coded import Mask, Rows
from registry.catalog.finding import Finder, folded
from registry.catalog.masks import mask_of
from registry.constraints import BOUNDS, Constraints
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

MOST = 2000
"""Alternatives that are put in groups and listed: nobody looks further."""


def alternatives(finder: Finder, row: int, wanted: Constraints) -> Rows:
    """The rows of the releases with a higher score than one that meet all constraints, in order of what is guaranteed
    of their openness. Each stands for its family."""
    catalog = finder.catalog
    return _heads(finder, row, _met(catalog, wanted))


def standing(catalog: Catalog, row: int, found: Rows) -> list[list[int]]:
    """The most open of the alternatives, those of one organization that reach the same score together: the one whose
    size is nearest to that of the release comes first in its group."""
    rows = found[:MOST]
    scores, organizations = catalog.score[rows], catalog.organization.codes[rows]
    groups: dict[tuple[float, int], list[int]] = {}
    for at, key in zip(
        rows.tolist(), zip(scores.tolist(), organizations.tolist(), strict=True), strict=True
    ):
        groups.setdefault(key, []).append(at)
    size = int(catalog.parameters[row])
    return [
        sorted(group, key=lambda at: _apart(size, int(catalog.parameters[at])))
        for group in groups.values()
    ]


def without_each(finder: Finder, row: int, wanted: Constraints) -> dict[str, int]:
    """By constraint how many alternatives there would be without it."""
    catalog = finder.catalog
    return {
        name: len(_heads(finder, row, _met(catalog, wanted.without(name))))
        for name in wanted.chosen
    }


def is_most_open(catalog: Catalog, row: int) -> bool:
    """Whether no release at all has a higher score."""
    return not bool(np.any(catalog.score > catalog.score[row]))


def levels_of(catalog: Catalog, row: int) -> dict[str, str]:
    """The level of a release on each criterion, by its id; empty without a current grade."""
    reserved = {IS_NOT_APPLICABLE: NOT_APPLICABLE, IS_UNCHECKED: UNCHECKED}
    numbers = {c.id: int(catalog.levels[c.id][row]) for c in catalog.rubric.criteria}
    return {
        c.id: reserved.get(number) or c.levels[number].id
        for c in catalog.rubric.criteria
        if (number := numbers[c.id]) != NOT_GRADED
    }


def _apart(size: int, other: int) -> float:
    """How many times larger one of two sizes is, on a scale that treats larger and smaller alike; 0 where the first is
    not known, so that the most used stays first."""
    if size <= 0:
        return 0.0
    return abs(log(other / size)) if other > 0 else inf


def _met(catalog: Catalog, wanted: Constraints) -> Mask:
    mask = mask_of(catalog, wanted.asked)
    if wanted.max_size:
        mask &= (catalog.parameters > 0) & (catalog.parameters < BOUNDS[wanted.max_size])
    return mask


def _heads(finder: Finder, row: int, mask: Mask) -> Rows:
    catalog = finder.catalog
    is_better = catalog.score > catalog.score[row]
    mask = mask & is_better
    # The most open come first in that order, so the better ones are its beginning.
    better = finder.orders["score"][: np.count_nonzero(is_better)]
    heads, _ = folded(catalog, better[mask[better]], mask)
    return heads
