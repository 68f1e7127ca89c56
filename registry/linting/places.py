"""Places: on which line of a card the words of evidence stand."""

from __future__ import annotations

import re

_LINE = re.compile(r"README\.md:(\d+)$")
_FIELD = re.compile(r"README\.md:([A-Za-z_][\w-]*)$")


class Lines:
    """The lines of one card, by the places that evidence names."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, place: str) -> int | None:
        """The line that a place names (``README.md:12``), or that of the field of the front matter that it does
        (``README.md:license``); None for what stands in no card."""
        if found := _LINE.match(place):
            return int(found[1])
        field = _FIELD.match(place)
        return self.of_field(field[1]) if field else None

    def of_field(self, name: str) -> int | None:
        """The line on which a field of the front matter begins; None when there is no such field."""
        found = re.search(rf"^{re.escape(name)}[ \t]*:", self._text, re.MULTILINE)
        return self._text.count("\n", 0, found.start()) + 1 if found else None
