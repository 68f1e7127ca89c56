"""Factories: releases with snapshot, card and grade for tests, as plain functions with defaults."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from registry import documents, store
from registry.models import Crawl, Document, Grade, Link, Reading, Release, Snapshot
from registry.policy import columns_of
from registry.resources import frameworks, rubric
from registry.scoring.evidence import Evidence
from registry.scoring.grade import Grade as Result
from registry.scoring.marks import Mark
from registry.scoring.openness import openness_class
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, band
from registry.scoring.stored import whole_evidence, whole_mark
from registry.scoring.totals import pillar_scores, total_score
from registry.verdicts import verdict_of
from registry.words import kept_words

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


def as_opened(made: Mark) -> dict[str, Any]:
    """A mark as plain values, as a verdict is opened to."""
    told = made.as_dict()
    return whole_mark(told, map(whole_evidence, told.get("evidence", ())))


def result_of(release_id: str, made: list[Mark], **told: Any) -> Result:
    """What the rubric would make of a release with these marks. ``told``: further fields, such as ledger, claims,
    components or the own marks."""
    policy = rubric()
    pillars = pillar_scores(policy, {m.criterion: m.points for m in made})
    ceilings = pillar_scores(policy, {m.criterion: m.ceiling for m in made})
    score = total_score(policy, pillars)
    counted = [m for m in made if m.level != NOT_APPLICABLE]
    components = tuple(told.pop("components", ()))
    return Result(
        id=release_id,
        rubric_version=policy.version,
        marks=tuple(made),
        own=tuple(told.pop("own", made)),
        pillars=pillars,
        score=score,
        high=total_score(policy, ceilings),
        letter=band(policy.letters, score).id,
        openness=openness_class(made),
        checked=sum(m.level != UNCHECKED for m in counted),
        total=len(counted),
        components=components,
        own_components=components,
        **told,
    )


def make_grade(release_id: str, snapshot: Snapshot, made: list[Mark], **told: Any) -> Grade:
    """The row of a grade with its verdict, both unsaved. ``told`` as for ``result_of``."""
    result = result_of(release_id, made, **told)
    said = documents.masked(verdict_of(result, frameworks()), release_id, snapshot.revision)
    return Grade(
        release_id=release_id,
        snapshot_id=snapshot.id,
        reader_version="1",
        rubric_version=result.rubric_version,
        graded_at=NOW,
        verdict_digest=documents.digest_of(said),
        kept=document(said),
        snapshot=snapshot,
        **columns_of(result, rubric()),
    )


def document(body: bytes) -> Document:
    """Bytes as the registry keeps them."""
    return Document(digest=documents.digest_of(body), body=documents.packed(body))


def keep(session: Session, body: bytes) -> str:
    """Keeps bytes as a document; returns its digest."""
    digest = documents.digest_of(body)
    store.save_documents(session, {digest: documents.packed(body)})
    return digest


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
    told: dict[str, Any] | None = None,
    **fields: Any,
) -> Release:
    """A release in the catalog with its snapshot, and its grade unless told otherwise. ``bases``:
    id to relation; ``told``: what the grade says beside the marks, as for ``result_of``."""
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
            **dict(zip(("base", "relation"), next(iter((bases or {}).items()), ()), strict=False)),
            "created_at": datetime(2024, 2, 1, tzinfo=UTC),
            "last_modified": datetime(2025, 3, 12, tzinfo=UTC),
            **fields,
        }
    )
    session.add(release)
    session.flush()  # links and grades refer to it
    store.save_words(
        session, {release_id: kept_words(release_id, [card or "", release.task, release.license])}
    )
    for base, relation in (bases or {}).items():
        session.add(Link(release_id=release_id, kind="base", target=base, relation=relation))
    if graded:
        grade = make_grade(release_id, snapshot, marks(levels), **(told or {}))
        store.save_documents(session, {grade.kept.digest: grade.kept.body})
        session.add(grade)
        session.flush()  # the release points to it
        release.grade_id, release.graded_at = grade.id, NOW
    session.flush()
    return release


def make_snapshot(
    session: Session, release_id: str, card: str | None, details: dict[str, Any], source: str
) -> Snapshot:
    """What a source said about a release."""
    card_digest = None if card is None else keep(session, card.encode())
    said = f"{release_id}{card_digest}".encode()
    snapshot = Snapshot(
        kind="model",
        repo_id=release_id,
        digest=documents.digest_of(said),
        revision="5e4a0b1" * 5,
        page=f"https://huggingface.co/{release_id}",
        metadata_digest=keep(session, documents.plain(details)),
        card_digest=card_digest,
        card_outcome="absent" if card is None else "found",
        source=source,
        taken_at=NOW,
    )
    session.add(snapshot)
    session.flush()
    return snapshot


def make_reading(session: Session, release: Release, evidence: Iterable[Evidence]) -> Reading:
    """What the readers found in a release's snapshot."""
    found = documents.masked([e.as_dict() for e in evidence], release.id, release.revision)
    reading = Reading(
        snapshot_id=release.snapshot_id, reader_version="2", evidence_digest=keep(session, found)
    )
    session.add(reading)
    session.flush()
    return reading


def make_crawl(session: Session, source: str = "hub") -> Crawl:
    """A finished crawl."""
    crawl = Crawl(
        source=source,
        selection="all",
        started_at=NOW,
        finished_at=NOW,
        watermark=NOW,
        counts={},
    )
    session.add(crawl)
    session.flush()
    return crawl
