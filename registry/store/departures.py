"""Departures: repos that are known under another name now, or no longer at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col

from registry import models
from registry.disclosing import LINKED
from registry.scoring.evidence import Outcome
from registry.store.repos import REPO_TABLES, Failure, event_row, save_failure


def save_move(session: Session, kind: str, old_id: str, new_id: str, now: datetime) -> None:
    """Records that the Hub knows a repo under another name."""
    save_failure(
        session, kind, old_id, Outcome.ABSENT, Failure("moved", f"It is now {new_id}."), now
    )
    row = session.get_one(REPO_TABLES[kind], old_id)
    if row.moved_to != new_id:
        row.moved_to = new_id
        if kind == "model":
            _move_what_was_submitted(session, old_id, new_id, now)
        session.add(models.Event(**event_row(kind, new_id, now, "moved", None, old_id)))


def _move_what_was_submitted(session: Session, old_id: str, new_id: str, now: datetime) -> None:
    """What was disclosed and asked of a release goes along with it to its new name; what disclosures link it to is
    linked anew there."""
    of, link = models.Disclosure, models.Link
    session.execute(delete(link).where(col(link.release_id) == old_id, col(link.kind) == LINKED))
    counts = update(of).where(col(of.release_id) == old_id, col(of.decided_at).is_not(None))
    session.execute(counts.values(decided_at=now))
    for table in (of, models.Request, models.Citation):
        named: Any = table
        moved = update(named).where(col(named.release_id) == old_id)
        session.execute(moved.values(release_id=new_id))


def withdraw_releases(session: Session, release_ids: Collection[str], now: datetime) -> None:
    """Takes releases out of the catalog of which there never was more than what was disclosed."""
    of = models.Release
    for release_id in release_ids:
        session.add(models.Event(**event_row("model", release_id, now, "gone", None)))
    session.execute(
        update(of)
        .where(col(of.id).in_(release_ids))
        .values(
            snapshot_id=None,
            grade_id=None,
            graded_at=None,
            outcome=Outcome.ABSENT.value,
            changed_at=now,
        )
    )


def touch_moved(session: Session, kind: str, old_id: str, now: datetime) -> None:
    """Records that what a renamed repo is now has changed: releases link to it by its old name."""
    session.get_one(REPO_TABLES[kind], old_id).changed_at = now
