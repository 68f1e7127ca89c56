"""Links: what came of looking at the addresses that evidence rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import Session, col

from registry.links.states import LinkStatus
from registry.models import Citation, Disclosure, WebLink
from registry.queries.tables import CITATION, WEBLINK


class Checked(NamedTuple):
    """What is known of one address that was looked at, and a release whose evidence rests on it."""

    release_id: str
    url: str
    status: str
    checked_at: datetime
    failing_since: datetime | None
    leads_to: str
    problem: str


class ListedLink(NamedTuple):
    """One address, and how many releases cite it."""

    url: str
    status: str
    checked_at: datetime | None
    failing_since: datetime | None
    leads_to: str
    problem: str
    releases: int


class ChangedWords(NamedTuple):
    """A disclosure whose quoted words were found at its address then, and are not there any more."""

    disclosure_id: int
    release_id: str
    url: str
    quote: str
    seen_at: datetime
    checked_at: datetime


_CHECKED = (
    select(CITATION.c.release_id, *(WEBLINK.c[name] for name in Checked._fields[1:]))
    .distinct()
    .select_from(CITATION)
    .join(WEBLINK, WEBLINK.c.id == CITATION.c.link_id)
    .where(CITATION.c.release_id.in_(bindparam("releases", expanding=True)))
    .where(WEBLINK.c.checked_at.is_not(None))
)


def checked_links(connection: Connection, releases: Iterable[str]) -> dict[str, Checked]:
    """What came of looking at the addresses that the evidence of some releases rests on, by address; the first of them
    goes first."""
    wanted = list(releases)
    found = [Checked(*row) for row in connection.execute(_CHECKED, {"releases": wanted})]
    found.sort(key=lambda one: (-wanted.index(one.release_id), one.url))
    return {one.url: one for one in found}


def answering_hosts(session: Session, but: Collection[str], most: int) -> list[str]:
    """The hosts, but for some, that answered last."""
    of = WebLink
    answers = col(of.status).in_([LinkStatus.ALIVE, LinkStatus.MOVED, LinkStatus.CHANGED])
    latest = func.max(col(of.checked_at)).desc()
    query = select(col(of.host)).where(answers, col(of.host).not_in(but)).group_by(col(of.host))
    return list(session.scalars(query.order_by(latest).limit(most)))


def links_by_status(session: Session) -> dict[str, int]:
    """How many addresses that evidence rests on there are in each status."""
    cited = select(col(Citation.link_id)).distinct().subquery()
    rows = session.execute(
        select(col(WebLink.status), func.count())
        .join(cited, cited.c.link_id == col(WebLink.id))
        .group_by(col(WebLink.status))
    )
    counts: dict[str, int] = dict(rows.all())
    return {str(status): counts.get(status, 0) for status in LinkStatus}


def listed_links(session: Session, status: LinkStatus | None, most: int) -> list[ListedLink]:
    """Addresses that evidence rests on, of one status or of any, the most cited first."""
    of = WebLink
    count = func.count(func.distinct(col(Citation.release_id)))
    columns = [getattr(of, name) for name in ListedLink._fields[:-1]]
    query = (
        select(*columns, count)
        .join(Citation, col(Citation.link_id) == col(of.id))
        .group_by(col(of.id))
        .order_by(count.desc(), col(of.url))
        .limit(most)
    )
    if status is not None:
        query = query.where(col(of.status) == status)
    return [ListedLink(*row) for row in session.execute(query)]


def changed_words(session: Session) -> list[ChangedWords]:
    """The disclosures whose words changed where they were quoted from: for a moderator's eyes, the latest first."""
    of, told = Citation, Disclosure
    rows = session.execute(
        select(
            col(told.id),
            col(told.release_id),
            col(WebLink.url),
            col(told.quote),
            col(of.seen_at),
            col(WebLink.checked_at),
        )
        .join(WebLink, col(WebLink.id) == col(of.link_id))
        .join(told, col(told.id) == col(of.disclosure_id))
        .where(col(of.changed))
        .order_by(col(WebLink.checked_at).desc(), col(told.id))
    )
    return [ChangedWords(*row) for row in rows]
