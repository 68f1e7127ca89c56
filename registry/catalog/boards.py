"""Boards: releases and groups of them by what is certain, each with its rank and the one that the rubric gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from registry.catalog.catalog import Catalog, Tenths
from registry.catalog.coded import Mask, Rows
from registry.catalog.finding import Finder, folded
from registry.catalog.grouping import GroupBoard, Wanted, group_board, standings_of
from registry.catalog.organizations import published
from registry.catalog.weighing import tenths
from registry.filters.boards import AskedBoard


class Place(NamedTuple):
    """One entry. ``rank`` counts from 1, and what is equal shares it; ``was`` is the rank under the rubric's weights,
    None where those apply anyway or give it none. ``folded`` counts the further releases of its family."""

    row: int
    rank: int
    was: int | None
    score: float
    folded: int


class ReleaseBoard(NamedTuple):
    """One page of the entries, how many there are in all, and how many releases have nothing that counts."""

    places: list[Place]
    total: int
    left_out: int


class _Order(NamedTuple):
    """Rows with their scores, the best first, and how many are folded under each."""

    rows: Rows
    scores: Tenths
    sizes: NDArray[np.int32] | None


def release_board(finder: Finder, board: AskedBoard, mask: Mask) -> ReleaseBoard:
    """The page of the releases of a mask, which is that of the board's filters, that a board asks for."""
    catalog = finder.catalog
    scores = tenths(catalog, board.weights)
    order = _order_under(finder, board, mask, scores)
    part = slice(board.offset, board.offset + board.size)
    rows = order.rows[part]
    ranks = ranks_of(order.scores, order.scores[part])
    was: Sequence[int | None] = [None] * len(rows)
    if board.weights.is_own:
        was = _ranks_before(finder, board, mask, rows)
    sizes = order.sizes[part] if order.sizes is not None else np.zeros(len(rows), dtype=np.int32)
    values = zip(rows, ranks, was, order.scores[part], sizes, strict=True)
    places = [Place(int(r), int(n), w, int(s) / 10, int(f)) for r, n, w, s, f in values]
    left_out = int(np.count_nonzero(mask & catalog.is_graded & (scores < 0)))
    return ReleaseBoard(places, len(order.rows), left_out)


def family_or_organization_board(finder: Finder, board: AskedBoard, mask: Mask) -> GroupBoard:
    """The page of the families or organizations of the releases of a mask, which is that of the board's filters."""
    catalog, asked = finder.catalog, board.asked
    column = catalog.family
    if board.kind == "organizations":
        column, mask = catalog.organization, mask & published(catalog)
    wanted = Wanted(board.by, board.at_least, board.offset, board.size)
    scores = tenths(catalog, board.weights)
    if not board.weights.is_own:
        return group_board(catalog, column, mask, scores, wanted)
    before = finder.once(
        ("ranks", board.kind, board.by, board.at_least, asked.key),
        lambda: standings_of(catalog, column, mask, catalog.score_tenths, wanted),
    )
    return group_board(catalog, column, mask, scores, wanted, before)


def ranks_of(falling: NDArray[np.int16], some: NDArray[np.int16]) -> NDArray[np.intp]:
    """The ranks of some of the values that stand in falling order: 1 and the number of those that are greater."""
    return np.searchsorted(-falling, -some, side="left") + 1


def _order_under(finder: Finder, board: AskedBoard, mask: Mask, scores: Tenths) -> _Order:
    key = ("board", tuple(board.weights.pairs()), board.asked.key)
    folds, is_own = board.asked.folded, board.weights.is_own
    return finder.once(key, lambda: _order(finder, scores, mask, folds, is_own))


def _order(finder: Finder, scores: Tenths, mask: Mask, fold: bool, is_own: bool) -> _Order:
    counted = mask & (scores >= 0)
    if is_own:
        rows = finder.orders["downloads"]
        rows = rows[counted[rows]]
        rows = rows[np.argsort(-scores[rows], kind="stable")]
    else:
        rows = finder.orders["score"]
        rows = rows[counted[rows]]
    if not fold:
        return _Order(rows, scores[rows], None)
    heads, sizes = folded(finder.catalog, rows, counted)
    return _Order(heads, scores[heads], sizes)


def _ranks_before(finder: Finder, board: AskedBoard, mask: Mask, rows: Rows) -> list[int | None]:
    """The ranks under the rubric's weights of some rows; of their families, where these stand for them."""
    scores, asked = finder.catalog.score_tenths, board.asked
    policy = replace(board, weights=replace(board.weights, is_own=False))
    before = _order_under(finder, policy, mask, scores)
    if asked.folded:
        heads = finder.once(("heads", asked.key), lambda: _heads(finder.catalog, before.rows))
        rows = heads[finder.catalog.family.codes[rows]]
    ranks = ranks_of(before.scores, scores[rows])
    return [int(rank) if row >= 0 else None for row, rank in zip(rows, ranks, strict=True)]


def _heads(catalog: Catalog, heads: Rows) -> Rows:
    """By family which of these rows stands for it; -1 where none does."""
    by_family = np.full(len(catalog.family.values), -1, dtype=np.int32)
    by_family[catalog.family.codes[heads]] = heads
    return by_family
