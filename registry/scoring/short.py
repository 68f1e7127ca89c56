"""Short: the levels of a release in one word, a character for each criterion, for columns that millions have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_lowercase, digits

from registry.scoring.claims import CONTRADICTED, Claim
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric

DIGITS = digits + ascii_lowercase
RESERVED = {NOT_APPLICABLE: "-", UNCHECKED: "?"}


def short_levels(levels: Mapping[str, str], rubric: Rubric) -> str:
    """The levels by criterion in the rubric's order: each as its rank (0 for the best, in base 36), ``-`` for one that
    does not apply and ``?`` for unchecked. Raises KeyError where a criterion has none, or none that the rubric knows.
    """
    return "".join(
        RESERVED.get(level) or DIGITS[criterion.rank(level)]
        for criterion in rubric.criteria
        for level in (levels[criterion.id],)
    )


def long_levels(short: str, rubric: Rubric) -> dict[str, str]:
    """The levels by criterion that ``short_levels`` put in short; none for an empty text, as older grades have, or one
    that another rubric made."""
    if len(short) != len(rubric.criteria):
        return {}
    reserved = {sign: level for level, sign in RESERVED.items()}
    found = {}
    for criterion, sign in zip(rubric.criteria, short, strict=True):
        rank = DIGITS.find(sign)
        if sign not in reserved and not 0 <= rank < len(criterion.levels):
            return {}
        found[criterion.id] = reserved.get(sign) or criterion.levels[rank].id
    return found


def overclaims(claims: Iterable[Claim]) -> bool:
    """Whether the marks contradict a claim of the publisher."""
    return any(claim.measured == CONTRADICTED for claim in claims)
