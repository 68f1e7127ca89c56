"""Verdicts: what a grade says beyond its score, as it is kept and as receipts hand it on."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.evidence import Day, Document, Origin, Place
from registry.shapes.ledger import LedgerDataset
from registry.shapes.values import CriterionId, FrameworkId, LevelId, Points

FrameworkResults = dict[FrameworkId, dict[str, str | int | float]]
"""By framework its verdict and the state of each of its items."""
KeptClaim = dict[str, Any]
"""A claim with its words, and the criteria that speak against it."""


@closed
class KeptPiece(TypedDict):
    """One piece of evidence; what is usual is left out, and so is what is empty."""

    criterion: str
    """The criterion that it bears on, or a topic that several criteria need."""
    fact: str
    """What was seen."""
    outcome: NotRequired[Literal["found", "denied", "absent", "unchecked"]]
    """What came of looking; found if left out."""
    origin: NotRequired[Origin]
    """Who says so; the card if left out."""
    value: NotRequired[str]
    """What exactly was seen."""
    quote: NotRequired[str]
    """The words."""
    place: NotRequired[Place]
    """Where they stand."""
    url: NotRequired[str]
    """The address of that place, pinned to the revision."""
    target: NotRequired[str]
    """The address that the words link to."""
    stage: NotRequired[str]
    """The stages of post-training that the words tie the fact to."""
    dated: NotRequired[Day]
    """The day on which a disclosure was accepted."""


@closed
class KeptLevel(TypedDict):
    """A level, and what it is worth."""

    level: LevelId
    """The level."""
    points: Points | None
    """What it is worth for certain; null where the criterion does not apply, and for what no score counts."""
    ceiling: Points | None
    """What it could be worth if all that is unchecked turned out open, and unread documents told all they can."""


@closed
class KeptMark(KeptLevel):
    """What was made of one criterion; what is empty is left out."""

    reason: NotRequired[str]
    """Why it is at that level, in a sentence."""
    evidence: NotRequired[list[int]]
    """What it rests on: numbers, from 0, of the verdict's pieces of evidence."""
    speaks: NotRequired[bool]
    """Whether the release itself says anything on the matter."""
    via: NotRequired[str]
    """The base that the level comes from or is capped by."""
    unread: NotRequired[list[Document]]
    """The documents that were not read and might raise it."""


@closed
class KeptCell(TypedDict):
    """One thing that is or isn't told of a stage of post-training."""

    state: Literal["open", "partial", "described", "undisclosed", "withheld", "unchecked", "n/a"]
    """How open it is."""
    text: str
    """What is told, in a few words."""
    quote: str
    """The words that it stands on; empty for none."""
    place: Place
    """Where they stand; empty for nowhere."""
    url: str
    """The address of that place, pinned to the revision; empty for none."""
    target: str
    """The address that the words link to; empty for none."""


@closed
class KeptStage(TypedDict):
    """One stage of post-training."""

    stage: str
    """Its short name; `unstated` for what is told without a stage, `before` for what a base had been through."""
    title: str
    """The kind of stage in words."""
    via: str
    """The base whose stage this is; empty for the release's own."""
    algorithm: KeptCell
    """Its algorithm."""
    data: KeptCell
    """Its data."""
    reward: KeptCell
    """Its reward model, judge or verifiers."""
    code: KeptCell
    """Its code."""
    license: KeptCell
    """The terms of its data."""
    annotators: KeptCell
    """Who made its data."""
    checkpoint: KeptCell
    """The model that came out of it."""
    sets: list[LedgerDataset]
    """The data sets that are named."""


@closed
class KeptVerdict(TypedDict):
    """A verdict as it is kept, whole: so that its digest can be recomputed."""

    marks: dict[CriterionId, KeptMark]
    """By criterion what counts, and by component what only frameworks ask for."""
    own: dict[CriterionId, KeptLevel]
    """The levels before lineage where that changed them."""
    frameworks: FrameworkResults
    """The estimates for other frameworks."""
    ledger: list[KeptStage]
    """Post-training, stage by stage."""
    claims: list[KeptClaim]
    """What the publisher claims, against the marks."""
    evidence: list[KeptPiece]
    """The pieces of evidence that marks rest on, each once."""
