"""A passage: the piece of a card that evidence quotes, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from crawlers.blocks import Link

PassageKind = Literal["heading", "sentence", "item", "row", "code"]

_set = object.__setattr__


@dataclass(frozen=True, init=False)
class Passage:
    """A sentence, list item, table row, heading or code block.

    ``text`` has the words as a reader sees them, cells of a row parted by `` | ``. ``line`` counts
    from 1 in the README. ``section`` are the headings above, outermost first, and ``head`` is the
    header row for a row of a table. Of a passage in another language, ``text`` is a gloss in English
    (see ``crawlers.glossary``), and ``written`` has its own words.
    """

    text: str
    line: int
    kind: PassageKind
    section: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    head: str = ""
    written: str = ""
    lower: str = field(init=False, compare=False)

    def __init__(
        self,
        text: str,
        line: int,
        kind: PassageKind,
        section: tuple[str, ...] = (),
        links: tuple[Link, ...] = (),
        head: str = "",
        written: str = "",
    ) -> None:
        # At once: one by one, as a frozen dataclass sets its fields, takes twice as long.
        fields = {
            "text": text,
            "line": line,
            "kind": kind,
            "section": section,
            "links": links,
            "head": head,
            "written": written,
            "lower": text.lower(),
        }
        _set(self, "__dict__", fields)

    @property
    def section_lower(self) -> tuple[str, ...]:
        """The headings above, in lower case."""
        return _lowered(self.section)

    @property
    def place(self) -> str:
        """Where it stands, as evidence names it."""
        return f"README.md:{self.line}"


@lru_cache(maxsize=1024)
def _lowered(section: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([heading.lower() for heading in section])
