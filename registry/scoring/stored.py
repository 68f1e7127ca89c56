"""Stored: marks as they were before what is empty was left out, for those who read them as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry.scoring.evidence import Origin, Outcome

_EVIDENCE = {
    "outcome": Outcome.FOUND,
    "value": "",
    "quote": "",
    "place": "",
    "url": "",
    "target": "",
    "origin": Origin.CARD,
    "stage": "",
    "dated": "",
}


def whole_evidence(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored evidence with every field."""
    return {**_EVIDENCE, **stored}


def whole_mark(stored: Mapping[str, Any], evidence: Iterable[Any]) -> dict[str, Any]:
    """A stored mark with every field, and its evidence, which is whole."""
    return {
        "reason": "",
        "speaks": False,
        "via": "",
        "unread": [],
        **stored,
        "evidence": list(evidence),
    }
