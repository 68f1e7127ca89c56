"""Disclosures: what people submit, who decides on it, and what is asked of publishers."""

# No ``from __future__ import annotations`` here: SQLModel reads the annotations of tables at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, UTCDateTime

from registry.models.base import Digest


class Account(SQLModel, table=True):
    """Somebody who can sign in: by a password, or as known to the Hub.

    ``subject`` is the Hub's own number of a person, which stays when its ``name`` changes; None for those who sign in
    with a ``password``, of which a salted hash is kept. ``organizations`` maps those that the person is a member of to
    the role there, as the Hub told at the last sign-in. Sessions of an earlier ``epoch`` are over, and
    those that are named in ``ended``, with the second in which somebody signed out.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    subject: str | None = Field(default=None, unique=True)
    password: str = ""
    is_moderator: bool = False
    organizations: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    epoch: int = 0
    ended: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_at: datetime = Field(sa_type=UTCDateTime)
    signed_in_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Disclosure(SQLModel, table=True):
    """One thing that somebody submitted on a release: a claim on a criterion, a statement on many, or a reply.

    ``kind`` and ``status`` are those of ``registry.disclosing``; ``origin`` is that of the evidence which it becomes,
    and ``organization`` names the publisher that its author was found to be a member of. ``level`` is what the author
    holds to be right, ``granted`` what a moderator accepted, and ``against`` what the release's own words earned then.
    ``statement`` is the text of a whole one, and ``evidence`` what was read in it. ``key`` is the digest of the secret
    by which its author can withdraw it, ``likeness`` that of what makes two claims the same. What was sent together
    names the first of it in ``together``. ``decided_at`` is when grades last had reason to be made anew: it was
    accepted, or no longer is.
    """

    __table_args__ = (
        Index(None, "release_id", "status"),
        Index(None, "status", "submitted_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    release_id: str
    criterion: str = ""
    claim: str = ""
    level: str = ""
    url: str = ""
    quote: str = ""
    statement: str = ""
    evidence: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    reader_version: str = ""
    together: int | None = Field(default=None, index=True)
    origin: str
    organization: str = ""
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    key: str = Field(sa_type=Digest)
    likeness: str = Field(index=True, sa_type=Digest)
    status: str
    granted: str = ""
    against: str = ""
    accepted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    submitted_at: datetime = Field(sa_type=UTCDateTime)
    changed_at: datetime = Field(index=True, sa_type=UTCDateTime)
    decided_at: datetime | None = Field(default=None, index=True, sa_type=UTCDateTime)


class Decision(SQLModel, table=True):
    """One entry of the audit log, which the database itself keeps from being changed or deleted.

    ``by`` says in which role somebody acted; ``account_id`` who that was, which no page tells. ``before`` and ``after``
    are statuses, ``level`` is the one granted. ``digest`` is that of the entry and of the digest before it.
    """

    id: int | None = Field(default=None, primary_key=True)
    disclosure_id: int = Field(foreign_key="disclosure.id", index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    action: str
    by: str
    account_id: int | None = Field(default=None, foreign_key="account.id")
    before: str = ""
    after: str = ""
    level: str = ""
    reason: str = ""
    digest: str = Field(sa_type=Digest)


class Request(SQLModel, table=True):
    """That somebody asked a publisher to disclose what a release lacks.

    ``levels`` are those of the criteria asked for, as they were then; ``url`` is the discussion at the Hub, once
    somebody told it. ``answered`` maps those that were answered to ``level``, moment (``at``) and kind (``how``) of the
    answer, ``answer`` is the kind of all of them together, and ``answered_at`` is when the first of them came. From
    ``settled_at`` on none is open. ``grade_id`` is the last grade that was looked at: what it says is known.
    """

    __table_args__ = (Index(None, "release_id", "asked_at"),)

    id: int | None = Field(default=None, primary_key=True)
    release_id: str
    organization: str = Field(index=True)
    levels: dict[str, str] = Field(sa_type=JSON)
    url: str = ""
    asked_at: datetime = Field(index=True, sa_type=UTCDateTime)
    grade_id: int
    answered: dict[str, dict[str, str]] = Field(default_factory=dict, sa_type=JSON)
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, index=True, sa_type=UTCDateTime)
