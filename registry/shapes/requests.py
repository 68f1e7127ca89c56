"""Requests: what publishers were asked to disclose, and how long they take to answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import (
    Count,
    CriterionId,
    CriterionTitle,
    LevelId,
    Moment,
    Ordinal,
    OwnAddress,
    ReleaseId,
)

AnswerKind = Literal["disclosed", "not-applicable", "withheld"]
"""`disclosed`: more is disclosed than when it was asked for. `not-applicable`: there turned out to be nothing to
disclose. `withheld`: the publisher said no, where nothing was said before."""


@closed
class CriterionAnswer(TypedDict):
    """What one criterion was answered with."""

    level: LevelId
    """The level that the answer led to."""
    at: Moment
    """When it came: when that was seen at the Hub, or a disclosure by the publisher was accepted."""
    how: AnswerKind
    """Of what kind it is."""


@closed
class RequestedCriterion(TypedDict):
    """One criterion that a publisher was asked about."""

    criterion: CriterionId
    """The criterion."""
    title: CriterionTitle
    """Its title."""
    level: LevelId
    """Its level when it was asked."""
    answer: CriterionAnswer | None
    """What it was answered with; null for as long as it was not."""


@closed
class DisclosureRequest(TypedDict):
    """That somebody asked a publisher to disclose what a release lacks."""

    id: Ordinal
    """Its number."""
    url: OwnAddress
    """The address of its page on this site."""
    release: ReleaseId
    """The release."""
    release_url: OwnAddress
    """The address of the release's page on this site."""
    organization: Annotated[str, Field(examples=["allenai"])]
    """The publisher who was asked."""
    asked_at: Moment
    """When somebody said that they had asked."""
    discussion: Annotated[str, Field(json_schema_extra={"format": "uri"})] | None
    """The discussion at the Hub; null where nobody told it. That it asks this is not checked."""
    state: Literal["waiting", "answered", "settled"]
    """`waiting`: nothing was answered. `answered`: a part was. `settled`: all was."""
    answer: AnswerKind | None
    """The kind of what was answered, taken together: what discloses anything outweighs the rest; null for none."""
    answered_at: Moment | None
    """When the first answer came."""
    settled_at: Moment | None
    """When the last one came; null while one is open."""
    days: Count
    """Whole days until the first answer, or until now."""
    words: str
    """All this in one sentence."""
    criteria: list[RequestedCriterion]
    """What was asked for."""


@closed
class RequestList(TypedDict):
    """One page of requests for disclosure."""

    items: list[DisclosureRequest]
    """The requests, newest first."""
    total: Count
    """How many there are in all pages."""


@closed
class RequestCounts(TypedDict):
    """How long a publisher takes to answer."""

    asked: Count
    """How many requests there were."""
    answered: Count
    """How many of them were answered, in full or in part."""
    declined: Count
    """How many of those were answered with a no alone."""
    median_days: Count | None
    """The days by which half are answered, by Kaplan and Meier, in which those that are open count as taking longer
    than they have been; null where that has not been reached."""
    longest_days: Count | None
    """How many days the oldest one without an answer has been waiting; null where there is none."""
