"""Texts: the stored model card of a release, as it was read for its grade."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.documents import unpacked
from registry.models import Document, Grade, Release, Snapshot

MAX_BYTES = 1_048_576

_FIELD = re.compile(r"([A-Za-z_][\w-]*)\s*:")


@dataclass(frozen=True, slots=True)
class CardText:
    """The lines of a stored card; ``reason``: why there are none, ``cut``: there are more."""

    release_id: str
    lines: tuple[str, ...]
    revision: str
    page: str
    taken_at: datetime
    reason: str
    cut: bool
    retold: bool

    @property
    def fields(self) -> dict[int, str]:
        """The lines on which fields of the front matter stand, each field once."""
        lines: dict[int, str] = {}
        for number, line in enumerate(self.lines[1:], 2):
            if line.rstrip() == "---" or self.lines[0].strip("\ufeff \t") != "---":
                break
            named = _FIELD.match(line)
            if named and named[1] not in lines.values():
                lines[number] = named[1]
        return lines


def statement_bytes(session: Session, release_id: str) -> bytes | None:
    """The statement in the newest snapshot of a release; None where there is none."""
    body = session.scalar(
        select(col(Document.body))
        .join(Snapshot, col(Snapshot.statement_digest) == col(Document.digest))
        .join(Release, col(Release.snapshot_id) == col(Snapshot.id))
        .where(col(Release.id) == release_id)
    )
    return unpacked(body) if body else None


def card_text(session: Session, release_id: str) -> CardText | None:
    """The card that a release's grade rests on, else its newest; None for an unknown release."""
    graded = select(col(Grade.snapshot_id)).where(col(Grade.id) == col(Release.grade_id))
    statement = (
        select(Snapshot, col(Document.body))
        .select_from(Release)
        .join(
            Snapshot,
            col(Snapshot.id) == func.coalesce(graded.scalar_subquery(), col(Release.snapshot_id)),
        )
        .outerjoin(Document, col(Document.digest) == col(Snapshot.card_digest))
        .where(col(Release.id) == release_id)
    )
    found = session.execute(statement).first()
    if found is None:
        return None
    snapshot, kept = found
    body = unpacked(kept) if kept else b""
    text = body[:MAX_BYTES].decode("utf-8", "replace")
    return CardText(
        release_id=release_id,
        lines=tuple(line.rstrip("\r") for line in text.split("\n")) if body else (),
        revision=snapshot.revision,
        page=snapshot.page,
        taken_at=snapshot.taken_at,
        reason=snapshot.card_reason,
        cut=len(body) > MAX_BYTES,
        retold=snapshot.retold,
    )
