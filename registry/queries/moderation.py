"""Moderation: what was submitted and waits for a decision, and what a moderator looks at to make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_
from sqlmodel import Session, col

from registry.disclosing import OPEN, Kind, Status
from registry.documents import digest_of
from registry.models import Account, Decision, Disclosure, WebLink

PAGE_SIZE = 25
WAITING = "open"
"""What is asked for by default: all that waits for a decision."""
MOST_ALIKE = 500
"""Of the same that are rejected at a time."""
MOST_SIMILAR = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a moderator asks the queue for. ``status`` is one, or ``open``, or ``all``; ``organization`` publishes the
    release; with ``publishers`` only what publishers say themselves; ``alike`` is the number of one whose like is
    wanted, and ``each`` asks for these one by one and not as one."""

    status: str = WAITING
    kind: str = ""
    criterion: str = ""
    release: str = ""
    organization: str = ""
    publishers: bool = False
    alike: int = 0
    each: bool = False
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Wanted:
        """What a query string asks for; what makes no sense is left out."""
        known = {WAITING, "all", *Status}
        status, kind, alike = (given.get(name, "") for name in ("status", "kind", "alike"))
        return cls(
            status=status if status in known else WAITING,
            kind=kind if kind in set(Kind) else "",
            criterion=given.get("criterion", "")[:100],
            release=given.get("release", "").strip()[:200].replace("\0", ""),
            organization=given.get("organization", "").strip()[:200].replace("\0", ""),
            publishers=given.get("publishers") == "yes",
            alike=_number(alike),
            each=given.get("each") == "yes",
            page=max(1, _number(given.get("page", ""))),
        )

    def query(self, **other: Any) -> str:
        """The query string that asks for this, but for what is told otherwise."""
        told = {name: other.get(name, getattr(self, name)) for name in self.__slots__}
        usual = {name: getattr(_USUAL, name) for name in self.__slots__}
        pairs = {name: value for name, value in told.items() if value != usual[name]}
        return urlencode({n: "yes" if v is True else v for n, v in pairs.items()})

    @property
    def is_folded(self) -> bool:
        """Whether those that are the same are shown as one."""
        return self.status == WAITING and not self.each and not self.alike


_USUAL = Wanted()


class Line(NamedTuple):
    """One of the queue: how many wait that say the same, itself among them, and how many others on its criterion."""

    disclosure: Disclosure
    alike: int
    beside: int


class Queue(NamedTuple):
    """One page of the queue, the oldest first, how many lines there are in all, and how many of each status."""

    lines: list[Line]
    total: int
    counts: Mapping[str, int]


def queue(session: Session, wanted: Wanted) -> Queue:
    """What waits for a decision, or what else is asked for."""
    of = Disclosure
    met = _met(session, wanted)
    offset = (wanted.page - 1) * PAGE_SIZE
    if wanted.is_folded:
        first = func.min(col(of.id)).label("first")
        groups = select(first).where(*met).group_by(col(of.likeness))
        total = session.scalar(select(func.count()).select_from(groups.subquery())) or 0
        page = groups.order_by(func.min(col(of.submitted_at)), first).offset(offset)
        numbers = list(session.scalars(page.limit(PAGE_SIZE)))
    else:
        total = session.scalar(select(func.count()).select_from(of).where(*met)) or 0
        order: tuple[Any, ...] = (col(of.submitted_at), col(of.id))
        if wanted.status not in (WAITING, *OPEN):
            order = (col(of.changed_at).desc(), col(of.id).desc())
        chosen = select(col(of.id)).where(*met).order_by(*order).offset(offset).limit(PAGE_SIZE)
        numbers = list(session.scalars(chosen))
    return Queue(_lines(session, numbers), total, counts(session))


def counts(session: Session) -> dict[str, int]:
    """How many there are of each status."""
    status = col(Disclosure.status)
    counted = session.execute(select(status, func.count()).group_by(status)).all()
    return {str(s): 0 for s in Status} | {str(name): number for name, number in counted}


def following(session: Session, wanted: Wanted, after: Disclosure | None) -> int | None:
    """The next that waits in the order of the queue; the first one where none comes after."""
    return _neighbour(session, wanted, after, forward=True)


def preceding(session: Session, wanted: Wanted, before: Disclosure) -> int | None:
    """The one that waits before it; None where none does."""
    return _neighbour(session, wanted, before, forward=False)


