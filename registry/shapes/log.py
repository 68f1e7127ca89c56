"""Log: what the API tells of the audit log of disclosures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import Moment, Ordinal


@closed
class LogEntry(TypedDict):
    """One entry of the audit log. Its digest is over all that it tells but its number."""

    id: Ordinal
    """Its number. Numbers rise, and some may be left out."""
    disclosure: Ordinal
    """The disclosure that something was done about."""
    at: Moment
    """When, to the second."""
    action: Literal["submit", "review", "accept", "reject", "withdraw", "undo"]
    """What was done. An undo takes back the last action that was not undone."""
    by: Literal["author", "moderator"]
    """In which role. Who it was is not told."""
    before: str
    """The status before; empty for what was submitted."""
    after: str
    """The status after."""
    level: str
    """The level at which a claim was accepted; else empty."""
    reason: str
    """Why, in the moderator's words; empty where nothing was said."""
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """SHA-256, in hexadecimal digits, of the digest of the entry before (64 zeros for the first) and of `action`,
    `after`, `at`, `before`, `by`, `disclosure`, `level` and `reason` as one JSON object, with its names sorted, without
    blanks, and in UTF-8 without escapes that JSON does not ask for."""


@closed
class LogPage(TypedDict):
    """One page of the audit log."""

    items: list[LogEntry]
    """The entries."""
