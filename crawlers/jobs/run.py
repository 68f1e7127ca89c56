"""Runs on the queue: one crawl until it is finished, or whatever comes until somebody stops it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, NoReturn

from procrastinate.exceptions import ConnectorException
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from crawlers.counts import Counts
from crawlers.http import KINDS
from crawlers.hub import Hub
from crawlers.jobs import board
from crawlers.jobs.beginning import begin, begin_if_due
from crawlers.jobs.checking import check_links_together
from crawlers.jobs.ledger import StoredLedger, account_name
from crawlers.jobs.steps import Steps
from crawlers.jobs.tally import counts_of
from crawlers.jobs.worker import JOBS_AT_ONCE, Pulse, Worker, in_thread
from crawlers.newly import Rounds
from crawlers.pipeline import THREADS, Pipeline
from crawlers.reading import load_readers
from crawlers.schedule import Schedule
from crawlers.source import Selection, SourceError
from registry import db, models
from registry.db import session_on
from registry.settings import Settings

LOOK_S = 0.5
PATIENCE_S = 7200.0
"""For how long a Hub that is down is waited for: a worker has all the time in the world."""
ROUND_S = 15.0
"""After so long a worker looks whether something was decided that counts."""
AWAY_S = 5.0
"""After so long a worker looks whether the database is back."""

Clock = Callable[[], datetime]
Say = Callable[[str], None]


def shared_hub(settings: Settings, engine: Engine) -> Hub:
    """The Hub, whose quotas all processes on this database draw on together."""
    ledgers = {
        kind: StoredLedger(engine, account_name(settings.hf_endpoint, settings.hf_token, kind))
        for kind in KINDS
    }
    return Hub(settings.hf_endpoint, settings.hf_token, patience_s=PATIENCE_S, ledgers=ledgers)


@contextmanager
def worker_on(
    settings: Settings, clock: Clock, say: Say, *, threads: int = THREADS, pulse: Pulse | None
) -> Iterator[Worker]:
    """A worker for the Hub and the database that the settings name."""
    load_readers()
    at_once = min(threads, JOBS_AT_ONCE)
    # One for the accounts alone: those who wait for a connection must not keep others from sending.
    with db.engine_on(settings.database_url) as accounts, db.engine_on(settings.database_url) as e:
        hub = shared_hub(settings, accounts)
        with Pipeline[Any](hub, e, clock, threads=threads // at_once) as pipeline:
            yield Worker(Steps(hub, e, clock, pipeline), say, at_once=at_once, pulse=pulse)


def work(
    settings: Settings,
    schedule: Schedule,
    clock: Clock,
    say: Say,
    *,
    threads: int = THREADS,
    pulse: Pulse | None = None,
) -> NoReturn:
    """Does the jobs of all crawls, and begins those that are due. Raises KeyboardInterrupt when it is interrupted."""
    with worker_on(settings, clock, say, threads=threads, pulse=pulse) as worker:
        steps = worker.steps

        def look() -> None:
            with session_on(steps.engine) as session:
                begin_if_due(session, steps.source, schedule, clock())

        async def keep_schedule() -> None:
            while True:
                with suppress(SQLAlchemyError):
                    await in_thread(look)
                await asyncio.sleep(worker.pulse.every_s)

        rounds = Rounds(steps.engine)

        async def keep_grades() -> None:
            while True:
                with suppress(SQLAlchemyError):
                    await in_thread(rounds.look)
                await asyncio.sleep(ROUND_S)

        checked: datetime | None = None

        async def keep_links() -> None:
            nonlocal checked
            while True:
                if schedule.are_links_due(checked, clock()):
                    checked = clock()
                    with suppress(SQLAlchemyError):  # what was leased is free again in a while
                        await in_thread(lambda: check_links_together(settings, steps, clock, say))
                await asyncio.sleep(worker.pulse.every_s)

        meanwhile = [keep_grades]
        meanwhile += [keep_schedule] if schedule.every or schedule.full_every else []
        meanwhile += [keep_links] if schedule.links_every else []
        while True:
            try:
                asyncio.run(worker.run(*meanwhile))
            except ConnectorException as error:
                reason = str(error.__cause__ or error).partition("\n")[0]
                say(f"The database is away ({reason}).")
                time.sleep(AWAY_S)
            else:
                raise KeyboardInterrupt


def crawl(
    settings: Settings,
    selection: Selection,
    clock: Clock,
    say: Say,
    tell: Callable[[Counts], None],
    *,
    full: bool = False,
    cards: int = 0,
    threads: int = THREADS,
    pulse: Pulse | None = None,
) -> Counts:
    """Puts a crawl in the queue, or takes up the one that is there, and works until it is finished.

    Raises SourceError when nobody can go on with it, and KeyboardInterrupt when it was interrupted:
    other workers go on with it then.
    """
    with worker_on(settings, clock, say, threads=threads, pulse=pulse) as worker:
        steps = worker.steps
        assert isinstance(steps.source, Hub)
        steps.source.greet()
        with session_on(steps.engine) as session:
            crawl_id = begin(session, steps.source, selection, clock(), full=full, cards=cards)
        counts, is_over = Counts(), False

        def look() -> None:
            nonlocal counts, is_over
            with Session(steps.engine) as session:
                row = session.get_one(models.Crawl, crawl_id)
                counts = counts_of(row.counts)
                is_over = row.finished_at is not None
                if not is_over and board.is_idle(session, crawl_id):
                    raise SourceError(f"crawl {crawl_id} can't go on; its failed jobs say why")

        async def watch() -> None:
            while not is_over:
                await in_thread(look)
                tell(counts)
                await asyncio.sleep(LOOK_S)

        asyncio.run(worker.run(watch))
        if not is_over:
            raise KeyboardInterrupt  # in here, so that nobody waits for what is being read
    return counts
