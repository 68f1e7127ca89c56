"""Stale: which releases have to be graded anew, and what derives from what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, or_, select

from registry import models
from registry.disclosing import LINKED, Kind, Status
from registry.renames import name_now


@dataclass(frozen=True, slots=True)
class Due:
    """Releases to be graded as things stood at a moment: what changes later is newer than their grades."""

    at: datetime
    releases: set[str]
    parents: Mapping[str, tuple[str, ...]]


def due(engine: Engine, rubric_version: str, now: datetime, *, full: bool, crawling: bool) -> Due:
    """What is out of date, or everything, with what derives from it.

    While a crawl goes on, a release waits until what it links to has been looked at: graded
    earlier it would get a grade that holds for minutes, and stays in its history for ever.
    """
    with Session(engine) as session:
        found = releases(session, rubric_version, full=full)
        if not found:
            return Due(now, found, {})
        known = parents(session)
        if crawling:
            found -= descendants(waiting(session), known)
        else:
            found |= dependents(session, found, known)
    return Due(now, found, known)


def releases(session: Session, rubric_version: str, *, full: bool) -> set[str]:
    """Releases that have been read and whose grade is missing or older than what it rests on."""
    release, current = models.Release, models.Grade
    dataset, base, link = models.Dataset, aliased(models.Release), models.Link
    inherited = aliased(models.Grade)
    is_newer = or_(
        exists().where(
            col(link.release_id) == col(release.id),
            col(link.kind).in_(("dataset", LINKED)),
            col(link.target) == col(dataset.id),
            col(dataset.changed_at) > col(release.graded_at),
        ),
        exists().where(
            col(link.release_id) == col(release.id),
            col(link.kind) == "base",
            col(link.target) == col(base.id),
            col(base.changed_at) > col(release.graded_at),
        ),
        # A run that was killed, or that graded while a crawl went on, left out what derives from what it graded.
        exists().where(
            col(link.release_id) == col(release.id),
            col(link.kind) == "base",
            col(link.target) == col(base.id),
            col(base.grade_id) == col(inherited.id),
            col(inherited.graded_at) > col(release.graded_at),
        ),
    )
    query = (
        select(release.id)
        .join(models.Reading, col(models.Reading.snapshot_id) == col(release.snapshot_id))
        .outerjoin(current, col(current.id) == col(release.grade_id))
    )
    if not full:
        query = query.where(
            or_(
                col(current.id).is_(None),
                col(current.snapshot_id) != col(release.snapshot_id),
                col(current.reader_version) != col(models.Reading.reader_version),
                col(current.rubric_version) != rubric_version,
                is_newer,
            )
        )
    return set(session.exec(query)) | _touched(session) | _overtaken(session)


def _touched(session: Session) -> set[str]:
    """Releases that were graded before a disclosure on them was decided on, or a link changed that they rest on. Few
    disclosures and links have such moments, and the databases are to begin with them."""
    release, told, cited, link = models.Release, models.Disclosure, models.Citation, models.WebLink
    decided = (
        select(col(release.id))
        .join(told, col(told.release_id) == col(release.id))
        .where(col(told.decided_at).is_not(None), col(told.decided_at) > col(release.graded_at))
    )
    changed = (
        select(col(release.id))
        .join(cited, col(cited.release_id) == col(release.id))
        .join(link, col(link.id) == col(cited.link_id))
        .where(col(link.changed_at).is_not(None), col(link.changed_at) > col(release.graded_at))
    )
    return {*session.exec(decided), *session.exec(changed)}


def _overtaken(session: Session) -> set[str]:
    """Releases whose grades rest on other disclosures than are accepted now. Moments do not tell these: a decision may
    have been made before grades were, and been kept after."""
    told, release, grade = models.Disclosure, models.Release, models.Grade
    accepted: dict[str, list[int]] = {}
    for release_id, number in session.execute(
        select(col(told.release_id), col(told.id))
        .where(col(told.status) == Status.ACCEPTED, col(told.kind) != Kind.REPLY)
        .order_by(col(told.accepted_at), col(told.id))
    ):
        accepted.setdefault(release_id, []).append(number)
    decided = select(col(told.release_id)).where(col(told.decided_at).is_not(None))
    rows = session.execute(
        select(col(release.id), col(grade.disclosures))
        .join(grade, col(grade.id) == col(release.grade_id))
        .where(col(release.id).in_(decided))
    )
    return {i for i, known in rows if known != " ".join(map(str, accepted.get(i, ())))}


def dependents(
    session: Session, changed: set[str], parents: Mapping[str, tuple[str, ...]]
) -> set[str]:
    """Graded releases that derive, over any number of steps, from one of these."""
    graded = set(
        session.exec(select(models.Release.id).where(col(models.Release.grade_id).is_not(None)))
    )
    return descendants(changed, parents) & graded


def waiting(session: Session) -> set[str]:
    """Releases that link to a base or dataset repo that nobody has looked at yet."""
    found: set[str] = set()
    for kind, table in (("base", models.Release), ("dataset", models.Dataset)):
        found |= set(
            session.exec(
                select(models.Link.release_id)
                .outerjoin(table, col(table.id) == col(models.Link.target))
                .where(models.Link.kind == kind, col(table.id).is_(None))
            )
        )
    return found


def descendants(releases: set[str], parents: Mapping[str, tuple[str, ...]]) -> set[str]:
    """These releases and all that derive from them, over any number of steps."""
    children: dict[str, list[str]] = {}
    for release, bases in parents.items():
        for base in bases:
            children.setdefault(base, []).append(release)
    found = set(releases)
    frontier = list(releases)
    while frontier:
        new = [child for child in children.get(frontier.pop(), ()) if child not in found]
        found.update(new)
        frontier += new
    return found


def parents(session: Session) -> dict[str, tuple[str, ...]]:
    """The bases of every derived release, by the names that they have now."""
    moves = dict(
        session.exec(
            select(models.Release.id, models.Release.moved_to).where(models.Release.moved_to != "")
        ).all()
    )
    found: dict[str, tuple[str, ...]] = {}
    rows: Iterable[Sequence[Any]] = session.exec(
        select(models.Link.release_id, models.Link.target)
        .where(models.Link.kind == "base")
        .order_by(col(models.Link.release_id), col(models.Link.target))
    )
    for release, base in rows:
        now = name_now(base, moves)
        if now != release and now not in found.get(release, ()):
            found[release] = (*found.get(release, ()), now)
    return found
