"""Receipts: documents by which anybody can recompute a grade, and what comes of recomputing one."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

SCHEMA: Literal[1] = 1
"""The version of the shape of receipts and of the snapshots that go with them."""


def receipt_address(release_id: str) -> str:
    """Where the receipt of a release's grade is, on any site of the registry."""
    return f"/api/v1/models/{quote(release_id)}/receipt"


def snapshot_address(release_id: str) -> str:
    """Where the snapshot is that a release's grade rests on."""
    return f"/api/v1/models/{quote(release_id)}/snapshot"
