"""History: what became of a release, and how its grade moved."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import (
    CriterionId,
    CriterionTitle,
    Letter,
    LevelId,
    Moment,
    OwnAddress,
    ReleaseId,
    Score,
)

ChangeKind = Literal[
    "gone",
    "returned",
    "renamed",
    "made-private",
    "made-public",
    "disabled",
    "enabled",
    "gated",
    "ungated",
    "gate-changed",
    "license-changed",
    "weights-added",
    "weights-removed",
    "base-changed",
    "data-links-added",
    "data-links-removed",
    "card-added",
    "card-removed",
    "card-edited",
    "statement-added",
    "statement-removed",
    "statement-edited",
]
EntryKind = Literal[
    ChangeKind, "added", "graded", "grade-rose", "grade-fell", "grade-changed", "grade-stayed"
]
Actor = Literal[
    "disclosed",
    "removed",
    "relicensed",
    "gated",
    "ungated",
    "edited",
    "hub",
    "disclosure",
    "link",
    "related",
    "rubric",
    "readers",
    "seen",
]


@closed
class Change(TypedDict):
    """One thing that changed."""

    kind: ChangeKind
    """What changed."""
    before: str | list[str]
    """A text or a list of names as it was before; of a card its SHA-256. Of what was added or removed, that alone;
    empty for what was not there."""
    after: str | list[str]
    """The same as it is since."""
    words: str
    """The change in a sentence."""


_StandingOfClass = TypedDict(
    "_StandingOfClass",
    {"class": Annotated[str, Field(description="The openness class.", examples=["open weights"])]},
)


@closed
class Standing(_StandingOfClass):
    """What one grading made of the release."""

    score: Score
    """The score, of 100."""
    letter: Letter
    """The letter."""
    reader_version: str
    """The version of the readers that found the evidence."""
    rubric_version: str
    """The version of the rubric."""


@closed
class Step(TypedDict):
    """A criterion whose level changed."""

    criterion: CriterionId
    """The criterion."""
    title: CriterionTitle
    """Its title."""
    before: LevelId
    """The level before."""
    after: LevelId
    """The level since."""


@closed
class Movement(TypedDict):
    """How the grade moved."""

    direction: Literal["first", "rose", "fell", "stayed", "changed"]
    """Where to. First for the first grade, changed where the score is the same and the letter is not."""
    before: Standing | None
    """The grading before; null for the first."""
    after: Standing
    """This grading."""
    causes: list[Literal["release", "rubric", "readers", "disclosure", "link", "related"]]
    """What was not the same at both gradings; related is what the release derives from or links to. Nobody can tell
    which of several moved the grade."""
    steps: list[Step]
    """The criteria whose levels changed."""
    why: str
    """The causes in a sentence; empty for the first grade."""
    words: str
    """All of that in a sentence."""


@closed
class Attribution(TypedDict):
    """Who brought about what an entry tells."""

    who: Actor
    """What happened, by whom: the publisher disclosed, removed, relicensed, gated, ungated or edited something, the Hub
    acted, or something related, our rubric or our readers changed; seen for the first time."""
    words: str
    """The same in words."""


@closed
class Entry(TypedDict):
    """What became of the release at one moment."""

    at: Moment
    """When."""
    updated: Moment
    """When the grade moved that followed; the moment itself where none did."""
    kinds: list[EntryKind]
    """Of what kinds it is: what changed, and where the grade went."""
    first: bool
    """Whether the release was seen for the first time."""
    words: list[str]
    """What changed, in sentences."""
    changes: list[Change]
    """What changed."""
    movement: Movement | None
    """How its grade moved; null where it did not."""
    by: list[Attribution]
    """Who brought it about."""


@closed
class Happening(Entry):
    """What became of some release at one moment."""

    release: ReleaseId
    """The release, by the id that it has now."""
    organization: str
    """Who publishes it; empty for nobody."""
    url: OwnAddress
    """Its history on this site."""
