"""Donors: the graded releases of a real registry, of which a world of many is made."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect, select

from benchmarks.commands import aperture
from registry.db import engine_on, newest_versions, versions_of
from registry.documents import unpacked
from registry.models import Dataset, Document, Grade, Link, Reading, Release, Snapshot
from registry.words import text_words

NOWHERE = "http://127.0.0.1:9"
PIECES = 8
"""Into how many pieces the words of a card are cut, to be mixed with those of others."""
MOST_BYTES = 1_048_576
BATCH = 500

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Donor:
    """One graded release: its rows, what it links to, and the words of its card in pieces."""

    release: Row
    snapshot: Row
    reading: Row | None
    grade: Row
    bases: tuple[tuple[str, str], ...]
    datasets: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Donors:
    """The releases, the most downloaded first; the dataset repos with their snapshots and readings; and the packed
    documents that all of these refer to, by digest."""

    releases: tuple[Donor, ...]
    datasets: tuple[tuple[Row, Row | None, Row | None], ...]
    documents: Mapping[str, bytes]


@contextmanager
def registry_like(url: str | None) -> Iterator[str]:
    """The URL of the registry to be multiplied: this one, or the bundled sample, crawled and graded just now."""
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        made = f"sqlite:///{folder}/sample.sqlite3"
        for words in (("crawl", "--source", "sample"), ("grade",)):
            ran = aperture(made, NOWHERE, *words).wait()
            if ran.status:
                raise SystemExit(f"aperture {words[0]} failed: {ran.err or ran.out}")
        yield made


def read_donors(url: str) -> Donors:
    """Everything that a graded registry holds of its releases. Raises SystemExit for one that can't be multiplied."""
    with engine_on(url) as engine:
        if versions_of(engine) != newest_versions():
            raise SystemExit(f"{url}: not of this version; see aperture db upgrade")
        with engine.connect() as connection:
            found = _donors(connection)
    if not found.releases:
        raise SystemExit(
            f"{url}: no release is graded there; see aperture crawl and aperture grade"
        )
    return found


def _donors(connection: Connection) -> Donors:
    snapshots = _by(connection, Snapshot, "id")
    readings = _by(connection, Reading, "snapshot_id")
    grades = _by(connection, Grade, "id")
    links: dict[str, list[Row]] = {}
    for link in _rows(connection, Link):
        links.setdefault(link["release_id"], []).append(link)
    kept = [r for r in _rows(connection, Release) if r["grade_id"] in grades and not r["moved_to"]]
    kept.sort(key=lambda r: (-(r["downloads"] or 0), r["id"]))
    datasets = tuple(
        (row, snapshots.get(row["snapshot_id"]), readings.get(row["snapshot_id"]))
        for row in sorted(_rows(connection, Dataset), key=lambda row: row["id"])
    )
    of_graded = [snapshots[grades[r["grade_id"]]["snapshot_id"]] for r in kept]
    used = [*of_graded, *(snapshot for _, snapshot, _ in datasets if snapshot)]
    read = [readings[s["id"]] for s in used if s["id"] in readings]
    digests = {s["metadata_digest"] for s in used} | {s["card_digest"] for s in used}
    digests |= {r["evidence_digest"] for r in read}
    digests |= {grades[r["grade_id"]]["verdict_digest"] for r in kept}
    documents = _documents(connection, sorted(d for d in digests if d))
    releases = tuple(
        Donor(
            release=release,
            snapshot=snapshot,
            reading=readings.get(snapshot["id"]),
            grade=grades[release["grade_id"]],
            bases=_targets(links.get(release["id"], ()), "base"),
            datasets=tuple(t for t, _ in _targets(links.get(release["id"], ()), "dataset")),
            words=_pieces(documents.get(snapshot["card_digest"] or "")),
        )
        for release, snapshot in zip(kept, of_graded, strict=True)
    )
    return Donors(releases, datasets, documents)


def _rows(connection: Connection, table: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(select(table.__table__)).mappings()]


def _by(connection: Connection, table: Any, key: str) -> dict[Any, Row]:
    return {row[key]: row for row in _rows(connection, table)}


def _targets(links: Any, kind: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((ln["target"], ln["relation"]) for ln in links if ln["kind"] == kind))


def _documents(connection: Connection, digests: list[str]) -> dict[str, bytes]:
    table: Any = inspect(Document).local_table
    found: dict[str, bytes] = {}
    for at in range(0, len(digests), BATCH):
        asked = select(table).where(table.c.digest.in_(digests[at : at + BATCH]))
        found |= dict(map(tuple, connection.execute(asked)))
    return found


def _pieces(card: bytes | None) -> tuple[str, ...]:
    if not card:
        return ()
    words = text_words([unpacked(card)[:MOST_BYTES].decode("utf-8", "replace")])
    size = -(-len(words) // PIECES) or 1
    return tuple(" ".join(words[at : at + size]) for at in range(0, len(words), size))
