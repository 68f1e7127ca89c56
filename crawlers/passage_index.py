"""An index of passages: which of them hold a word, found without reading them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from itertools import accumulate

from crawlers.passages import Passage
from crawlers.triggers import Places


class PassageIndex:
    """Passages in their order, to be searched for triggers: short texts in lower case."""

    __slots__ = ("_places", "lower", "passages")

    def __init__(self, passages: tuple[Passage, ...]) -> None:
        self.passages = passages
        self.lower = "\n".join([p.lower for p in passages])
        """The text of all passages in lower case, a line each."""
        lengths = [len(p.lower) + 1 for p in passages]
        self._places = Places(self.lower, list(accumulate(lengths, initial=0))[:-1])

    def places(self, triggers: Iterable[str]) -> Set[int]:
        """At which places in ``passages`` those stand that hold at least one of the triggers."""
        return self._places.of(tuple(triggers))

    def mentioning(self, *triggers: str) -> Sequence[Passage]:
        """The passages that hold at least one of the triggers, in order."""
        return self.at(self._places.of(triggers))

    def holding(self, text: str) -> Sequence[Passage]:
        """The passages that hold a text which is no trigger, but a word of this very card."""
        return [self.passages[place] for place in self._places.search(text)]

    def at(self, places: Set[int]) -> Sequence[Passage]:
        """The passages at some places, in order."""
        return [self.passages[place] for place in sorted(places)] if places else ()


class PassagePart:
    """Some of the passages of an index, by their places in it."""

    __slots__ = ("_places", "_whole")

    def __init__(self, whole: PassageIndex, places: Iterable[int]) -> None:
        self._whole, self._places = whole, frozenset(places)

    def mentioning(self, *triggers: str) -> Sequence[Passage]:
        """Those that hold at least one of the triggers, in order."""
        found = self._whole.places(triggers)
        return self._whole.at(found & self._places) if found else ()

    def without(self, is_beside: Callable[[Passage], bool]) -> PassagePart:
        """These without those to which something applies."""
        passages = self._whole.passages
        return PassagePart(self._whole, [p for p in self._places if not is_beside(passages[p])])
