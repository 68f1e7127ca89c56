"""Stats: how much a database holds, and how much room that takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import zstandard
from sqlalchemy import Connection, func, literal_column, select
from sqlmodel import SQLModel, col

from registry import models
from registry.upkeep import Show
from registry.upkeep.schema import version_of
from registry.upkeep.sizes import Size, free_size, sizes, total_size

LOOKED_AT = 5_000
"""Documents of one use that are looked at for their sizes; of more, these stand for all."""

_HEADER = 18
"""Bytes at most of a zstd frame before what it holds."""

USES: dict[str, Any] = {
    "cards": models.Snapshot.card_digest,
    "metadata": models.Snapshot.metadata_digest,
    "evidence": models.Reading.evidence_digest,
    "verdicts": models.Grade.verdict_digest,
}

COUNTED: dict[str, type[SQLModel]] = {
    "releases": models.Release,
    "datasets": models.Dataset,
    "snapshots": models.Snapshot,
    "readings": models.Reading,
    "grades": models.Grade,
    "links": models.Link,
    "events": models.Event,
    "crawls": models.Crawl,
    "texts for search": models.Text,
}


@dataclass(frozen=True, slots=True)
class Use:
    """Documents that are kept for one purpose. ``stored`` and ``unpacked`` are bytes; when ``is_estimate``, they are
    those of ``LOOKED_AT`` documents, taken for all."""

    name: str
    documents: int
    references: int
    stored: int
    unpacked: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Stats:
    """What a database holds. ``size`` is its bytes on disk, ``free`` those of them that hold nothing; ``sizes`` is
    empty where nobody can tell."""

    schema: str
    size: int
    free: int
    counts: dict[str, int]
    documents: int
    uses: tuple[Use, ...]
    sizes: tuple[Size, ...]


def gather(connection: Connection, show: Show) -> Stats:
    """Looks at a database with the newest schema."""
    names = [*COUNTED, *USES]
    steps = len(names) + 1
    counts = {}
    for done, (name, table) in enumerate(COUNTED.items()):
        show(done, steps, name)
        counts[name] = connection.scalar(select(func.count()).select_from(table)) or 0
    uses = []
    for done, (name, column) in enumerate(USES.items(), len(COUNTED)):
        show(done, steps, name)
        uses.append(_use(connection, name, column))
    documents = connection.scalar(select(func.count()).select_from(models.Document)) or 0
    show(steps - 1, steps, "sizes on disk")
    return Stats(
        schema=version_of(connection) or "",
        size=total_size(connection),
        free=free_size(connection),
        counts=counts,
        documents=documents,
        uses=tuple(uses),
        sizes=tuple(sizes(connection)),
    )


def _use(connection: Connection, name: str, column: Any) -> Use:
    kept = col(column)
    references, documents = connection.execute(
        select(func.count(kept), func.count(kept.distinct()))
    ).one()
    # A digest says nothing of what it is the digest of, so the first of them are as good as any drawn by chance.
    first = select(kept).where(kept.is_not(None)).distinct().order_by(kept).limit(LOOKED_AT)
    body = col(models.Document.body)
    rows = connection.execute(
        select(func.length(body), func.substr(body, 1, literal_column(str(_HEADER)))).where(
            col(models.Document.digest).in_(first.scalar_subquery())
        )
    ).all()
    stored = sum(length for length, _ in rows)
    unpacked = sum(_unpacked_size(bytes(header)) for _, header in rows)
    share = documents / len(rows) if rows else 0
    return Use(
        name=name,
        documents=documents,
        references=references,
        stored=round(stored * share),
        unpacked=round(unpacked * share),
        is_estimate=documents > LOOKED_AT,
    )


def _unpacked_size(header: bytes) -> int:
    """What a zstd frame says of itself; 0 for what is no frame."""
    try:
        return max(zstandard.frame_content_size(header), 0)
    except zstandard.ZstdError:
        return 0
