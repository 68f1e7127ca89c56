"""The frontier: what a crawl has yet to look at, and what it need not fetch again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, or_, select

from crawlers.fetch import PENDING, Wanted
from crawlers.kept import known_as
from crawlers.snapshots import HUB_ID, RepoKind
from crawlers.source import Selection
from registry import models, store
from registry.disclosing import LINKED, Kind, Status
from registry.scoring.evidence import Outcome

KIND_OF_LINK: dict[str, RepoKind] = {"base": "model", "dataset": "dataset", LINKED: "dataset"}
LINKS_LAST = timedelta(days=7)
"""For how long a linked repo that no listing shows is taken to be as it was."""


def due(session: Session, crawl_began: datetime) -> list[Wanted]:
    """Repos that are to be asked for by their names, once each.

    That is what a release that was read links to and no crawl has looked at for long, what somebody disclosed something
    on and no crawl has seen, and what could not be reached before this crawl began and is due for another try.
    """
    seen_before = crawl_began - LINKS_LAST
    wanted: dict[tuple[RepoKind, str], Wanted] = {}
    for link_kind, kind in KIND_OF_LINK.items():
        repo = aliased(store.REPO_TABLES[kind])
        is_due = or_(col(repo.id).is_(None), col(repo.seen_at) < seen_before)
        rows = session.exec(
            select(models.Link.target)
            .join(models.Release, col(models.Release.id) == col(models.Link.release_id))
            .outerjoin(repo, col(repo.id) == col(models.Link.target))
            .where(
                models.Link.kind == link_kind, is_due, models.Release.failure_kind != PENDING.kind
            )
            .distinct()
            .order_by(col(models.Link.target))
        )
        wanted |= {(kind, target): Wanted(kind, target, role="linked") for target in rows}
    for release_id in session.scalars(_disclosed_on()):
        wanted.setdefault(("model", release_id), Wanted("model", release_id, role="linked"))
    for kind in dict.fromkeys(KIND_OF_LINK.values()):
        table = store.REPO_TABLES[kind]
        again = session.exec(
            select(table.id, table.snapshot_id)
            .where(col(table.retry_at) <= crawl_began, col(table.seen_at) < crawl_began)
            .order_by(col(table.id))
        )
        for repo_id, snapshot_id in again:
            # Only what is linked is asked for by its name before anything is known of it.
            role = "linked" if snapshot_id is None else "again"
            wanted.setdefault((kind, repo_id), Wanted(kind, repo_id, role=role))
    return [w for w in wanted.values() if HUB_ID.fullmatch(w.repo_id)]


def _disclosed_on() -> Select[Any]:
    """Releases that an accepted disclosure is on and that nobody has asked for."""
    told, release = models.Disclosure, models.Release
    return (
        select(col(told.release_id))
        .outerjoin(release, col(release.id) == col(told.release_id))
        .where(col(told.status) == Status.ACCEPTED, col(told.kind) != Kind.REPLY)
        .where(col(release.id).is_(None))
        .distinct()
        .order_by(col(told.release_id))
    )


def unlisted(
    session: Session, source: str, selection: Selection, crawl_began: datetime
) -> list[Wanted]:
    """Releases that a listing of this selection showed once, and that the one begun then did not show: they were
    deleted, renamed or made private. One that lists only so many leaves out others, too."""
    if selection.limit is not None:
        return []
    release, snapshot = models.Release, models.Snapshot
    query = (
        select(release.id)
        .join(snapshot, col(snapshot.id) == col(release.snapshot_id))
        .where(
            release.outcome == Outcome.FOUND,
            release.moved_to == "",
            col(snapshot.source).in_(store.CONTINUES.get(source, (source,))),
            col(release.seen_at) < crawl_began,
            *_within(selection),
        )
        .order_by(col(release.id))
    )
    return [Wanted("model", repo_id, role="again") for repo_id in session.exec(query)]


def pending(session: Session, selection: Selection, most: int) -> list[Wanted]:
    """Releases of which only the metadata is known: those whose publishers were asked to disclose something, then the
    most used ones, originals before what derives from them."""
    release = models.Release
    is_asked = exists().where(
        col(models.Request.release_id) == col(release.id), col(models.Request.settled_at).is_(None)
    )
    is_derived = exists().where(
        col(models.Link.release_id) == col(release.id), col(models.Link.kind) == "base"
    )
    query = (
        select(release, models.Snapshot)
        .join(models.Snapshot, col(models.Snapshot.id) == col(release.snapshot_id))
        .where(release.failure_kind == PENDING.kind, release.moved_to == "", *_within(selection))
        .order_by(
            is_asked.desc(),
            col(release.downloads).desc().nulls_last(),
            col(release.likes).desc().nulls_last(),
            is_derived,
            col(release.id),
        )
        .limit(most)
    )
    return [
        Wanted("model", row.id, snapshot.details, known_as(row, snapshot), role="again")
        for row, snapshot in session.exec(query)
    ]


def _within(selection: Selection) -> list[ColumnElement[bool]]:
    """That a release is one of a selection, whose limit set aside."""
    release = models.Release
    wanted = ((release.organization, selection.author), (release.task, selection.task))
    found = [col(column) == value for column, value in wanted if value]
    if selection.min_downloads:
        found.append(col(release.downloads) >= selection.min_downloads)
    return found
