"""Finding: the releases that are asked for, in order, with what derives from an original folded under it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Mask, Rows
from registry.catalog.counting import Counts, Facets
from registry.catalog.lately import Lately
from registry.catalog.masks import mask_of
from registry.catalog.ranking import Orders
from registry.catalog.searching import Matches, Search
from registry.catalog.suggesting import Suggestions
from registry.filters import RELEVANCE, Asked, make_fields

MOST_REMEMBERED = 24
"""Answers that are kept for the next page of the same, or the next visitor."""

MOST_QUERIES = 4
"""Queries whose words are known by row: a page asks twice for its own."""
MOST_COMMON = 100
"""Words of names that are looked up before somebody asks for them."""

MOST_RANKED = 5_000
"""Matches that are put in the order of their relevance."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """What meets all filters: how many releases, and the rows to be listed, in order. ``folded`` counts by listed row
    the further releases of its family that meet the filters, too."""

    total: int
    rows: Rows
    folded: NDArray[np.int32] | None

    def page(self, asked: Asked) -> list[tuple[int, int]]:
        """The rows of one page, each with how many are folded under it."""
        part = slice(asked.offset, asked.offset + asked.limit)
        folded = self.folded[part].tolist() if self.folded is not None else [0] * asked.limit
        return list(zip(self.rows[part].tolist(), folded, strict=False))


class Finder:
    """Answers what is asked of one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.orders = Orders(catalog)
        self._facets = Facets(catalog, make_fields(catalog.rubric))
        self._search = Search(catalog)
        self.suggestions = Suggestions(catalog, self.orders, self._search)
        self._answers = Lately(MOST_REMEMBERED)
        self._words = Lately(MOST_QUERIES)

    def find(self, session: Session | None, asked: Asked) -> Found:
        """The releases that meet all filters, in order."""
        return self.once(("find", asked.key), lambda: self._find(session, asked))

    def facets(self, session: Session | None, asked: Asked) -> Counts:
        """How many releases each option of a filter would leave."""
        key = ("facets", asked.q, tuple(asked.chosen.items()))
        return self.once(key, lambda: self._count(session, asked))

    def newest(self, session: Session, asked: Asked, count: int) -> Rows:
        """The rows that meet all filters, those first that were graded last."""
        rows = np.flatnonzero(self.mask(session, asked) & self.catalog.is_graded)
        grades = self.catalog.grade[rows]
        if count < len(rows):
            last = np.argpartition(-grades, count)[:count]
            rows, grades = rows[last], grades[last]
        return rows[np.argsort(-grades)].astype(np.int32)

    def mask(self, session: Session | None, asked: Asked) -> Mask:
        """The rows that meet all filters."""
        matches = self._matches(session, asked)
        return mask_of(self.catalog, asked, matches.mask if matches else None)

    def _find(self, session: Session | None, asked: Asked) -> Found:
        matches = self._matches(session, asked)
        mask = mask_of(self.catalog, asked, matches.mask if matches else None)
        if asked.sort == RELEVANCE and matches:
            rows = _best(self.catalog, self.orders["score"], mask, matches)
        else:
            order = self.orders[asked.sort]
            rows = order[mask[order]]
        total = len(rows)
        if not asked.folded:
            return Found(total, rows, None)
        by_original = asked.sort != RELEVANCE  # who searches means the best match
        heads, sizes = folded(self.catalog, rows, mask, by_original=by_original)
        return Found(total, heads, sizes)

    def _count(self, session: Session | None, asked: Asked) -> Counts:
        matches = self._matches(session, asked)
        return self._facets.counts(asked, matches.mask if matches else None)

    def _matches(self, session: Session | None, asked: Asked) -> Matches | None:
        if not asked.q:
            return None
        assert session is not None, "words are looked up in the database"
        # Asked for twice by a page, for its list and for its counts.
        return self._words.get(asked.q, lambda: self._search.matches(session, asked.q))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is made of this catalog, as remembered under a key if it was asked for lately."""
        return self._answers.get(key, make)

    def prepare(self, session: Session, before: Finder | None) -> None:
        """Looks up ahead the words that are in most names, and those that an older catalog was asked for lately."""
        lately = before._search.words_asked() if before else []
        commonest = self.catalog.name_words.commonest(MOST_COMMON)
        self._search.look_ahead(session, [*commonest, *lately])


def _best(catalog: Catalog, order: NDArray[np.int32], mask: Mask, matches: Matches) -> Rows:
    """The rows of a mask with the best matches first, as far as anybody reads; the others in the order given."""
    rows = order[mask[order]]
    relevance = -matches.relevance(catalog, rows)
    if len(rows) <= MOST_RANKED:
        return rows[np.argsort(relevance, kind="stable")]
    is_best = relevance <= np.partition(relevance, MOST_RANKED)[MOST_RANKED]
    best = rows[is_best][np.argsort(relevance[is_best], kind="stable")]
    return np.concatenate((best, rows[~is_best]))


def folded(
    catalog: Catalog, rows: Rows, mask: Mask, *, by_original: bool = True
) -> tuple[Rows, NDArray[np.int32]]:
    """Of each family one row, its original if that is among them, or always the first; and how many more there are."""
    families = catalog.family.codes[rows]
    count = len(catalog.family.values)
    if by_original:
        # A family has the number of its original's row, if that is known.
        stands = families == rows
        is_listed = np.zeros(count, dtype=np.bool_)
        is_listed[: catalog.size] = mask
        others = np.flatnonzero(~is_listed[families])
        stands[others[_is_first(families[others], count)]] = True
    else:
        stands = _is_first(families, count)
    sizes = np.bincount(families, minlength=count)[families[stands]] - 1
    return rows[stands], sizes.astype(np.int32)


def _is_first(numbers: NDArray[np.int32], count: int) -> Mask:
    """Which of some numbers below ``count`` stand there for the first time."""
    places = np.arange(len(numbers), dtype=np.int32)
    first = np.zeros(count, dtype=np.int32)
    first[numbers[::-1]] = places[::-1]  # of equal ones the last that is written is the first
    return first[numbers] == places
