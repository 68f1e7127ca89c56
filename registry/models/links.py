"""Links: the addresses that evidence rests on, and what came of looking whether they are still there."""

# No ``from __future__ import annotations`` here: SQLModel reads the annotations of tables at run time.
from datetime import datetime

from sqlmodel import Field, SQLModel, UTCDateTime

from registry.models.base import Digest


class WebLink(SQLModel, table=True):
    """One address. ``status`` is that of ``registry.links.states``; it is to be looked at again at ``due_at``.

    ``tries`` counts the ones since ``failing_since`` that failed. ``changed_at`` is when grades that rest on the
    address last had reason to be made anew. Until ``leased_until`` somebody is about to look, and nobody else does.
    """

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, sa_type=Digest)
    url: str
    host: str = Field(index=True)
    status: str
    http_status: int | None = None
    problem: str = ""
    leads_to: str = ""
    tries: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    checked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    due_at: datetime = Field(index=True, sa_type=UTCDateTime)
    changed_at: datetime | None = Field(default=None, index=True, sa_type=UTCDateTime)
    leased_until: datetime | None = Field(default=None, index=True, sa_type=UTCDateTime)


class Citation(SQLModel, table=True):
    """That a release's evidence rests on an address, or a disclosure on words there.

    ``words`` is the digest of the quoted words, ``seen_at`` when they were last found at the address; ``changed`` says
    that they were there once and no longer are.
    """

    id: int | None = Field(default=None, primary_key=True)
    release_id: str = Field(index=True)
    link_id: int = Field(foreign_key="weblink.id", index=True)
    disclosure_id: int | None = Field(default=None, foreign_key="disclosure.id")
    words: str | None = Field(default=None, sa_type=Digest)
    seen_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    changed: bool = False
