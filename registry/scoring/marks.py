"""A mark: the level of one criterion with its points, reason and evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.rubric import UNCHECKED, Criterion
from registry.scoring.unread import Document

_SPOKEN = frozenset({Outcome.FOUND, Outcome.DENIED})


@dataclass(slots=True, unsafe_hash=True)  # never changed; frozen would cost five times as much
class Mark:
    """What a judge made of the evidence on one criterion.

    ``points`` (0..1) count for certain; ``ceiling`` is what they would be if all that is unchecked turned out open,
    and the ``unread`` documents told all that such documents can. Both are None where the criterion does not apply.
    ``speaks`` tells whether the release itself says anything on the matter; ``via`` names the base that the mark
    comes from, and is empty for an own one.
    """

    criterion: str
    level: str
    points: float | None
    ceiling: float | None
    reason: str
    evidence: tuple[Evidence, ...]
    speaks: bool
    via: str = ""
    unread: tuple[Document, ...] = ()

    @classmethod
    def of(
        cls, criterion: Criterion, level: str, reason: str, evidence: tuple[Evidence, ...]
    ) -> Mark:
        """The mark at a level of the criterion. Raises KeyError when it has no such level."""
        if not evidence:
            return _bare(criterion, level, reason)
        points, ceiling = criterion.worth(level)
        speaks = _speaks(criterion, level, evidence)
        return cls(criterion.id, level, points, ceiling, reason, evidence, speaks)

    @classmethod
    def uncounted(
        cls, criterion: Criterion, level: str, reason: str, evidence: tuple[Evidence, ...]
    ) -> Mark:
        """The mark on what no score counts."""
        if not evidence:
            return _bare_uncounted(criterion, level, reason)
        speaks = _speaks(criterion, level, evidence)
        return cls(criterion.id, level, None, None, reason, evidence, speaks)

    def with_points(
        self,
        points: float | None,
        ceiling: float | None,
        unread: tuple[Document, ...] | None = None,
    ) -> Mark:
        """This mark with other points, and other unread documents if any are given."""
        return Mark(
            self.criterion,
            self.level,
            points,
            ceiling,
            self.reason,
            self.evidence,
            self.speaks,
            self.via,
            self.unread if unread is None else unread,
        )

    def replace(
        self,
        criterion: Criterion,
        level: str,
        reason: str,
        evidence: tuple[Evidence, ...],
        via: str,
    ) -> Mark:
        """This mark as its base determines it."""
        points, ceiling = criterion.worth(level)
        return Mark(self.criterion, level, points, ceiling, reason, evidence, self.speaks, via)

    def as_dict(self, piece: Callable[[Evidence], Any] = Evidence.as_dict) -> dict[str, Any]:
        """The mark as plain values without what is empty, for storing; ``piece`` turns its evidence into such."""
        told = self.level_only()
        if self.reason:
            told["reason"] = self.reason
        if self.evidence:
            told["evidence"] = [piece(e) for e in self.evidence]
        if self.speaks:
            told["speaks"] = True
        if self.via:
            told["via"] = self.via
        if self.unread:
            told["unread"] = [d.as_dict() for d in self.unread]
        return told

    @classmethod
    def from_dict(cls, criterion_id: str, stored: Mapping[str, Any]) -> Mark:
        """The mark that ``as_dict`` or ``level_only`` wrote, or wrote when they left nothing out."""
        told = stored.get
        return cls(
            criterion_id,
            stored["level"],
            stored["points"],
            stored["ceiling"],
            told("reason", ""),
            tuple([Evidence.from_dict(e) for e in told("evidence", ())]),
            told("speaks", False),
            told("via", ""),
            tuple([Document(**d) for d in told("unread", ())]),
        )

    def level_only(self) -> dict[str, Any]:
        """The mark without its reason and evidence, for storing where these are kept elsewhere."""
        return {"level": self.level, "points": self.points, "ceiling": self.ceiling}


@lru_cache(maxsize=4096)
def _bare(criterion: Criterion, level: str, reason: str) -> Mark:
    """A mark without evidence: most of them, and the same for all releases that tell nothing."""
    points, ceiling = criterion.worth(level)
    return Mark(criterion.id, level, points, ceiling, reason, (), _speaks(criterion, level, ()))


@lru_cache(maxsize=4096)
def _bare_uncounted(criterion: Criterion, level: str, reason: str) -> Mark:
    return _bare(criterion, level, reason).with_points(None, None)


def _speaks(criterion: Criterion, level: str, evidence: tuple[Evidence, ...]) -> bool:
    if level != criterion.absent and level != UNCHECKED:
        return True
    for e in evidence:  # noqa: SIM110 - a generator costs twice as much, and this is asked of each mark
        if e.outcome in _SPOKEN:
            return True
    return False
