"""Accounts: what somebody who is signed in has submitted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.models import Disclosure


def disclosures_of(
    session: Session, account_id: int, offset: int, limit: int
) -> tuple[Sequence[Disclosure], int]:
    """One page of what an account submitted, newest first, and how many there are in all."""
    own = col(Disclosure.account_id) == account_id
    found = select(Disclosure).where(own).order_by(col(Disclosure.id).desc())
    total = session.scalar(select(func.count()).select_from(Disclosure).where(own))
    return session.scalars(found.offset(offset).limit(limit)).all(), total or 0
