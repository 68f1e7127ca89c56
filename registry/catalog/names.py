"""Names: which releases have which words in their names, or words that begin so, and whose publishers are called so."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from registry.catalog.coded import Coded, Mask, Rows
from registry.words import name_words, squashed

LAST = "\U0010ffff"
"""Comes after every character: what begins with a word stands between it and it with this."""

PLAIN = frozenset({"base", "hf", "pt"})
"""How names end that say by it only that this is the release itself, not its chat version, nor in another format."""


class NameWords:
    """The words of the names of all releases. ``lengths`` are how many words each name has, by row; ``is_led`` tells
    whether the first is how its publisher's name begins, ``is_plain`` whether the last is one of ``PLAIN``."""

    def __init__(self, ids: Iterable[str]) -> None:
        codes, rows, lengths = array("i"), array("i"), array("B")
        led, plain = array("B"), array("B")
        seen: dict[str, int] = {}
        for row, release_id in enumerate(ids):
            words, further, is_led = name_words(release_id)
            lengths.append(min(len(words), 255))
            led.append(is_led)
            plain.append(len(words) > 1 and words[-1] in PLAIN)
            for word in (*words, *further):
                codes.append(seen.setdefault(word, len(seen)))
                rows.append(row)
        self.lengths = np.frombuffer(lengths, np.uint8)
        self.is_led: Mask = np.frombuffer(led, np.bool_)
        self.is_plain: Mask = np.frombuffer(plain, np.bool_)
        self._words = sorted(seen)
        rank = np.empty(len(seen), np.int32)
        rank[[seen[word] for word in self._words]] = np.arange(len(seen), dtype=np.int32)
        ranks = rank[np.frombuffer(codes, np.int32)] if codes else np.array([], np.int32)
        # The rows of a word stand in one piece, and beside it those of words that begin alike.
        self._rows = np.frombuffer(rows, np.int32)[np.argsort(ranks, kind="stable")]
        self._ends = np.concatenate(([0], np.cumsum(np.bincount(ranks, minlength=len(seen)))))

    def rows(self, word: str) -> Rows:
        """The rows whose names have a word."""
        at = bisect_left(self._words, word)
        is_there = at < len(self._words) and self._words[at] == word
        return self._rows[self._ends[at] : self._ends[at + 1]] if is_there else self._rows[:0]

    def commonest(self, count: int) -> list[str]:
        """The words that most names have."""
        return [self._words[n] for n in np.argsort(-np.diff(self._ends), kind="stable")[:count]]

    def beginning(self, start: str) -> Rows:
        """The rows whose names have a word that begins so; one with two of them twice."""
        first, last = bisect_left(self._words, start), bisect_left(self._words, start + LAST)
        return self._rows[self._ends[first] : self._ends[last]]


class PublisherNames:
    """The names of publishers, each in one word."""

    def __init__(self, organization: Coded) -> None:
        self._codes = organization.codes
        told = sorted((squashed(name), code) for code, name in enumerate(organization.values))
        self._names = [name for name, _ in told]
        self._order = np.array([code for _, code in told], dtype=np.int32)

    def beginning(self, start: str) -> Mask:
        """The rows whose publishers' names begin so."""
        first, last = bisect_left(self._names, start), bisect_left(self._names, start + LAST)
        is_meant: NDArray[np.bool_] = np.zeros(len(self._names), dtype=np.bool_)
        is_meant[self._order[first:last]] = True
        return is_meant[self._codes]
