"""Check: whether all that the database holds agrees, and mending what does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import aliased
from sqlmodel import col, exists

from registry.db import session_on
from registry.models import Crawl
from registry.policy import Policy
from registry.upkeep import Show, bodies, log, rows, verdicts
from registry.upkeep.findings import EXAMPLES, Finding, shown
from registry.upkeep.unreferenced import unreferenced

LONG = timedelta(days=7)


def run(
    engine: Engine,
    policy: Policy,
    now: datetime,
    show: Show,
    *,
    mend: bool = False,
    sample: int = 200,
) -> Iterator[Finding]:
    """Yields what does not agree, mended with ``mend`` where that can be done. A crawl may go on meanwhile.

    ``sample`` is how many grades are made anew and compared, unless what they rest on is found broken and not mended.
    A file that SQLite itself finds damaged is looked at no further.
    """
    if engine.dialect.name == "sqlite":
        show(0, None, "the file")
        if damages := _damages(engine):
            yield Finding("Damages of the file", len(damages), shown(damages), "Restore a backup.")
            return
    is_sound = True
    for finding in _basics(engine, policy, now, show, mend=mend):
        is_sound &= finding.is_mended
        yield finding
    if is_sound:
        yield from verdicts.sampled(engine, policy, sample, show, mend=mend)
    yield from _run(engine, list(rows.searched()), show, mend=mend)
    yield from _unfinished(engine, now, mend=mend)
    yield from log.check(engine, show)
    show(0, None, "unreferenced documents")
    yield from unreferenced(engine, mend=mend)


def _basics(
    engine: Engine, policy: Policy, now: datetime, show: Show, *, mend: bool
) -> Iterator[Finding]:
    yield from bodies.damaged(engine, now, show, mend=mend)
    yield from _run(engine, list(rows.checks(policy.rubric, now)), show, mend=mend)


def _run(
    engine: Engine, checks: Sequence[rows.Check], show: Show, *, mend: bool
) -> Iterator[Finding]:
    for done, check in enumerate(checks):
        show(done, len(checks), check.what[:40])
        yield from rows.run(engine, check, mend=mend)


def _damages(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        told = connection.execute(text(f"pragma quick_check({EXAMPLES})")).scalars().all()
    return [] if told == ["ok"] else [str(line) for line in told]


def _unfinished(engine: Engine, now: datetime, *, mend: bool) -> Iterator[Finding]:
    """Crawls that nobody went on with. Those that a later one of the same source made needless can go."""
    later = aliased(Crawl)
    old = (col(Crawl.finished_at).is_(None), col(Crawl.started_at) < now - LONG)
    is_needless = exists().where(
        col(later.source) == col(Crawl.source),
        col(later.selection) == col(Crawl.selection),
        col(later.started_at) > col(Crawl.started_at),
        col(later.finished_at).is_not(None),
    )
    with session_on(engine) as session:
        needless = list(session.scalars(select(col(Crawl.id)).where(*old, is_needless)))
        left = list(session.scalars(select(col(Crawl.id)).where(*old, ~is_needless)))
        if mend:
            session.execute(delete(Crawl).where(col(Crawl.id).in_(needless)))
    what = "Crawls that are unfinished for more than a week"
    if needless:
        done = "Deleted: later ones are finished." if mend else ""
        yield Finding(what, len(needless), shown(needless), done, is_mended=mend)
    if left:
        advice = "`aperture crawl` goes on with the last one of its selection."
        yield Finding(what, len(left), shown(left), advice)
