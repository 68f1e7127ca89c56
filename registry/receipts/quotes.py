"""Quotes: the evidence behind a grade, each piece with its place in file, line, field and characters."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from registry import documents
from registry.located import owner_of
from registry.scoring.evidence import Evidence
from registry.scoring.stored import whole_evidence
from registry.shapes.receipts import CardSpan, ReceiptQuote

LONGEST = 8000
"""Characters from the beginning of its line on within which a quote is looked for; no passage is longer than half."""

_LINE_END = re.compile("\r\n|\r|\n")
_RUN = re.compile(r"[\s*_`~>]++")
"""What stands in a card between two words: white space, signs of emphasis, and of a quotation that goes on."""


class _Flat:
    """A text with one blank in each gap between its words, which knows where its words were."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self.here: list[int] = [0]
        self.there: list[int] = [0]
        length = begun = 0
        for run in _RUN.finditer(text):
            if run[0].strip("*_`~>"):  # without white space it is part of a word
                pieces += (text[begun : run.start()], " ")
                length += run.start() - begun + 1
                begun = run.end()
                self.here.append(length)
                self.there.append(begun)
        self.text = "".join([*pieces, text[begun:]])

    def begin(self, at: int) -> int:
        """Where the first word stands here that begins there at a place or after it."""
        return self.here[min(bisect_left(self.there, at), len(self.here) - 1)]

    def original(self, at: int) -> int:
        """Where a character of a word stands in the original."""
        word = bisect_right(self.here, at) - 1
        return self.there[word] + at - self.here[word]


class CardWords:
    """The words of a card, in which quotes are looked for. Bytes that are no UTF-8 have no characters: no words."""

    def __init__(self, card: bytes | None) -> None:
        try:
            self._text = (card or b"").decode()
        except UnicodeDecodeError:
            self._text = ""
        self._flat = _Flat(self._text)
        self._lines = [0, *(end.end() for end in _LINE_END.finditer(self._text))]
        # Bytes up to the beginning of each line: a card is counted once, not once for each quote.
        self._bytes = [0]
        for start, end in pairwise(self._lines):
            self._bytes.append(self._bytes[-1] + len(self._text[start:end].encode()))

    def span(self, quote: str, line: int) -> CardSpan | None:
        """Where a quote stands, on a line or soon after it; None where it does not stand there as it is quoted."""
        words = _Flat(quote).text.strip()
        if not words or not 0 < line <= len(self._lines):
            return None
        begin = self._flat.begin(self._lines[line - 1])
        found = self._flat.text.find(words, begin, begin + LONGEST)
        if found < 0:
            return None
        start = self._flat.original(found)
        end = self._flat.original(found + len(words) - 1) + 1
        return {
            "start": start,
            "end": end,
            "byte_start": self._byte(start),
            "byte_end": self._byte(end),
        }

    def _byte(self, at: int) -> int:
        line = bisect_right(self._lines, at) - 1
        return self._bytes[line] + len(self._text[self._lines[line] : at].encode())


class Quotes:
    """The quotes of a receipt in order, each once: all that was read in the release's snapshot, which are the first
    ``read`` ones; then what else its marks rest on, words of its bases and what judges found of its datasets."""

    def __init__(self, release_id: str, read: Iterable[Evidence], card: bytes | None) -> None:
        self._release, self._card = release_id, CardWords(card)
        self._numbers: dict[bytes, int] = {}
        self.all: list[ReceiptQuote] = []
        for evidence in read:
            self.number(evidence.as_dict())
        self.read = len(self.all)

    def number(self, piece: Mapping[str, Any], via: str = "") -> int:
        """The number of a piece of evidence, which becomes a quote if it is none yet. ``via``: the base that the mark
        comes from which rests on it."""
        key = documents.plain(piece)
        if key not in self._numbers:
            self._numbers[key] = len(self.all)
            self.all.append(self._quote(whole_evidence(piece), via))
        return self._numbers[key]

    def _quote(self, told: dict[str, Any], via: str) -> ReceiptQuote:
        owner = owner_of(told, via, self._release)
        file, _, where = told["place"].partition(":")
        line = int(where) if where.isascii() and where.isdigit() else None
        is_own_line = owner == self._release and file == "README.md" and line is not None
        quote: ReceiptQuote = {
            **told,  # type: ignore[typeddict-item]
            "release": owner,
            "file": file,
            "line": line,
            "field": where if where and line is None else None,
            "card": self._card.span(told["quote"], line) if is_own_line and line else None,
        }
        return quote
