"""Searching: which releases the words of a query are found in, and how well they match."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlmodel import Session

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Mask, Rows
from registry.words import NAME, ORGANIZATION, SQUASHED, query_words, squashed

MOST_REMEMBERED = 256
SHORTEST_PREFIX = 2
"""Letters from which on a word stands for all that begin with it, too."""
BEGINNING, OF_PUBLISHER = 0.6, 0.5
"""What a word is worth that only begins one of a name, or the publisher's; one that is there is worth 1."""

_QUERIES = {
    "sqlite": text("select group_concat(rowid) from search_words where search_words match :words"),
    "postgresql": text(
        "select string_agg(rowid::text, ',') from search_words where words @@ cast(:words as tsquery)"
    ),
}


class Matches(NamedTuple):
    """The rows that hold all words of a query, and how well they are found in names: ``named`` adds up to 1 for each
    word, by row. Which rows have the words for their name, or at its beginning, or are by a publisher so called."""

    mask: Mask
    asked: int
    named: NDArray[np.float32]
    is_it: Mask
    begins: Mask
    by_publisher: Mask

    def relevance(self, catalog: Catalog, rows: Rows) -> NDArray[np.float32]:
        """How probably each of these rows is meant, the more the better.

        It is if its name says all that was asked, and little else; and rather an original, one that much was made from,
        and one that is used.
        """
        named = self.named[rows]
        share = named / self.asked
        # Nobody writes the Meta of Meta-Llama-3-8B, which its publisher's name says already.
        implied = catalog.is_led_by_publisher[rows] & ~self.by_publisher[rows]
        length = np.maximum(1, catalog.name_lengths[rows] - implied)
        relevance = (
            8.0 * self.is_it[rows]
            + 4.0 * (share >= 1)
            + 3.0 * share
            + 3.0 * np.minimum(1.0, named / length)
            + 1.5 * self.begins[rows]
            + 1.0 * ~catalog.is_derived[rows]
            + 0.5 * np.log10(1.0 + catalog.derivatives[rows])
            + 0.5 * np.log10(1.0 + np.maximum(0, catalog.downloads[rows]))
        )
        return relevance.astype(np.float32)


class Search:
    """The words of releases. What was asked for often is remembered, packed."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._remembered: OrderedDict[str, NDArray[np.uint8]] = OrderedDict()

    def matches(self, session: Session, query: str) -> Matches:
        """The rows that hold all words of a query, each as it is or as a beginning, or whose name begins so."""
        words = query_words(query)
        nothing = np.zeros(self._catalog.size, dtype=np.bool_)
        named = np.zeros(self._catalog.size, dtype=np.float32)
        if not words:
            return Matches(nothing, 0, named, nothing, nothing, nothing)
        anywhere, by_publisher = ~nothing, nothing
        for word in words:
            exactly = self.rows(session, NAME + word)
            in_name = self.beginning(session, NAME, word)
            of_publisher = self.beginning(session, ORGANIZATION, word)
            named[of_publisher & ~in_name] += OF_PUBLISHER
            named[in_name & ~exactly] += BEGINNING
            named[exactly] += 1
            by_publisher = by_publisher | of_publisher
            anywhere &= self.beginning(session, "", word) | in_name
        whole = squashed(query)
        is_it = self.rows(session, SQUASHED + whole)
        begins = self.rows(session, SQUASHED + whole, prefix=len(whole) > SHORTEST_PREFIX)
        return Matches(anywhere | begins, len(words), named, is_it, begins, by_publisher)

    def beginning(self, session: Session, mark: str, word: str) -> Mask:
        """The rows that hold a word with a mark, or one that begins so. The beginning of a number is another one: 3 is
        not 30; but 3.1 is a kind of 3."""
        if word[0].isdecimal():
            exactly = self.rows(session, mark + word)
            is_whole = word.isdecimal()
            return (
                exactly | self.rows(session, f"{mark}{word}.", prefix=True) if is_whole else exactly
            )
        return self.rows(session, mark + word, prefix=len(word) >= SHORTEST_PREFIX)

    def rows(self, session: Session, word: str, *, prefix: bool = False) -> Mask:
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


def _asked(dialect: str, word: str, prefix: bool) -> str:
    """The query for a word, which has letters, digits, dots and colons alone, in the language of a database."""
    if dialect == "sqlite":
        return f'"{word}"*' if prefix else f'"{word}"'
    return f"'{word}':*" if prefix else f"'{word}'"
