"""Repos: what a source said of them, and what the crawler knows of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from registry import models
from registry.disclosing import LINKED
from registry.scoring.evidence import Outcome
from registry.store.rows import insert_new, save_documents, upsert
from registry.store.texts import save_words

REPO_TABLES: Mapping[str, type[models.Release] | type[models.Dataset]] = {
    "model": models.Release,
    "dataset": models.Dataset,
}

PASSING = frozenset({"unreachable"})
"""Kinds of failure that may pass, so that a repo is worth another try."""
SEEN_EVERY = timedelta(days=1)
FIRST_RETRY, LAST_RETRY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a repo, or its card, could not be fetched."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was read: what is to be kept of it, as rows and packed documents.

    ``snapshot`` holds columns of Snapshot, ``catalog`` those of Release that the catalog lists by, ``links`` kind,
    target and relation, ``words`` what search finds a release by. ``failure`` says what could not be fetched of an
    otherwise known repo, such as a gated card.
    """

    kind: Literal["model", "dataset"]
    repo_id: str
    snapshot: Mapping[str, Any]
    documents: Mapping[str, bytes]
    reader_version: str
    evidence_digest: str
    links: tuple[tuple[str, str, str], ...]
    catalog: Mapping[str, Any]
    words: str = ""
    gated: str = ""
    etag: str = ""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of keeping a snapshot: whether its repo is new, and whether anything changed."""

    is_new: bool
    changed: bool


def save_taken(session: Session, taken: Sequence[Taken], now: datetime) -> list[Saved]:
    """Makes these snapshots the current ones of their repos, each at most once; says what that changed."""
    save_documents(session, {d: body for t in taken for d, body in t.documents.items()})
    saved: dict[tuple[str, str], Saved] = {}
    for kind in REPO_TABLES:
        of_kind = sorted((t for t in taken if t.kind == kind), key=lambda t: t.repo_id)
        if of_kind:
            saved |= _save_kind(session, kind, of_kind, now)
    return [saved[t.kind, t.repo_id] for t in taken]


def _save_kind(
    session: Session, kind: str, taken: list[Taken], now: datetime
) -> dict[tuple[str, str], Saved]:
    insert_new(session, models.Snapshot, [{**t.snapshot, "taken_at": now} for t in taken])
    ids = [t.repo_id for t in taken]
    kept = _snapshot_ids(session, kind, ids, [t.snapshot["digest"] for t in taken])
    table = REPO_TABLES[kind]
    before = {row.id: row for row in session.scalars(select(table).where(col(table.id).in_(ids)))}
    saved, rows, changed, events = {}, [], [], []
    for t in taken:
        known, snapshot_id = before.get(t.repo_id), kept[t.repo_id, t.snapshot["digest"]]
        is_other = known is None or known.snapshot_id != snapshot_id
        rows.append(_row(t, known, snapshot_id, is_other, now))
        changed += [(t, snapshot_id)] if is_other else []
        if known is not None and (what := _turn(known, is_other)):
            events.append(event_row(kind, t.repo_id, now, what, snapshot_id))
        saved[kind, t.repo_id] = Saved(known is None, is_other)
    upsert(session, table, rows, "id")
    save_readings(
        session, [(snapshot_id, t.reader_version, t.evidence_digest) for t, snapshot_id in changed]
    )
    if kind == "model":
        replace_links(session, {t.repo_id: t.links for t, _ in changed}, before)
        save_words(session, {t.repo_id: t.words for t in taken})
    insert_new(session, models.Event, events)
    for row in before.values():
        session.expire(row)
    return saved


def _snapshot_ids(
    session: Session, kind: str, repo_ids: list[str], digests: list[str]
) -> dict[tuple[str, str], int]:
    of = models.Snapshot
    rows = session.execute(
        select(col(of.repo_id), col(of.digest), col(of.id)).where(
            col(of.repo_id).in_(repo_ids), col(of.kind) == kind, col(of.digest).in_(digests)
        )
    )
    return {(repo_id, digest): snapshot_id for repo_id, digest, snapshot_id in rows}


def _row(
    taken: Taken, known: Any, snapshot_id: int, is_other: bool, now: datetime
) -> dict[str, Any]:
    failure = taken.failure
    attempts = (known.attempts if known else 0) + 1 if failure else 0
    turned = is_other or known.outcome != Outcome.FOUND
    row = {
        "id": taken.repo_id,
        "outcome": Outcome.FOUND.value,
        "revision": taken.snapshot["revision"],
        "snapshot_id": snapshot_id,
        "gated": taken.gated,
        "failure_kind": failure.kind if failure else "",
        "failure": failure.reason if failure else "",
        "attempts": attempts,
        "retry_at": retry_after(failure, attempts, now),
        "moved_to": "",
        "etag": taken.etag,
        "seen_at": now,
        "changed_at": now if turned else known.changed_at,
    }
    if taken.kind == "model":
        row |= {"organization": organization_of(taken.repo_id), **taken.catalog}
    return row


def _turn(known: models.CrawlState, is_other: bool) -> str:
    """What is worth remembering about a repo that was known before; empty for nothing."""
    if known.outcome == Outcome.ABSENT:
        return "back"
    return "snapshot" if is_other and known.snapshot_id is not None else ""


def event_row(
    kind: str, repo_id: str, at: datetime, what: str, snapshot_id: int | None, note: str = ""
) -> dict[str, Any]:
    return {
        "kind": kind,
        "repo_id": repo_id,
        "at": at,
        "what": what,
        "snapshot_id": snapshot_id,
        "note": note,
    }


def retry_after(failure: Failure | None, attempts: int, now: datetime) -> datetime | None:
    """When a repo is due again: at once after a first failure, then after growing pauses; None for never."""
    if failure is None or failure.kind not in PASSING:
        return None
    return now + min(FIRST_RETRY * (2 ** min(attempts - 1, 30) - 1), LAST_RETRY)


def save_readings(session: Session, readings: Iterable[tuple[int, str, str]]) -> None:
    """Keeps what the readers found (snapshot, reader version, digest of the evidence), in place of what
    an earlier version found."""
    rows = [
        {"snapshot_id": snapshot_id, "reader_version": version, "evidence_digest": digest}
        for snapshot_id, version, digest in readings
    ]
    upsert(session, models.Reading, rows, "snapshot_id")


def replace_links(
    session: Session,
    links: Mapping[str, Iterable[tuple[str, str, str]]],
    known: Collection[str] | None = None,
) -> None:
    """Replaces what releases point to; those that are not ``known`` have no links yet. What disclosures name stays."""
    old = [release for release in links if known is None or release in known]
    if old:
        of = models.Link
        own = col(of.release_id).in_(old) & (col(of.kind) != LINKED)
        session.execute(delete(of).where(own))
    rows = [
        {"release_id": release, "kind": kind, "target": target, "relation": relation}
        for release, told in links.items()
        for kind, target, relation in told
    ]
    insert_new(session, models.Link, rows)


def organization_of(repo_id: str) -> str:
    """Who publishes under this id; empty for the few that have no publisher."""
    return repo_id.split("/")[0] if "/" in repo_id else ""


def save_failure(
    session: Session, kind: str, repo_id: str, outcome: Outcome, failure: Failure, now: datetime
) -> None:
    """Records that a repo could not be fetched. What was known of it before stays."""
    row = session.get(REPO_TABLES[kind], repo_id)
    if row is None:
        row = _new_row(kind, repo_id, outcome, now)
    elif row.outcome != outcome and outcome is Outcome.ABSENT:
        row.changed_at = now
        gone = event_row(kind, repo_id, now, "gone", row.snapshot_id, failure.reason)
        session.add(models.Event(**gone))
    if row.snapshot_id is None or outcome is Outcome.ABSENT:
        row.outcome = outcome
    was, row.failure_kind, row.failure = row.failure_kind, failure.kind, failure.reason
    row.attempts += 1
    row.retry_at = retry_after(failure, row.attempts, now)
    row.seen_at = now
    session.add(row)
    if failure.kind == "denied" and row.snapshot_id is not None and was != "denied":
        session.add(models.Event(**event_row(kind, repo_id, now, "denied", None, failure.reason)))


def touch(
    session: Session,
    catalogs: Mapping[str, Mapping[str, Any]],
    now: datetime,
    *,
    kind: str = "model",
    seen_before: datetime | None = None,
) -> None:
    """Records that repos were seen unchanged, and brings their columns of the catalog up to date where they moved.

    Of those that were seen since ``seen_before``, a day ago by default, nothing is written when nothing moved.
    """
    table = REPO_TABLES[kind]
    is_due = col(table.seen_at) < (seen_before or now - SEEN_EVERY)
    seen = update(table).where(col(table.id).in_(catalogs), is_due)
    session.execute(seen.values(seen_at=now), execution_options={"synchronize_session": False})
    for row in session.scalars(select(table).where(col(table.id).in_(catalogs))):
        for name, value in catalogs[row.id].items():
            if getattr(row, name) != value:
                setattr(row, name, value)


def _new_row(
    kind: str, repo_id: str, outcome: Outcome, now: datetime
) -> models.Release | models.Dataset:
    if kind == "dataset":
        return models.Dataset(id=repo_id, outcome=outcome, seen_at=now, changed_at=now)
    return models.Release(
        id=repo_id,
        outcome=outcome,
        seen_at=now,
        changed_at=now,
        organization=organization_of(repo_id),
    )
