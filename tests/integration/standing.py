"""A registry in the midst of its work: crawls of every kind, repos in every state, grades of two rubrics."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, select

from registry.db import engine_on, session_on
from registry.models import Crawl, Dataset, Grade, Link, Reading, Release
from registry.settings import Settings
from tests.factories import NOW, keep, make_release

HOUR = timedelta(hours=1)
ALL = "author= task= limit=none"


def fill(settings: Settings) -> None:
    """Writes it to the database of the settings."""
    with engine_on(settings.database_url) as engine, session_on(engine) as session:
        _crawls(session)
        _graded(session)
        _ungraded(session)


def _crawls(session: Session) -> None:
    counts = {"seen": 1200, "new": 7, "changed": 5, "unchanged": 1184, "bases": 2, "datasets": 3}
    failed = [{"kind": "model", "reason": "the Hub answered 500", "count": 4, "examples": ["a/b"]}]
    made = [
        ("sample", ALL, True, 90, 1, None),
        ("hub", ALL, True, 50, 9, 41),
        ("hub", ALL, False, 30, None, None),
        ("hub", ALL, False, 20, 1, 19),
        ("hub", "author=allenai task= limit=100", False, 10, 1, 9),
        ("hub", ALL, False, 2, None, None),
    ]
    for source, selection, is_full, began, took, mark in made:
        began_at = NOW - began * HOUR
        session.add(
            Crawl(
                source=source,
                selection=selection,
                is_full=is_full,
                started_at=began_at,
                finished_at=None if took is None else began_at + took * HOUR,
                since=None if is_full else began_at - HOUR,
                watermark=None if mark is None else NOW - mark * HOUR,
                counts={**counts, "failed": failed},
            )
        )
        session.flush()  # one after the other, so that ids follow the time


def _graded(session: Session) -> None:
    make_release(session, "org/holds")
    old = make_release(session, "org/older-rubric")
    session.get_one(Grade, old.grade_id).rubric_version = "0.9"
    moving = make_release(session, "org/moving-base")
    make_release(session, "org/derived", bases={"org/moving-base": "finetune"})
    make_release(session, "org/gated", gated="manual")
    gone = {"outcome": "absent", "failure_kind": "missing", "failure": "there is no such repo"}
    make_release(session, "org/gone", **gone)
    make_release(session, "org/old-name", graded=False, moved_to="org/holds", failure_kind="moved")
    for release in session.scalars(select(Release)).all():
        if release.grade_id:
            _read(session, release)
    moving.changed_at = NOW + HOUR
    newer = make_release(session, "org/newly-read", graded=False)
    _read(session, newer, "2")


def _read(session: Session, release: Release, version: str = "1") -> None:
    digest = keep(session, b"[]")
    assert release.snapshot_id is not None
    if session.get(Reading, release.snapshot_id) is None:
        session.add(
            Reading(snapshot_id=release.snapshot_id, reader_version=version, evidence_digest=digest)
        )


def _ungraded(session: Session) -> None:
    out = "no answer in time"
    _repo(session, Release, "org/pending", "pending", "its card has not been fetched yet")
    _repo(session, Release, "org/due", "unreachable", out, NOW - HOUR)
    _repo(session, Release, "org/due-later", "unreachable", out, NOW + HOUR)
    _repo(session, Release, "org/due-too", "unreachable", "the Hub answered 503", NOW - HOUR)
    _repo(session, Dataset, "org/data", "denied", "the repo is <b>gated</b>")
    for kind, target in (
        ("base", "org/nobody-looked"),
        ("dataset", "org/data"),
        ("dataset", "new"),
    ):
        session.add(Link(release_id="org/holds", kind=kind, target=target))


def _repo(
    session: Session,
    table: type[Release] | type[Dataset],
    repo_id: str,
    kind: str,
    failure: str,
    retry_at: datetime | None = None,
) -> None:
    publisher = {"organization": "org"} if table is Release else {}
    session.add(
        table(
            id=repo_id,
            outcome="unchecked",
            failure_kind=kind,
            failure=failure,
            attempts=1,
            retry_at=retry_at,
            seen_at=NOW,
            changed_at=NOW - HOUR,
            **publisher,
        )
    )
    session.flush()  # links refer to releases
