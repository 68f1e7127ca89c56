"""Status: how far the registry is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import Count, Moment


@closed
class CrawlRun(TypedDict):
    """One run of a crawler."""

    id: int
    """Its number."""
    source: Annotated[str, Field(examples=["hub"])]
    """What it read: the Hub, a mirror, a dump or the bundled sample."""
    selection: str
    """What it was narrowed to, in words; empty for nothing."""
    full: bool
    """Whether it listed everything, rather than what had changed since."""
    started_at: Moment
    """When it began."""
    finished_at: Moment | None
    """When it ended; null where it did not."""
    seconds: Count
    """How long it took, or takes until now."""
    since: Moment | None
    """Since when it listed changes; null for all."""
    watermark: Moment | None
    """Up to when it has everything that its source tells of."""
    counts: Annotated[dict[str, Count], Field(examples=[{"seen": 120, "changed": 3}])]
    """What it saw, by name."""


@closed
class Crawls(TypedDict):
    """The runs of crawlers."""

    finished: CrawlRun | None
    """The one that finished last."""
    unfinished: CrawlRun | None
    """The last one that has not finished."""
    latest: list[CrawlRun]
    """The latest ones, the newest first."""


@closed
class RepoCounts(TypedDict):
    """How many repos are in which state. Each is found, absent, unchecked or renamed."""

    known: Count
    """All of them."""
    found: Count
    """Those that are there."""
    absent: Count
    """Those that are not there any more."""
    unchecked: Count
    """Those that could not be looked at."""
    renamed: Count
    """Those that have another name now."""
    gated: Count
    """Those behind a gate."""
    pending: Count
    """Those whose card has not been fetched yet."""
    due_now: Count
    """Those that failed and are due for another try."""
    due_later: Count
    """Those that failed and will be due later."""


@closed
class UnseenCounts(TypedDict):
    """How many repos releases link to that nobody has looked at."""

    bases: Count
    """Bases."""
    datasets: Count
    """Datasets."""


@closed
class FailureReason(TypedDict):
    """Why fetching failed."""

    reason: str
    """The reason."""
    count: Count
    """How often."""
    examples: list[str]
    """The ids of one or two repos."""


@closed
class FailureCounts(TypedDict):
    """What could not be fetched."""

    repos: Literal["model", "dataset"]
    """Which kind of repo."""
    kind: Annotated[str, Field(examples=["denied", "missing", "unreachable", "error"])]
    """Which kind of failure."""
    count: Count
    """How many repos."""
    reasons: list[FailureReason]
    """The commonest reasons."""


@closed
class GradeVersion(TypedDict):
    """Grades that were made by the same versions."""

    reader: str
    """The version of the readers."""
    rubric: str
    """The version of the rubric."""
    count: Count
    """How many releases."""


@closed
class GradeCounts(TypedDict):
    """How far grading is."""

    last_at: Moment | None
    """When a grade was made last."""
    versions: list[GradeVersion]
    """The current grades by the versions that made them."""
    to_read: Count
    """How many repos wait for the newest version of the readers."""
    to_grade: Count
    """How many releases have no grade, or one older than what it rests on."""


@closed
class JobCounts(TypedDict):
    """The jobs of a distributed crawl."""

    todo: Count
    """Jobs that wait."""
    doing: Count
    """Jobs under way."""
    failed: Count
    """Jobs that failed."""
    workers: Count
    """Workers that were heard of lately."""


@closed
class LinkCounts(TypedDict):
    """How many addresses that evidence rests on are in which state."""

    unchecked: Count
    """Those that nobody has looked at, or could."""
    alive: Count
    """Those that answer."""
    moved: Count
    """Those that answer elsewhere."""
    changed: Count
    """Those that answer, without words that were quoted from them."""
    failing: Count
    """Those that did not answer lately."""
    gone: Count
    """Those that have not answered for a week or longer."""


@closed
class StatusNumbers(TypedDict):
    """How far the registry is, in numbers."""

    at: Moment
    """The moment of all this."""
    watermark: Moment | None
    """Up to when all changes are in; null where no crawl has said."""
    lag_seconds: int | None
    """How long ago that was."""
    crawls: Crawls
    """The runs of crawlers."""
    releases: RepoCounts
    """The repos of releases."""
    datasets: RepoCounts
    """The repos of datasets."""
    unseen: UnseenCounts
    """What releases link to and nobody has looked at."""
    failures: list[FailureCounts]
    """What could not be fetched, the commonest first."""
    grades: GradeCounts
    """How far grading is."""
    jobs: JobCounts | None
    """The jobs of a distributed crawl; null where there is no queue."""
    links: LinkCounts
    """The addresses that evidence rests on."""


@closed
class Status(StatusNumbers):
    """How far the registry is."""

    headline: str
    """The status in a few sentences."""
