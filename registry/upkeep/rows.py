"""Rows: those that refer to what is not there or belongs to another, and those that say what can't be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine, Select, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, not_, or_

from registry.db import session_on
from registry.models import (
    Dataset,
    Document,
    Event,
    Grade,
    Link,
    Reading,
    Release,
    Snapshot,
    Text,
)
from registry.scoring.rubric import Rubric
from registry.store import forget_words
from registry.upkeep import forget
from registry.upkeep.findings import EXAMPLES, Finding, shown

BATCH = 500

AGAIN = "`aperture crawl` fetches them again"
GRADED = "`aperture grade` makes them anew"
MADE_DUE, MADE_GRADED = f"Mended: {AGAIN}.", f"Mended: {GRADED}."


@dataclass(frozen=True, slots=True)
class Check:
    """``keys`` selects the keys of rows that do not agree, and ``mend`` makes that they are selected no more; None
    where that is left to the command that ``advice`` names."""

    what: str
    keys: Select[Any]
    mend: Callable[[Session, list[Any]], None] | None
    advice: str


def run(engine: Engine, check: Check, *, mend: bool) -> Iterator[Finding]:
    """Counts the rows, and mends them a batch at a time."""
    with Session(engine) as session:
        count = session.scalar(select(func.count()).select_from(check.keys.subquery())) or 0
        examples = shown(session.scalars(check.keys.limit(EXAMPLES)))
    if not count:
        return
    keys: list[Any] = []
    before: list[Any] = []
    while mend and check.mend is not None:
        with session_on(engine) as session:
            keys = list(session.scalars(check.keys.limit(BATCH)))
            if not keys or keys == before:
                break
            check.mend(session, keys)
            before = keys
    advice = check.advice if mend or check.mend is None else ""
    is_mended = mend and (check.mend is None or not keys)
    yield Finding(check.what, count, examples, advice, is_mended=is_mended)


def checks(rubric: Rubric, now: datetime) -> Iterator[Check]:
    """All of them, in an order in which mending one leaves nothing for those before it."""
    yield Check(
        "Snapshots whose metadata, card or statement is missing",
        select(col(Snapshot.id)).where(
            or_(
                _lacks(Snapshot.metadata_digest),
                _lacks(Snapshot.card_digest),
                _lacks(Snapshot.statement_digest),
            )
        ),
        partial(_with_now, forget.snapshots, now),
        f"Deleted: {AGAIN}.",
    )
    yield Check(
        "Readings whose snapshot or evidence is missing",
        select(col(Reading.snapshot_id)).where(
            or_(_no_snapshot(Reading.snapshot_id), _lacks(Reading.evidence_digest))
        ),
        forget.readings,
        f"Deleted: {GRADED}.",
    )
    yield Check(
        "Grades whose release, snapshot or verdict is missing, or of another's snapshot",
        select(col(Grade.id)).where(
            or_(
                not_(exists().where(col(Release.id) == col(Grade.release_id))),
                not_(_is_of(Grade.snapshot_id, "model", Grade.release_id)),
                _lacks(Grade.verdict_digest),
            )
        ),
        forget.grades,
        f"Deleted: {GRADED}.",
    )
    yield Check(
        "Grades whose numbers can't be",
        select(col(Grade.id)).where(_is_impossible(rubric)),
        forget.grades,
        f"Deleted: {GRADED}.",
    )
    for kind, table, name in (("model", Release, "Releases"), ("dataset", Dataset, "Datasets")):
        of: Any = table
        yield Check(
            f"{name} whose snapshot is missing or another's",
            select(col(of.id)).where(
                col(of.snapshot_id).is_not(None), not_(_is_of(of.snapshot_id, kind, of.id))
            ),
            partial(_make_due, of, now),
            MADE_DUE,
        )
        yield Check(
            f"{name} whose snapshot has not been read",
            select(col(of.id)).where(
                col(of.snapshot_id).is_not(None),
                not_(exists().where(col(Reading.snapshot_id) == col(of.snapshot_id))),
            ),
            None,
            "`aperture grade` reads them.",
        )
    current = aliased(Grade)
    yield Check(
        "Releases whose grade is missing, another's or of no time",
        select(col(Release.id)).where(
            col(Release.grade_id).is_not(None),
            or_(
                col(Release.graded_at).is_(None),
                not_(
                    exists().where(
                        col(current.id) == col(Release.grade_id),
                        col(current.release_id) == col(Release.id),
                    )
                ),
            ),
        ),
        forget.grades_of,
        MADE_GRADED,
    )
    yield Check(
        "Events whose snapshot is missing",
        select(col(Event.id)).where(
            col(Event.snapshot_id).is_not(None), _no_snapshot(Event.snapshot_id)
        ),
        forget.events,
        "Mended: they refer to none.",
    )
    yield Check(
        "Releases that are missing, and have links",
        select(col(Link.release_id))
        .where(not_(exists().where(col(Release.id) == col(Link.release_id))))
        .distinct(),
        forget.links,
        "Their links are deleted.",
    )


def searched() -> Iterator[Check]:
    """Those of what search finds releases by, on which no grade rests."""
    yield Check(
        "Texts for search whose release is missing",
        select(col(Text.release_id)).where(
            not_(exists().where(col(Release.id) == col(Text.release_id)))
        ),
        forget_words,
        "Deleted.",
    )
    yield Check(
        "Releases that search does not know",
        select(col(Release.id)).where(
            col(Release.snapshot_id).is_not(None),
            not_(exists().where(col(Text.release_id) == col(Release.id))),
        ),
        None,
        f"{GRADED}.",
    )


def _with_now(mend: Any, now: datetime, session: Session, keys: list[Any]) -> None:
    mend(session, keys, now)


def _make_due(table: Any, now: datetime, session: Session, keys: list[Any]) -> None:
    forget.current_snapshots(session, table, keys, now)


def _lacks(digest: Any) -> Any:
    """A document is referred to and missing."""
    kept = aliased(Document)
    return col(digest).is_not(None) & not_(exists().where(col(kept.digest) == col(digest)))


def _no_snapshot(snapshot_id: Any) -> Any:
    return not_(exists().where(col(Snapshot.id) == col(snapshot_id)))


def _is_of(snapshot_id: Any, kind: str, repo_id: Any) -> Any:
    return exists().where(
        col(Snapshot.id) == col(snapshot_id),
        col(Snapshot.kind) == kind,
        col(Snapshot.repo_id) == col(repo_id),
    )


def _is_impossible(rubric: Rubric) -> Any:
    score, high = col(Grade.score), col(Grade.high)
    letters = ((score >= band.floor, band.id) for band in rubric.letters)
    return or_(
        score < 0,
        score > high,
        high > 100,
        col(Grade.checked) > col(Grade.total),
        (col(Grade.rubric_version) == rubric.version)
        & (col(Grade.letter) != case(*letters, else_="")),
    )
