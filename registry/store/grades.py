"""Grades: which one counts, and those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from registry.models import Grade, Release
from registry.store.rows import insert_new, lock


def save_grades(
    session: Session,
    new: Sequence[Mapping[str, Any]],
    same: Iterable[str],
    now: datetime,
) -> None:
    """Makes these grades (columns of Grade) the current ones of their releases, and notes of the releases in
    ``same`` that their grades still hold."""
    seen = update(Release).values(graded_at=now)
    kept = list(same)
    lock(session, Release, [*kept, *(row["release_id"] for row in new)])
    if kept:
        session.execute(seen.where(col(Release.id).in_(kept)))
    if not new:
        return
    before = session.scalar(select(func.max(col(Grade.id)))) or 0
    insert_new(session, Grade, [{**row, "graded_at": now} for row in new])
    session.execute(
        seen.values(grade_id=col(Grade.id)).where(
            col(Grade.release_id) == col(Release.id),
            col(Grade.id) > before,
            col(Grade.release_id).in_([row["release_id"] for row in new]),
        ),
        execution_options={"synchronize_session": False},
    )
