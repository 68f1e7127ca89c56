"""Known: the marks and levels of a release, as frameworks ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry.scoring.marks import Mark
from registry.scoring.rubric import UNCHECKED

NO_MARK = ""


class Levels(dict[str, str]):
    """Levels by the id of their criterion; ``NO_MARK`` on all others."""

    def __missing__(self, _criterion: str) -> str:
        return NO_MARK


class Marks(dict[str, Mark]):
    """Marks by the id of their criterion, and their levels: that is most of what frameworks ask for."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        super().__init__({m.criterion: m for m in marks})
        self.levels = Levels({criterion: mark.level for criterion, mark in self.items()})

    def level(self, criterion: str) -> str:
        """The level on a criterion; unchecked when there is no mark."""
        return self.levels[criterion] or UNCHECKED

    def reason(self, criterion: str) -> tuple[str, str]:
        """The judge's reason on a criterion, and the base that its mark was taken over from; both may be empty."""
        mark = self.get(criterion)
        return (mark.reason, mark.via) if mark else ("", "")


class StoredMarks(Marks):
    """Marks as they are stored, each made when it is asked for: of most, levels are enough."""

    def __init__(self, stored: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(())
        self._stored = stored
        self.levels.update({criterion: mark["level"] for criterion, mark in stored.items()})

    def __missing__(self, criterion: str) -> Mark:
        mark = self[criterion] = Mark.from_dict(criterion, self._stored[criterion])
        return mark

    def __contains__(self, criterion: object) -> bool:
        return criterion in self._stored

    def get(self, criterion: str, default: Any = None) -> Any:
        """The mark on a criterion, or the default where there is none."""
        return self[criterion] if criterion in self._stored else default

    def reason(self, criterion: str) -> tuple[str, str]:
        """The same, without making the mark."""
        told = self._stored.get(criterion, {})
        return told.get("reason", ""), told.get("via", "")
