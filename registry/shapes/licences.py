"""Licences: the licence of a release, place by place."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.evidence import Place
from registry.shapes.values import LicenseClass, LicenseLevel, ReleaseId

_LicenseOfClass = TypedDict(
    "_LicenseOfClass",
    {"class": Annotated[LicenseClass, Field(description="What these terms allow.")]},
)


@closed
class License(_LicenseOfClass):
    """One set of terms that is known."""

    id: Annotated[str, Field(examples=["Apache-2.0", "LicenseRef-llama3"])]
    """Its SPDX id, or a `LicenseRef-` of its own."""
    name: str
    """Its name."""
    approved_by: Literal["osi", "fsf", "open-data", "public-domain", "open-model"] | None
    """Who vouches that it is open; null for nobody."""
    url: str | None
    """Where to read it."""
    reason: str
    """Why it counts as that class."""


_PlaceOfClass = TypedDict(
    "_PlaceOfClass",
    {
        "class": Annotated[
            LicenseClass | None,
            Field(
                description="What the terms named there allow; null where nothing is said that has a class."
            ),
        ]
    },
)


@closed
class LicensePlace(_PlaceOfClass):
    """What one place says of the licence."""

    place: Literal["tag", "name", "card", "condition", "file", "base", "family"]
    """The tag; the fields for a name and a link beside it; the card; a sentence or gate that adds conditions; a file;
    a base; the release's own family name."""
    says: str
    """What it says, in words."""
    counts: bool
    """Whether this place decides."""
    needs_review: bool
    """Whether nobody has read these terms yet: they count as use-restricted until then."""
    release: ReleaseId | None
    """The base that the place belongs to; null for the release's own."""
    licenses: list[License]
    """The known terms that it names."""
    quote: str | None
    """The words; null where it is silent."""
    where: Place | None
    """Where the words stand."""
    url: str | None
    """The address of that place, pinned to the revision."""


@closed
class Licensing(TypedDict):
    """The licence of a release: which terms count, and how that comes about."""

    effective: str | None
    """The names of the terms that count; null where there are none."""
    level: LicenseLevel
    """The level on the criterion `weights.license`."""
    needs_review: bool
    """Whether nobody has read the terms that count."""
    places: list[LicensePlace]
    """What each place says."""
    conflicts: list[str]
    """A sentence on each disagreement between two places."""
    path: list[ReleaseId]
    """The way from the release to the base that the terms come from; empty where they are its own."""
