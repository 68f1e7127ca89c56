"""What a card has told so far, so that it is read once however often it stands there."""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.blocks import Link
from crawlers.passage import PassageKind

_LEADING_IN = frozenset(":\uff1a")


class Told:
    """The passages of a card by the headings above them.

    Where something stands again under the same headings, it tells nothing new. But "- C4" below
    "Trained on:" is something else than below "Tested on:": what is listed has the words before the
    list to it, and words that lead in a list are kept, for they belong to what follows.
    """

    def __init__(self) -> None:
        self._by_section: dict[tuple[str, ...], set[object]] = {}
        self.enter(())

    def enter(self, section: tuple[str, ...]) -> None:
        """What follows stands below these headings."""
        self._here = self._by_section.setdefault(section, set())
        self._lead_in = ""

    def is_new(self, text: str, kind: PassageKind, head: str, links: Sequence[Link]) -> bool:
        """Whether a passage, the next in order, was not told here before."""
        leads_in = text[-1:] in _LEADING_IN and kind != "row" and kind != "code"
        if kind == "sentence":
            self._lead_in = text
            if leads_in:
                return True
            passage: object = (text, *links) if links else text
        else:
            is_listed = kind == "item" or kind == "row"
            passage = (text, kind, head, self._lead_in if is_listed else "", *links)
            if leads_in:
                self._lead_in = text
                return True
        if passage in self._here:
            return False
        self._here.add(passage)
        return True
