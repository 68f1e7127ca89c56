"""Differences: what one gains and loses by taking another release instead of one, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from registry.level_words import CLAUSES, plain, state
from registry.scoring.rubric import NOT_APPLICABLE, Criterion, Rubric

SMALLER = 1.5
"""How many times fewer parameters count as a loss."""
FEWER = 2.0
"""How many times fewer or more downloads are worth a word."""


class Change(NamedTuple):
    """Something that differs, in words. ``instead_of`` is the level that the first release has, ``criterion`` the
    criterion; both are empty for what is none."""

    words: str
    criterion: str = ""
    instead_of: str = ""


def changes(
    mine: Mapping[str, str], other: Mapping[str, str], rubric: Rubric
) -> tuple[list[Change], list[Change]]:
    """What is gained and what is lost in openness from one release to another, each given by its levels; what weighs
    most in the score comes first. What applies to only one of them is neither, but for post-training as a whole: who
    uses a tuned model loses it with a base model."""
    weighed: list[tuple[float, Change]] = []
    for criterion in rubric.criteria:
        was, now = (levels.get(criterion.id, NOT_APPLICABLE) for levels in (mine, other))
        if NOT_APPLICABLE in {was, now}:
            continue
        # What could not be checked counts by what is certain, as it does in the score.
        certain = [criterion.worth(level)[0] or 0.0 for level in (was, now)]
        if certain[0] != certain[1]:
            change = Change(state(rubric, criterion.id, now), criterion.id, plain(was))
            weighed.append(((certain[1] - certain[0]) * _weight(criterion, rubric), change))
    weighed.sort(key=lambda pair: (-abs(pair[0]), _place(pair[1].criterion)))
    gains = [change for weight, change in weighed if weight > 0]
    losses = [change for weight, change in weighed if weight < 0]
    if _is_post_trained(mine, rubric) and other and not _is_post_trained(other, rubric):
        losses.insert(0, Change("no post-training: a base model"))
    return gains, losses


def in_use(mine: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[list[Change], list[Change]]:
    """What is gained and lost besides openness, from two summaries: parameters and downloads."""
    gains, losses = [], []
    sizes = [release["parameters"] for release in (mine, other)]
    if all(sizes) and sizes[0] >= SMALLER * sizes[1]:
        losses.append(Change(f"size {_size(sizes[0])} to {_size(sizes[1])}"))
    before, after = (release["downloads"] or 0 for release in (mine, other))
    if before >= FEWER * max(1, after):
        losses.append(Change(f"{_times(before, after)} fewer downloads"))
    elif after >= FEWER * max(1, before):
        gains.append(Change(f"{_times(after, before)} more downloads"))
    return gains, losses


def _is_post_trained(levels: Mapping[str, str], rubric: Rubric) -> bool:
    """Whether any criterion of post-training applies: to a base model none does."""
    post = (levels.get(criterion.id, NOT_APPLICABLE) for criterion in rubric.of_pillar("post"))
    return any(level != NOT_APPLICABLE for level in post)


def _weight(criterion: Criterion, rubric: Rubric) -> float:
    pillar = next(p for p in rubric.pillars if p.id == criterion.pillar)
    return pillar.weight * criterion.weight / sum(c.weight for c in rubric.of_pillar(pillar.id))


def _place(criterion: str) -> int:
    """What readers ask for first comes first."""
    places = list(CLAUSES)
    return places.index(criterion) if criterion in places else len(places)


def _times(more: int, fewer: int) -> str:
    times = more / max(1, fewer)
    return "more than 1,000 times" if times > 1000 else f"{times:.0f} times"


def _size(parameters: int) -> str:
    for unit, name in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if parameters >= unit:
            number = parameters / unit
            decimals = 0 if number >= 10 or number == int(number) else 1
            return f"{number:.{decimals}f}\N{NO-BREAK SPACE}{name}"
    return str(parameters)
