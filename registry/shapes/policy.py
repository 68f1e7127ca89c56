"""Policy: the rubric, and other people's frameworks, as they are evaluated."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.evidence import Remedy
from registry.shapes.values import (
    CriterionId,
    CriterionTitle,
    DocumentKind,
    FrameworkId,
    FrameworkState,
    LevelId,
    PillarId,
    Points,
    Score,
)

Weight = Annotated[float, Field(ge=0)]


@closed
class LevelDefinition(TypedDict):
    """One level of a criterion."""

    id: LevelId
    """Its id."""
    points: Points
    """What it is worth, 0 to 1."""
    meaning: str
    """What it takes."""


@closed
class CriterionDefinition(TypedDict):
    """One question of the rubric."""

    id: CriterionId
    """Its id."""
    pillar: PillarId
    """The pillar that it belongs to."""
    title: CriterionTitle
    """Its title."""
    question: str
    """The question."""
    why: str
    """Why it matters."""
    how: str
    """How Aperture looks for it."""
    weight: Weight
    """What it weighs within its pillar, relative to the others."""
    levels: list[LevelDefinition]
    """Its levels, the best first. Beside them there are `unchecked`, worth nothing for certain and all at best, and
    `n/a`, which leaves the sum."""
    absent: LevelId
    """The level where nothing was found."""
    denied: LevelId
    """The level where the publisher says that it is withheld."""
    inherit: Literal["never", "copies", "derived", "ceiling"]
    """What a derived release that is silent takes over from its base: nothing; only as a copy of it; as any derived
    release; or its own level, but never a better one than the base's."""
    cap: LevelId | None
    """The best level that a derived release that is no copy takes over; null for no such limit."""
    unread: dict[DocumentKind, LevelId]
    """By kind of document the level up to which one that is linked and was not read could settle it."""
    remedy: Remedy
    """How a publisher can improve it."""


@closed
class PillarDefinition(TypedDict):
    """One of the parts of a grade."""

    id: PillarId
    """Its id."""
    title: str
    """Its title."""
    question: str
    """What it asks."""
    weight: Weight
    """What it weighs in the score, relative to the others that apply."""


@closed
class BandDefinition(TypedDict):
    """A letter, or a level of a pillar."""

    id: Annotated[str, Field(examples=["C", "partial"])]
    """Its id."""
    floor: Score
    """The score that it begins at."""
    meaning: str
    """What it means."""


@closed
class ClassDefinition(TypedDict):
    """An openness class."""

    id: Annotated[str, Field(examples=["open weights"])]
    """Its id."""
    meaning: str
    """What it means."""


@closed
class ComponentDefinition(TypedDict):
    """Something that only frameworks ask for: it is observed, and part of no score."""

    id: Annotated[str, Field(examples=["components.crawler"])]
    """Its id."""
    title: str
    """Its title."""
    how: str
    """How Aperture looks for it."""


@closed
class RubricDefinition(TypedDict):
    """The rubric of one version: all by which grades are made."""

    version: str
    """Its version."""
    pillars: list[PillarDefinition]
    """The pillars."""
    criteria: list[CriterionDefinition]
    """The criteria."""
    letters: list[BandDefinition]
    """The letters, the best first."""
    pillar_levels: list[BandDefinition]
    """The levels of pillars, the best first."""
    classes: list[ClassDefinition]
    """The openness classes, the most open first."""
    components: list[ComponentDefinition]
    """What only frameworks ask for."""


@closed
class StateDefinition(TypedDict):
    """A state that an item of a framework may be in."""

    id: FrameworkState
    """Its id."""
    meaning: str
    """What it means."""


@closed
class SourceDefinition(TypedDict):
    """A criterion that settles an item."""

    criterion: Annotated[str, Field(examples=["data.access", "components.crawler"])]
    """The criterion, or something observed beside them."""
    states: dict[FrameworkState, list[LevelId]]
    """By state the levels that make it; any other level makes the worst state."""


@closed
class ItemDefinition(TypedDict):
    """One item of a framework, and how Aperture settles it."""

    id: str
    """Its id; in an index without ids its exact name."""
    title: str
    """Its title."""
    question: str
    """What it asks."""
    group: str | None
    """The part of the framework that it belongs to; null for none."""
    criteria: list[str]
    """The criteria that it rests on."""
    sources: list[SourceDefinition]
    """The levels that make its states; empty where a rule alone settles it."""
    combine: Literal["first", "worst", "best", "share"]
    """How several sources make one state: the first that applies and could be checked, the worst, the best, or the best
    when all have it, the worst when all have that, else the one between."""
    how: str | None
    """What a rule makes of it, in words; null where levels say it all."""


@closed
class FrameworkDefinition(TypedDict):
    """Somebody else's rubric, as Aperture evaluates it."""

    id: FrameworkId
    """Its id here."""
    title: str
    """Its name."""
    short: Annotated[str, Field(examples=["OSAI"])]
    """Its short name."""
    version: str
    """The version that is followed."""
    url: str
    """Its own address."""
    note: str
    """What an estimate of it is worth, and which choices were made."""
    differs: str
    """What sets it apart from the others."""
    states: list[StateDefinition]
    """What an item may be, the best first; beside them `unchecked`, and `n/a`."""
    items: list[ItemDefinition]
    """The items that are settled."""
    unsettled: dict[str, str]
    """Items that it has beside these, with the reason why they can't be settled."""


@closed
class FrameworkList(TypedDict):
    """All frameworks that are evaluated."""

    items: list[FrameworkDefinition]
    """The frameworks."""
    total: Annotated[int, Field(ge=0)]
    """How many there are."""
