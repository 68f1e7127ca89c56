"""Alone: one process crawls, grades and checks links on a schedule, on a database that no other process helps with."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import click
from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.clock import now
from crawlers.grading import run_grade
from crawlers.hub import Hub
from crawlers.links.run import Wanted, check_links, summary
from crawlers.newly import Rounds
from crawlers.pipeline import THREADS
from crawlers.run import run_crawl
from crawlers.schedule import Due, Schedule, latest_crawls
from crawlers.source import Selection, SourceError
from registry import db
from registry.settings import Settings

LOOK_S = 5.0
AFTER_FAILURE_S = 300.0
LINKS_FOR = timedelta(minutes=10)
"""For how long links are checked at a time: a crawl may be due."""


def work_alone(
    settings: Settings,
    schedule: Schedule,
    *,
    threads: int = THREADS,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Crawls, grades and checks links whenever that is due, until it is interrupted."""
    checked: datetime | None = None
    with db.engine_on(settings.database_url) as engine:
        rounds = Rounds(engine)
        while True:
            due = _due(engine, schedule)
            if due is not None:
                _crawl(settings, due, threads, sleep)
            elif schedule.are_links_due(checked, now()):
                began = now()
                if _check_links(settings, engine, began + LINKS_FOR):
                    checked = began
            else:
                rounds.look()
                sleep(LOOK_S)


def _crawl(settings: Settings, due: Due, threads: int, sleep: Callable[[float], None]) -> None:
    try:
        hub = Hub(settings.hf_endpoint, settings.hf_token)
        run_crawl(settings, hub, Selection(), full=due.full, threads=threads)
        run_grade(settings)
    except SourceError as error:
        click.echo(f"The crawl stopped: {error}. It goes on from here in a while.", err=True)
        sleep(AFTER_FAILURE_S)


def _check_links(settings: Settings, engine: Engine, until: datetime) -> bool:
    """Checks links until then at most; whether that was enough time for all that are due."""
    found, tally = check_links(settings, engine, Wanted(until=until))
    click.echo(" ".join(summary(found, tally)))
    if tally.gone or tally.back:
        run_grade(settings)
    return now() < until


def _due(engine: Engine, schedule: Schedule) -> Due | None:
    with Session(engine) as session:
        return schedule.due(latest_crawls(session, Hub.name), now())
