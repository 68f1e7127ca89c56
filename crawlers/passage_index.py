"""An index of passages: which of them hold a word, found without reading them one by one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from crawlers.passages import Passage
from crawlers.word_parts import WordParts

_LETTERS = bytes(c if c in b"abcdefghijklmnopqrstuvwxyz" or c > 127 else 32 for c in range(256))
"""Leaves the letters of lower-case UTF-8 as they are, and makes blanks of all else."""

_TELLING = WordParts()
"""The longest words of all triggers that were asked for."""


@dataclass(frozen=True)
class PassageIndex:
    """Passages in their order, to be searched for triggers: short texts in lower case."""

    passages: tuple[Passage, ...]
    whole: PassageIndex | None = None
    """The index of which this is a part, which holds no word that the whole does not."""

    @cached_property
    def lower(self) -> str:
        """The text of all passages in lower case, a line each."""
        return "\n".join(p.lower for p in self.passages)

    def mentioning(self, *triggers: str) -> Iterator[Passage]:
        """The passages that hold at least one of the triggers, in order."""
        for place in sorted(self.places(triggers)):
            yield self.passages[place]

    def places(self, triggers: tuple[str, ...]) -> set[int]:
        """At which places in ``passages`` those stand that hold at least one of the triggers."""
        if len(triggers) == 1:
            return set(self._search(triggers[0]))  # may be any word: not worth remembering
        telling, short = _with_telling(triggers)
        held, known = self._held, self._known
        hits: set[int] = set()
        for trigger in [*[t for t, word in telling if word in held], *short]:
            found = known.get(trigger)
            if found is None:
                found = known[trigger] = self._search(trigger)
            hits.update(found)
        return hits

    def part(self, passages: Iterable[Passage]) -> PassageIndex:
        """Some of the passages, searched with what is known of the words of all."""
        return PassageIndex(tuple(passages), self)

    def _search(self, trigger: str) -> tuple[int, ...]:
        lower, starts = self.lower, self._starts
        last, hits = len(starts) - 1, []
        at = lower.find(trigger)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            hits.append(place)
            at = lower.find(trigger, starts[place + 1]) if place < last else -1
        return tuple(hits)

    def may_hold(self, trigger: str) -> bool:
        """Whether a trigger may occur: a quick no, without a search through all the text."""
        return _telling(trigger) in self._words

    @cached_property
    def _known(self) -> dict[str, tuple[int, ...]]:
        """Where the triggers stand that were looked for: several readers ask for the same."""
        return {}

    @property
    def _held(self) -> set[bytes]:
        """The telling words of triggers that stand in these passages."""
        if self.whole:
            return self.whole._held
        held = self._held_at.get(_TELLING.version)
        if held is None:
            held = self._held_at[_TELLING.version] = _TELLING.held_by(self._vocabulary)
        return held

    @cached_property
    def _held_at(self) -> dict[int, set[bytes]]:
        """``_held`` for each state of the triggers."""
        return {}

    @cached_property
    def _words(self) -> bytes:
        """Every word once: far shorter than the text, and without it no trigger."""
        return b" ".join(self._vocabulary)

    @cached_property
    def _vocabulary(self) -> set[bytes]:
        words = self.lower.encode("utf-8", "surrogatepass").translate(_LETTERS)
        return set(words.split())

    @cached_property
    def _starts(self) -> list[int]:
        """Where each passage begins in ``lower``."""
        lengths = (len(p.lower) + 1 for p in self.passages)
        return [0, *accumulate(lengths)][:-1]


@lru_cache(maxsize=256)
def _with_telling(
    triggers: tuple[str, ...],
) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
    """Triggers with their longest word, and those whose words tell nothing; without those
    that hold another one.
    """
    least = [t for t in triggers if not any(o in t for o in triggers if o != t)]
    pairs = tuple((t, _telling(t)) for t in dict.fromkeys(least))
    _TELLING.add(telling for _, telling in pairs)
    told = tuple(pair for pair in pairs if pair[1] in _TELLING)
    return told, tuple(t for t, telling in pairs if telling not in _TELLING)


@lru_cache(maxsize=1024)
def _telling(trigger: str) -> bytes:
    """The longest word of a trigger, which rules it out wherever it does not occur."""
    words = trigger.encode("utf-8", "surrogatepass").translate(_LETTERS).split()
    return max(words, key=len, default=b"")
