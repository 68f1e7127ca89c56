"""Ledger: post-training, stage by stage."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.evidence import Located, Place
from registry.shapes.values import ReleaseId


@closed
class LedgerCell(Located):
    """One thing that is or isn't told of a stage."""

    state: Literal["open", "partial", "described", "undisclosed", "withheld", "unchecked", "n/a"]
    """How open it is. Withheld is what the publisher states not to give out, unchecked what is linked and nobody has
    been able to look at."""
    text: str
    """What is told, in a few words."""
    target: str
    """The address that the words link to; empty for none."""


@closed
class LedgerDataset(TypedDict):
    """A data set that a stage was trained on."""

    name: Annotated[str, Field(examples=["allenai/tulu-3-sft-mixture"])]
    """Its name, or the id of its repo."""
    standing: Literal["found", "gated", "gone", "unchecked", "known", "elsewhere", "named"]
    """Whether one can get at it: found, behind a gate, not there, not looked at; known for a well-known public set,
    elsewhere for one on a site that is not visited, named where only a name is given."""
    url: str
    """Where it is; empty where nothing tells."""
    license: str
    """Its licence as it is declared; empty where none is, or it was not looked at."""
    role: Literal["", "seed", "released"]
    """Empty for what was trained on; seed for what that was made from; released for what was published and is not said
    to be all that was trained on."""
    place: Place
    """Where the card names it."""
    source: str
    """The address of that place, pinned to the revision."""


@closed
class LedgerStage(TypedDict):
    """One stage of post-training."""

    stage: Annotated[str, Field(examples=["sft", "dpo", "unstated"])]
    """The short name of the stage; `unstated` for what is told of post-training without one."""
    title: str
    """The kind of stage in words."""
    via: str
    """The id of the base whose stage this is; empty for the release's own."""
    algorithm: LedgerCell
    """Its algorithm."""
    data: LedgerCell
    """Its data."""
    reward: LedgerCell
    """Its reward model, judge or verifiers."""
    code: LedgerCell
    """Its code."""
    license: LedgerCell
    """The terms of its data."""
    annotators: LedgerCell
    """Who made its data."""
    checkpoint: LedgerCell
    """The model that came out of it, where that is published."""
    sets: list[LedgerDataset]
    """The data sets that are named."""


@closed
class Ledger(TypedDict):
    """Post-training, stage by stage."""

    outcome: Literal["told", "withheld", "undisclosed", "unchecked", "n/a"]
    """What came of looking: n/a for a base model, undisclosed for a tuned one that does not say how."""
    before: list[ReleaseId]
    """The bases that had been tuned themselves."""
    via: str
    """The id of the base whose stages these are; empty for the release's own."""
    stages: list[LedgerStage]
    """The stages that are told, in the order of training."""
