"""Quotes: the evidence behind a grade, each piece with its place in file, line, field and characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any

from registry import documents
from registry.located import owner_of
from registry.scoring.evidence import Evidence
from registry.scoring.stored import whole_evidence
from registry.shapes.receipts import CardSpan, ReceiptQuote

LONGEST = 8000
"""Characters from the beginning of its line on within which a quote is looked for; no passage is longer than half."""

_LINE_END = re.compile("\r\n|\r|\n")
_BETWEEN = r"[*_`~]*(?:\s|<br>)+(?:> *)?[*_`~]*"
"""What may stand in a card between two words of which a reader sees a blank between them."""


class CardWords:
    """The words of a card, in which quotes are looked for. Bytes that are no UTF-8 have no characters: no words."""

    def __init__(self, card: bytes | None) -> None:
        try:
            self._text = (card or b"").decode()
        except UnicodeDecodeError:
            self._text = ""
        self._lines = [0, *(end.end() for end in _LINE_END.finditer(self._text))]
        # Bytes up to the beginning of each line: a card is counted once, not once for each quote.
        self._bytes = [0]
        for start, end in zip(self._lines, self._lines[1:], strict=False):
            self._bytes.append(self._bytes[-1] + len(self._text[start:end].encode()))

    def span(self, quote: str, line: int) -> CardSpan | None:
        """Where a quote stands that begins on a line; None where it does not stand there as it is quoted."""
        words = quote.split()
        if not words or not 0 < line <= len(self._lines):
            return None
        start = self._lines[line - 1]
        pattern = re.compile(_BETWEEN.join(map(re.escape, words)))
        found = pattern.search(self._text, start, start + LONGEST)
        if found is None:
            return None
        return {
            "start": found.start(),
            "end": found.end(),
            "byte_start": self._byte(found.start()),
            "byte_end": self._byte(found.end()),
        }

    def _byte(self, at: int) -> int:
        line = bisect_left(self._lines, at + 1) - 1
        return self._bytes[line] + len(self._text[self._lines[line] : at].encode())


class Quotes:
    """The quotes of a receipt in order: all that was read in the release's snapshot, and what its marks rest on beside
    that, which are words of its bases. Each stands there once."""

    def __init__(self, release_id: str, read: Iterable[Evidence], card: bytes | None) -> None:
        self._release, self._card = release_id, CardWords(card)
        self._numbers: dict[bytes, int] = {}
        self.all: list[ReceiptQuote] = []
        for evidence in read:
            self.number(evidence.as_dict())

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
