"""The board: which jobs wait, who does them, and what becomes of those whose worker has died.

Jobs are put on it, and taken off it, in the transactions that keep what they are about. So each step of a crawl takes
effect exactly once, though a job may be begun more than once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from procrastinate import SyncPsycopgConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from sqlalchemy import text
from sqlmodel import Session

MOST_ATTEMPTS = 8
SETTLED = "settled"
BEGINNING = 470_001
"""Key of the lock in the database on beginning a crawl."""


class TakenOver(Exception):  # noqa: N818  # named by what happened
    """Others do this job by now: its worker had given no sign of life for too long."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job for the queue. Those with the same lock are done one at a time; greater priorities come first."""

    task: str
    args: dict[str, Any]
    lock: str | None = None
    priority: int = 0
    delay_s: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One attempt at a job by one worker."""

    job_id: int
    worker_id: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a look for jobs of dead workers found: how many wait again, and the jobs that were given up."""

    again: int = 0
    given_up: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


# Every job is put in on a session's own connection, so this one needs none.
_manager = JobManager(SyncPsycopgConnector())


def queue_of(crawl_id: int) -> str:
    """The queue of a crawl's jobs: by its name they can be counted without a look at what they hold."""
    return f"crawl-{crawl_id}"


def put(session: Session, crawl_id: int, jobs: Iterable[Job]) -> int:
    """Puts jobs of a crawl in the queue, once the session is committed; returns how many."""
    connection: Any = session.connection().connection.driver_connection
    count = 0
    for job in jobs:
        configure_task(
            name=job.task,
            job_manager=_manager,
            connection=connection,
            queue=queue_of(crawl_id),
            lock=job.lock,
            priority=job.priority,
            schedule_in={"seconds": job.delay_s} if job.delay_s else None,
        ).defer(**job.args)
        count += 1
    return count


def settle(session: Session, turn: Turn) -> None:
    """Takes a job off the board, once the session is committed. Raises TakenOver when others do it by now.

    Should its worker die right afterwards, whoever takes it over finds that there is nothing left to do.
    """
    done = text(
        "update procrastinate_jobs set queue_name = :settled, args = '{\"settled\": true}'"
        " where id = :job_id and worker_id = :worker_id and attempts = :attempts"
        " and status = 'doing' returning id"
    )
    told = {"job_id": turn.job_id, "worker_id": turn.worker_id, "attempts": turn.attempts}
    if session.execute(done, {**told, "settled": SETTLED}).first() is None:
        raise TakenOver


def is_idle(session: Session, crawl_id: int, *, without: int = 0) -> bool:
    """Whether no job of a crawl waits or is done, but for one."""
    query = text(
        "select 1 from procrastinate_jobs where queue_name = :queue and id <> :without"
        " and status in ('todo', 'doing') limit 1"
    )
    told = {"queue": queue_of(crawl_id), "without": without}
    return session.execute(query, told).first() is None


def waiting(session: Session, crawl_id: int) -> int:
    """How many jobs of a crawl nobody has begun."""
    query = text(
        "select count(*) from procrastinate_jobs where queue_name = :queue and status = 'todo'"
    )
    return session.execute(query, {"queue": queue_of(crawl_id)}).scalar_one()


def rescue(session: Session, silent_s: float) -> Rescued:
    """Puts the jobs of workers that gave no sign of life for so long back in the queue.

    Jobs that were tried too often are given up: it may be they that kill their workers.
    """
    again = text(
        "update procrastinate_jobs j set attempts = attempts + 1, scheduled_at = null,"
        " status = (case when attempts + 1 >= :most then 'failed' else 'todo' end)"
        "::procrastinate_job_status"
        " where status = 'doing' and (worker_id is null or exists (select from"
        " procrastinate_workers w where w.id = j.worker_id"
        " and w.last_heartbeat < now() - make_interval(secs => :silent)))"
        " returning status::text, task_name, case when attempts >= :most then args end"
    )
    rows = session.execute(again, {"most": MOST_ATTEMPTS, "silent": silent_s}).all()
    given_up = [(task, args) for status, task, args in rows if status == "failed"]
    return Rescued(len(rows) - len(given_up), given_up)
