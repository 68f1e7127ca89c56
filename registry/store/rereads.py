"""Rereads: what a newer version of the readers makes of snapshots that were kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from registry.models import Release
from registry.store.repos import Taken, replace_links, save_readings
from registry.store.rows import Row, lock, save_columns, save_documents
from registry.store.texts import save_words

COUNTERS = frozenset({"downloads", "likes"})
"""Columns of the catalog that move without a new snapshot: an old one knows them no better."""


def save_reread(session: Session, read: Sequence[tuple[int, Taken]]) -> None:
    """Keeps what was read anew of snapshots, by their ids. Of a release whose snapshot is current still, links, words
    and columns of the catalog are brought up to date as well."""
    save_documents(session, {d: b for _, t in read for d, b in t.documents.items()})
    # Releases before readings, as a crawl writes them: neither then waits for the other in a circle.
    current = _current(session, [(i, t) for i, t in read if t.kind == "model"])
    save_readings(session, [(i, t.reader_version, t.evidence_digest) for i, t in read])
    if not current:
        return
    replace_links(session, {t.repo_id: t.links for t in current})
    save_columns(session, Release, [{"id": t.repo_id, **_told(t)} for t in current])
    save_words(session, {t.repo_id: t.words for t in current})


def _told(taken: Taken) -> Row:
    return {name: value for name, value in taken.catalog.items() if name not in COUNTERS}


def _current(session: Session, read: Iterable[tuple[int, Taken]]) -> list[Taken]:
    """Of what was read, that of current snapshots, in the order of ids; locked until the end of the transaction."""
    found = {t.repo_id: (snapshot_id, t) for snapshot_id, t in read}
    lock(session, Release, found)
    rows = select(col(Release.id), col(Release.snapshot_id)).where(col(Release.id).in_(found))
    now = dict(session.execute(rows).all())
    return [t for i, (snapshot_id, t) in sorted(found.items()) if now.get(i) == snapshot_id]
