"""Disclosures: what was submitted, what was decided on it, and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, func, select
from sqlalchemy.orm import load_only
from sqlmodel import Session, col

from registry.disclosing import Kind
from registry.disclosing.lifecycle import OPEN
from registry.models import Citation, Decision, Disclosure, WebLink
from registry.queries.tables import DISCLOSURE

MOST_NUMBER = 2**31 - 1
"""Of a disclosure; PostgreSQL can't be asked for more."""
MOST_ALIKE = 5

_IN_LISTS: tuple[Any, ...] = (
    Disclosure.kind,
    Disclosure.release_id,
    Disclosure.criterion,
    Disclosure.claim,
    Disclosure.level,
    Disclosure.url,
    Disclosure.quote,
    Disclosure.origin,
    Disclosure.organization,
    Disclosure.status,
    Disclosure.granted,
    Disclosure.against,
    Disclosure.submitted_at,
    Disclosure.changed_at,
)


class LinkState(NamedTuple):
    """What came of looking whether an address is still there; ``changed``: the quoted words no longer are."""

    status: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Submitted:
    """One disclosure with the log of what was decided on it, oldest first, the numbers of all that was sent together
    with it, and the state of its link, None where nobody has looked."""

    row: Disclosure
    decisions: Sequence[Decision]
    together: Sequence[int]
    link: LinkState | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which disclosures a list is to have; what is empty narrows nothing. ``organization`` is the publisher of the
    release."""

    status: str = ""
    release: str = ""
    organization: str = ""
    criterion: str = ""


class DisclosurePage(NamedTuple):
    """One page of a list, newest first, how many there are in all, and by status, whatever the one wanted."""

    rows: Sequence[Disclosure]
    total: int
    counts: Mapping[str, int]


def submitted(session: Session, number: int) -> Submitted | None:
    """The disclosure of a number; None where there is none."""
    row = session.get(Disclosure, number) if 0 < number <= MOST_NUMBER else None
    if row is None:
        return None
    decisions = select(Decision).where(col(Decision.disclosure_id) == number)
    first = row.together or number
    beside = select(col(Disclosure.id)).where(col(Disclosure.together) == first)
    others = session.scalars(beside.order_by(col(Disclosure.id))).all()
    return Submitted(
        row,
        session.scalars(decisions.order_by(col(Decision.id))).all(),
        [n for n in (first, *others) if n is not None] if others else [],
        _link_state(session, row),
    )


def _link_state(session: Session, row: Disclosure) -> LinkState | None:
    found = session.execute(
        select(col(WebLink.status), col(Citation.changed))
        .join(Citation, col(Citation.link_id) == col(WebLink.id))
        .where(col(Citation.release_id) == row.release_id, col(Citation.disclosure_id) == row.id)
        .limit(1)
    ).first()
    return LinkState(*found) if found else None


def disclosures(session: Session, wanted: Wanted, limit: int, offset: int) -> DisclosurePage:
    """One page of the disclosures that are wanted."""
    of = Disclosure
    within: list[ColumnElement[bool]] = []
    if wanted.release:
        within.append(col(of.release_id) == wanted.release)
    if wanted.organization:
        within.append(col(of.release_id).startswith(f"{wanted.organization}/", autoescape=True))
    if wanted.criterion:
        within.append(col(of.criterion) == wanted.criterion)
    by_status = select(col(of.status), func.count()).where(*within).group_by(col(of.status))
    counts: dict[str, int] = dict(map(tuple, session.execute(by_status)))
    if wanted.status:
        within.append(col(of.status) == wanted.status)
    statement = (
        select(of)
        .options(load_only(*_IN_LISTS))
        .where(*within)
        .order_by(col(of.id).desc())
        .limit(limit)
        .offset(offset)
    )
    total = counts.get(wanted.status, 0) if wanted.status else sum(counts.values())
    return DisclosurePage(session.scalars(statement).all(), total, counts)


def waiting_claims(session: Session, release_id: str, criterion: str) -> Sequence[Disclosure]:
    """The newest claims on a criterion of a release that wait for a decision."""
    of = Disclosure
    statement = (
        select(of)
        .options(load_only(*_IN_LISTS))
        .where(col(of.release_id) == release_id, col(of.status).in_(OPEN))
        .where(col(of.criterion) == criterion, col(of.kind) == Kind.CLAIM)
        .order_by(col(of.id).desc())
        .limit(MOST_ALIKE)
    )
    return session.scalars(statement).all()


def waiting_same(session: Session, likeness: str) -> int | None:
    """The number of the same claim that waits for a decision; None where there is none."""
    of = Disclosure
    same = select(func.min(of.id)).where(col(of.likeness) == likeness, col(of.status).in_(OPEN))
    return session.scalar(same)


def next_number(session: Session) -> int:
    """The number that the next disclosure will probably have."""
    return (session.scalar(select(func.max(Disclosure.id))) or 0) + 1


_WAITING = (
    select(DISCLOSURE.c.criterion, func.count())
    .where(DISCLOSURE.c.release_id == bindparam("release_id"))
    .where(DISCLOSURE.c.status.in_(sorted(OPEN)), DISCLOSURE.c.kind == str(Kind.CLAIM))
    .group_by(DISCLOSURE.c.criterion)
)


def waiting_on(connection: Connection, release_id: str) -> dict[str, int]:
    """By criterion of a release, how many claims on it wait for a decision."""
    rows = connection.execute(_WAITING, {"release_id": release_id})
    return dict(map(tuple, rows))
