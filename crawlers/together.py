"""Together: a crawl that all workers on a database share, with progress and a summary for a person."""

from __future__ import annotations

import click
from sqlalchemy import make_url

from crawlers.clock import now
from crawlers.source import Selection
from registry.console import progress
from registry.settings import Settings


def has_queue(settings: Settings) -> bool:
    """Whether several processes can work on the crawls of this registry: on PostgreSQL."""
    return make_url(settings.database_url).get_backend_name() == "postgresql"


def crawl_together(
    settings: Settings, selection: Selection, *, full: bool = False, cards: int = 0
) -> None:
    """Crawls the Hub and grades what came; who else works on this database helps."""
    # Only here: the queue comes with the extra `postgres`.
    from crawlers.jobs.run import crawl

    with progress("Crawling hub") as bar:
        counts = crawl(
            settings,
            selection,
            now,
            lambda line: click.echo(line, err=True),
            lambda c: bar.show(c.done, c.seen, c.note),
            full=full,
            cards=cards,
        )
    for line in counts.summary():
        click.echo(line)
