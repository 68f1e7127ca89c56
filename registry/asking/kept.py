"""Kept: one request as the registry keeps it, and what there is to say of it in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from registry.asking.answers import Answer
from registry.asking.pace import Asking


class Kept(NamedTuple):
    """The columns of a request; see ``registry.models.Request``."""

    id: int
    release_id: str
    organization: str
    levels: dict[str, str]
    url: str
    asked_at: datetime
    grade_id: int
    answered: dict[str, dict[str, str]]
    answer: str
    answered_at: datetime | None
    settled_at: datetime | None

    @property
    def asking(self) -> Asking:
        """When it was made, and when and how it was answered first."""
        return Asking(self.asked_at, self.answered_at, self.answer)

    @property
    def state(self) -> str:
        """How far it has come: waiting, answered in part, or settled."""
        if self.answered_at is None:
            return "waiting"
        return "answered" if self.settled_at is None else "settled"

    @property
    def still_open(self) -> Mapping[str, str]:
        """The criteria that are not answered, with the levels that they had."""
        return {c: level for c, level in self.levels.items() if c not in self.answered}

    def words(self, now: datetime) -> str:
        """When it was asked, and what came of it, as one sentence."""
        days = self.asking.days(now)
        asked = f"Asked on {_day(self.asked_at)}"
        if self.answered_at is None:
            return f"{asked}, no answer yet{f' after {_days(days)}' if days else ''}."
        after = f"after {_days(days)}" if days else "within a day"
        return f"{asked}, {self._how()} {after}."

    def _how(self) -> str:
        part = "" if self.settled_at else f" in part ({len(self.answered)} of {len(self.levels)})"
        if self.answer == Answer.WITHHELD:
            return f"answered{part} with a no"
        if self.answer == Answer.NOT_APPLICABLE:
            return f"answered{part} that it does not apply"
        return f"answered{part}"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
