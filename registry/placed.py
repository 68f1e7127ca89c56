"""Placed: the entries of leaderboards and lists of summaries as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry import gaps
from registry.catalog.weighing import weighed
from registry.filters.weights import Weights
from registry.queries.verdicts import Told
from registry.scoring.claims import CONTRADICTED
from registry.scoring.rubric import Rubric, band
from registry.scoring.totals import pillar_scores
from registry.serialize import located


def placed(
    item: Mapping[str, Any],
    place: Any,
    told: Told | None,
    weights: Weights,
    rubric: Rubric,
) -> dict[str, Any]:
    """A release at its place: score, letter and upper bound under the weights of the board. ``told`` is needed for the
    bound under other weights than the rubric's, where something could not be checked."""
    high = item["high"]
    if weights.is_own:
        high = weighed_high(told, weights, rubric) if told else place.score
    return {
        **item,
        "rank": place.rank,
        "was": place.was,
        "folded": place.folded,
        "score": place.score,
        "letter": band(rubric.letters, place.score).id,
        "high": high,
    }


def weighed_high(told: Told, weights: Weights, rubric: Rubric) -> float | None:
    """The upper bound of a release's score under some weights."""
    ceilings = {c: mark["ceiling"] for c, mark in told.verdict.marks.items()}
    scored = {c.id: ceilings[c.id] for c in rubric.criteria if c.id in ceilings}
    if len(scored) < len(rubric.criteria):
        return None
    return weighed(pillar_scores(rubric, scored), weights)


def claimed(item: Mapping[str, Any], told: Told | None, rubric: Rubric) -> dict[str, Any]:
    """A release with those of its claims that its marks contradict, and what speaks against each."""
    stored = told.verdict.claims if told else ()
    wrong = [claim for claim in stored if claim["measured"] == CONTRADICTED]
    return {**item, "claims": gaps.claims(wrong, rubric, located(item["id"]))}


def with_evidence(item: Mapping[str, Any], told: Told | None, criterion: str) -> dict[str, Any]:
    """A release with the evidence on one criterion, the base that it comes from, the revision and the day."""
    mark = told.verdict.marks.get(criterion) if told else None
    evidence: Iterable[Mapping[str, Any]] = mark["evidence"] if mark else ()
    via = mark["via"] if mark else ""
    locate = located(item["id"])
    return {
        **item,
        "evidence": [locate(e, via) for e in evidence],
        "via": via,
        "revision": told.revision if told else "",
        "seen_at": told.seen_at if told else None,
    }
