"""Blocks: text under construction, with the place in the file where each piece of it began."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple


class Link(NamedTuple):
    """A link or an embedded image: the words that carry it (or its alternative text) and its address."""

    text: str
    url: str
    is_image: bool = False


class Block:
    """A paragraph, item, row, heading or code block that is being read: its text in pieces, and its links.

    Pieces are not empty. To each belongs the byte of the file at which it begins. One block serves
    for a whole card and is cleared in between, so that the hands that fill it can be held.
    """

    __slots__ = ("_starts", "bytes", "links", "links_at", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.bytes: list[int] = []
        self.links: list[tuple[int, int, Link]] = []
        """Before which piece each begins and ends, and what it is."""
        self.links_at: int | None = None
        self._starts: list[int] | None = None

    def clear(self) -> None:
        """Makes it an empty block."""
        self.pieces.clear()
        self.bytes.clear()
        self._starts = None
        if self.links:
            self.links.clear()
            self.links_at = None

    def add(self, text: str, byte: int) -> None:
        """Adds a piece that begins at a byte of the file."""
        self.pieces.append(text)
        self.bytes.append(byte)

    def link(self, start: int, url: str, is_image: bool, byte: int) -> None:
        """Makes a link of the pieces from number ``start`` on, or of the picture in their place."""
        words = "".join(self.pieces[start:])
        if not words and self.links and self.links[-1][0] >= start:
            words = self.links[-1][2].text
        self.picture(start, words, url, is_image, byte)

    def picture(self, start: int, text: str, url: str, is_image: bool, byte: int) -> None:
        """Adds a link from piece ``start`` to here, with words that need not be in the text."""
        if self.links_at is None:
            self.links_at = byte
        self.links.append((start, len(self.pieces), Link(text.strip(), url.strip(), is_image)))

    def links_by_piece(self, spans: Sequence[tuple[int, int]]) -> dict[int, list[Link]]:
        """The links that begin or end in stretches of the text, by the number of the stretch."""
        found: dict[int, list[Link]] = {}
        starts, offsets = [start for start, _ in spans], self._offsets()
        for begin, end, link in self.links:
            a, b = offsets[begin], offsets[end]
            first = max(0, bisect_right(starts, a) - 1)
            last = max(0, bisect_left(starts, b) - 1)
            holders = set()
            if a < spans[first][1]:
                holders.add(first)
            if a < b <= spans[last][1]:
                holders.add(last)
            # Between two sentences, or after the last: it goes with what stands before it.
            for number in sorted(holders or {first}):
                found.setdefault(number, []).append(link)
        return found

    def byte_at(self, offset: int) -> int:
        """The byte of the file at which the piece that holds a character began."""
        if not self.bytes:
            return self.links_at or 0
        if not offset or len(self.bytes) == 1:
            return self.bytes[0]
        return self.bytes[bisect_right(self._offsets(), offset, 0, len(self.bytes)) - 1]

    def _offsets(self) -> list[int]:
        """Where in the text each piece begins, and where it ends."""
        if self._starts is None:
            self._starts = list(accumulate(map(len, self.pieces), initial=0))
        return self._starts
