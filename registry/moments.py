"""Moments: when something was, as API, log and receipts tell it."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(at: datetime) -> str:
    """A moment as text, in UTC and to the second: the log's digests and receipts rest on it, so it stays as it is."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
