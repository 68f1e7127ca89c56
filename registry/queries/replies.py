"""Replies: what publishers answered to criteria of their releases, once a moderator let it through."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from registry.disclosing import Kind, Status
from registry.queries.tables import DISCLOSURE

MOST = 200
"""Of one release; the latest ones."""
_ACCEPTED = (
    select(DISCLOSURE.c.id, DISCLOSURE.c.criterion, DISCLOSURE.c.organization, DISCLOSURE.c.claim)
    .add_columns(DISCLOSURE.c.submitted_at)
    .where(DISCLOSURE.c.release_id == bindparam("release_id"))
    .where(DISCLOSURE.c.status == str(Status.ACCEPTED), DISCLOSURE.c.kind == str(Kind.REPLY))
    # By the moment of submission it would be, too, but then SQLite walks through all that was ever accepted.
    .order_by(DISCLOSURE.c.id.desc())
    .limit(MOST)
)


class Reply(NamedTuple):
    """One reply, with the number by which it was submitted and the moment of that."""

    number: int
    criterion: str
    organization: str
    text: str
    at: datetime


def replies_to(connection: Connection, release_id: str) -> tuple[Reply, ...]:
    """The replies to all criteria of a release, the latest first."""
    rows = connection.execute(_ACCEPTED, {"release_id": release_id})
    return tuple(Reply(*row) for row in rows)
