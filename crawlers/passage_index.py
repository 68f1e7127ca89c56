"""An index of passages: which of them hold a word, found without reading them one by one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from crawlers.passages import Passage

_LETTERS = bytes(c if c in b"abcdefghijklmnopqrstuvwxyz" or c > 127 else 32 for c in range(256))
"""Leaves the letters of lower-case UTF-8 as they are, and makes blanks of all else."""


@dataclass(frozen=True)
class PassageIndex:
    """Passages in their order, to be searched for triggers: short texts in lower case."""

    passages: tuple[Passage, ...]

    @cached_property
    def lower(self) -> str:
        """The text of all passages in lower case, a line each."""
        return "\n".join(p.lower for p in self.passages)

    def mentioning(self, *triggers: str) -> Iterator[Passage]:
        """The passages that hold at least one of the triggers, in order."""
        lower, words, starts = self.lower, self._words, self._starts
        hits: set[int] = set()
        for trigger in triggers:
            at = lower.find(trigger) if _telling(trigger) in words else -1
            while at >= 0:
                index = bisect_right(starts, at) - 1
                hits.add(index)
                at = lower.find(trigger, starts[index + 1]) if index + 1 < len(starts) else -1
        for index in sorted(hits):
            yield self.passages[index]

    def may_hold(self, trigger: str) -> bool:
        """Whether a trigger may occur: a quick no, without a search through all the text."""
        return _telling(trigger) in self._words

    @cached_property
    def _words(self) -> bytes:
        """Every word once: far shorter than the text, and without it no trigger."""
        words = self.lower.encode("utf-8", "surrogatepass").translate(_LETTERS)
        return b" ".join(set(words.split()))

    @cached_property
    def _starts(self) -> list[int]:
        """Where each passage begins in ``lower``."""
        lengths = (len(p.lower) + 1 for p in self.passages)
        return [0, *accumulate(lengths)][:-1]


@cache
def _telling(trigger: str) -> bytes:
    """The longest word of a trigger, which rules it out wherever it does not occur."""
    words = trigger.encode("utf-8", "surrogatepass").translate(_LETTERS).split()
    return max(words, key=len, default=b"")
