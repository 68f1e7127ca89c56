"""Reread: what an older version of the readers has read is read again, from the snapshots that were kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.kept import kept_snapshots, unread_snapshots
from crawlers.reader_version import READER_VERSION
from crawlers.reading import load_readers
from crawlers.snapshots import Snapshot
from registry import store
from registry.db import session_on
from registry.processes import Workshop, cores

BATCH = 100
PAYS_FROM = 10 * BATCH
"""Snapshots from which on it pays to start further processes."""

Read = list[tuple[int, store.Taken]]


def reread(engine: Engine) -> Iterator[tuple[int, int]]:
    """Reads all current snapshots that are out of date; yields how many of how many are done after each batch."""
    with Session(engine) as session:
        stale = unread_snapshots(session, READER_VERSION)
    if not stale:
        return
    load_readers()
    processes = cores() if len(stale) >= PAYS_FROM else 1
    with Workshop[Sequence[tuple[int, Snapshot]], Read](processes, _reader) as workshop:
        done = 0
        for read in workshop.each(_batches(engine, stale)):
            with session_on(engine) as session:
                store.save_reread(session, read)
            done += len(read)
            yield done, len(stale)


def _batches(engine: Engine, ids: Sequence[int]) -> Iterator[list[tuple[int, Snapshot]]]:
    for start in range(0, len(ids), BATCH):
        with Session(engine) as session:
            yield kept_snapshots(session, ids[start : start + BATCH])


def _reader() -> Callable[[Sequence[tuple[int, Snapshot]]], Read]:
    from crawlers.ingest import taken

    return lambda snapshots: [(number, taken(snapshot, "")) for number, snapshot in snapshots]
