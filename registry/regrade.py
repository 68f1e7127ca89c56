"""Regrade: what is out of date is graded again from stored evidence, bases before what derives from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, or_, select

from registry import models, store
from registry.db import session_on
from registry.scoring.case import Base, Case, Dataset
from registry.scoring.datasets import dataset_from_evidence, linked_datasets
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.frameworks import Framework, estimate
from registry.scoring.grade import Grade, grade
from registry.scoring.ledger.rows import Row
from registry.scoring.licenses import LicenseTable
from registry.scoring.lineage import in_order
from registry.scoring.marks import Mark
from registry.scoring.rubric import Rubric

BATCH = 200

Marks = Mapping[str, Mark]
"""Marks by the id of their criterion."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What grades are made by: the rubric, the licence table and the frameworks."""

    rubric: Rubric
    licenses: LicenseTable
    frameworks: tuple[Framework, ...]


@dataclass
class Graded:
    """How far a regrade has come."""

    total: int
    done: int = 0
    changed: int = 0


@dataclass
class Regrade:
    """One run over everything that is out of date."""

    engine: Engine
    policy: Policy
    clock: Callable[[], datetime]
    _marks: dict[str, Marks | None] = field(default_factory=dict)
    _ledgers: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    _datasets: dict[str, Dataset] = field(default_factory=dict)
    _began: datetime = field(init=False)

    def run(self, *, full: bool = False, crawling: bool = False) -> Iterator[Graded]:
        """Grades what is out of date, or everything; yields progress after each saved batch.

        While a crawl goes on, a release waits until what it links to has been looked at: graded
        earlier it would get a grade that holds for minutes, and stays in its history for ever.
        """
        # What changes while this runs is newer than the grades that it makes.
        self._began = self.clock()
        with Session(self.engine) as session:
            parents = _parents(session)
            wanted = _stale(session, self.policy.rubric.version, full=full)
            if crawling:
                wanted -= _descendants(_waiting(session), parents)
            else:
                wanted |= _dependents(session, wanted, parents)
        ordered = in_order(parents | dict.fromkeys(wanted - parents.keys(), ()))
        todo = [(release, bases) for release, bases in ordered if release in wanted]
        progress = Graded(total=len(todo))
        for start in range(0, len(todo), BATCH):
            with session_on(self.engine) as session:
                for release_id, bases in todo[start : start + BATCH]:
                    progress.changed += self._grade(session, release_id, bases)
                    progress.done += 1
            yield progress

    def _grade(self, session: Session, release_id: str, bases: tuple[str, ...]) -> bool:
        release = session.get_one(models.Release, release_id)
        reading = session.get_one(models.Reading, release.snapshot_id)
        evidence = tuple(Evidence.from_dict(e) for e in reading.evidence)
        relation = next((e.value for e in evidence if e.fact == "relation"), "")
        case = Case(
            id=release_id,
            evidence=evidence,
            licenses=self.policy.licenses,
            datasets={d: self._dataset(session, d) for d in linked_datasets(evidence)},
            bases=(
                *(self._base(session, b, relation) for b in bases),
                # A base known by its name alone is one that the registry has not seen.
                *(Base(name, relation, None) for name in _named(evidence)),
            ),
        )
        result = grade(case, self.policy.rubric)
        self._marks[release_id] = {m.criterion: m for m in (*result.marks, *result.components)}
        self._ledgers[release_id] = result.ledger
        row = grade_row(
            result, release.snapshot_id or 0, reading.reader_version, self.policy, self._began
        )
        return store.save_grade(session, release, row, self._began)

    def _base(self, session: Session, release_id: str, relation: str) -> Base:
        if release_id not in self._marks:
            release = session.get(models.Release, release_id)
            grade_id = release.grade_id if release else None
            row = session.get(models.Grade, grade_id) if grade_id else None
            self._marks[release_id] = (
                {c: Mark.from_dict(c, m) for c, m in row.marks.items()} if row else None
            )
            self._ledgers[release_id] = tuple(map(Row.from_dict, row.ledger)) if row else ()
        return Base(release_id, relation, self._marks[release_id], self._ledgers[release_id])

    def _dataset(self, session: Session, dataset_id: str) -> Dataset:
        if dataset_id not in self._datasets:
            self._datasets[dataset_id] = _known_dataset(session, dataset_id)
        return self._datasets[dataset_id]


