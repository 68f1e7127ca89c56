"""Ingest: a fetched repo becomes a snapshot, its evidence and its links in the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crawlers.cards import MAX_CARD_BYTES, Card, decode
from crawlers.catalog import catalog_fields, declared_license, gate_of
from crawlers.languages import languages_of
from crawlers.reader_version import READER_VERSION
from crawlers.readers import card_of, read
from crawlers.snapshots import HUB_ID, Snapshot
from registry import documents, store
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence, about
from registry.scoring.tokens import training_tokens
from registry.words import kept_words

Links = tuple[tuple[str, str, str], ...]

MAX_TARGET = 200
_EMBEDDED = re.compile(r"\bbase64,[A-Za-z0-9+/=]+")
"""Pictures within a card: megabytes, and no words."""


def taken(
    snapshot: Snapshot, source: str, failure: store.Failure | None = None, etag: str = ""
) -> store.Taken:
    """What is to be kept of a snapshot: read, and packed. Pure, for any process to do."""
    card = card_of(snapshot)
    evidence = tuple(read(snapshot, card))
    found = read_document(snapshot, evidence)
    metadata = documents.plain(snapshot.metadata)
    files = (snapshot.card, snapshot.statement)
    bodies = [metadata, found, *(file for file in files if file is not None)]
    is_model = snapshot.kind == "model"
    pointed = links(evidence) if is_model else ()
    catalog = _catalog(snapshot, card, evidence, pointed) if is_model else {}
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
            "statement_digest": snapshot.statement_digest or None,
            "source": source,
        },
        documents={documents.digest_of(body): documents.packed(body) for body in bodies},
        reader_version=READER_VERSION,
        evidence_digest=documents.digest_of(found),
        links=pointed,
        catalog=catalog,
        words=_words(snapshot, catalog, pointed) if is_model else "",
        gated=gate_of(snapshot.metadata),
        failure=failure,
        etag=etag,
    )


def read_document(snapshot: Snapshot, evidence: Iterable[Evidence]) -> bytes:
    """The evidence on a snapshot, as it is kept."""
    found = [e.as_dict() for e in evidence]
    return documents.masked(found, snapshot.id, snapshot.revision)


def links(evidence: Iterable[Evidence]) -> Links:
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


def _catalog(
    snapshot: Snapshot, card: Card, evidence: tuple[Evidence, ...], pointed: Links
) -> dict[str, Any]:
    given = snapshot.metadata.get("cardData")
    front = {**(given if isinstance(given, dict) else {}), **card.front}
    tags = snapshot.metadata.get("tags")
    bases = ((target, relation) for kind, target, relation in pointed if kind == "base")
    base, relation = next(bases, ("", ""))
    tokens = training_tokens(evidence)
    return {
        **catalog_fields({**snapshot.metadata, "id": snapshot.id}),
        "license": declared_license(front, tags),
        "languages": languages_of(front.get("language"), tags),
        "tokens": int(tokens.value) if tokens else None,
        "base": base,
        "relation": relation,
    }


def _words(snapshot: Snapshot, catalog: Mapping[str, Any], pointed: Links) -> str:
    """What search finds a release by. What is cut off when there are too many words is the end of the card."""
    fields = (catalog["license"], catalog["task"], catalog["languages"])
    card = decode((snapshot.card or b"")[:MAX_CARD_BYTES])[0]
    if "base64," in card:
        card = _EMBEDDED.sub(" ", card)
    return kept_words(snapshot.id, (*fields, *(target for _, target, _ in pointed), card))
