"""Registering: a release that has no repo is known by what was disclosed on it, and by nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, select
from sqlmodel import Session, col, exists

from crawlers.snapshots import Snapshot
from registry import models, store
from registry.db import session_on
from registry.disclosing import Kind, Status
from registry.regrade.news import has_no_repo
from registry.scoring.evidence import Outcome

SOURCE = "disclosure"
"""What the snapshots of such releases name as their source."""
REASON = "no source tells of it, and it is known by what was disclosed alone"


def register_disclosed(engine: Engine, now: datetime) -> int:
    """Gives releases that accepted disclosures alone know a snapshot that says nothing, and takes those out of the
    catalog of which nothing is accepted any more; returns how many there were of both."""
    with Session(engine) as session:
        new = session.scalars(_unregistered()).all()
        old = session.scalars(_taken_back()).all()
    if not (new or old):
        return 0
    # Only here, where there is something to read: the readers.
    from crawlers.ingest import taken

    with session_on(engine) as session:
        store.save_taken(session, [taken(_empty(name), SOURCE) for name in sorted(new)], now)
        store.withdraw_releases(session, old, now)
    return len(new) + len(old)


def _empty(release_id: str) -> Snapshot:
    """What no source tells of: all is unchecked but what was disclosed. What derives from it is not held to derive from
    something closed."""
    return Snapshot(
        "model",
        release_id,
        "",
        {"id": release_id},
        page="",
        card_outcome=Outcome.UNCHECKED,
        card_reason=REASON,
    )


def _counts() -> Any:
    of = models.Disclosure
    return (col(of.status) == Status.ACCEPTED) & (col(of.kind) != Kind.REPLY)


def _unregistered() -> Select[Any]:
    disclosure, release = models.Disclosure, models.Release
    return (
        select(col(disclosure.release_id))
        .join(release, col(release.id) == col(disclosure.release_id))
        .where(_counts(), has_no_repo())
        .distinct()
    )


def _taken_back() -> Select[Any]:
    disclosure, release, snapshot = models.Disclosure, models.Release, models.Snapshot
    return (
        select(col(release.id))
        .join(snapshot, col(snapshot.id) == col(release.snapshot_id))
        .where(
            col(snapshot.source) == SOURCE,
            ~exists().where(col(disclosure.release_id) == col(release.id), _counts()),
        )
    )
