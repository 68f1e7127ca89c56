"""Drafts: a model card that is not published yet, and what it would earn."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.evidence import Improvement, Place
from registry.shapes.release import Bounds
from registry.shapes.summary import PillarScores
from registry.shapes.values import (
    Count,
    CriterionId,
    CriterionTitle,
    Letter,
    LevelId,
    LevelShape,
    OpennessClass,
    Ordinal,
    PillarId,
    Points,
    Score,
)

_NAME = "[A-Za-z0-9_.-]{0,95}"
_ID = f"^[A-Za-z0-9]{_NAME}(/[A-Za-z0-9_]{_NAME})?$"

Line = Annotated[int, Field(ge=1, examples=[12])]
"""A line of the card, counted from 1."""


@closed
class DraftAsked(TypedDict):
    """A draft of a model card, and what is known of its repo."""

    card: str
    """The text of the card with its front matter: Markdown of at most 1,048,576 bytes."""
    id: NotRequired[Annotated[str, Field(pattern=_ID, examples=["acme/nimbus-7b"])]]
    """The id that the release will have. Without one it is called by the card's title."""
    files: NotRequired[
        Annotated[list[str], Field(max_length=10_000, examples=[["model.safetensors"]])]
    ]
    """Names of the files that the repo will hold. Without them its weights are unchecked."""
    gated: NotRequired[Literal["auto", "manual"]]
    """The gate that will stand before the files: one that opens by itself, or by hand."""
    statement: NotRequired[str]
    """The text of the `TRANSPARENCY.yaml` that will be beside the card: YAML of at most 262,144 bytes. What keeps it
    from being read is told among the warnings, as `malformed`."""


@closed
class DraftEvidence(TypedDict):
    """Words that a level rests on."""

    outcome: Literal["found", "denied", "absent", "unchecked"]
    """What came of looking."""
    quote: str
    """The words, or the field of the front matter with its value."""
    place: Place
    """Where they stand."""
    line: Line | None
    """The line of the card; null for what stands elsewhere."""
    target: str
    """The address that the words link to; empty for none."""


@closed
class DraftCriterion(TypedDict):
    """One criterion with the level that the draft comes to, and what that rests on."""

    title: CriterionTitle
    """Its title."""
    pillar: PillarId
    """The pillar that it belongs to."""
    level: LevelId
    """A level of the criterion, `unchecked` for what a draft can't show, or `n/a`."""
    shape: LevelShape
    """How open that is."""
    points: Points | None
    """What is certain, 0 to 1; null where the criterion does not apply."""
    ceiling: Points | None
    """What it could be worth."""
    reason: str
    """Why it is at that level, in a sentence."""
    claimed: LevelId | None
    """The level that it comes to if the links of the card lead where they say; null where that is no better."""
    via: str
    """The id of the base that the level comes from; empty for the draft's own."""
    evidence: list[DraftEvidence]
    """The first pieces of what the level rests on."""
    evidence_total: Count
    """How many there are."""


@closed
class Snippet(TypedDict):
    """What to paste. Words in angle brackets are to be replaced: untouched, they earn nothing."""

    level: LevelId
    """What it comes to when filled in."""
    front: str
    """What goes into the front matter; empty for nothing."""
    markdown: str
    """What goes into the card; empty for nothing."""
    command: str
    """What is to be run; empty for nothing."""
    note: str
    """What else it takes; empty for nothing."""


@closed
class DraftStep(Improvement):
    """A criterion below its best level, with what to paste."""

    snippet: Snippet
    """What to paste."""


@closed
class DraftWarning(TypedDict):
    """Something wrong with the card itself."""

    kind: Annotated[str, Field(examples=["malformed", "placeholder", "license", "claim"])]
    """What kind of thing; `malformed` is what the Hub would refuse the card for."""
    line: Ordinal | None
    """The line of the card; null where it is none in particular."""
    text: str
    """What is wrong, in a sentence."""


_OfClass = TypedDict(
    "_OfClass",
    {
        "class": Annotated[
            OpennessClass | None,
            Field(description="The openness class; null while nothing tells of the weights."),
        ]
    },
)


@closed
class DraftReport(_OfClass):
    """What a draft would earn, why, and the cheapest steps up."""

    id: str | None
    """The id that was given."""
    score: Score
    """What is certain, of 100."""
    high: Score
    """What it could reach if its links lead where they say, and what a card can't show turned out open."""
    letter: Letter
    """The letter that the score makes."""
    letter_high: Letter
    """The letter that the upper bound makes."""
    sentence: str
    """The openness class and what it rests on, in a sentence."""
    pillars: PillarScores
    """The score of each pillar."""
    pillars_high: PillarScores
    """What each pillar could reach."""
    checked: Count
    """How many of the criteria that apply are not unchecked."""
    total: Count
    """How many criteria apply."""
    bounds: Bounds
    """Why the score may be higher than is certain."""
    rubric_version: str
    """The version of the rubric."""
    criteria: dict[CriterionId, DraftCriterion]
    """Every criterion."""
    steps: list[DraftStep]
    """What would raise the score beyond what the links promise: the cheapest first, and of these what brings most."""
    warnings: list[DraftWarning]
    """What is wrong with the card itself, in the order of its lines."""
