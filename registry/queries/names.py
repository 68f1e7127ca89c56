"""Names: the release that somebody meant who did not write its id exactly."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from registry.models import Release
from registry.queries.conditions import LISTED

CANDIDATES = 400


def canonical_id(session: Session, written: str) -> str | None:
    """The id that differs from what is written in case only; None when there is none."""
    wanted = _clean(written).strip("/").lower()
    statement = select(col(Release.id)).where(func.lower(col(Release.id)) == wanted)
    return session.scalar(statement.order_by(col(Release.id)).limit(1))


def nearest_ids(session: Session, written: str, count: int = 5) -> list[str]:
    """The ids that look most like what is written, the nearest first."""
    wanted = _clean(written).lower()
    organization, _, name = wanted.rpartition("/")
    parts = {p[:3] for p in re.split(r"[^0-9a-z]+", name)[:4] if len(p) > 1} or {name[:3]}
    alike = [col(Release.id).icontains(part, autoescape=True) for part in sorted(parts)]
    if organization:
        alike.append(func.lower(col(Release.organization)) == organization)
    statement = select(col(Release.id)).where(LISTED, or_(*alike))
    ids = session.scalars(
        statement.order_by(col(Release.downloads).desc().nulls_last()).limit(CANDIDATES)
    )
    ranked = sorted(((_likeness(wanted, name, i), i) for i in ids), reverse=True)
    return [i for likeness, i in ranked[:count] if likeness > 0.5]


def _likeness(wanted: str, name: str, release_id: str) -> float:
    known = release_id.lower()
    whole = SequenceMatcher(None, wanted, known, autojunk=False).ratio()
    return max(whole, SequenceMatcher(None, name, known.rpartition("/")[2], autojunk=False).ratio())


def _clean(written: str) -> str:
    return written.replace("\0", "")[:200]
