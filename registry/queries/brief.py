"""Brief: one release with its current grade, and nothing else, for what is asked for often."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import raiseload
from sqlmodel import Session, col

from registry.models import Grade, Release
from registry.queries.catalog import Listed

MOST_MOVES = 5


def brief(session: Session, release_id: str) -> Listed | None:
    """A release, or what it was renamed to; None when unknown. Its bases are left out.

    One or two lookups by key, whatever the size of the registry.
    """
    found: Listed | None = None
    for _ in range(MOST_MOVES):
        statement = (
            select(Release, Grade)
            .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
            .options(raiseload(Grade.kept))  # type: ignore[arg-type]
            .where(col(Release.id) == release_id)
        )
        row = session.execute(statement).first()
        if row is None:
            break
        found = Listed(row[0], row[1], ())
        release_id = found.release.moved_to
        if not release_id:
            break
    return found
