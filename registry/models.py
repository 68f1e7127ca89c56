"""Tables. No behaviour: ``store`` writes them, ``queries`` reads them."""

# No ``from __future__ import annotations`` here: SQLModel reads the annotations of tables at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel, UTCDateTime

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Crawl(SQLModel, table=True):
    """One run of a crawler. ``cursor`` is where a killed one goes on; ``counts`` says what it saw."""

    id: int | None = Field(default=None, primary_key=True)
    source: str
    selection: str
    started_at: datetime = Field(sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    cursor: str | None = None
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Document(SQLModel, table=True):
    """The bytes of a model card, kept once for all snapshots that have it; the key is their SHA-256."""

    digest: str = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


class Snapshot(SQLModel, table=True):
    """What a source said about one repo at one moment, verbatim and immutable."""

    __table_args__ = (UniqueConstraint("kind", "repo_id", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    repo_id: str = Field(index=True)
    digest: str
    revision: str
    page: str
    details: dict[str, Any] = Field(sa_type=JSON)
    card_digest: str | None = Field(default=None, foreign_key="document.digest")
    card_outcome: str
    card_reason: str = ""
    source: str
    taken_at: datetime = Field(sa_type=UTCDateTime)


class Reading(SQLModel, table=True):
    """The evidence that one version of the readers found in one snapshot."""

    snapshot_id: int = Field(foreign_key="snapshot.id", primary_key=True)
    reader_version: str
    evidence: list[dict[str, Any]] = Field(sa_type=JSON)


class Grade(SQLModel, table=True):
    """What one version of the rubric made of the evidence on one release, at one time."""

    __table_args__ = (Index(None, "release_id", "graded_at"),)

    id: int | None = Field(default=None, primary_key=True)
    release_id: str = Field(foreign_key="release.id")
    snapshot_id: int = Field(foreign_key="snapshot.id")
    reader_version: str
    rubric_version: str
    graded_at: datetime = Field(sa_type=UTCDateTime)
    digest: str
    score: float
    high: float
    letter: str
    openness: str
    license_class: str
    weights: float | None = None
    data: float | None = None
    code: float | None = None
    post: float | None = None
    docs: float | None = None
    checked: int
    total: int
    marks: dict[str, Any] = Field(sa_type=JSON)
    own: dict[str, Any] = Field(sa_type=JSON)
    frameworks: dict[str, Any] = Field(sa_type=JSON)
    ledger: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    claims: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class CrawlState(SQLModel):
    """What the crawler knows of a repo: whether it is there, at which revision, and what went wrong last.

    ``moved_to`` is the id that the Hub answers with instead, when a repo was renamed. ``seen_at`` is when a source last
    spoke of it, ``changed_at`` when that last made a difference.
    """

    id: str = Field(primary_key=True)
    outcome: str
    revision: str = ""
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id")
    failure_kind: str = ""
    failure: str = ""
    attempts: int = 0
    moved_to: str = ""
    seen_at: datetime = Field(sa_type=UTCDateTime)
    changed_at: datetime = Field(sa_type=UTCDateTime)


class Dataset(CrawlState, table=True):
    """A dataset repo that a release names."""


class Release(CrawlState, table=True):
    """One model as published, with what the catalog lists and filters by."""

    organization: str = Field(index=True)
    downloads: int | None = Field(default=None, index=True, sa_type=BigInteger)
    likes: int | None = Field(default=None, sa_type=BigInteger)
    parameters: int | None = Field(default=None, sa_type=BigInteger)
    task: str = ""
    license: str = ""
    created_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_modified: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # The current one of its grades; no foreign key, as grades already refer to releases.
    grade_id: int | None = Field(default=None, index=True)
    graded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Link(SQLModel, table=True):
    """What a release points to: a base model (with the relation, such as finetune) or a dataset repo."""

    release_id: str = Field(foreign_key="release.id", primary_key=True)
    kind: str = Field(primary_key=True)
    target: str = Field(primary_key=True, index=True)
    relation: str = ""
