"""Ingest: a fetched repo becomes a snapshot, its evidence and its links in the registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crawlers.cards import Card
from crawlers.catalog import catalog_fields, declared_license, gate_of
from crawlers.reader_version import READER_VERSION
from crawlers.readers import card_of, read
from crawlers.snapshots import HUB_ID, Snapshot
from registry import documents, store
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence, about

MAX_TARGET = 200


def taken(
    snapshot: Snapshot, source: str, failure: store.Failure | None = None, etag: str = ""
) -> store.Taken:
    """What is to be kept of a snapshot: read, and packed. Pure, for any process to do."""
    card = card_of(snapshot)
    evidence = tuple(read(snapshot, card))
    found = read_document(snapshot, evidence)
    metadata = documents.plain(snapshot.metadata)
    bodies = [metadata, found, *([] if snapshot.card is None else [snapshot.card])]
    is_model = snapshot.kind == "model"
    return store.Taken(
        kind=snapshot.kind,
        repo_id=snapshot.id,
        snapshot={
            "kind": snapshot.kind,
            "repo_id": snapshot.id,
            "digest": snapshot.digest,
            "revision": snapshot.revision,
            "page": snapshot.page,
            "metadata_digest": documents.digest_of(metadata),
            "card_digest": snapshot.card_digest or None,
            "card_outcome": snapshot.card_outcome.value,
            "card_reason": snapshot.card_reason,
            "source": source,
        },
        documents={documents.digest_of(body): documents.packed(body) for body in bodies},
        reader_version=READER_VERSION,
        evidence_digest=documents.digest_of(found),
        links=links(evidence) if is_model else (),
        catalog=_catalog(snapshot, card) if is_model else {},
        gated=gate_of(snapshot.metadata),
        failure=failure,
        etag=etag,
    )


def read_document(snapshot: Snapshot, evidence: Iterable[Evidence]) -> bytes:
    """The evidence on a snapshot, as it is kept."""
    found = [e.as_dict() for e in evidence]
    return documents.masked(found, snapshot.id, snapshot.revision)


def links(evidence: Iterable[Evidence]) -> tuple[tuple[str, str, str], ...]:
    """What a release points to, once each, as kind, target and relation: bases and dataset repos.

    A base that is named in free words is kept as well, unless it is not even a name.
    """
    evidence = tuple(evidence)
    relation = next((e.value for e in about(evidence, "lineage", "relation")), "")
    named = (e.value for e in about(evidence, "lineage", "base"))
    bases = dict.fromkeys(n for n in named if len(n) <= MAX_TARGET and n.isprintable() and n)
    datasets = dict.fromkeys(linked_datasets(evidence))
    return (
        *(("base", base, relation) for base in bases),
        *(("dataset", dataset, "") for dataset in datasets if HUB_ID.fullmatch(dataset)),
    )


def _catalog(snapshot: Snapshot, card: Card) -> dict[str, Any]:
    given = snapshot.metadata.get("cardData")
    front = {**(given if isinstance(given, dict) else {}), **card.front}
    license_tag = declared_license(front, snapshot.metadata.get("tags"))
    return {**catalog_fields(snapshot.metadata), "license": license_tag}
