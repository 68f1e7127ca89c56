"""Effects: what levels that are claimed or granted would make of a grade as it stands.

It is a sum over the release's own marks. What a base caps and what derivatives inherit is left to grading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from registry.scoring.rubric import Rubric, band
from registry.scoring.totals import pillar_scores, total_score

LEFT_OUT = "This leaves out what base models limit and derived models inherit."


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one criterion. ``gain`` is what it adds to the score alone, in points of 100; less than nothing
    where it takes away."""

    criterion: str
    title: str
    before: str
    after: str
    gain: float


@dataclass(frozen=True, slots=True)
class Effect:
    """Score (0..100) and letter before and after, and the criteria whose level would change."""

    score_before: float
    letter_before: str
    score_after: float
    letter_after: str
    steps: tuple[Step, ...]

    @property
    def gain(self) -> float:
        """What all of it adds to the score."""
        return round(self.score_after - self.score_before, 1)

    @property
    def sentence(self) -> str:
        """The same in words."""
        if not self.steps:
            return f"The grade stays {self._before}: it is at that level already."
        if self.score_after == self.score_before:
            return f"The score stays {self._before}, the level changes."
        verb = "rises" if self.gain > 0 else "falls"
        letter = "" if self.letter_after == self.letter_before else f" ({self.letter_after})"
        return f"The score {verb} from {self._before} to {self.score_after:.1f}{letter}."

    @property
    def _before(self) -> str:
        return f"{self.score_before:.1f} ({self.letter_before})"

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        steps = [asdict(step) for step in self.steps]
        return {**asdict(self), "steps": steps, "gain": self.gain, "sentence": self.sentence}


def effect_of(marks: Mapping[str, Any], levels: Mapping[str, str], rubric: Rubric) -> Effect | None:
    """What these levels, by criterion, would make of a grade with these marks (as a verdict holds them).

    None for a release without a grade. Criteria that it has no mark on, and empty levels, are left out. Raises KeyError
    for a level that its criterion has not.
    """
    points = {c.id: marks[c.id]["points"] for c in rubric.criteria if c.id in marks}
    if len(points) < len(rubric.criteria):
        return None
    steps: list[Step] = []
    raised = dict(points)
    before = _score(rubric, points)
    for criterion in rubric.criteria:
        level, stands = levels.get(criterion.id, ""), marks[criterion.id]["level"]
        if not level or level == stands:
            continue
        raised[criterion.id] = worth = criterion.worth(level)[0]
        gain = round(_score(rubric, {**points, criterion.id: worth}) - before, 1)
        steps.append(Step(criterion.id, criterion.title, stands, level, gain))
    after = _score(rubric, raised)
    letters = rubric.letters
    return Effect(before, band(letters, before).id, after, band(letters, after).id, tuple(steps))


def _score(rubric: Rubric, points: Mapping[str, float | None]) -> float:
    return total_score(rubric, pillar_scores(rubric, points))
