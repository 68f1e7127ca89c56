"""Weights: how much each pillar counts, as the rubric has it or as a visitor would have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.filters.parsing import Problem
from registry.scoring.rubric import Rubric

PREFIX = "w."
MOST = 100


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole numbers of 0 to 100 by pillar, of which only the ratio matters. ``is_own`` tells that the ratio is another
    than the rubric's."""

    values: Mapping[str, int]
    is_own: bool = False
    problems: tuple[Problem, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the query string; none for the rubric's own weights."""
        if not self.is_own:
            return []
        return [(f"{PREFIX}{pillar}", str(value)) for pillar, value in self.values.items()]


def parse_weights(pairs: Iterable[tuple[str, str]], rubric: Rubric) -> Weights:
    """The weights that the pairs of a query string ask for, the rubric's where they don't. What makes no sense is told
    of; never raises."""
    policy = {pillar.id: round(pillar.weight) for pillar in rubric.pillars}
    values, problems = dict(policy), []
    for name, text in pairs:
        pillar, number = name.removeprefix(PREFIX), text.strip()
        if not name.startswith(PREFIX) or not number:
            continue
        if pillar not in policy:
            told = f"There is no pillar {pillar[:80]!r} to weigh; there are {', '.join(policy)}."
            problems.append(Problem(name[:80], told))
        elif not (number.isascii() and number.isdecimal() and int(number[:9]) <= MOST):
            told = f"{name} must be a whole number from 0 to {MOST}, and {number[:80]!r} is not."
            problems.append(Problem(name, told))
        else:
            values[pillar] = int(number)
    if not any(values.values()):
        told = "With every weight at 0 nothing would count, so the rubric’s weights apply."
        return Weights(policy, problems=(*problems, Problem(PREFIX, told)))
    return Weights(values, not _same_ratio(values, policy), tuple(problems))


def _same_ratio(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    of_one, of_other = sum(one.values()), sum(other.values())
    return all(one[pillar] * of_other == other[pillar] * of_one for pillar in one)
