"""Examples: pairs of releases that are worth comparing, and names to choose from."""

from __future__ import annotations

import numpy as np

from registry.catalog.coded import Rows
from registry.catalog.finding import Finder

PAIRS = 3
LOOKED_AT = 5000
"""Of the most downloaded, how many are looked at for different publishers."""


def example_pairs(finder: Finder) -> list[tuple[int, int]]:
    """The rows of up to three pairs out of the most downloaded originals of different organizations, made for the same
    task: those whose scores are furthest apart first, the more open one first."""
    catalog = finder.catalog
    mask = catalog.is_graded & ~catalog.is_derived & (catalog.downloads > 0)
    used = finder.orders["downloads"]
    top = used[mask[used]][:LOOKED_AT]
    top = top[catalog.task.codes[top] == _usual_task(finder, top)]
    _, first = np.unique(catalog.organization.codes[top], return_index=True)
    chosen: Rows = top[np.sort(first)[: 2 * PAIRS]]
    rows = chosen[np.argsort(-catalog.score[chosen], kind="stable")].tolist()
    return list(zip(rows, reversed(rows), strict=True))[: len(rows) // 2]


def most_used(finder: Finder, count: int) -> list[str]:
    """The ids of the most downloaded graded releases."""
    catalog = finder.catalog
    used = finder.orders["downloads"][: 10 * count]
    return catalog.ids_of(used[catalog.is_graded[used]][:count])


def _usual_task(finder: Finder, rows: Rows) -> int:
    """The number of the task that most of the rows are made for, text generation where there is any."""
    tasks = finder.catalog.task
    codes = tasks.codes[rows]
    named = [code for code in tasks.named("text-generation") if code in codes]
    return named[0] if named else int(np.bincount(codes).argmax()) if len(codes) else -1
