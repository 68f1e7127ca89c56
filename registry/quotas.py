"""Quotas: accounts of a server's rate limits, kept for all processes that draw on the same quota."""

# No ``from __future__ import annotations`` here: SQLModel reads the annotations of tables at run time.
from sqlmodel import Field, SQLModel

from registry import models  # noqa: F401  # names constraints the same way


class Quota(SQLModel, table=True):
    """What is known of one quota, as ``crawlers.quota.Account`` in JSON.

    ``name`` tells the server, whose quota it is (a fingerprint of the token, never the token itself), and the kind of
    requests.
    """

    name: str = Field(primary_key=True)
    account: str = ""
