"""Current: a release with its grade, the snapshot that this rests on and what was read in it, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, bindparam, func, select

from registry import documents
from registry.queries.tables import DOCUMENT, GRADE, READING, RELEASE, SNAPSHOT
from registry.verdicts import Verdict, opened


class ReleaseRow(NamedTuple):
    """What its page and the API tell of a release."""

    id: str
    organization: str
    license: str
    parameters: int | None
    task: str
    downloads: int | None
    likes: int | None
    created_at: datetime | None
    last_modified: datetime | None
    outcome: str
    failure: str
    revision: str
    seen_at: datetime
    moved_to: str
    base: str


class GradeRow(NamedTuple):
    """A grade; ``kept`` holds its verdict, packed, and ``revision`` is that of its snapshot."""

    id: int
    release_id: str
    reader_version: str
    rubric_version: str
    graded_at: datetime
    score: float
    high: float
    letter: str
    openness: str
    license_class: str
    weights: float | None
    data: float | None
    code: float | None
    post: float | None
    docs: float | None
    checked: int
    total: int
    revision: str
    kept: bytes

    @property
    def verdict(self) -> Verdict:
        """Marks, frameworks, ledger and claims, opened anew each time."""
        body = documents.unpacked(self.kept)
        return opened(documents.unmasked(body, self.release_id, self.revision))


class SnapshotRow(NamedTuple):
    """A snapshot; ``said`` holds the metadata, packed."""

    id: int
    repo_id: str
    revision: str
    page: str
    card_digest: str | None
    said: bytes

    @property
    def retold(self) -> bool:
        """Whether its card is told in our own words."""
        return documents.is_retold(documents.unpacked(self.said))


class Current(NamedTuple):
    """A release with its current grade and the snapshot and evidence behind it, or behind what is known without one."""

    release: ReleaseRow
    grade: GradeRow | None
    snapshot: SnapshotRow | None
    evidence: Sequence[dict[str, Any]]


_KEPT, _SAID, _FOUND = (DOCUMENT.alias(name) for name in ("kept", "said", "found"))
_OF_RELEASE: list[Column[Any]] = [RELEASE.c[name] for name in ReleaseRow._fields]
_OF_GRADE: list[Column[Any]] = [
    *(GRADE.c[name] for name in GradeRow._fields[:-2]),
    SNAPSHOT.c.revision,
    _KEPT.c.body,
]
_OF_SNAPSHOT: list[Column[Any]] = [
    *(SNAPSHOT.c[name] for name in SnapshotRow._fields[:-1]),
    _SAID.c.body,
]
_STATEMENT = (
    select(*_OF_RELEASE, *_OF_GRADE, *_OF_SNAPSHOT, _FOUND.c.body)
    .select_from(RELEASE)
    .outerjoin(GRADE, GRADE.c.id == RELEASE.c.grade_id)
    .outerjoin(SNAPSHOT, SNAPSHOT.c.id == func.coalesce(GRADE.c.snapshot_id, RELEASE.c.snapshot_id))
    .outerjoin(READING, READING.c.snapshot_id == SNAPSHOT.c.id)
    .outerjoin(_KEPT, _KEPT.c.digest == GRADE.c.verdict_digest)
    .outerjoin(_SAID, _SAID.c.digest == SNAPSHOT.c.metadata_digest)
    .outerjoin(_FOUND, _FOUND.c.digest == READING.c.evidence_digest)
    .where(RELEASE.c.id == bindparam("release_id"))
)


def current(connection: Connection, release_id: str) -> Current | None:
    """A release under exactly this id; None when unknown."""
    row = connection.execute(_STATEMENT, {"release_id": release_id}).first()
    if row is None:
        return None
    grade_at, snapshot_at = len(_OF_RELEASE), len(_OF_RELEASE) + len(_OF_GRADE)
    grade, snapshot = GradeRow(*row[grade_at:snapshot_at]), SnapshotRow(*row[snapshot_at:-1])
    return Current(
        ReleaseRow(*row[:grade_at]),
        None if row[grade_at] is None else grade,
        None if row[snapshot_at] is None else snapshot,
        _evidence(snapshot, row[-1]),
    )


def _evidence(snapshot: SnapshotRow, found: bytes | None) -> Sequence[dict[str, Any]]:
    if found is None:
        return ()
    body = documents.unpacked(found)
    read: list[dict[str, Any]] = documents.unmasked(body, snapshot.repo_id, snapshot.revision)
    return read
