"""News: whether there is reason to grade that no crawl brought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from registry.disclosing import Kind, Status
from registry.models import Citation, Disclosure, Release, WebLink
from registry.scoring.evidence import Outcome


def has_no_repo() -> ColumnElement[bool]:
    """Of what a disclosure is on, joined as Release: that a source was asked for it and has none, so that disclosures
    alone tell of it. What nobody has asked for, could not be read or has another name now may be a repo that says more.
    """
    return and_(
        col(Release.snapshot_id).is_(None),
        col(Release.outcome) == Outcome.ABSENT,
        col(Release.moved_to) == "",
    )


def has_news(session: Session, since: datetime | None = None) -> bool:
    """Whether disclosures were decided on, or links have changed, after releases that rest on them were graded.
    ``since`` leaves out what is older: whoever looks often need not look at everything."""
    # A release that only disclosures know is registered when it is graded.
    is_new = (col(Disclosure.status) == Status.ACCEPTED) & has_no_repo()
    decided = (
        select(col(Disclosure.id))
        .outerjoin(Release, col(Release.id) == col(Disclosure.release_id))
        .where(col(Disclosure.kind) != Kind.REPLY)
        .where(or_(col(Disclosure.decided_at) > col(Release.graded_at), is_new))
        .limit(1)
    )
    changed = (
        select(col(WebLink.id))
        .join(Citation, col(Citation.link_id) == col(WebLink.id))
        .join(Release, col(Release.id) == col(Citation.release_id))
        .where(col(WebLink.changed_at).is_not(None))  # few have changed: an index begins with them
        .where(col(WebLink.changed_at) > col(Release.graded_at))
        .limit(1)
    )
    if since is not None:
        decided = decided.where(col(Disclosure.decided_at) > since)
        changed = changed.where(col(WebLink.changed_at) > since)
    return session.scalar(decided) is not None or session.scalar(changed) is not None
