"""Grading: what is out of date is read and graded again, with progress and a summary for a person."""

from __future__ import annotations

import click
from sqlalchemy import Engine

from crawlers.clock import now
from crawlers.disclosed import catch_up
from crawlers.reread import reread
from registry import db, resources
from registry.console import Bar, progress
from registry.regrade import Due, Regrade, due
from registry.regrade.alone import alone
from registry.settings import Settings


def run_grade(settings: Settings, *, full: bool = False) -> None:
    """Reads and grades what is out of date and prints how much that was."""
    with db.engine_on(settings.database_url) as engine, progress("Grading") as bar:
        read = 0
        for read, unread in reread(engine):
            bar.show(read, unread, "read again")
        done, changed = regrade(engine, full=full, bar=bar)
    click.echo(
        f"{read:,} snapshots read again, {done:,} releases graded, "
        f"{changed:,} grades new or changed."
    )


def regrade(
    engine: Engine, *, full: bool = False, crawling: bool = False, bar: Bar | None = None
) -> tuple[int, int]:
    """Grades what is out of date; returns how many releases, and how many grades that changed."""
    with alone(engine):
        catch_up(engine, now())
        what = due(engine, resources.rubric().version, now(), full=full, crawling=crawling)
        return _grade(engine, what, bar) if what.releases else (0, 0)


def _grade(engine: Engine, what: Due, bar: Bar | None) -> tuple[int, int]:
    # Only here, where there is something to grade: the judges, and all that they know.
    from registry.policy import Policy

    policy = Policy.bundled()
    done = changed = 0
    for graded in Regrade(engine, policy, now).grade(what):
        done, changed = graded.done, graded.changed
        if bar is not None:
            bar.show(done, graded.total)
    return done, changed
