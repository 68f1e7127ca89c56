"""Dossiers: all that the registry knows of one release."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.models import Grade, Link, Release, Snapshot
from registry.queries.conditions import BASE
from registry.queries.linked import links_of
from registry.queries.pasts import Past, past_of
from registry.queries.readings import evidence_on
from registry.scoring.evidence import Evidence
from registry.scoring.links import Linked

MOST_GENERATIONS = 6
MOST_DERIVATIVES = 20
TERMS = ("weights.license", "lineage", "card", "weights")
"""Topics of the evidence on the terms of a release."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A base or a derivative. ``generation`` counts from 1; ``child`` is what was made from it."""

    id: str
    relation: str
    generation: int
    known: bool
    letter: str | None
    score: float | None
    child: str = ""
    license: str = ""
    license_class: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One release with its current grade, the snapshot that this rests on, and its relatives."""

    release: Release
    grade: Grade | None
    snapshot: Snapshot | None
    bases: tuple[Relative, ...]
    derivatives: tuple[Relative, ...]
    derived: dict[str, int]
    links: tuple[Linked, ...] = ()
    terms: tuple[Evidence, ...] = ()
    past: Past = field(default_factory=Past)


def dossier(session: Session, release_id: str) -> Dossier | None:
    """All that is known of a release, or of what it was renamed to; None when unknown."""
    statement = (
        select(Release, Grade)
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .where(col(Release.id) == release_id)
    )
    found = session.execute(statement).first()
    if found is None:
        return None
    release, grade = found
    if release.moved_to and (moved := dossier(session, release.moved_to)):
        return moved
    snapshot_id = grade.snapshot_id if grade else release.snapshot_id
    return Dossier(
        release=release,
        grade=grade,
        snapshot=session.get(Snapshot, snapshot_id) if snapshot_id else None,
        bases=_ancestors(session, release_id),
        derivatives=_derivatives(session, release_id),
        derived=_derived(session, release_id),
        links=links_of(session, snapshot_id),
        terms=evidence_on(session, snapshot_id, *TERMS),
        past=past_of(session, release.id),
    )


def _ancestors(session: Session, release_id: str) -> tuple[Relative, ...]:
    """The bases, then their bases, each once: lineage as people declare it may run in circles."""
    seen, found, generation = {release_id}, [], [release_id]
    for depth in range(1, MOST_GENERATIONS + 1):
        statement = (
            select(
                col(Link.target),
                col(Link.relation),
                col(Link.release_id),
                col(Release.id),
                col(Grade.letter),
                col(Grade.score),
                col(Release.license),
                col(Grade.license_class),
            )
            .outerjoin(Release, col(Release.id) == col(Link.target))
            .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
            .where(col(Link.release_id).in_(generation), col(Link.kind) == BASE)
            .order_by(col(Link.target))
        )
        generation = []
        for target, relation, child, known, letter, score, *terms in session.execute(statement):
            if target not in seen:
                seen.add(target)
                generation.append(target)
                told = (text or "" for text in terms)
                found.append(
                    Relative(
                        target, relation, depth, known is not None, letter, score, child, *told
                    )
                )
        if not generation:
            break
    return tuple(found)


def _derivatives(session: Session, release_id: str) -> tuple[Relative, ...]:
    statement = (
        select(col(Release.id), col(Link.relation), col(Grade.letter), col(Grade.score))
        .join(Link, col(Link.release_id) == col(Release.id))
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .where(col(Link.target) == release_id, col(Link.kind) == BASE)
        .order_by(col(Release.downloads).desc().nulls_last(), col(Release.id))
        .limit(MOST_DERIVATIVES)
    )
    return tuple(
        Relative(derivative, relation, 1, True, letter, score, release_id)
        for derivative, relation, letter, score in session.execute(statement)
    )


def _derived(session: Session, release_id: str) -> dict[str, int]:
    """How many releases derive from one, by relation."""
    statement = (
        select(col(Link.relation), func.count())
        .where(col(Link.target) == release_id, col(Link.kind) == BASE)
        .group_by(col(Link.relation))
        .order_by(func.count().desc(), col(Link.relation))
    )
    return dict(map(tuple, session.execute(statement)))
