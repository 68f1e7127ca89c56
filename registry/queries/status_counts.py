"""Status of repos and grades: counts over all releases, links and datasets, in a few passes each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, not_, select, union_all
from sqlmodel import Session, col

from registry.models import Dataset, Grade, Link, Reading, Release
from registry.scoring.evidence import Outcome
from registry.status import Failures, Graded, Reason, Repos

MOST_REASONS = 3
LONGEST_REASON = 200
TABLES: Mapping[str, type[Release] | type[Dataset]] = {"model": Release, "dataset": Dataset}
# A rename is told as such, and a card that was not asked for yet has not failed.
NO_FAILURE = ("", "moved", "pending")


# Repos ------------------------------------------------------------------------------------------


def states(session: Session, repos: type[Release] | type[Dataset], now: datetime) -> Repos:
    """How many repos of a kind there are in each state."""
    here = col(repos.moved_to) == ""
    outcome, failed = col(repos.outcome), col(repos.failure_kind)
    retried = and_(col(repos.retry_at).is_not(None), failed != "pending")
    counts = {
        "found": and_(here, outcome == Outcome.FOUND.value),
        "absent": and_(here, outcome == Outcome.ABSENT.value),
        "renamed": not_(here),
        "gated": and_(here, col(repos.gated) != ""),
        "pending": failed == "pending",
        "due_now": and_(retried, col(repos.retry_at) <= now),
        "due_later": and_(retried, col(repos.retry_at) > now),
    }
    # One pass of sums: grouping by these would sort every row.
    row = session.execute(
        select(func.count(), *map(_how_many, counts.values())).select_from(repos)
    ).one()
    known, *told = row
    found = dict(zip(counts, told, strict=True))
    unchecked = known - found["found"] - found["absent"] - found["renamed"]
    return Repos(known=known, unchecked=unchecked, **found)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def unseen(session: Session, link: str, repos: type[Release] | type[Dataset]) -> int:
    """How many repos releases link to that nobody has looked at yet."""
    linked = select(col(Link.target)).where(col(Link.kind) == link)
    unseen = linked.except_(select(col(repos.id))).subquery()
    return session.scalar(select(func.count()).select_from(unseen)) or 0


def failures(session: Session, kind: str) -> list[Failures]:
    """What could not be fetched, the commonest kinds first, each with its commonest reasons."""
    repos = TABLES[kind]
    failure, reason = col(repos.failure_kind), col(repos.failure)
    count = func.count()
    rows = session.execute(
        select(failure, reason, count, func.min(col(repos.id)), func.max(col(repos.id)))
        .where(failure.not_in(NO_FAILURE))
        .group_by(failure, reason)
        .order_by(failure, count.desc(), reason)
    )
    found: dict[str, tuple[int, list[Reason]]] = {}
    for name, told, n, first, last in rows:
        total, reasons = found.get(name, (0, []))
        if len(reasons) < MOST_REASONS:
            reasons.append(Reason(told[:LONGEST_REASON], n, tuple(dict.fromkeys((first, last)))))
        found[name] = (total + n, reasons)
    made = [Failures(kind, name, n, tuple(reasons)) for name, (n, reasons) in found.items()]
    return sorted(made, key=lambda f: -f.count)


# Grades -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grades:
    """Current grades by the versions that made them, newest first; and how much waits to be read or graded."""

    graded: tuple[Graded, ...]
    last_at: datetime | None
    to_read: int
    to_grade: int


def grades(session: Session, rubric_version: str) -> Grades:
    """How releases were read and graded, and which of that is out of date."""
    reader, is_same = (
        col(Reading.reader_version),
        col(Grade.snapshot_id) == col(Release.snapshot_id),
    )
    by, rubric = col(Grade.reader_version), col(Grade.rubric_version)
    rows = session.execute(
        select(reader, by, rubric, is_same, func.count(), func.max(col(Release.graded_at)))
        .select_from(Release)
        .outerjoin(Reading, col(Reading.snapshot_id) == col(Release.snapshot_id))
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .where(col(Release.snapshot_id).is_not(None))
        .group_by(reader, by, rubric, is_same)
    )
    read, made = Counter[str | None](), Counter[tuple[str, str]]()
    to_grade, last = 0, None
    for read_by, graded_by, under, fits, n, latest in rows:
        read[read_by] += n
        if graded_by is not None:
            made[graded_by, under] += n
        if read_by is not None and not (fits and graded_by == read_by and under == rubric_version):
            to_grade += n
        last = max(filter(None, (last, latest)), default=None)
    read.update(_datasets_read(session))
    newest = max((version for version in read if version is not None), key=_order, default=None)
    return Grades(
        graded=tuple(
            Graded(*versions, made[versions])
            for versions in sorted(made, key=lambda v: (_order(v[1]), _order(v[0])), reverse=True)
        ),
        last_at=last,
        to_read=sum(n for version, n in read.items() if version is None or version != newest),
        to_grade=to_grade + (_touched(session, rubric_version, last) if last else 0),
    )


def _datasets_read(session: Session) -> dict[str | None, int]:
    """Dataset repos by the version of the readers that read them; None: not read yet."""
    reader = col(Reading.reader_version)
    rows = session.execute(
        select(reader, func.count())
        .select_from(Dataset)
        .outerjoin(Reading, col(Reading.snapshot_id) == col(Dataset.snapshot_id))
        .where(col(Dataset.snapshot_id).is_not(None))
        .group_by(reader)
    )
    return dict(rows.all())


def _touched(session: Session, rubric_version: str, last: datetime) -> int:
    """Releases whose grade would hold, had nothing that they link to changed since ``last``.

    What changed before was looked at when grades were made or confirmed last.
    """
    # From the few that changed to what links to them, and never from each link to what it leads to.
    links = [
        select(col(Link.release_id)).where(
            col(Link.kind) == kind,
            col(Link.target).in_(select(col(repos.id)).where(col(repos.changed_at) > last)),
        )
        for kind, repos in (("base", Release), ("dataset", Dataset))
    ]
    statement = (
        select(func.count())
        .select_from(Release)
        .join(Reading, col(Reading.snapshot_id) == col(Release.snapshot_id))
        .join(Grade, col(Grade.id) == col(Release.grade_id))
        .where(
            col(Grade.snapshot_id) == col(Release.snapshot_id),
            col(Grade.reader_version) == col(Reading.reader_version),
            col(Grade.rubric_version) == rubric_version,
            col(Release.id).in_(union_all(*links)),
        )
    )
    return session.scalar(statement) or 0


def _order(version: str) -> tuple[tuple[bool, int, str], ...]:
    """Sorts versions as people count: 2.10 after 2.9."""
    parts = version.replace("-", ".").split(".")
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)
