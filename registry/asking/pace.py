"""Pace: how long publishers take to answer, with those counted who have not answered yet.

To leave out what is still open would flatter whoever never answers: an open request says that its answer takes longer
than it has been open, and the median follows from both kinds by Kaplan and Meier (J. Am. Stat. Assoc. 53, 1958).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from registry.asking.answers import Answer

_HALF = 0.5 + 1e-9


@dataclass(frozen=True, slots=True)
class Asking:
    """One request: when it was made, and when and how it was answered first."""

    asked_at: datetime
    answered_at: datetime | None
    answer: str

    def days(self, now: datetime) -> int:
        """Whole days until the first answer, or until now."""
        return max(0, ((self.answered_at or now) - self.asked_at).days)


@dataclass(frozen=True, slots=True)
class Pace:
    """Requests in numbers. ``declined`` are those of the answered ones that were answered with a no alone.

    ``median_days`` is None where half have not been answered yet; ``longest_days`` is how long the oldest open one has
    been waiting, None where none is.
    """

    asked: int
    answered: int
    declined: int
    median_days: int | None
    longest_days: int | None


def pace(requests: Iterable[Asking], now: datetime) -> Pace:
    """How long some requests took."""
    told = list(requests)
    done = [request for request in told if request.answered_at is not None]
    took = [request.days(now) for request in done]
    open_for = [request.days(now) for request in told if request.answered_at is None]
    return Pace(
        asked=len(told),
        answered=len(done),
        declined=sum(request.answer == Answer.WITHHELD for request in done),
        median_days=median(took, open_for),
        longest_days=max(open_for, default=None),
    )


def median(took: Iterable[int], open_for: Iterable[int]) -> int | None:
    """The time by which half are answered, from those that took so long and those that have been open for so long; None
    where it has not been reached."""
    ended, all_times = Counter(took), Counter[int]()
    all_times.update(ended)
    all_times.update(open_for)
    left, at_risk = 1.0, all_times.total()
    for time in sorted(all_times):
        left *= 1 - ended[time] / at_risk
        if ended[time] and left <= _HALF:
            return time
        at_risk -= all_times[time]
    return None
