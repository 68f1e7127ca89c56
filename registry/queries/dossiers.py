"""Dossiers: all that the registry knows of one release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, literal, select

from registry.models import Grade, Release, Snapshot
from registry.queries.conditions import BASE
from registry.queries.current import GradeRow, ReleaseRow, SnapshotRow, current
from registry.queries.disclosures import waiting_on
from registry.queries.linked import links_of
from registry.queries.links import Checked, checked_links
from registry.queries.pasts import Past, past_of
from registry.queries.readings import evidence_on
from registry.queries.replies import Reply, replies_to
from registry.queries.tables import GRADE, LINK, RELEASE
from registry.scoring.evidence import Evidence
from registry.scoring.links import TOPIC, Linked
from registry.scoring.tokens import CRITERION, training_tokens

MOST_GENERATIONS = 6
MOST_DERIVATIVES = 20
TERMS = ("weights.license", "lineage", "card", "weights")
"""Topics of the evidence on the terms of a release."""
STATEMENT = "statement"
"""The topic of what is to be said of the publisher's statement itself."""
_TOPICS = frozenset((TOPIC, CRITERION, STATEMENT, *TERMS))


class Relative(NamedTuple):
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
    """One release with its current grade, the snapshot that this rests on, and its relatives.

    ``checked`` says of addresses that its evidence rests on, or that of its bases, what came of looking.
    """

    release: Release | ReleaseRow
    grade: Grade | GradeRow | None
    snapshot: Snapshot | SnapshotRow | None
    bases: tuple[Relative, ...]
    derivatives: tuple[Relative, ...]
    derived: dict[str, int]
    links: tuple[Linked, ...] = ()
    terms: tuple[Evidence, ...] = ()
    tokens: Evidence | None = None
    unread: Evidence | None = None
    """That the publisher's statement could not be read, and why; None where it could, or there is none."""
    past: Past = field(default_factory=Past)
    replies: tuple[Reply, ...] = ()
    waiting: Mapping[str, int] = field(default_factory=dict)
    """By criterion, how many claims on it wait for a decision."""
    checked: Mapping[str, Checked] = field(default_factory=dict)


def dossier(connection: Connection, release_id: str) -> Dossier | None:
    """All that is known of a release, or of what it was renamed to; None when unknown."""
    found = current(connection, release_id)
    if found is None:
        return None
    release, grade, snapshot, evidence = found
    if release.moved_to and (moved := dossier(connection, release.moved_to)):
        return moved
    derivatives = _derivatives(connection, release_id)
    evidence = [e for e in evidence if e["criterion"] in _TOPICS]  # most of it is of no use here
    bases = _ancestors(connection, release_id) if release.base else ()
    return Dossier(
        release=release,
        grade=grade,
        snapshot=snapshot,
        bases=bases,
        derivatives=derivatives,
        derived=_derived(connection, release_id, derivatives),
        links=links_of(connection, evidence_on(evidence, TOPIC)),
        terms=evidence_on(evidence, *TERMS),
        tokens=training_tokens(evidence_on(evidence, CRITERION)),
        unread=next(iter(evidence_on(evidence, STATEMENT)), None),
        past=past_of(connection, release.id),
        replies=replies_to(connection, release.id),
        waiting=waiting_on(connection, release.id),
        checked=checked_links(connection, [release.id, *(base.id for base in bases)]),
    )


def _rows(connection: Connection, statement: Select[Any], release_id: str) -> Sequence[Any]:
    return connection.execute(statement, {"release_id": release_id}).all()


# Bases ------------------------------------------------------------------------------------------

_DIRECT = (
    select(LINK.c.target, LINK.c.relation, LINK.c.release_id, literal(1).label("generation"))
    .where(LINK.c.release_id == bindparam("release_id"), LINK.c.kind == BASE)
    .cte("ancestor", recursive=True)
)
_EACH = _DIRECT.union(
    select(LINK.c.target, LINK.c.relation, LINK.c.release_id, _DIRECT.c.generation + 1).where(
        LINK.c.release_id == _DIRECT.c.target,
        LINK.c.kind == BASE,
        _DIRECT.c.generation < MOST_GENERATIONS,
    )
)
_ANCESTORS = (
    select(_EACH, RELEASE.c.id, GRADE.c.letter, GRADE.c.score)
    .add_columns(RELEASE.c.license, GRADE.c.license_class)
    .select_from(_EACH)
    .outerjoin(RELEASE, RELEASE.c.id == _EACH.c.target)
    .outerjoin(GRADE, GRADE.c.id == RELEASE.c.grade_id)
    .order_by(_EACH.c.generation, _EACH.c.target, _EACH.c.release_id)
)


def _ancestors(connection: Connection, release_id: str) -> tuple[Relative, ...]:
    """The bases, then their bases, each once: lineage as people declare it may run in circles."""
    found: dict[str, Relative] = {}
    for row in _rows(connection, _ANCESTORS, release_id):
        target, relation, child, generation, known, letter, score, terms, terms_class = row
        if target != release_id and target not in found:
            found[target] = Relative(
                target,
                relation,
                generation,
                known is not None,
                letter,
                score,
                child,
                terms or "",
                terms_class or "",
            )
    return tuple(found.values())


# Derivatives ------------------------------------------------------------------------------------

_IS_MADE_FROM = (LINK.c.target == bindparam("release_id"), LINK.c.kind == BASE)
# Grades are looked up of those alone that are shown: some bases have thousands of derivatives.
_MOST_USED = (
    select(RELEASE.c.id, LINK.c.relation, RELEASE.c.grade_id, RELEASE.c.downloads)
    .select_from(LINK)
    .join(RELEASE, RELEASE.c.id == LINK.c.release_id)
    .where(*_IS_MADE_FROM)
    .order_by(RELEASE.c.downloads.desc().nulls_last(), RELEASE.c.id)
    .limit(MOST_DERIVATIVES)
    .subquery()
)
_DERIVATIVES = (
    select(_MOST_USED.c.id, _MOST_USED.c.relation, GRADE.c.letter, GRADE.c.score)
    .select_from(_MOST_USED)
    .outerjoin(GRADE, GRADE.c.id == _MOST_USED.c.grade_id)
    .order_by(_MOST_USED.c.downloads.desc().nulls_last(), _MOST_USED.c.id)
)
_DERIVED = select(LINK.c.relation, func.count()).where(*_IS_MADE_FROM).group_by(LINK.c.relation)


def _derivatives(connection: Connection, release_id: str) -> tuple[Relative, ...]:
    return tuple(
        Relative(row[0], row[1], 1, True, row[2], row[3], release_id)
        for row in _rows(connection, _DERIVATIVES, release_id)
    )


def _derived(
    connection: Connection, release_id: str, derivatives: Sequence[Relative]
) -> dict[str, int]:
    """How many releases derive from one, by relation, the commonest first."""
    counts: dict[str, int] = Counter(d.relation for d in derivatives)
    if len(derivatives) == MOST_DERIVATIVES:  # there may be more
        counts = dict(map(tuple, _rows(connection, _DERIVED, release_id)))
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
