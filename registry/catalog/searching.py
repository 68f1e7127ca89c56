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
from registry.words import SQUASHED, query_words, squashed

MOST_REMEMBERED = 256
SHORTEST_PREFIX = 2
"""Letters from which on a word stands for all that begin with it, too."""
BEGINNING, OF_PUBLISHER = 0.6, 0.5
"""What a word is worth that only begins one of a name, or the publisher's; one that is there is worth 1."""

_SQLITE = text("select group_concat(rowid) from search_words where search_words match :words")
_IN_SQLITE = {ord("&"): "AND", ord("|"): "OR"}
_POSTGRESQL = text(
    "select string_agg(rowid::text, ',') from search_words where words @@ cast(:words as tsquery)"
)
_BY_INDEX = text("set local enable_seqscan = off")
"""For a word that most have, PostgreSQL would rather unpack all words of all releases."""


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
        implied = catalog.name_words.is_led[rows] & ~self.by_publisher[rows]
        length = np.maximum(1, catalog.name_words.lengths[rows].astype(np.float32) - implied)
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
        """The rows that hold all words of a query, the last of them perhaps as the beginning of one; and those whose
        names do, where every word may be a beginning."""
        words = query_words(query)
        nothing = np.zeros(self._catalog.size, dtype=np.bool_)
        named = np.zeros(self._catalog.size, dtype=np.float32)
        if not words:
            return Matches(nothing, 0, named, nothing, nothing, nothing)
        by_publisher, in_all = nothing, ~nothing
        for word in words:
            exactly, in_name = self._catalog.name_words.rows(word), nothing.copy()
            in_name[exactly] = True
            for start in _beginnings(word):
                in_name[self._catalog.name_words.beginning(start)] = True
            in_all &= in_name
            of_publisher = self._catalog.publisher_names.beginning(word)
            named[of_publisher & ~in_name] += OF_PUBLISHER
            named[in_name] += BEGINNING
            named[exactly] += 1 - BEGINNING
            by_publisher = by_publisher | of_publisher
        everywhere = in_all | self.rows(session, _all_of(words))
        whole = squashed(query)
        is_it = self.rows(session, _exactly(SQUASHED + whole))
        begins = (
            self.rows(session, _begins(SQUASHED + whole)) if len(whole) > SHORTEST_PREFIX else is_it
        )
        return Matches(everywhere | begins, len(words), named, is_it, begins, by_publisher)

    def called(self, session: Session, name: str) -> Mask:
        """The rows whose names, or whose ids, are written so, but for case and separators."""
        return self.rows(session, _exactly(SQUASHED + squashed(name)))

    def rows(self, session: Session, asked: str) -> Mask:
        """The rows that meet a query in the language of PostgreSQL, of words that have letters, digits, dots and
        colons alone."""
        packed = self._remembered.get(asked)
        if packed is None:
            packed = np.packbits(self._looked_up(session, asked))
            self._remembered[asked] = packed
            while len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return np.unpackbits(packed, count=self._catalog.size).view(np.bool_)

    def _looked_up(self, session: Session, asked: str) -> Mask:
        if session.get_bind().dialect.name == "sqlite":
            words = asked.replace("':*", '"*').replace("'", '"').translate(_IN_SQLITE)
            found = session.execute(_SQLITE, {"words": words}).scalar()
        else:
            session.execute(_BY_INDEX)
            found = session.execute(_POSTGRESQL, {"words": asked}).scalar()
        numbers = np.fromstring(found or "", dtype=np.int64, sep=",")
        rows = self._catalog.rows_by_number
        rows = rows[numbers[numbers < len(rows)]]
        mask = np.zeros(self._catalog.size, dtype=np.bool_)
        mask[rows[rows >= 0]] = True
        return mask


def _all_of(words: tuple[str, ...]) -> str:
    """The query for words, the last of which may be a beginning: somebody may be typing it."""
    *whole, last = words
    either = (_exactly(last), *map(_begins, _beginnings(last)))
    return " & ".join((*map(_exactly, whole), f"({' | '.join(either)})"))


def _beginnings(word: str) -> tuple[str, ...]:
    """How words begin that a word stands for, too. The beginning of a number is another one: 3 is not 30; but 3.1 is a
    kind of 3."""
    if word[0].isdecimal():
        return (f"{word}.",) if word.isdecimal() else ()
    return (word,) if len(word) >= SHORTEST_PREFIX else ()


def _exactly(word: str) -> str:
    return f"'{word}'"


def _begins(word: str) -> str:
    return f"'{word}':*"
