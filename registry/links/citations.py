"""Citations: which addresses the evidence of grades and of accepted disclosures rests on, brought up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Engine, or_, select
from sqlmodel import Session, col

from registry import documents, models, store
from registry.db import session_on
from registry.disclosing import Kind, Status
from registry.links import quoted_words
from registry.scoring.evidence import Evidence
from registry.scoring.reachable import address_of
from registry.store import Cited

BATCH = 500
LONGEST = 2048
HUB = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
"""Hosts of the Hub: what is there is watched by the crawl."""


@dataclass
class Gathered:
    """How far a gathering has come: releases whose evidence was gone through, and addresses new to the registry."""

    releases: int = 0
    new: int = 0


def gather(engine: Engine, hub: str, now: datetime) -> Iterator[Gathered]:
    """Goes through the evidence of all grades that are newer than what is known of their addresses, and through the
    accepted disclosures; yields how far it is after each batch. ``hub`` is the address of the Hub that is crawled."""
    own = HUB | {urlsplit(hub).hostname or ""}
    done = Gathered()
    with session_on(engine) as session:
        done.new += store.save_disclosed(session, _disclosed(session, own), now)
    yield done
    while True:
        with session_on(engine) as session:
            graded, cited = _graded(session, own)
            if not graded:
                return
            done.new += store.save_citations(session, graded, cited, now)
        done.releases += len(graded)
        yield done


def host_of(url: str, own: Collection[str] = HUB) -> str:
    """The host of an address that can be looked at; empty for what is none, or is one of the Hub's ``own``."""
    if len(url) > LONGEST or not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    return "" if parts.scheme not in ("http", "https") or host in own else host


def _graded(session: Session, own: Collection[str]) -> tuple[dict[str, datetime], list[Cited]]:
    """Some releases whose grades are newer than what is known of their addresses, and these addresses."""
    release, grade, snapshot, reading, document = (
        *(models.Release, models.Grade, models.Snapshot, models.Reading),
        models.Document,
    )
    cited_at = col(release.cited_at)
    rows = session.execute(
        select(col(release.id), col(release.graded_at), col(snapshot.revision), col(document.body))
        .join(grade, col(grade.id) == col(release.grade_id))
        .join(snapshot, col(snapshot.id) == col(grade.snapshot_id))
        .outerjoin(reading, col(reading.snapshot_id) == col(snapshot.id))
        .outerjoin(document, col(document.digest) == col(reading.evidence_digest))
        .where(or_(cited_at.is_(None), cited_at < col(release.graded_at)))
        .limit(BATCH)
    )
    graded: dict[str, datetime] = {}
    cited: list[Cited] = []
    for release_id, graded_at, revision, body in rows:
        graded[release_id] = graded_at
        if body is None:
            continue
        # What was read, not what counted: what can't be reached at present must stay known, to come back.
        told = documents.unmasked(documents.unpacked(body), release_id, revision)
        for url in {address_of(Evidence.from_dict(e)) for e in told if e.get("target")}:
            if host := host_of(url, own):
                cited.append(Cited(release_id, url, host))
    return graded, cited


def _disclosed(session: Session, own: Collection[str]) -> list[Cited]:
    of = models.Disclosure
    rows = session.execute(
        select(col(of.id), col(of.release_id), col(of.kind), col(of.quote), col(of.evidence))
        .where(col(of.status) == Status.ACCEPTED, col(of.kind) != Kind.REPLY)
        .order_by(col(of.id))
    )
    found: dict[Cited, None] = {}
    for number, release_id, kind, quote, evidence in rows:
        words = quoted_words.digest_of(quote) if kind == Kind.CLAIM else None
        for url in (address_of(Evidence.from_dict(e)) for e in evidence):
            if host := host_of(url, own):
                found[Cited(release_id, url, host, number, words)] = None
    return list(found)
