"""Receipts: all that the grade of a release rests on, and the snapshot to verify it with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from registry import documents, resources
from registry.models import Dataset, Document, Grade, Reading, Release, Snapshot
from registry.moments import moment
from registry.policy import Beside
from registry.queries.parents import Parents, parents_of
from registry.receipts import SCHEMA, snapshot_address
from registry.receipts.awaiting import Standing, awaits
from registry.receipts.inputs import base_told, dataset_told, unseen
from registry.receipts.parts import result_part
from registry.receipts.quotes import Quotes
from registry.receipts.snapshots import file_told, files_in
from registry.regrade.datasets import KnownDatasets
from registry.regrade.kept import NOTHING_KEPT, KeptBeside, kept_beside
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence
from registry.scoring.lineage import named_bases
from registry.shapes.receipts import (
    BaseGrade,
    Receipt,
    ReceiptAwait,
    ReceiptInputs,
    ReceiptPolicy,
    ReceiptSnapshot,
)
from registry.shapes.snapshots import SnapshotDocument


class Graded(NamedTuple):
    """A release with its current grade, and the snapshot and the reading that this rests on."""

    release: Release
    grade: Grade
    snapshot: Snapshot
    reading: Reading


def receipt(session: Session, release_id: str) -> Receipt | None:
    """The receipt of a release's current grade; None for one that is unknown or has none."""
    found = _graded(session, release_id)
    if found is None:
        return None
    release, grade, snapshot, reading = found
    evidence = tuple(map(Evidence.from_dict, reading.evidence))
    quotes = Quotes(release_id, evidence, _file(session, snapshot.card_digest))
    verdict = _verdict(grade)
    parents = parents_of(session, release_id)
    bases = _bases(session, parents)
    kept = kept_beside(session, [release_id]).get(release_id, NOTHING_KEPT).under(evidence)
    linked = linked_datasets((*evidence, *kept.beside.disclosed))
    return {
        "schema": SCHEMA,
        "release": release_id,
        "revision": snapshot.revision,
        "graded_at": moment(grade.graded_at),
        "confirmed_at": moment(release.graded_at or grade.graded_at),
        "awaits": _awaits(session, found, kept, linked, bases),
        "snapshot": _snapshot_part(snapshot),
        "policy": _policy(grade),
        "inputs": _inputs(session, evidence, kept.beside, linked, parents, bases),
        "result": result_part(grade.model_dump(), verdict, grade.verdict_digest, quotes),
        "read": quotes.read,
        "quotes": quotes.all,
    }


def snapshot_document(session: Session, release_id: str) -> SnapshotDocument | None:
    """The snapshot that a release's current grade rests on, with every byte; None where there is none."""
    found = _graded(session, release_id)
    if found is None:
        return None
    of = found.snapshot
    document: SnapshotDocument = {
        "schema": SCHEMA,
        "kind": "model",
        "id": of.repo_id,
        "revision": of.revision,
        "page": of.page,
        "metadata": of.details,
        "card": file_told(_file(session, of.card_digest)),
        "card_outcome": of.card_outcome,  # type: ignore[typeddict-item]
        "card_reason": of.card_reason,
        "statement": file_told(_file(session, of.statement_digest)),
    }
    return document


def _graded(session: Session, release_id: str) -> Graded | None:
    row = session.execute(
        select(Release, Grade, Snapshot, Reading)
        .join(Grade, col(Grade.id) == col(Release.grade_id))
        .join(Snapshot, col(Snapshot.id) == col(Grade.snapshot_id))
        .join(Reading, col(Reading.snapshot_id) == col(Snapshot.id))
        .options(joinedload(Grade.kept), joinedload(Snapshot.said), joinedload(Reading.found))  # type: ignore[arg-type]
        .where(col(Release.id) == release_id)
    ).first()
    return Graded(*row) if row else None


def _file(session: Session, digest: str | None) -> bytes | None:
    kept = session.get(Document, digest) if digest else None
    return documents.unpacked(kept.body) if kept else None


def _verdict(grade: Grade) -> dict[str, Any]:
    body = documents.unpacked(grade.kept.body)
    verdict: dict[str, Any] = documents.unmasked(body, grade.release_id, grade.snapshot.revision)
    return verdict


def _snapshot_part(snapshot: Snapshot) -> ReceiptSnapshot:
    part: ReceiptSnapshot = {
        "digest": snapshot.digest,
        "metadata_digest": snapshot.metadata_digest,
        "card_digest": snapshot.card_digest,
        "card_outcome": snapshot.card_outcome,  # type: ignore[typeddict-item]
        "statement_digest": snapshot.statement_digest,
        "files": files_in(snapshot.details),
        "page": snapshot.page,
        "taken_at": moment(snapshot.taken_at),
        "address": snapshot_address(snapshot.repo_id),
    }
    return part


def _policy(grade: Grade) -> ReceiptPolicy:
    is_in_force = grade.rubric_version == resources.rubric().version
    return {
        "readers": grade.reader_version,
        "rubric": grade.rubric_version,
        "files": resources.policy_digests() if is_in_force else {},
    }


# Inputs -----------------------------------------------------------------------------------------


class BaseNow(NamedTuple):
    """A base as the registry knows it."""

    grade: BaseGrade | None
    changed_at: datetime


def _bases(session: Session, parents: Parents) -> dict[str, BaseNow]:
    """The bases that the registry knows."""
    rows = session.execute(
        select(Release, Grade)
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .options(joinedload(Grade.kept), joinedload(Grade.snapshot))  # type: ignore[arg-type]
        .where(col(Release.id).in_(list(parents.bases)))
    )
    return {base.id: _base(base, grade) for base, grade in rows}


def _base(base: Release, grade: Grade | None) -> BaseNow:
    if grade is None:
        return BaseNow(None, base.changed_at)
    at, revision = moment(grade.graded_at), grade.snapshot.revision
    told = base_told(base.id, revision, at, grade.verdict_digest, _verdict(grade))
    return BaseNow(told, max(base.changed_at, grade.graded_at))


def _inputs(
    session: Session,
    evidence: tuple[Evidence, ...],
    beside: Beside,
    linked: Sequence[str],
    parents: Parents,
    known: Mapping[str, BaseNow],
) -> ReceiptInputs:
    states = KnownDatasets().load(session, linked)
    bases = [
        {"id": base, "named": names, "grade": known[base].grade if base in known else None}
        for base, names in parents.bases.items()
    ]
    return {
        "datasets": [dataset_told(name, states[name]) for name in linked],
        "bases": bases,  # type: ignore[typeddict-item]
        "unseen": unseen(bases, named_bases(evidence)),  # type: ignore[arg-type]
        "disclosures": [e.as_dict() for e in beside.disclosed],  # type: ignore[misc]
        "gone": sorted(beside.gone),
        "circular": parents.circular,
    }


def _awaits(
    session: Session,
    graded: Graded,
    kept: KeptBeside,
    linked: Sequence[str],
    bases: Mapping[str, BaseNow],
) -> list[ReceiptAwait]:
    release, grade, _, reading = graded
    datasets = select(col(Dataset.id), col(Dataset.changed_at)).where(col(Dataset.id).in_(linked))
    return list(
        awaits(
            release.graded_at or grade.graded_at,
            Standing(grade.snapshot_id, release.snapshot_id),
            Standing(grade.reader_version, reading.reader_version),
            Standing(grade.rubric_version, resources.rubric().version),
            Standing(grade.disclosures, kept.disclosures),
            Standing(grade.gone, kept.gone),
            dict(map(tuple, session.execute(datasets))),
            {name: base.changed_at for name, base in bases.items()},
        )
    )
