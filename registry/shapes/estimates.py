"""Estimates: what other people's frameworks make of a release as Aperture sees it, never their own verdicts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import Count, FrameworkState

ItemShape = Literal["open", "partial", "undisclosed", "unchecked", "n/a"]


_NotApplicable = TypedDict(
    "_NotApplicable", {"n/a": Annotated[Count, Field(description="Those that do not apply.")]}
)


@closed
class StateCounts(_NotApplicable):
    """How many items are in which state."""

    open: Count
    """Those in the best one."""
    partial: Count
    """Those in between."""
    undisclosed: Count
    """Those in the worst one."""
    unchecked: Count
    """Those that could not be settled."""


@closed
class ItemState(TypedDict):
    """One item of a framework."""

    title: str
    """Its title."""
    state: FrameworkState
    """The state that it is in, as the framework calls it; or `unchecked` or `n/a`."""
    shape: ItemShape
    """How open that is: the framework's best state, one in between, its worst, not settled, not applicable."""


@closed
class Finding(ItemState):
    """One item of a framework, why it is in its state, and what that rests on."""

    reason: str
    """Why it is in that state."""
    rests_on: list[Annotated[str, Field(examples=["data.access", "components.crawler"])]]
    """The ids of what it rests on: criteria of the rubric, and components that are observed beside them."""


@closed
class _Framework(TypedDict):
    """A framework's verdict on a release, as Aperture estimates it."""

    title: str
    """The framework's name."""
    short: Annotated[str, Field(examples=["OSAI"])]
    """Its short name."""
    version: str
    """The version of it that was followed."""
    summary: Annotated[str, Field(examples=["class III", "10 of 18 points"])]
    """The estimated verdict in a few words."""
    counts: StateCounts
    """How many items are in which state."""


@closed
class EstimateInShort(_Framework):
    """A framework's verdict on a release and the state of each item, as Aperture estimates them."""

    items: dict[str, ItemState]
    """The items by their ids."""


@closed
class Estimate(_Framework):
    """A framework's verdict on a release and the finding on each item, as Aperture estimates them."""

    items: dict[str, Finding]
    """The items by their ids."""
