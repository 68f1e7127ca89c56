"""Claims: kept as what was submitted, unless the very same one waits for a decision already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.disclosing.lifecycle import OPEN
from registry.models import Disclosure
from registry.store.disclosures import save_disclosures


class AlreadyClaimedError(ValueError):
    """The same claim waits for a decision; ``number`` is its own. What was written meanwhile is to be undone."""

    def __init__(self, number: int) -> None:
        super().__init__(f"the same claim is disclosure {number}")
        self.number = number


def save_claim(session: Session, columns: Mapping[str, Any], now: datetime) -> int:
    """Keeps a claim, as columns of Disclosure, as received; its number. Raises AlreadyClaimedError."""
    (number,) = save_disclosures(session, [columns], now)
    # Asked afterwards: whoever has written to the log is alone until the end of the transaction.
    of = Disclosure
    same = session.scalar(
        select(func.min(of.id)).where(
            col(of.likeness) == columns["likeness"],
            col(of.status).in_(OPEN),
            col(of.id) != number,
        )
    )
    if same is not None:
        raise AlreadyClaimedError(same)
    return number
