"""Requests: what publishers were asked to disclose, and the gradings by which one sees whether they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, select

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


def askings(connection: Connection, organization: str = "") -> dict[str, list[Asking]]:
    """By organization when its requests were made and answered: of one, or of all that were asked."""
    statement = select(
        REQUEST.c.organization, REQUEST.c.asked_at, REQUEST.c.answered_at, REQUEST.c.answer
    ).where(*conditions(organization, "", ""))
    found: dict[str, list[Asking]] = {}
    for name, *told in connection.execute(statement):
        found.setdefault(name, []).append(Asking(*told))
    return found


# Watching ---------------------------------------------------------------------------------------

_BEFORE = RELEASE.alias("asked_about")
_NAME_NOW = func.coalesce(func.nullif(_BEFORE.c.moved_to, ""), _BEFORE.c.id)
_NEWS = (
    _ALL.add_columns(RELEASE.c.id, RELEASE.c.grade_id)
    .join(_BEFORE, _BEFORE.c.id == REQUEST.c.release_id)
    .join(RELEASE, RELEASE.c.id == _NAME_NOW)
    .where(REQUEST.c.settled_at.is_(None), RELEASE.c.grade_id != REQUEST.c.grade_id)
    .order_by(REQUEST.c.id)
)
_LOOKS = (
    select(GRADE.c.graded_at, SNAPSHOT.c.taken_at)
    .add_columns(*(GRADE.c[name] for name in OF_STANDING), GRADE.c.levels, DOCUMENT.c.body)
    .join(SNAPSHOT, SNAPSHOT.c.id == GRADE.c.snapshot_id)
    .outerjoin(DOCUMENT, and_(DOCUMENT.c.digest == GRADE.c.verdict_digest, ~TOLD_IN_SHORT))
    .where(GRADE.c.release_id.in_(bindparam("names", expanding=True)))
    .where(GRADE.c.id >= bindparam("since"))
    .order_by(GRADE.c.id.desc())
    .limit(MOST_LOOKS)
)


def with_news(connection: Connection) -> Iterator[tuple[Kept, str, int]]:
    """Open requests whose release was graded since they were looked at, with its name now and that grade."""
    for *told, name, grade_id in connection.execute(_NEWS).all():
        yield Kept(*told), name, grade_id


def looks(connection: Connection, names: Iterable[str], since: int) -> list[Look]:
    """The gradings of a release under these names from one on, the oldest first."""
    asked = {"names": list(names), "since": since, "rubric_version": rubric().version}
    rows = connection.execute(_LOOKS, asked).all()
    return [Look(row[0], row[1], standing_in(row[2:])) for row in reversed(rows)]


def own_disclosures(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    """The numbers of the disclosures that a release's own publisher made."""
    of: Any = Disclosure
    statement = select(of.id).where(of.release_id.in_(list(names)), of.origin == Origin.PUBLISHER)
    accepted = statement.where(of.status == Status.ACCEPTED)
    return frozenset(map(str, connection.scalars(accepted)))


def _rows(connection: Connection, statement: Select[Any]) -> tuple[Kept, ...]:
    return tuple(Kept(*row) for row in connection.execute(statement))
