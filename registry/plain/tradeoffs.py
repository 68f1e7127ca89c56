"""Tradeoffs: what one gains and loses by taking a more open release, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry import shapes
    from registry.differences import Change


def plain_changes(told: Iterable[Change]) -> list[shapes.Tradeoff]:
    """What one gains or loses, as plain values."""
    return [
        {
            "words": change.words,
            "criterion": change.criterion or None,
            "instead_of": change.instead_of or None,
        }
        for change in told
    ]
