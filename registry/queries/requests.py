"""Requests: what publishers were asked to disclose, and the gradings by which one sees whether they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from registry.asking import Asking, Look
from registry.asking.kept import Kept
from registry.disclosing import Status
from registry.models import Disclosure
from registry.queries.pasts import OF_STANDING, TOLD_IN_SHORT, standing_in
from registry.queries.tables import DOCUMENT, GRADE, RELEASE, REQUEST, SNAPSHOT
from registry.resources import rubric
from registry.scoring.evidence import Origin

MOST_OF_RELEASE = 10
MOST_LOOKS = 100
"""Gradings that are looked at, the latest ones."""


_ALL = select(*(REQUEST.c[name] for name in Kept._fields))
_NEWEST = (REQUEST.c.asked_at.desc(), REQUEST.c.id.desc())


def request(connection: Connection, number: int) -> Kept | None:
    """A request by its number; None where there is none."""
    row = connection.execute(_ALL.where(REQUEST.c.id == number)).first()
    return Kept(*row) if row else None


def requests_on(connection: Connection, release_id: str) -> tuple[Kept, ...]:
    """The requests on a release, newest first."""
    statement = _ALL.where(REQUEST.c.release_id == release_id).order_by(*_NEWEST)
    return _rows(connection, statement.limit(MOST_OF_RELEASE))


def requests_in(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], offset: int, limit: int
) -> tuple[tuple[Kept, ...], int]:
    """A part of the requests that meet some conditions, newest first, and how many do so."""
    page = _ALL.where(*conditions).order_by(*_NEWEST).offset(offset).limit(limit)
    total = connection.scalar(select(func.count()).select_from(REQUEST).where(*conditions)) or 0
    return _rows(connection, page), total


def conditions(organization: str, release: str, state: str) -> list[ColumnElement[bool]]:
    """That a request is to an organization, on a release, in a state of ``registry.filters.requests``."""
    told = {"organization": organization, "release_id": release}
    found = [REQUEST.c[name] == value for name, value in told.items() if value]
    if state == "waiting":
        found.append(REQUEST.c.answered_at.is_(None))
    elif state:
        at = REQUEST.c.answered_at if state == "answered" else REQUEST.c.settled_at
        found.append(at.is_not(None))
    return found


_BY_ORGANIZATION = select(
    REQUEST.c.organization, REQUEST.c.asked_at, REQUEST.c.answered_at, REQUEST.c.answer
)


def askings_of(connection: Connection, organization: str) -> list[Asking]:
    """When the requests to an organization were made and answered."""
    statement = _BY_ORGANIZATION.where(REQUEST.c.organization == organization)
    return [Asking(*told) for _, *told in connection.execute(statement)]


def most_asked(connection: Connection, most: int) -> tuple[dict[str, list[Asking]], int]:
    """The same of the organizations that were asked most, and how many organizations there are in all."""
    name = REQUEST.c.organization
    first = select(name).group_by(name).order_by(func.count().desc(), name).limit(most)
    names = connection.scalars(first).all()
    found: dict[str, list[Asking]] = {name: [] for name in names}
    for organization, *told in connection.execute(_BY_ORGANIZATION.where(name.in_(names))):
        found[organization].append(Asking(*told))
    total = connection.scalar(select(func.count(name.distinct()))) or 0
    return found, total


# Watching ---------------------------------------------------------------------------------------

_NEWS = (
    _ALL.add_columns(RELEASE.c.grade_id)
    .join(RELEASE, RELEASE.c.id == REQUEST.c.release_id)
    .where(REQUEST.c.settled_at.is_(None), RELEASE.c.grade_id != REQUEST.c.grade_id)
    .order_by(REQUEST.c.id)
)
_LOOKS = (
    select(GRADE.c.graded_at, SNAPSHOT.c.taken_at)
    .add_columns(*(GRADE.c[name] for name in OF_STANDING), GRADE.c.levels, DOCUMENT.c.body)
    .join(SNAPSHOT, SNAPSHOT.c.id == GRADE.c.snapshot_id)
    .outerjoin(DOCUMENT, and_(DOCUMENT.c.digest == GRADE.c.verdict_digest, ~TOLD_IN_SHORT))
    # The first one may be under the name that the release had then.
    .where(or_(GRADE.c.release_id == bindparam("release_id"), GRADE.c.id == bindparam("since")))
    .where(GRADE.c.id >= bindparam("since"))
    .order_by(GRADE.c.id.desc())
    .limit(MOST_LOOKS)
)


def with_news(connection: Connection) -> Iterator[tuple[Kept, int]]:
    """Open requests whose release was graded since they were looked at, with that grade."""
    for *told, grade_id in connection.execute(_NEWS).all():
        yield Kept(*told), grade_id


def looks(connection: Connection, release_id: str, since: int) -> list[Look]:
    """The gradings of a release from one on, the oldest first."""
    asked = {"release_id": release_id, "since": since, "rubric_version": rubric().version}
    rows = connection.execute(_LOOKS, asked).all()
    return [Look(row[0], row[1], standing_in(row[2:])) for row in reversed(rows)]


def own_disclosures(connection: Connection, release_id: str) -> frozenset[str]:
    """The numbers of the disclosures that a release's own publisher made."""
    of: Any = Disclosure
    own = of.release_id == release_id, of.origin == Origin.PUBLISHER
    accepted = select(of.id).where(*own, of.status == Status.ACCEPTED)
    return frozenset(map(str, connection.scalars(accepted)))


def _rows(connection: Connection, statement: Select[Any]) -> tuple[Kept, ...]:
    return tuple(Kept(*row) for row in connection.execute(statement))
