"""Alone: one process crawls and grades on a schedule, on a database that no other process helps with."""

from __future__ import annotations

import time
from collections.abc import Callable

import click
from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.clock import now
from crawlers.grading import run_grade
from crawlers.hub import Hub
from crawlers.newly import Rounds
from crawlers.pipeline import THREADS
from crawlers.run import run_crawl
from crawlers.schedule import Due, Schedule, latest_crawls
from crawlers.source import Selection, SourceError
from registry import db
from registry.settings import Settings

LOOK_S = 5.0
AFTER_FAILURE_S = 300.0


def work_alone(
    settings: Settings,
    schedule: Schedule,
    *,
    threads: int = THREADS,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Crawls and grades whenever that is due, until it is interrupted."""
    with db.engine_on(settings.database_url) as engine:
        rounds = Rounds(engine)
        while True:
            due = _due(engine, schedule)
            if due is None:
                rounds.look()
                sleep(LOOK_S)
                continue
            _crawl(settings, due, threads, sleep)


def _crawl(settings: Settings, due: Due, threads: int, sleep: Callable[[float], None]) -> None:
    try:
        hub = Hub(settings.hf_endpoint, settings.hf_token)
        run_crawl(settings, hub, Selection(), full=due.full, threads=threads)
        run_grade(settings)
    except SourceError as error:
        click.echo(f"The crawl stopped: {error}. It goes on from here in a while.", err=True)
        sleep(AFTER_FAILURE_S)


def _due(engine: Engine, schedule: Schedule) -> Due | None:
    with Session(engine) as session:
        return schedule.due(latest_crawls(session, Hub.name), now())
