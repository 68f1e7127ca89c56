"""Boards: releases at their places, claims that were not met, and what is more open than one release."""

from __future__ import annotations

from typing_extensions import TypedDict

from registry.shapes.claims import Claim
from registry.shapes.closing import closed
from registry.shapes.groups import Downloads
from registry.shapes.summary import Summary
from registry.shapes.values import Count, CriterionId, Ordinal, ReleaseId


@closed
class RankedRelease(Summary):
    """A release at its place. Score, letter and `high` are those under the weights that were asked for."""

    rank: Ordinal
    """The rank; what is equal shares it."""
    was: Ordinal | None
    """The rank under the rubric's own weights; null where those apply anyway, or give it none."""
    folded: Count
    """How many further releases of its family stand behind this one."""
    family: ReleaseId
    """The original of its family."""


@closed
class ReleaseBoard(TypedDict):
    """One page of releases by what is certain of their openness."""

    items: list[RankedRelease]
    """The releases, the most open first."""
    total: Count
    """How many there are in all pages."""
    left_out: Count
    """How many graded releases have nothing that counts under these weights."""


@closed
class ClaimingRelease(Summary):
    """A release whose publisher claims more than was found."""

    claims: list[Claim]
    """Its claims that what was found contradicts."""


@closed
class ClaimBoard(TypedDict):
    """One page of releases whose publishers claim more than was found."""

    items: list[ClaimingRelease]
    """The releases, the most downloaded first."""
    total: Count
    """How many there are in all pages."""
    downloads: Downloads
    """How often all of them are downloaded."""


@closed
class Tradeoff(TypedDict):
    """Something that one gains or loses by taking another release."""

    words: str
    """What it is, in a few words."""
    criterion: CriterionId | None
    """The criterion; null for what is none, such as size and use."""
    instead_of: str | None
    """The level of the first release on it, as words; null for what is no criterion."""


@closed
class Alternative(Summary):
    """A release that is more open than another one."""

    gains: list[Tradeoff]
    """What one gains by taking it, what weighs most first."""
    losses: list[Tradeoff]
    """What one loses, what weighs most first."""
    alike: list[ReleaseId]
    """Further releases of the same organization with the same score."""


@closed
class Alternatives(TypedDict):
    """What is more open than one release, of each family one."""

    release: Summary
    """The release."""
    items: list[Alternative]
    """One page of the alternatives, the most open first. Those of one organization that reach the same score stand
    together: of these the one whose size is nearest."""
    total: Count
    """How many there are in all pages."""
    families: Count
    """How many families have an alternative that meets what was asked for."""
    without: dict[str, Count]
    """Where there is none: by filter how many there would be without it."""
    is_most_open: bool
    """Whether no release at all has a higher score."""
