"""Answers: which changes of a release's grades answer what its publisher was asked.

A change counts when the release itself changed, or a disclosure of the publisher's was accepted. What our rubric, our
readers, other releases or other people's disclosures brought about is no answer of the publisher's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from registry.history.movements import Cause, Standing, causes_of
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion, Rubric


class Answer(StrEnum):
    """Of what kind an answer is. API and pages give these: a name stays as it is once it is out."""

    DISCLOSED = "disclosed"
    """More is disclosed than when it was asked for."""
    NOT_APPLICABLE = "not-applicable"
    """It turned out that there is nothing to disclose."""
    WITHHELD = "withheld"
    """The publisher said no: what was passed over in silence is now stated to be withheld."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What one criterion was answered with, and when."""

    level: str
    at: datetime
    how: Answer


@dataclass(frozen=True, slots=True)
class Look:
    """One grading: what it made of the release, when, and when that had been said which it graded."""

    graded_at: datetime
    taken_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked, and when: levels by criterion, as they were then."""

    levels: Mapping[str, str]
    asked_at: datetime


def answers(
    wanted: Wanted, looks: Sequence[Look], own: Collection[str], rubric: Rubric
) -> dict[str, Answered]:
    """The criteria that gradings, the oldest first, show to be answered.

    The first one was known when it was asked. ``own`` holds the numbers of the publisher's own disclosures.
    """
    found: dict[str, Answered] = {}
    known = {c.id: c for c in rubric.criteria}
    for before, after in pairwise(looks):
        said_at = _said_at(before.standing, after, own)
        if said_at is None:
            continue
        for criterion_id, level in _moved(before.standing, after.standing, wanted.levels):
            how = how_answered(known.get(criterion_id), wanted.levels[criterion_id], level)
            if how is not None and criterion_id not in found:
                # What was said before, and read only after, was there when it was asked for.
                found[criterion_id] = Answered(level, max(said_at, wanted.asked_at), how)
    return found


def how_answered(criterion: Criterion | None, asked: str, level: str) -> Answer | None:
    """Of what kind an answer it is that a criterion went from one level to another; None for none at all."""
    if criterion is None or level == UNCHECKED:
        return None
    if level == NOT_APPLICABLE:
        return Answer.NOT_APPLICABLE
    points = {known.id: known.points for known in criterion.levels}
    if level not in points or asked not in points:  # of another rubric
        return None
    if points[level] > points[asked]:
        return Answer.DISCLOSED
    is_no = asked == criterion.absent and level == criterion.denied != criterion.absent
    return Answer.WITHHELD if is_no else None


def all_in_all(kinds: Iterable[Answer]) -> Answer | None:
    """The kind of several answers together: one that discloses anything outweighs the others."""
    found = set(kinds)
    return next((kind for kind in Answer if kind in found), None)


def _said_at(before: Standing, after: Look, own: Collection[str]) -> datetime | None:
    """When the publisher said what lies between two gradings; None where that was nobody of theirs."""
    causes = causes_of(before, after.standing)
    if Cause.RELEASE in causes:
        return after.taken_at
    new = set(after.standing.disclosures.split()) - set(before.disclosures.split())
    return None if new.isdisjoint(own) else after.graded_at


def _moved(before: Standing, after: Standing, asked: Iterable[str]) -> Iterator[tuple[str, str]]:
    for criterion_id in asked:
        level = after.levels.get(criterion_id)
        if level is not None and level != before.levels.get(criterion_id):
            yield criterion_id, level
