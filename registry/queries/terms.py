"""Terms: what was read in a snapshot that bears on the licence of its release."""

from __future__ import annotations

from sqlmodel import Session

from registry.models import Reading
from registry.scoring.evidence import Evidence

_TOPICS = frozenset({"weights.license", "lineage", "card", "weights"})


def terms_in(session: Session, snapshot_id: int | None) -> tuple[Evidence, ...]:
    """The evidence on terms and bases that a snapshot's reading holds."""
    reading = session.get(Reading, snapshot_id) if snapshot_id else None
    stored = reading.evidence if reading else ()
    return tuple(Evidence.from_dict(e) for e in stored if e["criterion"] in _TOPICS)
