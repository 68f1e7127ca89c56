"""Reread: what an older version of the readers has read is read again, from the snapshots that were kept."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine

from crawlers import frontier
from crawlers.ingest import save_reading
from crawlers.readers import READER_VERSION
from registry.db import session_on

BATCH = 200


def reread(engine: Engine) -> Iterator[int]:
    """Reads all current snapshots that are out of date; yields how many after each batch."""
    while True:
        with session_on(engine) as session:
            stale = frontier.unread_snapshots(session, READER_VERSION, BATCH)
            for snapshot_id, snapshot in stale:
                save_reading(session, snapshot_id, snapshot)
        if not stale:
            return
        yield len(stale)
