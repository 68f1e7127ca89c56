"""Coded: columns of text as numbers, and sequences of text that take little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]


class Names(Sequence[str]):
    """Many short texts in one piece of memory: a list of strings would take three times as much."""

    def __init__(self, texts: Iterable[str]) -> None:
        encoded = [text.encode() for text in texts]
        lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
        self._ends = np.concatenate(([0], np.cumsum(lengths)))
        self._bytes = b"".join(encoded)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at):  # Sequence asks for slices, too
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        return self._bytes[self._ends[at] : self._ends[at + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        return (self._bytes[start:end].decode() for start, end in pairwise(self._ends.tolist()))

    def position(self, text: str) -> int | None:
        """Where a text stands among texts in the order of their code points; None when it does not."""
        at = bisect_left(self, text)
        return at if at < len(self) and self[at] == text else None


class Coded:
    """A column of text: ``values``, each once, and for every row the number of its value."""

    def __init__(self, values: Sequence[str], codes: NDArray[np.int32]) -> None:
        self.values = values
        self.codes = codes
        self._by_name: dict[str, list[int]] | None = None

    @classmethod
    def of(cls, texts: Iterable[str]) -> Coded:
        """The column that holds these texts."""
        coder = Coder()
        coder.add(texts)
        return coder.column()

    def mask(self, value: str) -> Mask:
        """The rows that have a value, whatever its case."""
        found = self.named(value)
        if len(found) == 1:
            return self.codes == found[0]
        return np.isin(self.codes, found)

    def __getitem__(self, row: int) -> str:
        return self.values[self.codes[row]]

    def counts(self, rows: Rows, most: int) -> dict[str, int]:
        """The most frequent values among rows, with how often each occurs, the first first; '' is none."""
        counts = np.bincount(self.codes[rows], minlength=len(self.values))
        return most_frequent(counts, self.values, most)

    @cached_property
    def folded(self) -> list[str]:
        """The values without regard to case."""
        return [value.casefold() for value in self.values]

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """By the number of a value its place in the alphabet, whatever its case."""
        order = sorted(range(len(self.values)), key=lambda n: (self.folded[n], self.values[n]))
        places = np.empty(len(order), dtype=np.int32)
        places[order] = np.arange(len(order), dtype=np.int32)
        return places

    def named(self, value: str) -> list[int]:
        """The numbers of the values that are spelled so, whatever their case."""
        if self._by_name is None:
            by_name: dict[str, list[int]] = {}
            for code, known in enumerate(self.values):
                by_name.setdefault(known.casefold(), []).append(code)
            self._by_name = by_name
        return self._by_name.get(value.casefold(), [])


class Coder:
    """Makes a column of texts that come one part after the other, and keeps each but once."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._codes = array("i")

    def add(self, texts: Iterable[str]) -> None:
        """Takes the next texts."""
        self._codes.extend(map(self._numbers.__getitem__, texts))

    def column(self) -> Coded:
        """The column of all that came."""
        return Coded(list(self._numbers), np.frombuffer(self._codes, dtype=np.int32))


class Many:
    """A column in which a row may have several values of a few, which its texts hold separated by spaces."""

    def __init__(self, texts: Coded) -> None:
        self._texts = texts
        split = [sorted(set(text.split())) for text in texts.values]
        # Few texts hold many rows: which values there are is known by text, and never by row.
        words = Coded.of(chain.from_iterable(split))
        self.values, self._words = words.values, words.codes
        self._text_of_word = np.repeat(np.arange(len(split)), [len(values) for values in split])

    def mask(self, value: str) -> Mask:
        """The rows that have a value, among others or alone."""
        has_it = np.zeros(len(self._texts.values), dtype=np.bool_)
        numbers = [n for n, known in enumerate(self.values) if known.casefold() == value.casefold()]
        has_it[self._text_of_word[np.isin(self._words, numbers)]] = True
        return has_it[self._texts.codes]

    def counts(self, rows: Rows, most: int) -> dict[str, int]:
        """The most frequent values among rows, with the number of rows that have each."""
        of_text = np.bincount(self._texts.codes[rows], minlength=len(self._texts.values))
        counts = np.bincount(self._words, of_text[self._text_of_word], len(self.values))
        return most_frequent(counts.astype(np.int64), self.values, most)


def most_frequent(counts: NDArray[np.intp], values: Sequence[str], most: int) -> dict[str, int]:
    """The values with the highest counts, the highest first; what is equal goes by name."""
    at_least = np.cumsum(np.bincount(counts)[::-1])[
        ::-1
    ]  # how many values occur so often, or more often
    enough = np.flatnonzero(at_least > most)  # one of them may be the empty one
    floor = max(1, int(enough[-1])) if len(enough) else 1
    above = np.flatnonzero(counts > floor)
    level = np.flatnonzero(counts == floor)[: most + 1]
    ranked = sorted((-int(counts[i]), values[i]) for i in (*above.tolist(), *level.tolist()))
    return dict([(value, -count) for count, value in ranked if value][:most])
