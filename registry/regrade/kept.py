"""Kept: what the registry holds of releases that are to be graded, and of their bases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from registry import documents, models
from registry.verdicts import KeptBase


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """What is kept of a release to be graded."""

    id: str
    snapshot_id: int
    revision: str
    reader_version: str
    evidence: str
    current: tuple[Any, ...]
    datasets: tuple[str, ...] = ()

    @property
    def publisher(self) -> str:
        """Who publishes it, in lower case."""
        return self.id.partition("/")[0].lower()


def opened_base(release_id: str, text: bytes, revision: str) -> KeptBase:
    """A base from its verdict as it is kept."""
    return KeptBase.of(release_id, documents.unmasked(text, release_id, revision))


def kept_releases(session: Session, ids: list[str]) -> dict[str, KeptRelease]:
    """Those of these releases that were read, by id."""
    release, snapshot, reading, current = (
        models.Release,
        models.Snapshot,
        models.Reading,
        models.Grade,
    )
    rows = session.execute(
        select(
            col(release.id),
            col(snapshot.id),
            col(snapshot.revision),
            col(reading.reader_version),
            col(reading.evidence_digest),
            col(current.snapshot_id),
            col(current.reader_version),
            col(current.rubric_version),
            col(current.verdict_digest),
        )
        .join(snapshot, col(snapshot.id) == col(release.snapshot_id))
        .join(reading, col(reading.snapshot_id) == col(release.snapshot_id))
        .outerjoin(current, col(current.id) == col(release.grade_id))
        .where(col(release.id).in_(ids))
    ).all()
    named: dict[str, list[str]] = {}
    for release_id, target in session.execute(
        select(col(models.Link.release_id), col(models.Link.target))
        .where(col(models.Link.release_id).in_(ids), col(models.Link.kind) == "dataset")
        .order_by(col(models.Link.target))
    ):
        named.setdefault(release_id, []).append(target)
    found = {}
    for row in rows:
        release_id, snapshot_id, revision, version, evidence, *current_grade = row
        found[release_id] = KeptRelease(
            release_id,
            snapshot_id,
            revision,
            version,
            evidence,
            tuple(current_grade),
            tuple(named.get(release_id, ())),
        )
    return found


def kept_verdicts(session: Session, ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """Id, digest of the current verdict and revision that it rests on, of those of these releases that are graded."""
    rows = session.execute(
        select(
            col(models.Release.id),
            col(models.Grade.verdict_digest),
            col(models.Snapshot.revision),
        )
        .join(models.Grade, col(models.Grade.id) == col(models.Release.grade_id))
        .join(models.Snapshot, col(models.Snapshot.id) == col(models.Grade.snapshot_id))
        .where(col(models.Release.id).in_(list(ids)))
    )
    return [tuple(row) for row in rows]


def texts_of(session: Session, digests: Iterable[str]) -> dict[str, bytes]:
    """Documents by their digests."""
    of = models.Document
    rows = session.execute(
        select(col(of.digest), col(of.body)).where(col(of.digest).in_(list(digests)))
    )
    return {digest: documents.unpacked(body) for digest, body in rows}
