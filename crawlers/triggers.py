"""Triggers: short texts in lower case that readers look for, all of them found in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

MAX_TRIGGERS = 4_000
"""More are not remembered: readers have some hundreds, and the rest would be words of single cards."""


class Triggers:
    """Texts that are looked for together.

    However many there are, an automaton (Aho and Corasick's) finds every occurrence of each in one
    pass over a text, where looking for one after the other takes a pass for each.
    """

    def __init__(self, triggers: Iterable[str] = (), *, are_all: bool = False) -> None:
        self.nowhere: dict[str, Sequence[int]] = dict.fromkeys(triggers, ())
        """Each trigger with no place at all."""
        self.listed = tuple(self.nowhere)
        # An automaton that takes longer to build looks faster, and is worth it when built once.
        kind = Implementation.DFA if are_all else Implementation.ContiguousNFA
        self._automaton = AhoCorasick(self.listed, implementation=kind)

    def occurrences(self, text: str) -> list[tuple[int, int, int]]:
        """The number among ``listed``, the beginning and the end of all that occurs in a text."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True)

    def within(self, text: str) -> set[str]:
        """Those that occur in a text."""
        return {self.listed[number] for number, _, _ in self.occurrences(text)}


class Asked:
    """The triggers that readers have asked for so far."""

    def __init__(self) -> None:
        self._asked: dict[str, None] = {}
        self._together: Triggers | None = None

    def add(self, trigger: str) -> None:
        """Look for this one, too, in the texts to come."""
        if trigger and len(self._asked) < MAX_TRIGGERS:
            self._asked[trigger] = None
            self._together = None

    def together(self) -> Triggers:
        """All of them. What another thread adds meanwhile is not among them, and asked for again."""
        together = self._together
        if together is None:
            together = self._together = Triggers(tuple(self._asked))
        return together


_ASKED = Asked()


class Places(dict[str, Sequence[int]]):
    """By trigger, the numbers of the lines it occurs in, for any trigger: one that nobody asked for
    before is looked for when it is, and in the next texts with all others.

    ``starts`` is where each line begins in ``text``; a line may hold line breaks of its own.
    """

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        triggers = _ASKED.together()
        super().__init__(triggers.nowhere)
        self._text, self._starts = text, starts
        found: dict[int, list[int]] = {}
        line, begin, end = 0, 0, 0
        for number, at, _ in triggers.occurrences(text):
            if not begin <= at < end:
                line = bisect_right(starts, at) - 1
                begin = starts[line]
                end = starts[line + 1] if line + 1 < len(starts) else len(text)
            if number not in found:
                found[number] = [line]
            elif found[number][-1] != line:
                found[number].append(line)
        listed = triggers.listed
        for number, lines in found.items():
            self[listed[number]] = lines

    def __missing__(self, trigger: str) -> Sequence[int]:
        _ASKED.add(trigger)
        self[trigger] = found = self.search(trigger)
        return found

    def search(self, text: str) -> list[int]:
        """The same for any text, without a thought of the next ones."""
        whole, starts = self._text, self._starts
        found, at = list[int](), whole.find(text)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            found.append(line)
            at = whole.find(text, starts[line + 1]) if line + 1 < len(starts) else -1
        return found
