"""Located: how stored words get the address at which they are to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Locate = Callable[[Mapping[str, Any], str], dict[str, Any]]
"""Adds to stored words where they stand in a stored card: the release's, or that of the base named second."""


def owner_of(stored: Mapping[str, Any], via: str, release_id: str) -> str:
    """Whose words evidence quotes: those of the base that a mark comes from, if it has them, else the release's."""
    return via if via and f"/{via}" in stored["url"] else release_id
