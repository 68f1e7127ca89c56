"""Requirements: what a publisher asks of a draft before it may be released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.scoring.rubric import NOT_APPLICABLE, Criterion, Rubric
from registry.spelling import nearest


class RequirementError(ValueError):
    """A requirement that the rubric knows nothing of; the message names what is nearest."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A level of a criterion that a draft must reach, or a better one."""

    criterion: Criterion
    level: str


def parse_requirement(written: str, rubric: Rubric) -> Requirement:
    """The requirement that ``data.sources=named-in-part`` states. Raises RequirementError."""
    name, mark, level = (part.strip() for part in written.partition("="))
    if not mark or not level:
        raise RequirementError(f"{written!r} is not of the form criterion=level")
    known = {c.id: c for c in rubric.criteria}
    if name not in known:
        raise RequirementError(f"there is no criterion {name!r}{_hint(name, known)}")
    criterion = known[name]
    levels = [lv.id for lv in criterion.levels]
    if level not in levels:
        # A criterion has few levels: who is not understood is told them all.
        hint = _hint(level, levels) or f"; its levels are {', '.join(levels)}"
        raise RequirementError(f"{name} has no level {level!r}{hint}")
    return Requirement(criterion, level)


def unmet(
    report: Mapping[str, Any], requirements: Iterable[Requirement], min_score: float | None
) -> Iterator[str]:
    """A sentence on each requirement that a draft does not meet.

    Links are taken at their word, as nobody has followed them; a score counts only what is certain. What does not apply
    to a release can't be asked of it.
    """
    if min_score is not None and report["score"] < min_score:
        yield f"The score is {report['score']:.1f}, and {min_score:g} is required."
    for wanted in requirements:
        found = report["criteria"][wanted.criterion.id]
        level = found["claimed"] or found["level"]
        if level != NOT_APPLICABLE and not _reaches(wanted, level):
            asked = f"{wanted.criterion.id} is “{level}”, and “{wanted.level}” is required"
            yield f"{asked}. {found['reason']}"


def _reaches(wanted: Requirement, level: str) -> bool:
    ranks = {lv.id: rank for rank, lv in enumerate(wanted.criterion.levels)}
    return ranks.get(level, len(ranks)) <= ranks[wanted.level]


def _hint(written: str, known: Iterable[str]) -> str:
    near = nearest(written, known, 1)
    return f"; the nearest is {near[0]}" if near else ""
