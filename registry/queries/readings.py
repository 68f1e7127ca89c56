"""Readings: what was read in a snapshot, by topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry.scoring.evidence import Evidence


def evidence_on(read: Iterable[Mapping[str, Any]], *topics: str) -> tuple[Evidence, ...]:
    """The evidence on these criteria or topics among what was read in a snapshot, in its order."""
    return tuple([Evidence.from_dict(e) for e in read if e["criterion"] in topics])
