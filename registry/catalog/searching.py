"""Searching: which releases the words of a query are found in, and how well they match."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlmodel import Session

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Mask, Rows
from registry.catalog.lately import Lately
from registry.catalog.names import PLAIN
from registry.words import SQUASHED, query_words, squashed

MOST_REMEMBERED = 256
SHORTEST_PREFIX = 2
"""Letters from which on a word stands for all that begin with it, too."""
BEGINNING, OF_PUBLISHER = 0.6, 0.5
"""What a word is worth that only begins one of a name, or the publisher's; one that is there is worth 1."""

_SQLITE = text("select group_concat(rowid) from search_words where search_words match :words")
_POSTGRESQL = text(
    "select string_agg(rowid::text, ',') from search_index"
    " where search_words_of(rowid) @@ cast(:words as tsquery)"
)
_BY_INDEX = text("set local enable_seqscan = off")
"""For a word that most have, PostgreSQL would rather unpack all words of all releases."""


class Matches(NamedTuple):
    """The rows that hold all words of a query, and how well they are found in names: ``named`` adds up to 1 for each
    word, by row. Which rows have the words for their name, or at its beginning, or are by a publisher so called."""

    mask: Mask
    words: tuple[str, ...]
    named: NDArray[np.float32]
    is_it: Mask
    begins: Mask
    by_publisher: Mask

    def relevance(self, catalog: Catalog, rows: Rows) -> NDArray[np.float32]:
        """How probably each of these rows is meant, the more the better.

        It is if its name says all that was asked, and little else; and rather an original, one that much was made from,
        and one that is used.
        """
        named, names, asked = self.named[rows], catalog.name_words, len(self.words)
        share = named / np.float32(asked)
        # Nobody writes the Meta of Meta-Llama-3-8B, which its publisher's name says already.
        length = names.lengths[rows] - (names.is_led[rows] & ~self.by_publisher[rows])
        says_all = share >= 1
        is_it = self.is_it[rows] | (says_all & (length <= asked))
        if PLAIN.isdisjoint(self.words):
            length -= names.is_plain[rows]
        length = np.maximum(1, length)
        weight = np.float32
        relevance: NDArray[np.float32] = catalog.prior[rows] + named * weight(3)
        relevance += np.minimum(weight(1), named / length.astype(np.float32)) * weight(3)
        relevance += (is_it | self.begins[rows]) * weight(1.5)
        relevance[says_all] += 4
        relevance[is_it] += 8
        relevance[says_all & ~is_it & (length <= asked)] += 6
        return relevance


class Search:
    """The words of releases. Those that were asked for lately are remembered, packed, each by itself: people ask for
    the same few words in ever new company."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._words = Lately(MOST_REMEMBERED)

    def matches(self, session: Session, query: str) -> Matches:
        """The rows that have all words of a query, each in their texts, or in their names or publishers', where it may
        be the beginning of one."""
        words = query_words(query)
        nothing = np.zeros(self._catalog.size, dtype=np.bool_)
        named = np.zeros(self._catalog.size, dtype=np.float32)
        if not words:
            return Matches(nothing, words, named, nothing, nothing, nothing)
        names, publishers = self._catalog.name_words, self._catalog.publisher_names
        by_publisher, everywhere = nothing, ~nothing
        for word in words:
            of_publisher = publishers.beginning(word)
            found = of_publisher * np.float32(OF_PUBLISHER)
            for start in _beginnings(word):
                found[names.beginning(start)] = BEGINNING
            found[names.rows(word)] = 1
            named += found
            by_publisher = by_publisher | of_publisher
            in_text = self._having(session, word, is_last=word is words[-1])
            everywhere &= (found > 0) | in_text
        whole = squashed(query)
        is_it = self._looked_up(session, _exactly(SQUASHED + whole))
        begins = (
            self._looked_up(session, _begins(SQUASHED + whole))
            if len(whole) > SHORTEST_PREFIX
            else is_it
        )
        return Matches(everywhere | begins, words, named, is_it, begins, by_publisher)

    def called(self, session: Session, name: str) -> Mask:
        """The rows whose names, or whose ids, are written so, but for case and separators."""
        return self._looked_up(session, _exactly(SQUASHED + squashed(name)))

    def look_ahead(self, session: Session, words: Iterable[str]) -> None:
        """Has words ready that will be asked for; the last ones surely, if these are too many."""
        for word in words:
            self._in_texts(session, _exactly(word))

    def words_asked(self) -> list[str]:
        """The words that were asked for lately, the last one last."""
        return [asked.strip("'") for asked in self._words if asked.endswith("'")]

    def _having(self, session: Session, word: str, *, is_last: bool) -> Mask:
        """The rows whose texts have a word; or, if none has the last one, one that begins so: somebody may be typing
        it."""
        found = self._in_texts(session, _exactly(word))
        if is_last and not found.any():
            for start in _beginnings(word):
                found |= self._in_texts(session, _begins(start))
        return found

    def _in_texts(self, session: Session, asked: str) -> Mask:
        packed = self._words.get(asked, lambda: np.packbits(self._looked_up(session, asked)))
        return np.unpackbits(packed, count=self._catalog.size).view(np.bool_)

    def _looked_up(self, session: Session, asked: str) -> Mask:
        """The rows that meet a query of one word, in the language of PostgreSQL; words have letters, digits, dots and
        colons alone."""
        if session.get_bind().dialect.name == "sqlite":
            words = asked.replace("':*", '"*').replace("'", '"')
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
