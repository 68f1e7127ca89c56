"""Factories: releases with snapshot, card and grade for tests, as plain functions with defaults."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from registry.models import Crawl, Document, Grade, Link, Release, Snapshot
from registry.resources import frameworks, rubric
from registry.scoring.frameworks import estimate
from registry.scoring.marks import Mark
from registry.scoring.openness import openness_class
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, band
from registry.scoring.totals import pillar_scores, total_score

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CARD = "---\nlicense: mit\n---\n\n# A model\n\nThe weights are released under the MIT licence.\n"


def mark(criterion_id: str, level: str = "", **fields: Any) -> Mark:
    """A mark at a level, by default the one for nothing found."""
    criterion = rubric().criterion(criterion_id)
    level = level or criterion.absent
    evidence = tuple(fields.pop("evidence", ()))
    made = Mark.of(criterion, level, fields.pop("reason", f"It is {level}."), evidence)
    via = fields.pop("via", "")
    return made.replace(criterion, level, made.reason, evidence, via) if via else made


def marks(levels: dict[str, str | Mark] | None = None) -> list[Mark]:
    """A mark on every criterion: those given as levels or marks, the others at the level for
    nothing found."""
    given = levels or {}
    found = []
    for criterion in rubric().criteria:
        value = given.get(criterion.id, "")
        found.append(value if isinstance(value, Mark) else mark(criterion.id, value))
    return found


def grade_fields(made: list[Mark]) -> dict[str, Any]:
    """The columns of a grade that follow from its marks."""
    policy = rubric()
    pillars = pillar_scores(policy, {m.criterion: m.points for m in made})
    ceilings = pillar_scores(policy, {m.criterion: m.ceiling for m in made})
    score = total_score(policy, pillars)
    counted = [m for m in made if m.level != NOT_APPLICABLE]
    stored = {m.criterion: m.as_dict() for m in made}
    return {
        "rubric_version": policy.version,
        "score": score,
        "high": total_score(policy, ceilings),
        "letter": band(policy.letters, score).id,
        "openness": openness_class(made),
        "license_class": next(m.level for m in made if m.criterion == "weights.license"),
        **pillars,
        "checked": sum(m.level != UNCHECKED for m in counted),
        "total": len(counted),
        "marks": stored,
        "own": stored,
        "frameworks": {f.id: estimate(f, made).flat for f in frameworks()},
    }


def make_release(
    session: Session,
    release_id: str,
    levels: dict[str, str | Mark] | None = None,
    *,
    card: str | None = CARD,
    graded: bool = True,
    bases: dict[str, str] | None = None,
    details: dict[str, Any] | None = None,
    source: str = "hub",
    **fields: Any,
) -> Release:
    """A release in the catalog with its snapshot, and its grade unless told otherwise. ``bases``:
    id to relation."""
    snapshot = make_snapshot(session, release_id, card, details or {}, source)
    release = Release(
        **{
            "id": release_id,
            "outcome": "found",
            "revision": snapshot.revision,
            "snapshot_id": snapshot.id,
            "seen_at": NOW,
            "changed_at": NOW,
            "organization": release_id.rpartition("/")[0],
            "task": "text-generation",
            "license": "mit",
            "created_at": datetime(2024, 2, 1, tzinfo=UTC),
            "last_modified": datetime(2025, 3, 12, tzinfo=UTC),
            **fields,
        }
    )
    session.add(release)
    session.flush()  # links and grades refer to it
    for base, relation in (bases or {}).items():
        session.add(Link(release_id=release_id, kind="base", target=base, relation=relation))
    if graded:
        grade = Grade(
            release_id=release_id,
            snapshot_id=snapshot.id,
            reader_version="1",
            graded_at=NOW,
            digest="0",
            **grade_fields(marks(levels)),
        )
        session.add(grade)
        session.flush()  # the release points to it
        release.grade_id, release.graded_at = grade.id, NOW
    session.flush()
    return release


def make_snapshot(
    session: Session, release_id: str, card: str | None, details: dict[str, Any], source: str
) -> Snapshot:
    """What a source said about a release."""
    digest = None
    if card is not None:
        body = card.encode()
        digest = hashlib.sha256(body).hexdigest()
        if session.get(Document, digest) is None:
            session.add(Document(digest=digest, body=body))
            session.flush()  # the snapshot refers to it
    snapshot = Snapshot(
        kind="model",
        repo_id=release_id,
        digest=hashlib.sha256(f"{release_id}{digest}".encode()).hexdigest(),
        revision="5e4a0b1" * 5,
        page=f"https://huggingface.co/{release_id}",
        details=details,
        card_digest=digest,
        card_outcome="absent" if card is None else "found",
        source=source,
        taken_at=NOW,
    )
    session.add(snapshot)
    session.flush()
    return snapshot


def make_crawl(session: Session, source: str = "hub") -> Crawl:
    """A finished crawl."""
    crawl = Crawl(source=source, selection="all", started_at=NOW, finished_at=NOW, counts={})
    session.add(crawl)
    session.flush()
    return crawl
