"""Which of many short texts occur within the words of a card, at one look at each word."""

from __future__ import annotations

from collections.abc import Iterable

MIN_PART = 3
"""Shorter parts stand in so many words that telling where is of no use."""
MAX_PARTS = 2_000
"""More are not remembered: they are not the triggers of readers, but words of single cards."""
_MAX_KNOWN = 100_000


class WordParts:
    """Parts of words that are looked for: as bytes, in lower case.

    Cards share most of their words, so what a word holds is remembered until parts are added.
    """

    def __init__(self) -> None:
        self.version = 0
        self._parts: set[bytes] = set()
        self._by_start: dict[bytes, tuple[bytes, ...]] = {}
        self._known: dict[bytes, tuple[bytes, ...]] = {}

    def add(self, parts: Iterable[bytes]) -> None:
        """Look for these parts, too, unless there are too many."""
        new = {p for p in parts if len(p) >= MIN_PART} - self._parts
        if not new or len(self._parts) + len(new) > MAX_PARTS:
            return
        self._parts |= new
        for part in new:
            start = part[:MIN_PART]
            self._by_start[start] = (*self._by_start.get(start, ()), part)
        self._known.clear()
        self.version += 1

    def __contains__(self, part: object) -> bool:
        return part in self._parts

    def held_by(self, words: Iterable[bytes]) -> set[bytes]:
        """The parts that at least one of the words holds."""
        known, held = self._known, set[bytes]()
        for word in words:
            parts = known.get(word)
            if parts is None:
                parts = self._held_by_word(word)
            if parts:
                held.update(parts)
        return held

    def _held_by_word(self, word: bytes) -> tuple[bytes, ...]:
        starting, found = self._by_start.get, []
        for at in range(len(word) - MIN_PART + 1):
            for part in starting(word[at : at + MIN_PART], ()):
                if word.startswith(part, at):
                    found.append(part)
        if len(self._known) >= _MAX_KNOWN:
            self._known.clear()
        self._known[word] = held = tuple(found)
        return held
