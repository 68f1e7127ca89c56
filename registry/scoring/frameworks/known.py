"""Known: what frameworks ask of the marks of a release."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from registry.scoring.marks import Mark
from registry.scoring.rubric import UNCHECKED

NO_MARK = ""

Facts = Sequence[tuple[str, str]]
"""Of each piece of evidence its fact and its value."""


class Levels(dict[str, str]):
    """Levels by the id of their criterion; ``NO_MARK`` on all others."""

    def __missing__(self, _criterion: str) -> str:
        return NO_MARK


class Known(ABC):
    """The levels of a release by the id of their criterion, and what else its marks tell on each."""

    def __init__(self, levels: Levels) -> None:
        self.levels = levels

    def __contains__(self, criterion: object) -> bool:
        return criterion in self.levels

    def level(self, criterion: str) -> str:
        """The level on a criterion; unchecked when there is no mark."""
        return self.levels[criterion] or UNCHECKED

    def reason(self, criteria: Iterable[str]) -> str:
        """Why the first of some criteria that tells why stands where it stands, in its judge's words; empty where none
        does."""
        return next(filter(None, map(self._sentence, criteria)), "")

    def _sentence(self, criterion: str) -> str:
        reason, base = self._said(criterion) if criterion in self.levels else ("", "")
        if not reason:
            return ""
        via = f" (via its base {base})" if base and self.level(criterion) != UNCHECKED else ""
        return f"{reason.rstrip('.')}{via}."

    @abstractmethod
    def facts(self, criterion: str) -> Facts:
        """What the evidence on a criterion tells; nothing where there is no mark."""

    @abstractmethod
    def has_unread(self, criterion: str) -> bool:
        """Whether documents that nobody has read may tell more on a criterion that has a mark."""

    @abstractmethod
    def _said(self, criterion: str) -> tuple[str, str]:
        """The judge's reason, and the base that the mark was taken over from; both may be empty."""


class Marks(Known):
    """What is asked, of marks as they are judged."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = {m.criterion: m for m in marks}
        super().__init__(Levels({criterion: m.level for criterion, m in self._marks.items()}))

    def facts(self, criterion: str) -> Facts:
        """What the evidence on a criterion tells; nothing where there is no mark."""
        mark = self._marks.get(criterion)
        return [(e.fact, e.value) for e in mark.evidence] if mark else ()

    def has_unread(self, criterion: str) -> bool:
        """Whether documents that nobody has read may tell more on a criterion that has a mark."""
        return bool(self._marks[criterion].unread)

    def _said(self, criterion: str) -> tuple[str, str]:
        return self._marks[criterion].reason, self._marks[criterion].via


class StoredMarks(Known):
    """The same, of marks as plain values: for what is asked, none of them need be made anew."""

    def __init__(self, stored: Mapping[str, Mapping[str, Any]]) -> None:
        self._stored = stored
        super().__init__(Levels({criterion: mark["level"] for criterion, mark in stored.items()}))

    def facts(self, criterion: str) -> Facts:
        """What the evidence on a criterion tells; nothing where there is no mark."""
        told = self._stored.get(criterion, {}).get("evidence", ())
        return [(e["fact"], e.get("value", "")) for e in told]

    def has_unread(self, criterion: str) -> bool:
        """Whether documents that nobody has read may tell more on a criterion that has a mark."""
        return bool(self._stored[criterion].get("unread"))

    def _said(self, criterion: str) -> tuple[str, str]:
        mark = self._stored[criterion]
        return mark.get("reason", ""), mark.get("via", "")
