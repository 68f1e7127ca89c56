"""Reachable: what evidence is worth when the address that it rests on no longer answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from registry.scoring.case import LEVELS_DISCLOSED
from registry.scoring.evidence import Evidence, Outcome

RESTS_ON_LINK = frozenset(
    {
        ("weights.access", "elsewhere"),
        ("weights.checkpoints", "intermediate"),
        ("weights.checkpoints", "single"),
        ("data.access", "rebuild"),
        ("data.datasheet", "datasheet"),
        ("data.processing", "code"),
        ("code.training", "training-code"),
        ("code.training", "own-framework"),
        ("code.training", "configuration"),
        ("code.evaluation", "evaluation-code"),
        ("code.evaluation", "results"),
        ("post.instructions", "linked"),
        ("post.preferences", "linked"),
        ("post.reward", "published"),
        ("post.annotation", "terms"),
        ("post.code", "code"),
        ("post.code", "code-part"),
        ("post.code", "own-framework"),
        ("post.code", "data-code"),
        ("post.code", "configuration"),
        ("docs.paper", "report"),
        ("docs.paper", "earlier"),
        ("docs.paper", "method"),
        ("docs.paper", "blog"),
        ("docs.training_summary", "summary"),
    }
)
"""Criteria and facts for which the words are worth nothing without what they link to. That a corpus is named, or a
setting told, stays true when a link beside it dies."""


def address_of(evidence: Evidence) -> str:
    """The address that evidence rests on; empty for what stands by itself."""
    at = (evidence.criterion, evidence.fact)
    return evidence.target if at in RESTS_ON_LINK or evidence.fact in LEVELS_DISCLOSED else ""


def as_reachable(evidence: Iterable[Evidence], gone: Collection[str]) -> tuple[Evidence, ...]:
    """The evidence; what rests on an address that is gone becomes unchecked."""
    if not gone:
        return tuple(evidence)
    return tuple(
        replace(e, outcome=Outcome.UNCHECKED)
        if e.outcome is Outcome.FOUND and address_of(e) in gone and e.target
        else e
        for e in evidence
    )
