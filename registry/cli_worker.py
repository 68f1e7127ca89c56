"""The command `worker`: crawls, grades and checks links on a schedule, alone or together with others of its kind."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

import click

from registry.settings import Settings

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Span(click.ParamType):
    """A span of time, such as 90s, 15m, 6h or 7d."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The span that a text names."""
        if isinstance(value, timedelta):
            return value
        match = re.fullmatch(r"([1-9]\d{0,5})([smhd])", str(value))
        if match is None:
            self.fail(f"{value!r} is no span of time such as 90s, 15m, 6h or 7d.", param, ctx)
        return timedelta(**{UNITS[match[2]]: int(match[1])})


@click.command()
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    default=64,
    show_default=True,
    help="Requests at the same time, at most.",
)
@click.option("--crawl-every", type=Span(), help="Begin a crawl of what changed this often: 15m.")
@click.option("--full-every", type=Span(), help="List everything again this often: 7d.")
@click.option("--links-every", type=Span(), help="Check the links that are due this often: 1d.")
@click.option("--silent-after", type=float, default=20.0, hidden=True)
def worker(
    threads: int,
    crawl_every: timedelta | None,
    full_every: timedelta | None,
    links_every: timedelta | None,
    silent_after: float,
) -> None:
    """Work on crawls until interrupted; on PostgreSQL together with any number of other workers."""
    from crawlers.schedule import Schedule
    from crawlers.together import has_queue
    from registry import db

    settings = Settings.load()
    if not (has_queue(settings) or crawl_every or full_every or links_every):
        advice = "say --crawl-every, --full-every or --links-every"
        raise click.UsageError(f"On SQLite nobody else puts work in a queue: {advice}.")
    db.migrate(settings.database_url)
    click.echo("Working (Ctrl-C ends it).")
    schedule = Schedule(crawl_every, full_every, links_every)
    with suppress(KeyboardInterrupt):
        if has_queue(settings):
            # Only here: the queue comes with the extra `postgres`.
            from crawlers.clock import now
            from crawlers.jobs.run import work
            from crawlers.jobs.worker import Pulse

            work(settings, schedule, now, click.echo, threads=threads, pulse=Pulse(silent_after))
        else:
            from crawlers.alone import work_alone

            work_alone(settings, schedule, threads=threads)
