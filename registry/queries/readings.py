"""Readings: what was read in a snapshot, by topic."""

from __future__ import annotations

from sqlmodel import Session

from registry.models import Reading
from registry.scoring.evidence import Evidence


def evidence_on(session: Session, snapshot_id: int | None, *topics: str) -> tuple[Evidence, ...]:
    """The evidence on these criteria or topics that a snapshot's reading holds, in its order."""
    reading = session.get(Reading, snapshot_id) if snapshot_id else None
    stored = reading.evidence if reading else ()
    return tuple(Evidence.from_dict(e) for e in stored if e["criterion"] in topics)
