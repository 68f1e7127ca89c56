"""Ingest: a fetched repo becomes a snapshot, its evidence and its links in the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from crawlers.cards import Card
from crawlers.catalog import catalog_fields, declared_license
from crawlers.readers import READER_VERSION, card_of, read
from crawlers.snapshots import RepoKind, Snapshot, digest
from registry import models, store
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence, Outcome, about

HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9_][\w.-]{0,95})?", re.ASCII)
"""What the Hub takes for the id of a repo."""

MAX_TARGET = 200


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry has of a repo: the revision, and the card that came with it."""

    revision: str
    snapshot_digest: str
    card_outcome: str
    card_reason: str
    card_digest: str
    is_settled: bool
    """Whether asking again at the same revision would bring nothing new."""


def known_repos(session: Session, kind: RepoKind, ids: Iterable[str]) -> dict[str, Known]:
    """What the registry has of these repos; those without a snapshot are left out."""
    table = store.REPO_TABLES[kind]
    rows = session.exec(
        select(table, models.Snapshot)
        .join(models.Snapshot, col(table.snapshot_id) == col(models.Snapshot.id))
        .where(col(table.id).in_(list(ids)))
    )
    return {
        repo.id: Known(
            revision=snapshot.revision,
            snapshot_digest=snapshot.digest,
            card_outcome=snapshot.card_outcome,
            card_reason=snapshot.card_reason,
            card_digest=snapshot.card_digest or "",
            is_settled=repo.failure_kind in ("", "denied"),
        )
        for repo, snapshot in rows
    }


def is_unchanged(known: Known, kind: RepoKind, metadata: Mapping[str, Any]) -> bool:
    """Whether a listing says the same of a repo as its current snapshot does."""
    told = digest(kind, metadata["id"], metadata, known.card_outcome, known.card_digest)
    return known.is_settled and told == known.snapshot_digest


def has_same_card(known: Known, metadata: Mapping[str, Any]) -> bool:
    """Whether the card need not be fetched: the revision is the one whose card is kept."""
    revision = metadata.get("sha")
    was_read = known.card_outcome != Outcome.UNCHECKED
    return known.is_settled and was_read and bool(revision) and revision == known.revision


def save(
    session: Session, snapshot: Snapshot, source: str, failure: store.Failure | None, now: datetime
) -> bool:
    """Keeps a snapshot, reads it and stores what it links to. Returns whether it is a new one."""
    row = models.Snapshot(
        kind=snapshot.kind,
        repo_id=snapshot.id,
        digest=snapshot.digest,
        revision=snapshot.revision,
        page=snapshot.page,
        details=dict(snapshot.metadata),
        card_digest=store.save_document(session, snapshot.card)
        if snapshot.card is not None
        else None,
        card_outcome=snapshot.card_outcome,
        card_reason=snapshot.card_reason,
        source=source,
        taken_at=now,
    )
    kept, is_new = store.save_snapshot(session, row)
    card = card_of(snapshot)
    catalog = _catalog(snapshot, card) if snapshot.kind == "model" else {}
    changed = store.save_repo(session, snapshot.kind, snapshot.id, kept, catalog, failure, now)
    if is_new or changed:
        save_reading(session, kept.id or 0, snapshot, card)
    return changed


def save_reading(
    session: Session, snapshot_id: int, snapshot: Snapshot, card: Card | None = None
) -> None:
    """Reads a snapshot and keeps the evidence; of a model, also its links."""
    evidence = read(snapshot, card)
    store.save_reading(session, snapshot_id, READER_VERSION, evidence)
    if snapshot.kind == "model":
        store.save_links(session, snapshot.id, links(snapshot.id, evidence))


def links(release_id: str, evidence: Iterable[Evidence]) -> list[models.Link]:
    """What a release points to, once each: bases with their relation, and dataset repos.

    A base that is named in free words is kept as well, unless it is not even a name.
    """
    evidence = tuple(evidence)
    relation = next((e.value for e in about(evidence, "lineage", "relation")), "")
    named = (e.value for e in about(evidence, "lineage", "base"))
    bases = dict.fromkeys(n for n in named if len(n) <= MAX_TARGET and n.isprintable() and n)
    return [
        models.Link(release_id=release_id, kind="base", target=base, relation=relation)
        for base in bases
    ] + [
        models.Link(release_id=release_id, kind="dataset", target=dataset)
        for dataset in dict.fromkeys(linked_datasets(evidence))
        if HUB_ID.fullmatch(dataset)
    ]


def stored_snapshot(row: models.Snapshot, card: bytes | None) -> Snapshot:
    """The snapshot that a row and its document hold."""
    return Snapshot(
        kind="dataset" if row.kind == "dataset" else "model",
        id=row.repo_id,
        revision=row.revision,
        metadata=row.details,
        page=row.page,
        card=card,
        card_outcome=Outcome(row.card_outcome),
        card_reason=row.card_reason,
    )


def _catalog(snapshot: Snapshot, card: Card) -> dict[str, Any]:
    given = snapshot.metadata.get("cardData")
    front = {**(given if isinstance(given, dict) else {}), **card.front}
    license_tag = declared_license(front, snapshot.metadata.get("tags"))
    return {**catalog_fields(snapshot.metadata), "license": license_tag}
