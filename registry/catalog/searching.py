"""Searching: which releases the words of a query are found in, and how well they match."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlmodel import Session

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Mask
from registry.words import NAME, ORGANIZATION, SQUASHED, query_words, squashed

MOST_REMEMBERED = 256
SHORTEST_PREFIX = 2
"""Letters from which on a word stands for all that begin with it, too."""

_QUERIES = {
    "sqlite": text("select group_concat(rowid) from search_words where search_words match :words"),
    "postgresql": text(
        "select string_agg(rowid::text, ',') from search_words where words @@ cast(:words as tsquery)"
    ),
}


class Matches(NamedTuple):
    """The rows that hold all words, and how well each row matches, the more the better."""

    mask: Mask
    relevance: NDArray[np.float32]


class Search:
    """The words of releases. What was asked for often is remembered, packed."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._remembered: OrderedDict[str, NDArray[np.uint8]] = OrderedDict()

    def matches(self, session: Session, query: str) -> Matches:
        """The rows that hold all words of a query, each as it is or as a beginning, or whose name begins so."""
        words = query_words(query)
        nothing = np.zeros(self._catalog.size, dtype=np.bool_)
        whole = squashed(query)
        if not words:
            return Matches(nothing, nothing.astype(np.float32))
        anywhere = ~nothing
        named = np.zeros(self._catalog.size, dtype=np.float32)
        by_publisher = nothing
        for word in words:
            in_name = self.rows(session, NAME + word, prefix=_is_prefix(word))
            exactly = self.rows(session, NAME + word, prefix=False)
            of_publisher = self.rows(session, ORGANIZATION + word, prefix=_is_prefix(word))
            named += np.where(
                exactly, 1.0, np.where(in_name, 0.6, np.where(of_publisher, 0.5, 0.0))
            )
            by_publisher = by_publisher | of_publisher
            anywhere &= self.rows(session, word, prefix=_is_prefix(word)) | in_name
        begins = self.rows(session, SQUASHED + whole, prefix=len(whole) > SHORTEST_PREFIX)
        is_it = self.rows(session, SQUASHED + whole, prefix=False)
        share = named / len(words)
        catalog = self._catalog
        relevance = (
            8.0 * is_it
            + 4.0 * (share >= 1)
            + 3.0 * share
            + 3.0 * np.minimum(1.0, named / np.maximum(1, catalog.name_lengths))
            + 2.0 * begins
            + 1.0 * ~catalog.is_derived
            + 0.5 * np.log10(1.0 + np.maximum(0, catalog.downloads))
        )
        return Matches(anywhere | begins, relevance.astype(np.float32))

    def rows(self, session: Session, word: str, *, prefix: bool) -> Mask:
        """The rows that hold a word, marked or not, or with ``prefix`` one that begins so."""
        dialect = session.get_bind().dialect.name
        asked = _asked(dialect, word, prefix)
        packed = self._remembered.get(asked)
        if packed is None:
            found = session.execute(_QUERIES[dialect], {"words": asked}).scalar() or ""
            numbers = np.fromstring(found, dtype=np.int64, sep=",")
            rows = self._catalog.rows_by_number
            rows = rows[numbers[numbers < len(rows)]]
            mask = np.zeros(self._catalog.size, dtype=np.bool_)
            mask[rows[rows >= 0]] = True
            packed = np.packbits(mask)
            self._remembered[asked] = packed
            while len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return np.unpackbits(packed, count=self._catalog.size).view(np.bool_)


def _is_prefix(word: str) -> bool:
    """Whether a word may be the beginning of one: not a number, as 3 is another release than 3.1."""
    return len(word) >= SHORTEST_PREFIX and not word[0].isdecimal()


def _asked(dialect: str, word: str, prefix: bool) -> str:
    """The query for a word, which has letters, digits, dots and colons alone, in the language of a database."""
    if dialect == "sqlite":
        return f'"{word}"*' if prefix else f'"{word}"'
    return f"'{word}':*" if prefix else f"'{word}'"
