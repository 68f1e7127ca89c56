"""Movements: how the grade of a release moved from one grading to the next, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.history.phrases import capitalized, joined, listing
from registry.scoring.rubric import Rubric

MOST_STEPS = 4
"""Criteria that a sentence names."""
DIRECTIONS = {
    "first": "graded",
    "rose": "grade-rose",
    "fell": "grade-fell",
    "changed": "grade-changed",
    "stayed": "grade-stayed",
}
"""Each direction that a grade can move in, with its name among the kinds of what can happen to a release."""


class Cause(StrEnum):
    """What was not the same at both gradings."""

    RELEASE = "release"
    RUBRIC = "rubric"
    READERS = "readers"
    DISCLOSURE = "disclosure"
    """A disclosure was accepted, or no longer is."""
    LINK = "link"
    """An address that evidence rests on no longer answers, or does again."""
    RELATED = "related"
    """Nothing of the release's own: what it derives from or links to is known otherwise now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one grading made of a release.

    ``score`` is 0..100. ``levels`` maps ids of criteria to levels; what the rubric doesn't list is left aside.
    """

    snapshot_id: int
    reader_version: str
    rubric_version: str
    score: float
    letter: str
    openness: str
    levels: Mapping[str, str] = field(hash=False)
    disclosures: str = ""
    """The numbers of the disclosures that count, with a blank between two."""
    gone: str = ""
    """The numbers of the links that no longer answer."""

    @property
    def grade(self) -> str:
        """Score and letter as people see them."""
        return f"{self.score:.1f} ({self.letter})"

    def as_dict(self) -> dict[str, Any]:
        """The standing as plain values, under the names that a release's summary has."""
        return {
            "score": self.score,
            "letter": self.letter,
            "class": self.openness,
            "reader_version": self.reader_version,
            "rubric_version": self.rubric_version,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """A criterion whose level changed, from one to another."""

    criterion: str
    title: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The step as part of a sentence."""
        return f"{self.title} from {self.before} to {self.after}"

    def as_dict(self) -> dict[str, str]:
        """The step as plain values."""
        return {
            "criterion": self.criterion,
            "title": self.title,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Movement:
    """How a grade moved. Without ``before``, it is the first one.

    With several ``causes`` nobody can tell which of them moved it. ``why`` gives them in a sentence, ``words`` is all
    that there is to say, also in one.
    """

    before: Standing | None
    after: Standing
    causes: tuple[Cause, ...]
    steps: tuple[Step, ...]
    direction: str
    """``first``, ``rose``, ``fell``, ``stayed`` or, where the letters alone moved, ``changed``; see ``DIRECTIONS``."""
    why: str
    words: str

    def as_dict(self) -> dict[str, Any]:
        """The movement as plain values."""
        return {
            "direction": self.direction,
            "before": self.before.as_dict() if self.before else None,
            "after": self.after.as_dict(),
            "causes": [str(cause) for cause in self.causes],
            "steps": [step.as_dict() for step in self.steps],
            "why": self.why,
            "words": self.words,
        }


def movement(before: Standing | None, after: Standing, rubric: Rubric) -> Movement | None:
    """How the grade moved; None when nothing moved that people see.

    ``rubric`` gives the criteria their titles: the one in force, so that what an older one asked for and it no longer
    does is left out.
    """
    if before is None:
        words = f"Its first grade is {after.grade}, {after.openness}."
        return Movement(None, after, (), (), "first", "", words)
    steps = tuple(_steps(before, after, rubric))
    if not steps and before.openness == after.openness and before.grade == after.grade:
        return None
    causes, direction = causes_of(before, after), _direction(before, after)
    clauses = _clauses(before, after)
    why = joined([clauses[cause] for cause in causes])
    moved = _moved(before, after, direction, steps)
    is_own = causes == (Cause.RELEASE,)
    words = capitalized(moved if is_own else f"{why}; {moved}")
    return Movement(before, after, causes, steps, direction, f"{capitalized(why)}.", words)


def _steps(before: Standing, after: Standing, rubric: Rubric) -> list[Step]:
    told = [
        Step(c.id, c.title, before.levels[c.id], after.levels[c.id])
        for c in rubric.criteria
        if c.id in before.levels and c.id in after.levels
    ]
    return [step for step in told if step.before != step.after]


_RESTED = (Cause.RELEASE, Cause.READERS, Cause.DISCLOSURE)
"""What changes on which links evidence rests."""


def causes_of(before: Standing, after: Standing) -> tuple[Cause, ...]:
    """What was not the same at two gradings."""
    differs = {
        Cause.RELEASE: before.snapshot_id != after.snapshot_id,
        Cause.RUBRIC: before.rubric_version != after.rubric_version,
        Cause.READERS: before.reader_version != after.reader_version,
        Cause.DISCLOSURE: before.disclosures != after.disclosures,
    }
    lost = set(after.gone.split()) - set(before.gone.split())
    # Where what rests on links changed, that a dead one is not among them any more is no news of the link.
    differs[Cause.LINK] = bool(lost) or (
        before.gone != after.gone and not any(differs[c] for c in _RESTED)
    )
    return tuple(cause for cause, is_so in differs.items() if is_so) or (Cause.RELATED,)


def _clauses(before: Standing, after: Standing) -> Mapping[Cause, str]:
    rubrics = f"from {before.rubric_version} to {after.rubric_version}"
    readers = f"from {before.reader_version} to {after.reader_version}"
    return {
        Cause.RELEASE: "the release changed",
        Cause.RUBRIC: f"the rubric changed {rubrics}",
        Cause.READERS: f"the readers changed {readers}",
        Cause.DISCLOSURE: _disclosed(before.disclosures, after.disclosures),
        Cause.LINK: _linked(before.gone, after.gone),
        Cause.RELATED: "what it derives from or links to changed",
    }


def _direction(before: Standing, after: Standing) -> str:
    if before.grade == after.grade:
        return "stayed"
    if before.score == after.score:
        return "changed"
    return "rose" if after.score > before.score else "fell"


def _moved(before: Standing, after: Standing, direction: str, steps: tuple[Step, ...]) -> str:
    if direction == "stayed":
        moved = f"the grade stayed at {after.grade}"
    else:
        moved = f"the grade {direction} from {before.grade} to {after.grade}"
    if before.openness != after.openness:
        moved += f", the class went from {before.openness} to {after.openness}"
    if steps:
        moved += f": {listing([step.words for step in steps], MOST_STEPS)}"
    return f"{moved}."


def _disclosed(before: str, after: str) -> str:
    new = [number for number in after.split() if number not in before.split()]
    old = [number for number in before.split() if number not in after.split()]
    told = [
        *([f"{_numbered(new)} {_was(new)} accepted"] if new else []),
        *([f"{_numbered(old)} no longer {'counts' if len(old) == 1 else 'count'}"] if old else []),
    ]
    return joined(told) if told else "disclosures changed"


def _numbered(numbers: list[str]) -> str:
    return f"disclosure{'s'[: len(numbers) != 1]} {listing(numbers)}"


def _was(things: list[str]) -> str:
    return "was" if len(things) == 1 else "were"


def _linked(before: str, after: str) -> str:
    lost = set(after.split()) - set(before.split())
    if not lost:
        return "what it links to as evidence can be reached again"
    links = "a link" if len(lost) == 1 else f"{len(lost)} links"
    return f"{links} that evidence rests on can't be reached any more"
