"""What tests of the crawler share: a crawl in one call, and the registry as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from crawlers.counts import Counts
from crawlers.crawl import Crawl
from crawlers.hub import Hub
from crawlers.reread import reread
from crawlers.source import Selection, Source
from registry import documents, models
from registry.db import engine_on
from registry.policy import Policy
from registry.regrade import Regrade


def now() -> datetime:
    return datetime.now(UTC)


def crawl(
    database_url: str,
    source: Source | str,
    *,
    full: bool = False,
    threads: int = 8,
    clock: Any = now,
    **selection: Any,
) -> Counts:
    """Crawls to the end. A source may be the address of a Hub."""
    source = Hub(source) if isinstance(source, str) else source
    with engine_on(database_url) as engine:
        run = Crawl(source, engine, clock, threads=threads)
        for _ in run.run(Selection(**selection), full=full):
            pass
    return run.counts


def regrade(database_url: str, *, full: bool = False) -> int:
    """Reads and grades what is out of date; returns how many grades are new."""
    policy = Policy.bundled()
    changed = 0
    with engine_on(database_url) as engine:
        list(reread(engine))
        for graded in Regrade(engine, policy, now).run(full=full):
            changed = graded.changed
    return changed


def dump(database_url: str, *, without: tuple[str, ...] = ("crawl",)) -> dict[str, list[Any]]:
    """Every row of every table."""
    with engine_on(database_url) as engine, engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(text(f'select * from "{table.name}"'))))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in without
        }


@contextmanager
def registry_at(database_url: str):
    """A session on the registry."""
    with engine_on(database_url) as engine, Session(engine) as session:
        yield session


def releases(database_url: str) -> Mapping[str, models.Release]:
    """The releases by id."""
    with registry_at(database_url) as session:
        return {row.id: row for row in session.exec(select(models.Release))}


def datasets(database_url: str) -> Mapping[str, models.Dataset]:
    """The datasets by id."""
    with registry_at(database_url) as session:
        return {row.id: row for row in session.exec(select(models.Dataset))}


def snapshots(database_url: str, repo_id: str) -> list[models.Snapshot]:
    """The snapshots of a repo, oldest first."""
    with registry_at(database_url) as session:
        query = select(models.Snapshot).where(models.Snapshot.repo_id == repo_id)
        return list(session.exec(query.order_by(col(models.Snapshot.id))))


def card_of(database_url: str, snapshot: models.Snapshot) -> bytes | None:
    """The bytes of the card in a snapshot."""
    with registry_at(database_url) as session:
        kept = session.get(models.Document, snapshot.card_digest or "")
        return documents.unpacked(kept.body) if kept else None


def grade_of(database_url: str, release_id: str) -> models.Grade:
    """The current grade of a release."""
    with registry_at(database_url) as session:
        release = session.get_one(models.Release, release_id)
        return session.get_one(models.Grade, release.grade_id)


def marks_of(database_url: str, release_id: str) -> Mapping[str, Any]:
    """The marks of the current grade of a release, by criterion."""
    with registry_at(database_url) as session:
        release = session.get_one(models.Release, release_id)
        return session.get_one(models.Grade, release.grade_id).verdict.marks


def details_of(database_url: str, snapshot: models.Snapshot) -> dict[str, Any]:
    """The metadata in a snapshot."""
    with registry_at(database_url) as session:
        return session.get_one(models.Snapshot, snapshot.id).details
