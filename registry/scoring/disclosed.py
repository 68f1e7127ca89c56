"""Disclosed: what accepted disclosures make of a judge's verdict.

A disclosure on one criterion says at which level it is, as a moderator accepted it. One that raises the level counts
for as long as the release's own words earn less; one that corrects it for as long as they earn what it was held
against: of other words nobody has said that they are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from registry.scoring.case import CORRECTED, DISCLOSED, LEVELS_DISCLOSED, Verdict
from registry.scoring.evidence import Evidence, Origin, Outcome
from registry.scoring.marks import Mark
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion

_FROM, _TO = "from ", " to "


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a moderator accepted: the level, and for a correction the one that it was held ``against``."""

    evidence: Evidence
    level: str
    against: str

    @property
    def who(self) -> str:
        """Who disclosed it, and when, as part of a sentence."""
        by = "by the publisher " if self.evidence.origin is Origin.PUBLISHER else ""
        return f"{by}on {self.evidence.dated}"


def fact_of(criterion: Criterion, level: str, against: str) -> tuple[str, str]:
    """Fact and value of the evidence that a disclosure becomes: it corrects where it takes something away, or says that
    the criterion does not apply; what is not known to have been read is disclosed."""
    if against in ("", UNCHECKED) or level == against:
        return DISCLOSED, level
    takes_away = NOT_APPLICABLE in (level, against) or criterion.rank(level) > criterion.rank(
        against
    )
    return (CORRECTED, f"{_FROM}{against}{_TO}{level}") if takes_away else (DISCLOSED, level)


def with_disclosed(
    verdict: Verdict, criterion: Criterion, disclosed: Iterable[Evidence]
) -> Verdict:
    """The verdict with what was disclosed on its criterion, the last that was accepted deciding. What contradicts it
    stays beside it, in reason and evidence."""
    told = accepted_on(criterion, disclosed)
    if not told:
        return verdict
    beside = (a.evidence for a in reversed(told) if not _is_past(a, verdict))
    evidence = (*beside, *verdict.evidence)
    for one in reversed(told):
        if not _says_otherwise(one, verdict, criterion):
            continue
        if one.evidence.outcome is Outcome.FOUND:
            return Verdict(one.level, _reason(one, verdict), evidence)
        if verdict.level == criterion.absent and not one.against:
            reason = (
                f"It was disclosed {one.who}, but what that rests on can't be reached any more."
            )
            return Verdict(UNCHECKED, reason, evidence)
    return Verdict(verdict.level, verdict.reason, evidence)


def with_doubtful(mark: Mark, criterion: Criterion, disclosed: Iterable[Evidence]) -> Mark:
    """The mark with what was disclosed and can't be reached any more as a possibility."""
    if mark.points is None or mark.ceiling is None:
        return mark
    doubtful = [
        criterion.worth(a.level)[0] or 0.0
        for a in accepted_on(criterion, disclosed)
        if a.evidence.outcome is Outcome.UNCHECKED and not a.against
    ]
    ceiling = max(mark.ceiling, *doubtful) if doubtful else mark.ceiling
    return mark if ceiling == mark.ceiling else mark.with_points(mark.points, ceiling)


def accepted_on(criterion: Criterion, disclosed: Iterable[Evidence]) -> list[Accepted]:
    """What was accepted on a criterion, in order; levels that the rubric has no more are left out."""
    told = (
        _accepted(e)
        for e in disclosed
        if e.criterion == criterion.id and e.fact in LEVELS_DISCLOSED
    )
    known = {level.id for level in criterion.levels} | {NOT_APPLICABLE}
    return [a for a in told if a.level in known]


def _accepted(evidence: Evidence) -> Accepted:
    if evidence.fact == DISCLOSED:
        return Accepted(evidence, evidence.value, "")
    against, _, level = evidence.value.removeprefix(_FROM).partition(_TO)
    return Accepted(evidence, level, against)


def _says_otherwise(one: Accepted, verdict: Verdict, criterion: Criterion) -> bool:
    if one.against:
        return verdict.level == one.against
    if verdict.level in (UNCHECKED, NOT_APPLICABLE):
        return True
    if one.level == NOT_APPLICABLE:
        # Accepted before anybody had read the release: what it tells itself was not held against that.
        return verdict.level == criterion.absent
    return criterion.rank(one.level) < criterion.rank(verdict.level)


def _is_past(one: Accepted, verdict: Verdict) -> bool:
    """Whether it corrects words that the release does not say any more."""
    return bool(one.against) and verdict.level not in (one.against, one.level)


def _reason(one: Accepted, verdict: Verdict) -> str:
    verb = "Corrected" if one.against else "Disclosed"
    return f"{verb} {one.who}, and accepted by a moderator. The release itself: {verdict.reason}"
