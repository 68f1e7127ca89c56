"""A mark: the level of one criterion with its points, reason and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion
from registry.scoring.unread import Document


@dataclass(frozen=True, slots=True)
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
        points, ceiling = _worth(criterion, level)
        speaks = _speaks(criterion, level, evidence)
        return cls(criterion.id, level, points, ceiling, reason, evidence, speaks)

    @classmethod
    def uncounted(
        cls, criterion: Criterion, level: str, reason: str, evidence: tuple[Evidence, ...]
    ) -> Mark:
        """The mark on what no score counts."""
        speaks = _speaks(criterion, level, evidence)
        return cls(criterion.id, level, None, None, reason, evidence, speaks)

    def replace(
        self,
        criterion: Criterion,
        level: str,
        reason: str,
        evidence: tuple[Evidence, ...],
        via: str,
    ) -> Mark:
        """This mark as its base determines it."""
        points, ceiling = _worth(criterion, level)
        return Mark(self.criterion, level, points, ceiling, reason, evidence, self.speaks, via)

    def as_dict(self) -> dict[str, Any]:
        """The mark as plain values, for storing."""
        return {
            "level": self.level,
            "points": self.points,
            "ceiling": self.ceiling,
            "reason": self.reason,
            "evidence": [e.as_dict() for e in self.evidence],
            "speaks": self.speaks,
            "via": self.via,
            "unread": [d.as_dict() for d in self.unread],
        }

    @classmethod
    def from_dict(cls, criterion_id: str, stored: dict[str, Any]) -> Mark:
        """The mark that ``as_dict`` or ``level_only`` wrote."""
        silent = {"reason": "", "evidence": (), "speaks": False, "via": "", "unread": ()}
        fields = {**silent, **stored}
        return cls(
            criterion_id,
            **{
                **fields,
                "evidence": tuple(Evidence.from_dict(e) for e in fields["evidence"]),
                "unread": tuple(Document(**d) for d in fields["unread"]),
            },
        )

    def level_only(self) -> dict[str, Any]:
        """The mark without its reason and evidence, for storing where these are kept elsewhere."""
        return {"level": self.level, "points": self.points, "ceiling": self.ceiling}


def _speaks(criterion: Criterion, level: str, evidence: tuple[Evidence, ...]) -> bool:
    if level != criterion.absent and level != UNCHECKED:
        return True
    return any(e.outcome is Outcome.FOUND or e.outcome is Outcome.DENIED for e in evidence)


def _worth(criterion: Criterion, level: str) -> tuple[float | None, float | None]:
    if level == NOT_APPLICABLE:
        return None, None
    if level == UNCHECKED:
        return 0.0, max(lv.points for lv in criterion.levels)
    points = criterion.level(level).points
    return points, points
