"""Texts: the words by which search finds releases, in the index that either database has for them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select, text
from sqlmodel import Session, col

from registry.models import Text

_ADDED = {
    "sqlite": text("insert into search_words (rowid, words) values (:number, :words)"),
    # Words as they are: PostgreSQL's own idea of words would take them apart again.
    "postgresql": text(
        "insert into search_words (rowid, words)"
        " values (:number, array_to_tsvector(string_to_array(:words, ' ')))"
    ),
}

_INDEXED = text("insert into search_index (rowid) values (:number)")
"""PostgreSQL's index looks the words up by their number, so these must be there before."""


def save_words(session: Session, words: Mapping[str, str]) -> None:
    """Lets search find releases by these words (``registry.words.kept_words``), where it does by others or by none.

    Writers of the same releases must keep each other out: the rows of the releases are locked, or just written.
    """
    digests = {i: hashlib.sha256(kept.encode()).hexdigest() for i, kept in words.items()}
    rows = select(col(Text.release_id), col(Text.digest)).where(col(Text.release_id).in_(words))
    known = dict(session.execute(rows).all())
    changed = sorted(i for i, digest in digests.items() if known.get(i) != digest)
    if not changed:
        return
    forget_words(session, [i for i in changed if i in known])
    numbers = session.execute(
        insert(Text).returning(col(Text.release_id), col(Text.number)),
        [{"release_id": i, "digest": digests[i]} for i in changed],
    )
    added = [{"number": number, "words": words[i]} for i, number in numbers]
    dialect = session.get_bind().dialect.name
    session.execute(_ADDED[dialect], added)
    if dialect == "postgresql":
        session.execute(_INDEXED, added)


def forget_words(session: Session, release_ids: Collection[str]) -> None:
    """Lets search find these releases no more, until their words are saved again."""
    if not release_ids:
        return
    of_them = col(Text.release_id).in_(release_ids)
    if session.get_bind().dialect.name == "postgresql":
        numbers = session.scalars(select(col(Text.number)).where(of_them)).all()
        for table in ("search_index", "search_words"):
            session.execute(
                text(f"delete from {table} where rowid = any(:numbers)"), {"numbers": list(numbers)}
            )
    # SQLite's index holds no texts, and so can't take any out: the words of a number that is gone lead nowhere.
    session.execute(delete(Text).where(of_them), execution_options={"synchronize_session": False})
