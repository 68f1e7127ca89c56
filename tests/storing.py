"""What tests of the store share: snapshots and grades in one call, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, SQLModel, select

from registry import documents, models, store
from registry.db import session_on
from registry.store import Failure, Taken

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LICENSE = b"# The same card as a thousand others\n"


def taken(
    repo_id: str,
    said: str = "one",
    *,
    kind: str = "model",
    card: bytes = LICENSE,
    links: Iterable[tuple[str, str, str]] = (),
    failure: Failure | None = None,
    **catalog: Any,
) -> Taken:
    """A snapshot in which a source says these words of a repo."""
    metadata, found = documents.plain({"said": said}), documents.masked([said], repo_id, "")
    bodies = (metadata, found, card)
    return Taken(
        kind="dataset" if kind == "dataset" else "model",
        repo_id=repo_id,
        snapshot={
            "kind": kind,
            "repo_id": repo_id,
            "digest": documents.digest_of(f"{repo_id} {said}".encode()),
            "revision": said,
            "page": f"https://huggingface.co/{repo_id}",
            "metadata_digest": documents.digest_of(metadata),
            "card_digest": documents.digest_of(card),
            "card_outcome": "found",
            "card_reason": "",
            "source": "hub",
        },
        documents={documents.digest_of(body): documents.packed(body) for body in bodies},
        reader_version="1",
        evidence_digest=documents.digest_of(found),
        links=tuple(links),
        catalog={"downloads": 1, "parameters": None, **catalog} if kind == "model" else {},
        failure=failure,
    )


def save(engine: Engine, *batch: Taken, at: datetime = BEGAN) -> list[tuple[bool, bool]]:
    """Saves a batch; tells of each whether it is new, and whether it changed."""
    with session_on(engine) as session:
        return [(s.is_new, s.changed) for s in store.save_taken(session, batch, at)]


def release(engine: Engine, repo_id: str) -> models.Release:
    with Session(engine) as session:
        return session.get_one(models.Release, repo_id)


def count(engine: Engine, table: type[SQLModel]) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def said_now(engine: Engine, repo_id: str) -> str:
    """What the current snapshot of a release says, as metadata and as evidence."""
    with Session(engine) as session:
        row = session.get_one(models.Release, repo_id)
        snapshot = session.get_one(models.Snapshot, row.snapshot_id)
        reading = session.get_one(models.Reading, row.snapshot_id)
        assert [snapshot.details["said"]] == reading.evidence
        assert row.revision == snapshot.revision
        return snapshot.details["said"]


def a_grade(engine: Engine, repo_id: str, said: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Columns of a grade on the current snapshot, and the documents that it needs."""
    body = documents.masked({"said": said}, repo_id, "one")
    digest = documents.digest_of(body)
    row = {
        "release_id": repo_id,
        "snapshot_id": release(engine, repo_id).snapshot_id,
        "reader_version": "1",
        "rubric_version": "1",
        "score": 10.0,
        "high": 20.0,
        "letter": "D",
        "openness": "closed",
        "license_class": "none",
        **dict.fromkeys(("weights", "data", "code", "post", "docs"), 10.0),
        "checked": 1,
        "total": 1,
        "verdict_digest": digest,
    }
    return row, {digest: documents.packed(body)}


def save_grades(
    engine: Engine, new: Mapping[str, str], same: Iterable[str], at: datetime
) -> dict[str, int]:
    """Saves new grades that say so, and notes which still hold; the current grades of all releases."""
    made = [a_grade(engine, repo_id, said) for repo_id, said in new.items()]
    with session_on(engine) as session:
        store.save_documents(session, {d: body for _, kept in made for d, body in kept.items()})
        store.save_grades(session, [row for row, _ in made], same, at)
    with Session(engine) as session:
        return {r.id: r.grade_id for r in session.exec(select(models.Release))}
