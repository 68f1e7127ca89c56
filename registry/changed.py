"""Changed: what a turn of a release brought about, as its history tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from registry.history import Entry, Kind
from registry.queries.changes import about
from registry.queries.pasts import past_of
from registry.scoring.rubric import Rubric
from registry.serialize import entries_of, page_url
from registry.turns import Turn

if TYPE_CHECKING:
    from registry.shapes.history import Happening


@dataclass(frozen=True, slots=True)
class Told:
    """A release with its ``history`` as plain values, and the ``entries`` which that is made of."""

    release: Mapping[str, Any]
    entries: tuple[Entry, ...]

    def at(self, turn: Turn) -> Iterator[int]:
        """The places of what a turn completed: of the entries beyond which there was no more to tell, and of the name
        that the release then got."""
        for place, entry in enumerate(self.entries):
            is_named = any(
                change.kind is Kind.RENAMED and change.after == turn.name
                for change in entry.changes
            )
            has_moved = turn.after is None and entry.moved_at is None and is_named
            if entry.updated == turn.at or has_moved:
                yield place

    def item(self, place: int) -> Happening:
        """One entry by its place, with the release that it is of."""
        of = {"release": self.release["id"], "organization": self.release["organization"]}
        address = f"{self.release['url']}#history"
        told: Any = {**of, "url": address, **self.release["history"][place]}
        return told


class Teller:
    """Tells of releases by the names that they have or had, of each once."""

    def __init__(self, connection: Connection, rubric: Rubric) -> None:
        self._connection = connection
        self._rubric = rubric
        self._told: dict[str, Told | None] = {}

    @property
    def opened(self) -> int:
        """How many were looked up."""
        return len(self._told)

    def __call__(self, name: str) -> Told | None:
        if name not in self._told:
            self._told[name] = self._tell(name)
        return self._told[name]

    def _tell(self, name: str) -> Told | None:
        found = about(self._connection, name)
        if found is None:
            return None
        if found.id != name:
            return self(found.id)
        entries = entries_of(past_of(self._connection, name), self._rubric)
        release = {
            "id": found.id,
            "organization": found.organization,
            "url": page_url(found.id),
            "hub_url": found.page,
            "history": [entry.as_dict() for entry in entries],
        }
        return Told(release, entries)
