"""Lists: what the API answers with that holds several releases, or several things about one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.history import Change, Entry, Happening, Movement, Standing
from registry.shapes.summary import Line
from registry.shapes.values import Count, Moment, ReleaseId

MOST_IDS = 500


@closed
class ReleaseList(TypedDict):
    """One page of a list of releases."""

    items: list[Line]
    """The releases. `criteria` and `frameworks` are only told when asked for, by `fields`."""
    total: Count
    """How many there are in all pages."""


@closed
class Facets(TypedDict):
    """How many releases a list would have."""

    total: Count
    """How many it has as it is asked for."""
    facets: dict[str, dict[str, Count]]
    """By filter and value, how many it would have with that value."""


@closed
class History(TypedDict):
    """What became of a release."""

    id: ReleaseId
    """The release."""
    entries: list[Entry]
    """What happened, newest first."""


@closed
class HappeningList(TypedDict):
    """One page of what became of releases."""

    items: list[Happening]
    """What happened, newest first, by when there was no more to tell of it."""


_Between = TypedDict(
    "_Between",
    {
        "from": Annotated[Moment, Field(description="The earlier moment.")],
    },
)
_Known = TypedDict(
    "_Known",
    {
        "from": Annotated[bool, Field(description="Whether the registry knew it at the earlier moment.")],
    },
)  # fmt: skip


@closed
class KnownAt(_Known):
    """When the registry knew the release."""

    to: bool
    """Whether the registry knew it at the later moment."""


@closed
class Difference(_Between):
    """A release at two moments."""

    id: ReleaseId
    """The release."""
    to: Moment
    """The later moment."""
    known: KnownAt
    """Whether anything was known of it then."""
    before: Standing | None
    """Its grade at the earlier moment; null where it had none."""
    after: Standing | None
    """Its grade at the later moment; null where it had none."""
    changes: list[Change]
    """What changed of the release itself. What changed and changed back is left out."""
    movement: Movement | None
    """How the grade moved; null where it did not."""


@closed
class BatchAsked(TypedDict):
    """Releases to look up."""

    ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]],
        Field(min_length=1, max_length=MOST_IDS),
    ]
    """Their ids at the Hub."""


@closed
class Unknown(TypedDict):
    """An id that nobody knows."""

    id: str
    """The id as it was given."""
    nearest: list[ReleaseId]
    """The nearest that are known; of the first ten unknown ids only."""


@closed
class BatchReply(TypedDict):
    """Releases that were looked up."""

    items: list[Line]
    """Those known, in the order of their ids. `criteria` and `frameworks` are only told when asked for."""
    renamed: dict[str, ReleaseId]
    """By an id as it was given the one that the release has now."""
    unknown: list[Unknown]
    """Those that nobody knows."""
