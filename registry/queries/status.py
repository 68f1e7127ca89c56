"""Status: how far the registry is: its crawls, its repos, its grades, its jobs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, column, func, inspect, literal_column, select, table
from sqlmodel import Session, UTCDateTime, col

from registry.models import Crawl, Dataset, Release
from registry.queries import status_counts
from registry.queries.links import links_by_status
from registry.status import Jobs, Links, Run, Status, selected

LATEST = 20
HEARD_LATELY = timedelta(seconds=45)
"""For how long after its last sign a worker counts as alive: it gives one every ten seconds."""


def status(session: Session, now: datetime, rubric_version: str) -> Status:
    """How far the registry is. A few passes over each table: keep the answer for a while."""
    finished = _first(session, col(Crawl.finished_at).is_not(None))
    grades = status_counts.grades(session, rubric_version)
    return Status(
        at=now,
        runs=_runs(session),
        finished=finished,
        unfinished=_first(session, col(Crawl.finished_at).is_(None)),
        covered=_covered(session),
        releases=status_counts.states(session, Release, now),
        datasets=status_counts.states(session, Dataset, now),
        unseen_bases=status_counts.unseen(session, "base", Release),
        unseen_datasets=status_counts.unseen(session, "dataset", Dataset),
        failures=tuple(
            f for kind in status_counts.TABLES for f in status_counts.failures(session, kind)
        ),
        graded=grades.graded,
        last_graded_at=grades.last_at,
        to_read=grades.to_read,
        to_grade=grades.to_grade,
        jobs=_jobs(session, now),
        links=Links(**links_by_status(session)),
    )


# Crawls -----------------------------------------------------------------------------------------


def _runs(session: Session) -> tuple[Run, ...]:
    rows = session.scalars(select(Crawl).order_by(col(Crawl.id).desc()).limit(LATEST))
    return tuple(map(_run, rows))


def _first(session: Session, condition: ColumnElement[bool]) -> Run | None:
    newest = (
        func.coalesce(col(Crawl.finished_at), col(Crawl.started_at)).desc(),
        col(Crawl.id).desc(),
    )
    row = session.scalar(select(Crawl).where(condition).order_by(*newest).limit(1))
    return _run(row) if row else None


def _covered(session: Session) -> Run | None:
    """The finished crawl whose watermark counts: of everything if there was one, else of a part."""
    latest = session.execute(
        select(col(Crawl.selection), func.max(col(Crawl.id)))
        .where(col(Crawl.finished_at).is_not(None), col(Crawl.watermark).is_not(None))
        .group_by(col(Crawl.selection))
    ).all()
    if not latest:
        return None
    _, crawl_id = max(latest, key=lambda of: (not selected(of[0]), of[1]))
    return _run(session.get_one(Crawl, crawl_id))


def _run(row: Crawl) -> Run:
    counts = {name: n for name, n in row.counts.items() if isinstance(n, int)}
    failed = row.counts.get("failed", [])
    if isinstance(failed, list):
        counts["failed"] = sum(f["count"] for f in failed)
    return Run(
        id=row.id or 0,
        source=row.source,
        selection=row.selection,
        is_full=row.is_full,
        started_at=row.started_at,
        finished_at=row.finished_at,
        since=row.since,
        watermark=row.watermark,
        counts=counts,
    )


# Jobs -------------------------------------------------------------------------------------------


def _jobs(session: Session, now: datetime) -> Jobs | None:
    """What the queue of a distributed crawl holds; None where there is none."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return None
    there = inspect(connection)
    if not there.has_table("procrastinate_jobs"):
        return None
    state = literal_column("status::text", String)
    rows = session.execute(
        select(state, func.count()).select_from(table("procrastinate_jobs")).group_by(state)
    )
    counts = dict(rows.all())
    workers = 0
    if there.has_table("procrastinate_workers"):
        known = table("procrastinate_workers", column("last_heartbeat", UTCDateTime()))
        lately = known.c.last_heartbeat > now - HEARD_LATELY
        workers = session.scalar(select(func.count()).select_from(known).where(lately)) or 0
    return Jobs(counts.get("todo", 0), counts.get("doing", 0), counts.get("failed", 0), workers)
