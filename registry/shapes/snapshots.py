"""Snapshots: what a source said of a release at one moment, verbatim."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import ReleaseId

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Seen = Literal["found", "denied", "absent", "unchecked"]
"""What came of looking."""


@closed
class SnapshotCard(TypedDict):
    """The bytes of a file, told in one of two ways; the other is null."""

    sha256: Sha256
    """SHA-256 of the bytes."""
    text: str | None
    """The text, where the bytes are UTF-8."""
    base64: str | None
    """The bytes in base64, where they are not."""


@closed
class SnapshotDocument(TypedDict):
    """What the source said of a release, verbatim."""

    schema: Literal[1]
    """The version of this shape."""
    kind: Literal["model"]
    """What it is a snapshot of."""
    id: ReleaseId
    """The release."""
    revision: str
    """The revision."""
    page: str
    """The address of the repo's page."""
    metadata: dict[str, Any]
    """The metadata as they came."""
    card: SnapshotCard | None
    """The card; null where there is none, or it could not be read."""
    card_outcome: Seen
    """What came of looking for the card."""
    card_reason: str
    """Why the card could not be read; empty where it could, or there is none."""
    statement: NotRequired[SnapshotCard | None]
    """The publisher's statement, its `TRANSPARENCY.yaml`; null where there is none, or it could not be fetched."""
