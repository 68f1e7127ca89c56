"""Verdicts: what the current grades of some releases say beyond their scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from registry.models import Grade, Release
from registry.verdicts import Verdict


class Told(NamedTuple):
    """The verdict on a release, with the revision that it rests on and when that was seen."""

    verdict: Verdict
    revision: str
    seen_at: datetime


def verdicts(session: Session, ids: Sequence[str]) -> dict[str, Told]:
    """By release the verdict of its current grade; none for one without a grade."""
    statement = (
        select(Grade)
        .join(Release, col(Grade.id) == col(Release.grade_id))
        .options(joinedload(Grade.kept), joinedload(Grade.snapshot))  # type: ignore[arg-type]
        .where(col(Release.id).in_(ids))
    )
    grades = session.scalars(statement) if ids else ()
    return {g.release_id: Told(g.verdict, g.snapshot.revision, g.snapshot.taken_at) for g in grades}