def _named(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The bases that are told by a name which no id is known for."""
    named = (e.value for e in evidence if (e.criterion, e.fact) == ("lineage", "base-name"))
    return tuple(dict.fromkeys(named))


def grade_row(
    result: Grade, snapshot_id: int, reader_version: str, policy: Policy, now: datetime
) -> models.Grade:
    """The row that keeps a grade. Its digest covers what it says, not when it was said."""
    known = (*result.marks, *result.components)
    marks = {m.criterion: m.as_dict() for m in known}
    own = {m.criterion: m.level_only() for m in (*result.own, *result.own_components)}
    frameworks = {f.id: estimate(f, known).flat for f in policy.frameworks}
    claims = [claim.as_dict() for claim in result.claims]
    ledger = [row.as_dict() for row in result.ledger]
    version = [snapshot_id, reader_version, result.rubric_version]
    said = [*version, marks, own, frameworks, claims, ledger]
    return models.Grade(
        release_id=result.id,
        snapshot_id=snapshot_id,
        reader_version=reader_version,
        rubric_version=result.rubric_version,
        graded_at=now,
        digest=hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest(),
        score=result.score,
        high=result.high,
        letter=result.letter,
        openness=result.openness,
        license_class=result.mark("weights.license").level,
        checked=result.checked,
        total=result.total,
        marks=marks,
        own=own,
        frameworks=frameworks,
        claims=claims,
        ledger=ledger,
        weights=result.pillars["weights"],
        data=result.pillars["data"],
        code=result.pillars["code"],
        post=result.pillars["post"],
        docs=result.pillars["docs"],
    )


def _stale(session: Session, rubric_version: str, *, full: bool) -> set[str]:
    """Releases that have been read and whose grade is missing or older than what it rests on."""
    release, current = models.Release, models.Grade
    dataset, base, link = models.Dataset, aliased(models.Release), models.Link
    is_newer = or_(
        exists().where(
            col(link.release_id) == col(release.id),
            col(link.kind) == "dataset",
            col(link.target) == col(dataset.id),
            col(dataset.changed_at) > col(release.graded_at),
        ),
        exists().where(
            col(link.release_id) == col(release.id),
            col(link.kind) == "base",
            col(link.target) == col(base.id),
            col(base.changed_at) > col(release.graded_at),
        ),
    )
    query = (
        select(release.id)
        .join(models.Reading, col(models.Reading.snapshot_id) == col(release.snapshot_id))
        .outerjoin(current, col(current.id) == col(release.grade_id))
    )
    if not full:
        query = query.where(
            or_(
                col(current.id).is_(None),
                col(current.snapshot_id) != col(release.snapshot_id),
                col(current.reader_version) != col(models.Reading.reader_version),
                col(current.rubric_version) != rubric_version,
                is_newer,
            )
        )
    return set(session.exec(query))


def _dependents(
    session: Session, changed: set[str], parents: Mapping[str, tuple[str, ...]]
) -> set[str]:
    """Graded releases that derive, over any number of steps, from one of these."""
    graded = set(
        session.exec(select(models.Release.id).where(col(models.Release.grade_id).is_not(None)))
    )
    return _descendants(changed, parents) & graded


def _waiting(session: Session) -> set[str]:
    """Releases that link to a base or dataset repo that nobody has looked at yet."""
    waiting: set[str] = set()
    for kind, table in (("base", models.Release), ("dataset", models.Dataset)):
        waiting |= set(
            session.exec(
                select(models.Link.release_id)
                .outerjoin(table, col(table.id) == col(models.Link.target))
                .where(models.Link.kind == kind, col(table.id).is_(None))
            )
        )
    return waiting


def _descendants(releases: set[str], parents: Mapping[str, tuple[str, ...]]) -> set[str]:
    """These releases and all that derive from them, over any number of steps."""
    children: dict[str, list[str]] = {}
    for release, bases in parents.items():
        for base in bases:
            children.setdefault(base, []).append(release)
    found = set(releases)
    frontier = list(releases)
    while frontier:
        new = [child for child in children.get(frontier.pop(), ()) if child not in found]
        found.update(new)
        frontier += new
    return found


def _parents(session: Session) -> dict[str, tuple[str, ...]]:
    """The bases of every derived release, by the names that they have now."""
    moves = dict(
        session.exec(
            select(models.Release.id, models.Release.moved_to).where(models.Release.moved_to != "")
        ).all()
    )
    parents: dict[str, tuple[str, ...]] = {}
    rows: Iterable[Sequence[Any]] = session.exec(
        select(models.Link.release_id, models.Link.target)
        .where(models.Link.kind == "base")
        .order_by(col(models.Link.release_id), col(models.Link.target))
    )
    for release, base in rows:
        now = _moved(base, moves)
        if now != release and now not in parents.get(release, ()):
            parents[release] = (*parents.get(release, ()), now)
    return parents


def _moved(repo_id: str, moves: Mapping[str, str]) -> str:
    """The name that a repo has now, over any number of renames."""
    seen = {repo_id}
    while (following := moves.get(repo_id, "")) and following not in seen:
        repo_id = following
        seen.add(repo_id)
    return repo_id


def _known_dataset(session: Session, dataset_id: str) -> Dataset:
    row, seen = session.get(models.Dataset, dataset_id), {dataset_id}
    while row is not None and row.moved_to and row.moved_to not in seen:
        seen.add(row.moved_to)
        row = session.get(models.Dataset, row.moved_to)
    if row is None or row.snapshot_id is None:
        outcome = Outcome(row.outcome) if row is not None else Outcome.UNCHECKED
        return Dataset(dataset_id, outcome)
    snapshot = session.get_one(models.Snapshot, row.snapshot_id)
    reading = session.get(models.Reading, row.snapshot_id)
    evidence: Iterable[Mapping[str, Any]] = reading.evidence if reading else ()
    return dataset_from_evidence(
        row.id, tuple(Evidence.from_dict(e) for e in evidence), snapshot.page
    )
