"""Located: how stored words get the address at which they are to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Locate = Callable[[Mapping[str, Any], str], dict[str, Any]]
"""Adds to stored words where they stand in a stored card: the release's, or that of the base named second."""
