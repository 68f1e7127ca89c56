"""Disclosures: what is submitted, and what became of it."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import (
    Count,
    CriterionId,
    CriterionTitle,
    Letter,
    LevelId,
    Moment,
    Ordinal,
    OwnAddress,
    ReleaseId,
    Score,
)

DisclosureKind = Literal["claim", "statement", "reply"]
DisclosureStatus = Literal["received", "in-review", "accepted", "rejected", "withdrawn"]
Gain = Annotated[float, Field(ge=-100, le=100)]
"""Points of 100; less than nothing where it takes away."""


@closed
class DisclosureAsked(TypedDict):
    """What is wrong or missing on one criterion of a release, and where that can be seen."""

    release: Annotated[str, Field(min_length=1, max_length=300, examples=["acme/nimbus-7b"])]
    """Its id at the Hub, or its address there. A model that the registry does not know goes by `org/name`, too."""
    criterion: Annotated[str, Field(min_length=1, max_length=100, examples=["data.access"])]
    """The criterion of the rubric."""
    claim: Annotated[str, Field(min_length=10, max_length=2000)]
    """What is wrong or missing, in words."""
    url: Annotated[str, Field(min_length=1, max_length=2000)]
    """Where it can be seen: a public address by http or https."""
    quote: NotRequired[Annotated[str, Field(max_length=600)]]
    """The words there that say so."""
    level: NotRequired[Annotated[str, Field(max_length=100, examples=["downloadable"])]]
    """The level that follows, one of the criterion's or `n/a`; left out or empty, a moderator decides."""


@closed
class DisclosureReceipt(TypedDict):
    """What was received."""

    id: Ordinal
    """Its number."""
    status: DisclosureStatus
    """How far it has come: `received`."""
    url: OwnAddress
    """The address of its status page."""
    withdraw: str
    """The secret by which it can be withdrawn on that page. It is told this once."""


@closed
class DisclosureInShort(TypedDict):
    """One thing that somebody submitted on a release."""

    id: Ordinal
    """Its number."""
    kind: DisclosureKind
    """A claim on one criterion, a statement on many, or the publisher's reply beside a criterion."""
    status: DisclosureStatus
    """How far it has come."""
    url: OwnAddress
    """The address of its status page."""
    release: ReleaseId
    """The release that it is about; the registry may not know it yet."""
    criterion: CriterionId | None
    """The criterion that it is about; null for a statement."""
    claim: str | None
    """What is wrong or missing, in its author's words. Null before a moderator has begun to look, but for its own
    page, and again once it was rejected or withdrawn; so are link and quote."""
    link: str | None
    """Where that can be seen."""
    quote: str | None
    """The words there that say so; empty for none."""
    level: LevelId | None
    """The level that its author holds to be right; null where that is left to the moderator."""
    granted: LevelId | None
    """The level that was accepted."""
    against: LevelId | None
    """The level that the release's own words earned when it was accepted."""
    origin: Literal["publisher", "disclosure"]
    """Whether somebody of the publisher submitted it, or anybody else."""
    organization: str | None
    """The organization that its author is a member of, if it is the publisher; null for anybody else."""
    submitted_at: Moment
    """When it was submitted."""
    changed_at: Moment
    """When something last became of it."""


@closed
class DisclosureDecision(TypedDict):
    """One entry of the log. Who acted is not told, but in which role."""

    at: Moment
    """When."""
    action: Literal["submit", "review", "accept", "reject", "withdraw", "undo"]
    """What was done. An undo takes back the action before it."""
    by: Literal["author", "moderator"]
    """In which role somebody acted."""
    before: DisclosureStatus | None
    """Its status before; null for the first entry."""
    after: DisclosureStatus
    """Its status after."""
    level: LevelId | None
    """The level that was accepted."""
    reason: str
    """Why, in the moderator's words; empty for none."""


@closed
class EffectStep(TypedDict):
    """What becomes of one criterion."""

    criterion: CriterionId
    """The criterion."""
    title: CriterionTitle
    """Its title."""
    before: LevelId
    """Its level without."""
    after: LevelId
    """Its level with."""
    gain: Gain
    """What that alone adds to the score."""


@closed
class DisclosureEffect(TypedDict):
    """What a disclosure does to the grade of its release, without what bases cap and derivatives inherit."""

    score_before: Score
    """The score without."""
    letter_before: Letter
    """The letter without."""
    score_after: Score
    """The score with."""
    letter_after: Letter
    """The letter with."""
    gain: Gain
    """What it adds to the score."""
    sentence: str
    """The same in words."""
    steps: list[EffectStep]
    """The criteria whose level changes."""


@closed
class DisclosureInFull(DisclosureInShort):
    """One thing that somebody submitted on a release, and all that became of it."""

    link_status: Literal["unchecked", "alive", "moved", "changed", "failing", "gone"] | None
    """What came of looking whether the link is still there; null where nobody has."""
    decisions: list[DisclosureDecision]
    """What was done about it, oldest first."""
    together: list[Ordinal]
    """The numbers of all that was sent together with it, itself among them; empty where it was sent alone."""
    effect: DisclosureEffect | None
    """What its level would do to the grade, or, once it was accepted and the release graded since, what it did; null
    where that can't be said."""


@closed
class DisclosureList(TypedDict):
    """One page of what was submitted."""

    items: list[DisclosureInShort]
    """The disclosures, newest first."""
    total: Count
    """How many there are in all pages."""
