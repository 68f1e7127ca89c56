"""Judges of the docs pillar."""

from __future__ import annotations

from collections.abc import Iterator

from registry.scoring.case import Case, Verdict, nothing_found
from registry.scoring.evidence import Evidence
from registry.scoring.judges.code import RECIPE_ITEMS
from registry.scoring.rubric import Criterion

_ITEMS = {
    "intended-use": "intended use",
    "limitations": "limits and bias",
    "training-data": "training data",
    "training-procedure": "training procedure",
    "evaluation": "evaluation",
    "architecture": "architecture",
    "license": "licence",
    "usage": "how to use it",
    "contact": "contact or citation",
}
_COMPREHENSIVE, _PARTIAL = 6, 3
_PROCEDURE = 3
"""Settings of a recipe that tell a training procedure."""


def judge_card(case: Case, criterion: Criterion) -> Verdict:
    """How many of the nine things that a model card should tell it tells with substance."""
    told = {e.fact: e for e in reversed(case.found(criterion.id)) if e.fact in _ITEMS}
    for item, found in _told_elsewhere(case):
        told.setdefault(item, found)
    evidence = tuple(told[item] for item in _ITEMS if item in told)
    if case.unread(criterion.id) or not evidence:
        return nothing_found(case, criterion, "Any of the nine items of a model card")
    level = (
        "comprehensive"
        if len(told) >= _COMPREHENSIVE
        else "partial"
        if len(told) >= _PARTIAL
        else "none"
    )
    missing = [words for item, words in _ITEMS.items() if item not in told]
    listed = _listed([words for item, words in _ITEMS.items() if item in told])
    reason = f"The card tells {listed} ({len(told)} of {len(_ITEMS)} items)"
    return Verdict(
        level, f"{reason}; {_listed(missing)} missing." if missing else f"{reason}.", evidence
    )


def _told_elsewhere(case: Case) -> Iterator[tuple[str, Evidence]]:
    """Items that the card tells so that another criterion credits them: its data, its settings."""
    data = (
        *case.found("data.sources", "corpus", "dataset", "name"),
        *case.found("post.instructions", "dataset", "linked"),
    )
    if data:
        yield "training-data", data[0]
    settings = case.found("code.recipe", *RECIPE_ITEMS)
    if len({e.fact for e in settings}) >= _PROCEDURE:
        yield "training-procedure", settings[0]


def _listed(words: list[str]) -> str:
    verb = "" if len(words) < 2 else " and "
    return ", ".join(words[:-1]) + verb + words[-1]


def judge_paper(case: Case, criterion: Criterion) -> Verdict:
    """Whether a paper or report tells how this release was made."""
    if report := case.found(criterion.id, "report"):
        return Verdict(
            "detailed", f"There is a paper or report on this release: {report[0].value}.", report
        )
    if earlier := case.found(criterion.id, "earlier"):
        return Verdict("partial", f"The paper is on another version: {earlier[0].value}.", earlier)
    if method := case.found(criterion.id, "method"):
        return Verdict(
            "partial", f"There is a paper on a part or method of it: {method[0].value}.", method
        )
    if blog := case.found(criterion.id, "blog"):
        return Verdict("partial", "There is a blog post on it, but no paper or report.", blog)
    return nothing_found(case, criterion, "A paper, report or blog post on this release")


def judge_review(case: Case, criterion: Criterion) -> Verdict:
    """Whether the paper on this release is said to have been peer-reviewed."""
    if venue := case.found(criterion.id, "venue"):
        if case.found("docs.paper", "report") or case.unchecked("docs.paper", "report"):
            return Verdict(
                "full",
                f"Its paper is said to have appeared at a peer-reviewed venue: {venue[0].value}.",
                venue,
            )
        return Verdict("partial", f"A paper on a part of it appeared at {venue[0].value}.", venue)
    if part := case.found(criterion.id, "venue-of-part"):
        return Verdict(
            "partial",
            f"A paper on a part or another version of it appeared at {part[0].value}.",
            part,
        )
    return nothing_found(case, criterion, "A peer-reviewed publication")


def judge_training_summary(case: Case, criterion: Criterion) -> Verdict:
    """Whether the public summary of training content that the EU AI Act asks for is there."""
    if summary := case.found(criterion.id, "summary"):
        return Verdict(
            "published", "A public summary of the training content is published.", summary
        )
    return nothing_found(
        case, criterion, "A public summary of the training content in the sense of the EU AI Act"
    )


JUDGES = {
    "docs.card": judge_card,
    "docs.paper": judge_paper,
    "docs.review": judge_review,
    "docs.training_summary": judge_training_summary,
}
