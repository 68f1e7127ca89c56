"""Groups: organizations and families, by how open their releases are together, and the profile of one organization."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.requests import RequestCounts
from registry.shapes.values import (
    Count,
    CriterionId,
    CriterionTitle,
    Letter,
    OpennessClass,
    Ordinal,
    OwnAddress,
    PillarId,
    Points,
    ReleaseId,
    Score,
)


@closed
class Downloads(TypedDict):
    """What some releases are downloaded in a month together."""

    number: Count | None
    """How often; null where nothing is known of any of them."""
    at_least: bool
    """Whether it may be more, since one of them has no number."""


@closed
class Group(TypedDict):
    """Some releases together. All but their number and their names is about graded ones."""

    rank: Ordinal
    """The rank by what was asked for; what is equal shares it."""
    was: Ordinal | None
    """The rank under the rubric's own weights; null where those apply anyway, or give it none."""
    releases: Count
    """How many graded releases there are."""
    median: Score
    """The median of their scores."""
    best: Score
    """The best score."""
    worst: Score
    """The worst score."""
    best_release: ReleaseId
    """A release with the best score: of several the most downloaded one."""
    downloads: Downloads
    """How often they are downloaded."""


@closed
class Organization(Group):
    """An organization by how open its releases are."""

    name: Annotated[str, Field(examples=["allenai"])]
    """Its name."""
    url: OwnAddress
    """The address of its page on this site."""


@closed
class Family(Group):
    """A family: an original and all that derives from it."""

    original: ReleaseId
    """The id of the original, by which the family goes."""
    original_score: Score | None
    """Its score; null where it has no grade, or the registry has not seen it."""
    url: OwnAddress | None
    """The address of its page on this site; null where the registry has not seen it."""


@closed
class HalfYear(TypedDict):
    """The graded releases of half a year."""

    label: Annotated[str, Field(examples=["first half of 2024"])]
    """The half-year in words."""
    releases: Count
    """How many there are."""
    median: Score | None
    """The median of their scores; null for none."""
    best: Score | None
    """The best score; null for none."""


@closed
class CriterionCounts(TypedDict):
    """How some releases do on one criterion. Those that it does not apply to are left out."""

    criterion: CriterionId
    """The criterion."""
    title: CriterionTitle
    """Its title."""
    open: Count
    """How many are at its best level."""
    partial: Count
    """How many are in between."""
    closed: Count
    """How many are at a level that is worth nothing."""
    unchecked: Count
    """How many could not be checked."""
    lacking: Count
    """How many are known to be below the best level."""
    share: Points
    """The part that discloses it, 0 to 1, of those that could be looked at; half counts where it is in part."""
    gain: Annotated[float, Field(ge=0, le=100)]
    """What the best level would add on average to the score of each of those that lack it."""


@closed
class OrganizationProfile(TypedDict):
    """One organization, by all that it has published."""

    name: Annotated[str, Field(examples=["allenai"])]
    """Its name."""
    url: OwnAddress
    """The address of its page on this site."""
    releases: Count
    """How many releases it has."""
    graded: Count
    """How many of them are graded: what follows is about these."""
    originals: Count
    """How many of all its releases are made from no other."""
    median: Score | None
    """The median of the scores; null without a grade."""
    best: Score | None
    """The best score; null without a grade."""
    best_release: ReleaseId | None
    """A release with the best score: of several the most downloaded one."""
    downloads: Downloads
    """How often all its releases are downloaded."""
    letters: dict[Letter, Count]
    """How many have which letter; those that none has are left out."""
    classes: dict[OpennessClass, Count]
    """How many are in which openness class; those that none is in are left out."""
    pillars: dict[PillarId, dict[str, Count]]
    """By pillar how many are at which of its levels, and how many it does not apply to (`n/a`)."""
    halves: list[HalfYear]
    """Every half-year from the first release to the last, by when the repos were created."""
    families: list[Family]
    """The largest families among its releases, counting its own ones only."""
    families_total: Count
    """How many families there are."""
    criteria: list[CriterionCounts]
    """How they do on each criterion of the rubric, in its order."""
    judged: Count
    """How many releases the criteria are about."""
    judged_originals: bool
    """Whether those are the originals alone: what a derived release lacks is mostly for others to disclose."""
    least_disclosed: list[CriterionId]
    """The criteria on which the smallest part is disclosed, the least first, of those that concern many of them."""
    most_gained: list[CriterionId]
    """The criteria that would raise the scores most over all releases if they were met, the most first."""
    disclosure_requests: RequestCounts
    """What it was asked to disclose, and how long it takes to answer."""


@closed
class OrganizationList(TypedDict):
    """One page of organizations."""

    items: list[Organization]
    """The organizations."""
    total: Count
    """How many there are in all pages."""


@closed
class FamilyList(TypedDict):
    """One page of families."""

    items: list[Family]
    """The families."""
    total: Count
    """How many there are in all pages."""
