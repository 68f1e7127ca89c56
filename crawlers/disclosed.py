"""Disclosed: what was submitted is brought up to date before grades are made: read anew, registered, linked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from crawlers.reader_version import READER_VERSION
from crawlers.registering import register_disclosed
from registry import models, store
from registry.db import session_on
from registry.disclosing import Kind


def catch_up(engine: Engine, now: datetime) -> None:
    """Reads statements again that an older version of the readers has read, registers releases that disclosures alone
    know, and has releases point to the dataset repos that accepted disclosures name."""
    reread_statements(engine, now)
    register_disclosed(engine, now)
    with session_on(engine) as session:
        store.link_disclosed(session)


def reread_statements(engine: Engine, now: datetime) -> int:
    """Reads all statements that were submitted and that another version of the readers has read; returns how many."""
    of = models.Disclosure
    with Session(engine) as session:
        stale = session.execute(
            select(col(of.id), col(of.release_id), col(of.statement))
            .where(col(of.kind) == Kind.STATEMENT, col(of.reader_version) != READER_VERSION)
            .order_by(col(of.id))
        ).all()
    if not stale:
        return 0
    # Only here, where there is something to read: the readers.
    from crawlers.statements import read_text

    for number, release_id, text in stale:
        evidence = read_text(release_id, text)
        with session_on(engine) as session:
            store.save_statement_reread(session, number, evidence, READER_VERSION, now)
    return len(stale)
