"""Log: whether the audit log of disclosures is as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine, func, select
from sqlmodel import col

from registry.disclosing.log import broken_at
from registry.models import Decision, Disclosure
from registry.queries.log import whole_log
from registry.upkeep import Show
from registry.upkeep.findings import Finding, shown

ADVICE = "It can't be mended: compare with a backup, and with the digests that others kept."


def check(engine: Engine, show: Show) -> Iterator[Finding]:
    """What does not follow from what was written before, and disclosures whose status is not the last one logged."""
    show(0, None, "the audit log")
    with engine.connect() as connection:
        broken = broken_at(whole_log(connection))
        last = select(func.max(col(Decision.id))).group_by(col(Decision.disclosure_id))
        at_last = (
            select(col(Decision.disclosure_id), col(Decision.after))
            .where(col(Decision.id).in_(last))
            .subquery()
        )
        other = (
            select(col(Disclosure.id))
            .outerjoin(at_last, at_last.c.disclosure_id == col(Disclosure.id))
            .where(func.coalesce(at_last.c.after, "") != col(Disclosure.status))
        )
        unlogged = list(connection.scalars(other))
    if broken is not None:
        what = "Entries of the audit log that do not follow from those before"
        yield Finding(what, 1, shown([broken]), ADVICE)
    if unlogged:
        what = "Disclosures whose status is not the one that was logged last"
        yield Finding(what, len(unlogged), shown(unlogged), ADVICE)
