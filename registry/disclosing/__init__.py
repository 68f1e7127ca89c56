"""Disclosing: what people may submit, what may become of it, and how it becomes evidence.

Pure: whoever asks brings what the registry knows.
"""

from __future__ import annotations

from registry.disclosing.lifecycle import (
    ACTIONS,
    LINKED,
    OPEN,
    Action,
    ActionError,
    By,
    Kind,
    Status,
    after,
    may,
    standing,
)

__all__ = [
    "ACTIONS",
    "LINKED",
    "OPEN",
    "Action",
    "ActionError",
    "By",
    "Kind",
    "Status",
    "after",
    "may",
    "standing",
]