def alike(session: Session, of: Disclosure, limit: int = MOST_ALIKE) -> Sequence[int]:
    """The numbers of all others that wait and say the same, the oldest first."""
    same = (col(Disclosure.likeness) == of.likeness, col(Disclosure.id) != of.id)
    found = select(col(Disclosure.id)).where(*same, _is_open()).order_by(col(Disclosure.id))
    return [number for number in session.scalars(found.limit(limit)) if number is not None]


def alike_count(session: Session, of: Disclosure) -> int:
    """How many others wait and say the same."""
    same = (col(Disclosure.likeness) == of.likeness, col(Disclosure.id) != of.id)
    counted = select(func.count()).select_from(Disclosure).where(*same, _is_open())
    return session.scalar(counted) or 0


def similar(session: Session, of: Disclosure) -> Sequence[Disclosure]:
    """Others on the same criterion of the release, of the same words, or with the same link: what was decided on
    first, the last ones before others."""
    table = Disclosure
    same = [
        (col(table.release_id) == of.release_id) & (col(table.criterion) == of.criterion),
        col(table.likeness) == of.likeness,
    ]
    if of.url:
        same.append(col(table.url) == of.url)
    is_decided = case((col(table.status).in_(OPEN), 1), else_=0)
    found = select(table).where(or_(*same), col(table.id) != of.id)
    order = found.order_by(is_decided, col(table.id).desc())
    return session.scalars(order.limit(MOST_SIMILAR)).all()


def entries(session: Session, number: int) -> Sequence[Decision]:
    """What the audit log tells of one, the first thing first."""
    found = select(Decision).where(col(Decision.disclosure_id) == number)
    return session.scalars(found.order_by(col(Decision.id))).all()


def link_state(session: Session, url: str) -> WebLink | None:
    """What is known of an address; None when nobody has looked at it."""
    digest = digest_of(url.encode())
    return session.scalar(select(WebLink).where(col(WebLink.digest) == digest)) if url else None


def author(session: Session, of: Disclosure) -> Account | None:
    """Who submitted it; None for who was not signed in."""
    return session.get(Account, of.account_id) if of.account_id else None


def _lines(session: Session, numbers: Sequence[int | None]) -> list[Line]:
    of = Disclosure
    rows = {d.id: d for d in session.scalars(select(of).where(col(of.id).in_(numbers)))}
    found = [rows[number] for number in numbers if number in rows]
    if not found:
        return []
    place = col(of.release_id), col(of.criterion)
    same = select(col(of.likeness), func.count()).where(
        col(of.likeness).in_({d.likeness for d in found}), _is_open()
    )
    alike = {k: n for k, n, *_ in session.execute(same.group_by(col(of.likeness)))}
    near = select(*place, func.count()).where(
        tuple_(*place).in_({(d.release_id, d.criterion) for d in found}), _is_open()
    )
    beside = {(r, c): n for r, c, n in session.execute(near.group_by(*place))}
    return [
        Line(
            d,
            alike.get(d.likeness, 0),
            max(0, beside.get((d.release_id, d.criterion), 0) - alike.get(d.likeness, 0)),
        )
        for d in found
    ]


def _neighbour(
    session: Session, wanted: Wanted, of: Disclosure | None, *, forward: bool
) -> int | None:
    table = Disclosure
    place = col(table.submitted_at), col(table.id)
    met = [*_met(session, wanted), _is_open()]
    order = place if forward else tuple(column.desc() for column in place)
    chosen = select(col(table.id)).where(*met).order_by(*order).limit(1)
    if of is None:
        return session.scalar(chosen)
    here = tuple_(*place), (of.submitted_at, of.id)
    beyond = here[0] > here[1] if forward else here[0] < here[1]
    number = session.scalar(chosen.where(beyond))
    return (
        session.scalar(chosen.where(col(table.id) != of.id)) if forward and not number else number
    )


def _is_open() -> ColumnElement[bool]:
    return col(Disclosure.status).in_(OPEN)


def _met(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The conditions of what is wanted."""
    of = Disclosure
    met: list[ColumnElement[bool]] = []
    if wanted.status == WAITING:
        met.append(_is_open())
    elif wanted.status != "all":
        met.append(col(of.status) == wanted.status)
    if wanted.kind:
        met.append(col(of.kind) == wanted.kind)
    if wanted.criterion:
        met.append(col(of.criterion) == wanted.criterion)
    if wanted.release:
        met.append(col(of.release_id) == wanted.release)
    if wanted.organization:
        met.append(col(of.release_id).startswith(f"{wanted.organization}/", autoescape=True))
    if wanted.publishers:
        met.append(col(of.organization) != "")
    if wanted.alike and (other := session.get(of, wanted.alike)):
        met.append(col(of.likeness) == other.likeness)
    return met


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number else 0
