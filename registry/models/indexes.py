"""Other indexes: their own verdicts, as their public files tell them."""

# No ``from __future__ import annotations`` here: SQLModel reads the annotations of tables at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel, UTCDateTime


class IndexRecord(SQLModel, table=True):
    """What another index says of one system or organization.

    ``source`` is the index, ``record`` the record's name there, ``release_id`` the release that it was found to be
    about, empty for none; ``why`` then tells why there is none. ``named`` are all ids that it names; of a record about
    an organization, the organization's at the Hub. ``verdicts`` maps the index's own items to its own ``word`` and the
    ``url`` that it gives, ``overall`` is what it makes of all of them. ``dated`` is the day that the index itself gives
    for the record, else that of the import's files, empty for none.
    """

    __table_args__ = (UniqueConstraint("source", "record"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str
    record: str
    name: str
    organization: str = ""
    named: list[str] = Field(default_factory=list, sa_type=JSON)
    release_id: str = Field(default="", index=True)
    why: str = ""
    verdicts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    overall: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    url: str = ""
    dated: str = ""
    imported_at: datetime = Field(sa_type=UTCDateTime)
