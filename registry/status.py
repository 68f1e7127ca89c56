"""Status: how far the registry is with the Hub and with its own work, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry import shapes


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a crawler. ``counts`` are those of ``crawlers.counts``; failures are summed up."""

    id: int
    source: str
    selection: str
    is_full: bool
    started_at: datetime
    finished_at: datetime | None
    since: datetime | None
    watermark: datetime | None
    counts: Mapping[str, int]

    def took(self, now: datetime) -> timedelta:
        """From its beginning to its end, or to now when it has none yet."""
        return (self.finished_at or now) - self.started_at


@dataclass(frozen=True, slots=True)
class Repos:
    """How many repos of one kind are known, and in which state.

    Every one is ``found``, ``absent``, ``unchecked`` or ``renamed``. Besides, it may be ``gated``, ``pending`` (its
    card has not been fetched yet), or be due for another try, now or later.
    """

    known: int = 0
    found: int = 0
    absent: int = 0
    unchecked: int = 0
    renamed: int = 0
    gated: int = 0
    pending: int = 0
    due_now: int = 0
    due_later: int = 0

    @property
    def due(self) -> int:
        """Those that wait for another try."""
        return self.due_now + self.due_later


@dataclass(frozen=True, slots=True)
class Reason:
    """Why fetching failed, how often, and for example where."""

    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failures:
    """What could not be fetched, by kind of repo and of failure, with the commonest reasons first."""

    repos: str
    kind: str
    count: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """How many addresses that evidence rests on there are in each status, as in ``registry.links.states``."""

    unchecked: int = 0
    alive: int = 0
    moved: int = 0
    changed: int = 0
    failing: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Graded:
    """Releases whose current grade was made by one version of the readers and one of the rubric."""

    reader: str
    rubric: str
    count: int


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs of a distributed crawl by status, and the workers that were heard of lately."""

    todo: int
    doing: int
    failed: int
    workers: int


@dataclass(frozen=True, slots=True)
class Status:
    """How far the registry is, at one moment.

    ``covered`` is the crawl up to whose watermark all is in. ``to_read`` counts repos whose snapshot waits for the
    readers' newest version; ``to_grade`` releases whose grade is missing or older than what it rests on itself, or that
    link to something that changed since grades were made last.
    """

    at: datetime
    runs: tuple[Run, ...] = ()
    finished: Run | None = None
    unfinished: Run | None = None
    covered: Run | None = None
    releases: Repos = field(default_factory=Repos)
    datasets: Repos = field(default_factory=Repos)
    unseen_bases: int = 0
    unseen_datasets: int = 0
    failures: tuple[Failures, ...] = ()
    graded: tuple[Graded, ...] = ()
    last_graded_at: datetime | None = None
    to_read: int = 0
    to_grade: int = 0
    jobs: Jobs | None = None
    links: Links = field(default_factory=Links)

    @property
    def watermark(self) -> datetime | None:
        """Up to when all changes are in; None when no crawl has said."""
        return self.covered.watermark if self.covered else None

    @property
    def lag(self) -> timedelta | None:
        """How long ago that was."""
        return self.at - self.watermark if self.watermark else None


def selected(selection: str) -> str:
    """What a crawl was narrowed to, in words; empty when it was not."""
    terms = (term.partition("=") for term in selection.split())
    told = [(name, value) for name, _, value in terms if value not in {"", "none", "None"}]
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told)


def as_dict(status: Status) -> shapes.StatusNumbers:
    """The status as the API answers with it. Moments are ISO 8601, spans seconds."""
    lag = status.lag
    return {
        "at": status.at.isoformat(),
        "watermark": _iso(status.watermark),
        "lag_seconds": None if lag is None else round(lag.total_seconds()),
        "crawls": {
            "finished": _run(status.finished, status.at) if status.finished else None,
            "unfinished": _run(status.unfinished, status.at) if status.unfinished else None,
            "latest": [_run(run, status.at) for run in status.runs],
        },
        "releases": _fields(status.releases),
        "datasets": _fields(status.datasets),
        "unseen": {"bases": status.unseen_bases, "datasets": status.unseen_datasets},
        "failures": [_fields(f) for f in status.failures],
        "grades": {
            "last_at": _iso(status.last_graded_at),
            "versions": [_fields(g) for g in status.graded],
            "to_read": status.to_read,
            "to_grade": status.to_grade,
        },
        "jobs": _fields(status.jobs) if status.jobs else None,
        "links": _fields(status.links),
    }


def _run(run: Run, now: datetime) -> shapes.CrawlRun:
    return {
        "id": run.id,
        "source": run.source,
        "selection": selected(run.selection),
        "full": run.is_full,
        "started_at": run.started_at.isoformat(),
        "finished_at": _iso(run.finished_at),
        "seconds": round(run.took(now).total_seconds()),
        "since": _iso(run.since),
        "watermark": _iso(run.watermark),
        "counts": dict(run.counts),
    }


def _fields(counts: Any) -> Any:
    """What a class holds, under the same names."""
    return asdict(counts)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
