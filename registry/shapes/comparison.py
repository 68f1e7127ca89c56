"""Comparison: several releases side by side."""

from __future__ import annotations

from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.evidence import Criterion
from registry.shapes.ledger import LedgerStage
from registry.shapes.release import DetailInShort
from registry.shapes.values import Count, CriterionId, CriterionTitle, FrameworkId, PillarId, Score


@closed
class ComparedRelease(DetailInShort):
    """One of the releases that are compared."""

    name: str
    """Its name without the publisher, where that tells it apart from the others."""


@closed
class ComparedCell(Criterion):
    """The level of one of the releases on a criterion."""

    word: str
    """The level as words."""
    best: bool
    """Whether none of the others is more open here and one of them is less; never where one could not be checked."""


@closed
class ComparedCriterion(TypedDict):
    """One criterion with a cell per release."""

    id: CriterionId
    """The criterion."""
    title: CriterionTitle
    """Its title."""
    question: str
    """The question that it asks."""
    differs: bool
    """Whether the levels differ."""
    cells: list[ComparedCell | None]
    """A cell per release, in their order; null for one without a grade."""


@closed
class ComparedPillar(TypedDict):
    """Some criteria of one pillar."""

    id: PillarId
    """The pillar."""
    title: str
    """Its title."""
    scores: list[Score | None]
    """Its score per release; null where it does not apply."""
    rows: list[ComparedCriterion]
    """The criteria."""


@closed
class ComparedFramework(TypedDict):
    """One framework with its estimated verdict per release."""

    id: FrameworkId
    """The framework."""
    title: str
    """Its name."""
    cells: list[str | None]
    """The estimated verdict on each release, in words; null for one without a grade."""


@closed
class ComparedStage(TypedDict):
    """One stage of post-training with what each release tells of it."""

    title: str
    """The kind of stage in words."""
    cells: list[LedgerStage | None]
    """The stage of each release; null where it tells of none."""


@closed
class Comparison(TypedDict):
    """Several releases side by side."""

    releases: list[ComparedRelease]
    """The releases, in the order in which they were asked for."""
    sentence: str
    """What sets them apart, in a sentence; empty for fewer than two."""
    differing: list[ComparedPillar]
    """By pillar the criteria whose levels differ."""
    same: list[ComparedPillar]
    """By pillar the criteria whose levels don't."""
    differences: Count
    """On how many criteria they differ."""
    frameworks: list[ComparedFramework]
    """What frameworks make of them."""
    stages: list[ComparedStage]
    """Every stage of post-training that one of them tells of."""
