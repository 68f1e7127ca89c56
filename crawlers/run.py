"""Runs: a crawl from beginning to end, with progress and a summary for a person."""

from __future__ import annotations

from pathlib import Path

import click
from sqlmodel import Session

from crawlers.clock import now
from crawlers.crawl import Crawl
from crawlers.dump import Dump
from crawlers.grading import regrade
from crawlers.hub import Hub
from crawlers.mirror import SAMPLE, Mirror
from crawlers.pipeline import THREADS
from crawlers.reread import reread
from crawlers.source import Selection, Source, SourceError
from registry import db
from registry.console import progress
from registry.settings import Settings


def open_source(kind: str, path: Path | None, settings: Settings) -> Source:
    """The source ``hub``, ``mirror`` or ``dump`` (both at a path), or ``sample``. Raises SourceError."""
    if kind == "hub":
        return Hub(settings.hf_endpoint, settings.hf_token)
    if kind == "dump":
        return Dump(path or Path(), Hub(settings.hf_endpoint, settings.hf_token))
    return Mirror(path or SAMPLE, kind)


def pick_source(wanted: str, settings: Settings) -> Source | None:
    """What ``up`` crawls: ``hub``, ``sample``, or for ``auto`` the Hub when it answers.

    When it does not, that is said in one line, and the bundled sample takes its place; but in a registry that
    already holds releases of a Hub nothing does, as the sample would replace what is real. Raises SourceError
    when the Hub was insisted on.
    """
    if wanted == "sample":
        return Mirror(SAMPLE, "sample")
    hub = Hub(settings.hf_endpoint, settings.hf_token)
    try:
        hub.greet()
    except SourceError as error:
        if wanted == "hub":
            raise
        from registry import queries  # only here: no crawl asks what a site asks

        trouble = f"No Hub in reach at {settings.hf_endpoint} ({error})"
        with db.engine_on(settings.database_url) as engine, Session(engine) as session:
            is_real = queries.latest_crawl(session) and not queries.uses_sample(session)
        if is_real:
            click.echo(f"{trouble}; serving what was crawled before.", err=True)
            return None
        click.echo(f"{trouble}; using the bundled sample.", err=True)
        return Mirror(SAMPLE, "sample")
    return hub


def run_crawl(
    settings: Settings,
    source: Source,
    selection: Selection,
    *,
    full: bool = False,
    cards: int = 0,
    grading: bool = False,
    threads: int = THREADS,
) -> None:
    """Crawls a source and prints a summary; ``grading`` grades what each page brought at once.

    ``cards`` is how many cards are fetched of releases that are known from their metadata alone.
    """
    graded = 0
    with db.engine_on(settings.database_url) as engine:
        crawl = Crawl(source, engine, now, threads=threads)
        try:
            with progress(f"Crawling {source.name}") as bar:
                crawl.tell = lambda c: bar.show(c.done, c.seen, c.note)
                for _ in crawl.run(selection, full=full, cards=cards):
                    if grading:
                        graded += regrade(engine, crawling=True)[1]
        except BaseException:  # one that is cut short has done something, too
            if crawl.counts.seen:
                _print_summary(crawl)
            raise
        _print_summary(crawl)
        if grading:
            for _ in reread(engine):
                pass  # what older readers read and this crawl found unchanged
            graded += regrade(engine)[1]
    if grading:
        click.echo(f"{graded:,} grades new or changed.")


def _print_summary(crawl: Crawl) -> None:
    click.echo("\n".join(crawl.counts.summary()))
