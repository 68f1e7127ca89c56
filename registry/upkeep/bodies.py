"""Bodies: documents whose bytes are not those that their digests were made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from registry.db import session_on
from registry.documents import digest_of, unpacked
from registry.models import Document
from registry.upkeep import Show, forget
from registry.upkeep.findings import EXAMPLES, Finding

BATCH = 200


def damaged(engine: Engine, now: datetime, show: Show, *, mend: bool) -> Iterator[Finding]:
    """Unpacks every document. Mending deletes those that are damaged with all that rests on them."""
    with Session(engine) as session:
        total = session.scalar(select(func.count()).select_from(Document)) or 0
    done, last, count = 0, "", 0
    examples: list[str] = []
    while True:
        found = _next(engine, last)
        if not found:
            break
        broken = [digest for digest, body in found if not _is_whole(digest, body)]
        last, done, count = found[-1][0], done + len(found), count + len(broken)
        examples += broken[: EXAMPLES - len(examples)]
        if broken and mend:
            with session_on(engine) as session:
                forget.documents(session, broken, now)
        show(done, total, "documents")
    if count:
        yield Finding(
            "Documents that are damaged",
            count,
            tuple(digest[:12] for digest in examples),
            "Deleted, with what rested on them: `aperture crawl` and `aperture grade` make it anew."
            if mend
            else "",
            is_mended=mend,
        )


def _next(engine: Engine, last: str) -> list[tuple[str, bytes]]:
    """The documents behind one, each batch in a transaction of its own, so that no writer waits for all."""
    key, body_of = col(Document.digest), col(Document.body)
    query = select(key, body_of).where(key > last).order_by(key).limit(BATCH)
    with Session(engine) as session:
        rows = session.execute(query).all()
    return [(digest, body) for digest, body in rows]


def _is_whole(digest: str, body: bytes) -> bool:
    try:
        return digest_of(unpacked(body)) == digest
    except ValueError:
        return False
