"""Triggers: short texts in lower case that readers look for, all of them found in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

MAX_TRIGGERS = 4_000
"""More are not remembered: readers have some hundreds, and the rest would be words of single cards."""

Group = tuple[str, ...]
"""Triggers of which a reader asks where any stands."""
_NOWHERE: frozenset[int] = frozenset()


class Triggers:
    """Texts that are looked for together.

    However many there are, an automaton (Aho and Corasick's) finds every occurrence of each in one
    pass over a text, where looking for one after the other takes a pass for each.
    """

    def __init__(self, triggers: Iterable[str] = (), *, are_all: bool = False) -> None:
        self.listed = tuple(dict.fromkeys(triggers))
        # An automaton that takes longer to build looks faster, and is worth it when built once.
        kind = Implementation.DFA if are_all else Implementation.ContiguousNFA
        self._automaton = AhoCorasick(self.listed, implementation=kind)

    def occurrences(self, text: str) -> list[tuple[int, int, int]]:
        """The number among ``listed``, the beginning and the end of all that occurs in a text."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True)

    def within(self, text: str) -> set[str]:
        """Those that occur in a text."""
        return {self.listed[number] for number, _, _ in self.occurrences(text)}


@dataclass(frozen=True, slots=True)
class Together:
    """Groups of triggers, and all their triggers together."""

    groups: dict[Group, frozenset[str]]
    triggers: Triggers


class Asked:
    """The groups of triggers that readers have asked for so far."""

    def __init__(self) -> None:
        self._asked: dict[Group, frozenset[str]] = {}
        self._together: Together | None = None

    def add(self, group: Group) -> None:
        """Look for these, too, in the texts to come."""
        if all(group) and sum(map(len, self._asked)) + len(group) <= MAX_TRIGGERS:
            self._asked[group] = frozenset(group)
            self._together = None

    def together(self) -> Together:
        """All of them. What another thread adds meanwhile is not among them, and asked for again."""
        together = self._together
        if together is None:
            groups = dict(self._asked)
            triggers = Triggers(trigger for group in groups for trigger in group)
            together = self._together = Together(groups, triggers)
        return together


_ASKED = Asked()


class Places:
    """The numbers of the lines in which triggers stand, for any group of them: one that nobody asked
    for before is looked for when it is, and in the next texts with all others.

    ``starts`` is where each line begins in ``text``; a line may hold line breaks of its own.
    """

    __slots__ = ("_by_trigger", "_groups", "_present", "_starts", "_text")

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        together = _ASKED.together()
        self._text, self._starts, self._groups = text, starts, together.groups
        found: dict[int, list[int]] = {}
        line, begin, end = 0, 0, 0
        for number, at, _ in together.triggers.occurrences(text):
            if not begin <= at < end:
                line = bisect_right(starts, at) - 1
                begin = starts[line]
                end = starts[line + 1] if line + 1 < len(starts) else len(text)
            if number not in found:
                found[number] = [line]
            elif found[number][-1] != line:
                found[number].append(line)
        listed = together.triggers.listed
        self._by_trigger = {listed[number]: lines for number, lines in found.items()}
        self._present = frozenset(self._by_trigger)

    def of(self, group: Group) -> Set[int]:
        """Where at least one of the triggers stands."""
        known = self._groups.get(group)
        if known is None:
            _ASKED.add(group)
            return {line for trigger in group for line in self.search(trigger)}
        here = known & self._present
        return set[int]().union(*map(self._by_trigger.__getitem__, here)) if here else _NOWHERE

    def search(self, text: str) -> list[int]:
        """Where any text stands, without a thought of the next ones."""
        whole, starts = self._text, self._starts
        found, at = list[int](), whole.find(text)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            found.append(line)
            at = whole.find(text, starts[line + 1]) if line + 1 < len(starts) else -1
        return found
