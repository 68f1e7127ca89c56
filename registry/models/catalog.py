"""The catalog: what sources said of repos, what was read in it, and what was made of that."""

# No ``from __future__ import annotations`` here: SQLModel reads the annotations of tables at run time.
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel, UTCDateTime

from registry import documents
from registry.models.base import Digest, one

if TYPE_CHECKING:
    from registry.verdicts import Verdict


class Crawl(SQLModel, table=True):
    """One run of a crawler. ``cursor`` is where a killed one goes on; ``counts`` says what it saw.

    ``watermark`` is the moment up to which the source has told all changes, once the crawl is finished; one that is
    not ``is_full`` lists only what changed since the watermark of an earlier one.
    """

    id: int | None = Field(default=None, primary_key=True)
    source: str
    selection: str
    is_full: bool = True
    started_at: datetime = Field(sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    watermark: datetime | None = Field(default=None, sa_type=UTCDateTime)
    cursor: str | None = None
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Document(SQLModel, table=True):
    """Bytes kept once for all that refer to them: cards, metadata, evidence, verdicts.

    The key is the SHA-256 of the bytes; ``body`` holds them packed (``registry.documents``).
    """

    digest: str = Field(primary_key=True, sa_type=Digest)
    body: bytes = Field(sa_type=LargeBinary)


class Snapshot(SQLModel, table=True):
    """What a source said about one repo at one moment, verbatim and immutable.

    ``statement_digest`` is that of its ``TRANSPARENCY.yaml``, None where it has none.
    """

    __table_args__ = (UniqueConstraint("repo_id", "kind", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    repo_id: str
    digest: str = Field(sa_type=Digest)
    revision: str
    page: str
    metadata_digest: str = Field(foreign_key="document.digest", sa_type=Digest)
    card_digest: str | None = Field(default=None, foreign_key="document.digest", sa_type=Digest)
    card_outcome: str
    card_reason: str = ""
    statement_digest: str | None = Field(
        default=None, foreign_key="document.digest", sa_type=Digest
    )
    source: str
    taken_at: datetime = Field(sa_type=UTCDateTime)

    said: Document = one("Snapshot.metadata_digest")

    @property
    def details(self) -> dict[str, Any]:
        """The source's metadata as it came."""
        return documents.value_of(documents.unpacked(self.said.body))

    @property
    def retold(self) -> bool:
        """Whether its card is told in our own words."""
        return documents.is_retold(documents.unpacked(self.said.body))


class Reading(SQLModel, table=True):
    """The evidence that one version of the readers found in one snapshot."""

    snapshot_id: int = Field(foreign_key="snapshot.id", primary_key=True)
    reader_version: str
    evidence_digest: str = Field(foreign_key="document.digest", sa_type=Digest)

    found: Document = one("Reading.evidence_digest")
    snapshot: Snapshot = one("Reading.snapshot_id")

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The pieces of evidence as plain values."""
        body = documents.unpacked(self.found.body)
        return documents.unmasked(body, self.snapshot.repo_id, self.snapshot.revision)


class Grade(SQLModel, table=True):
    """What one version of the rubric made of the evidence on one release, at one time.

    ``levels`` are its levels in short (``registry.scoring.short``), empty in grades older than the column;
    ``overclaims`` tells whether its marks contradict a claim of the publisher. ``disclosures`` are the numbers of those
    that it counts, and ``gone`` those of the links that its evidence rests on and that no longer answer, with a blank
    between two.
    """

    __table_args__ = (Index(None, "release_id", "graded_at"),)

    id: int | None = Field(default=None, primary_key=True)
    release_id: str = Field(foreign_key="release.id")
    snapshot_id: int = Field(foreign_key="snapshot.id")
    reader_version: str
    rubric_version: str
    graded_at: datetime = Field(sa_type=UTCDateTime)
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
    levels: str = ""
    overclaims: bool = False
    disclosures: str = ""
    gone: str = ""
    verdict_digest: str = Field(foreign_key="document.digest", sa_type=Digest)

    kept: Document = one("Grade.verdict_digest")
    snapshot: Snapshot = one("Grade.snapshot_id")

    @property
    def verdict(self) -> "Verdict":
        """Marks, frameworks, ledger and claims."""
        # Only here: crawls have no use for judges and frameworks.
        from registry.verdicts import opened

        body = documents.unpacked(self.kept.body)
        return opened(documents.unmasked(body, self.release_id, self.snapshot.revision))


class CrawlState(SQLModel):
    """What the crawler knows of a repo: whether it is there, at which revision, and what went wrong last.

    ``moved_to`` is the id that the Hub answers with instead, when a repo was renamed. ``seen_at`` is when a source last
    spoke of it, ``changed_at`` when that last made a difference. A repo whose last fetch failed for a reason that may
    pass is due again at ``retry_at``. ``etag`` is what the source called its metadata, for asking whether they changed.
    """

    id: str = Field(primary_key=True)
    outcome: str
    revision: str = ""
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id")
    gated: str = ""
    failure_kind: str = ""
    failure: str = ""
    attempts: int = 0
    retry_at: datetime | None = Field(default=None, index=True, sa_type=UTCDateTime)
    moved_to: str = ""
    etag: str = ""
    seen_at: datetime = Field(sa_type=UTCDateTime)
    changed_at: datetime = Field(sa_type=UTCDateTime)


class Dataset(CrawlState, table=True):
    """A dataset repo that a release names."""


class Release(CrawlState, table=True):
    """One model as published, with what the catalog lists and filters by.

    ``base`` is the first base that it declares, by the name it declares it by, and ``relation`` how it was made from
    it. ``languages`` are sorted codes with a space between two; ``bits`` is what a parameter takes as published, and
    ``tokens`` on how many its card says that it was trained.
    """

    organization: str = Field(index=True)
    downloads: int | None = Field(default=None, index=True, sa_type=BigInteger)
    likes: int | None = Field(default=None, sa_type=BigInteger)
    parameters: int | None = Field(default=None, sa_type=BigInteger)
    bits: float | None = None
    tokens: int | None = Field(default=None, sa_type=BigInteger)
    base: str = ""
    relation: str = ""
    languages: str = ""
    task: str = ""
    license: str = ""
    created_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_modified: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # The current one of its grades; no foreign key, as grades already refer to releases.
    grade_id: int | None = Field(default=None, index=True)
    graded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # As of which grade the addresses are known that its evidence rests on.
    cited_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Event(SQLModel, table=True):
    """A turn in a repo's life after it was first seen: another snapshot became current, or it went, came back, moved.

    Snapshots alone can't tell that: one that says what an earlier one said is kept once.
    """

    __table_args__ = (Index(None, "repo_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    repo_id: str
    at: datetime = Field(sa_type=UTCDateTime)
    what: str
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id")
    note: str = ""


class Link(SQLModel, table=True):
    """What a release points to: a base model (with the relation, such as finetune) or a dataset repo."""

    __table_args__ = (Index(None, "target", "kind", "release_id", "relation"),)

    release_id: str = Field(foreign_key="release.id", primary_key=True)
    kind: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    relation: str = ""


class Text(SQLModel, table=True):
    """Which words search finds a release by: those under ``number`` in ``search_words``, by their digest.

    Other words get another number. It is never used again, as SQLite's index keeps the words of the old one.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    number: int | None = Field(default=None, primary_key=True)
    release_id: str = Field(foreign_key="release.id", unique=True)
    digest: str = Field(sa_type=Digest)
