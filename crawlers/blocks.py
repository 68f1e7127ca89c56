"""Blocks: text under construction, with the place in the file where each piece of it began."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an embedded image: the words that carry it (or its alternative text) and its address."""

    text: str
    url: str
    is_image: bool = False


class Block:
    """A paragraph, item, row, heading or code block that is being read: its text in pieces, and its links."""

    __slots__ = ("bytes", "length", "links", "links_at", "pieces", "starts")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.bytes: list[int] = []
        self.links: list[tuple[int, int, Link]] = []
        self.links_at: int | None = None
        self.length = 0

    def add(self, text: str, byte: int) -> None:
        """Adds a piece that begins at a byte of the file."""
        self.starts.append(self.length)
        self.bytes.append(byte)
        self.pieces.append(text)
        self.length += len(text)

    def link(self, start: int, url: str, is_image: bool, byte: int) -> None:
        """Makes a link of what was added since the text had the length ``start``."""
        self.picture(start, self.since(start), url, is_image, byte)

    def picture(self, start: int, text: str, url: str, is_image: bool, byte: int) -> None:
        """Adds a link from ``start`` to here, with words that need not be in the text."""
        if self.links_at is None:
            self.links_at = byte
        self.links.append((start, self.length, Link(text.strip(), url.strip(), is_image)))

    def since(self, start: int) -> str:
        """What was added since the text had this length."""
        first = max(0, bisect_right(self.starts, start) - 1)
        if self.length <= start:
            return ""
        return "".join(self.pieces[first:])[start - self.starts[first] :]

    def links_by_piece(self, spans: Sequence[tuple[int, int]]) -> dict[int, list[Link]]:
        """The links that begin or end in stretches of the text, by the number of the stretch."""
        found: dict[int, list[Link]] = {}
        starts = [start for start, _ in spans]
        for a, b, link in self.links:
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
        return self.bytes[max(0, bisect_right(self.starts, offset) - 1)]
