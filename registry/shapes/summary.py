"""Summary: a release as an item of a list, and as a line of the export."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import (
    Count,
    CriterionId,
    FrameworkId,
    Letter,
    LevelId,
    LicenseLevel,
    Moment,
    OpennessClass,
    OwnAddress,
    Points,
    ReleaseId,
    Score,
)


@closed
class PillarScores(TypedDict):
    """A score per pillar, 0 to 100. Null where the pillar does not apply, or nothing is graded."""

    weights: Score | None
    """The weights: who may have them, and do what with them."""
    data: Score | None
    """The training data."""
    code: Score | None
    """The code and recipe of the training and the evaluation."""
    post: Score | None
    """Post-training. Null for a base model."""
    docs: Score | None
    """Documentation."""


_OfClass = TypedDict(
    "_OfClass",
    {
        "class": Annotated[
            OpennessClass | None,
            Field(
                description="The openness class, which follows from the levels and not from the score. Null without"
                " a grade."
            ),
        ]
    },
)


@closed
class Summary(_OfClass):
    """One release. Without a grade, what depends on it is null."""

    id: ReleaseId
    """The id: the name of the repo, publisher first."""
    organization: Annotated[str, Field(examples=["allenai"])]
    """The publisher; empty where none is known."""
    score: Score | None
    """What is certain, of 100: the score if everything unchecked turned out closed."""
    high: Score | None
    """The score if everything unchecked turned out open, and the documents that are linked and were not read told all
    that such documents can."""
    letter: Letter | None
    """The letter that the score makes, A to F."""
    pillars: PillarScores
    """The score of each pillar."""
    base_models: list[ReleaseId]
    """The releases that it was made from, by the names that it declares."""
    license: Annotated[str, Field(examples=["apache-2.0"])]
    """The licence as it is declared; empty where none is."""
    license_class: LicenseLevel | None
    """What the terms that count for the weights allow: a level of the criterion `weights.license`."""
    parameters: Count | None
    """How many parameters it has; null where nothing tells."""
    task: Annotated[str, Field(examples=["text-generation"])]
    """The task that it is filed under; empty for none."""
    downloads: Count | None
    """Downloads in the last month, as the Hub counts them; null where it gives no number."""
    likes: Count | None
    """Likes on the Hub; null where it gives no number."""
    created_at: Moment | None
    """When its repo was created."""
    last_modified: Moment | None
    """When its repo was changed last."""
    checked: Count
    """How many of the criteria that apply could be checked."""
    total: Count
    """How many criteria apply."""
    url: OwnAddress
    """The address of its page on this site."""


@closed
class LevelAndPoints(TypedDict):
    """Where a release stands on one criterion."""

    level: LevelId
    """A level of the criterion, `unchecked` or `n/a`."""
    points: Points | None
    """What the level is worth for certain, 0 to 1; null where the criterion does not apply."""


@closed
class Line(Summary):
    """One graded release with its levels and the estimates for frameworks."""

    criteria: dict[CriterionId, LevelAndPoints]
    """Level and points by criterion."""
    frameworks: dict[FrameworkId, dict[str, str | float]]
    """By framework the estimate of its verdict and of each of its items, all beside each other."""
