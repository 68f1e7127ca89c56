"""Metrics: requests as they are counted, and the registry's status, in Prometheus' format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from registry.status import Repos, Status

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
OTHER = "other"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
REPO_STATES = ("found", "absent", "unchecked", "renamed")


class Metrics:
    """What one application counts and tells. ``folder`` is where its processes share their counts, if they do."""

    def __init__(self, status: Callable[[], Status], folder: str | None = None) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(StatusCollector(status))
        self.requests = Histogram(
            "aperture_http_request_seconds",
            "Time that a request took, by route.",
            ("route", "method", "status"),
            buckets=SECONDS,
            registry=None,
        )
        self.unkept = Counter(
            "aperture_disclosures_unkept",
            "Disclosures that were sent and not kept, by why.",
            ("why",),
            registry=None,
        )
        if folder:
            MultiProcessCollector(self.registry, path=folder)
        else:
            self.registry.register(self.requests)
            self.registry.register(self.unkept)

    def observe(self, route: str | None, method: str, status: int, seconds: float) -> None:
        """Counts a request. Labels are few, whatever is asked for: routes and known methods, never a path."""
        method = method if method in METHODS else OTHER
        self.requests.labels(route or OTHER, method, str(status)).observe(seconds)

    def text(self) -> bytes:
        """All of it, as it is now."""
        return generate_latest(self.registry)


class StatusCollector(Collector):
    """The registry's status as gauges."""

    def __init__(self, status: Callable[[], Status]) -> None:
        self._status = status

    def describe(self) -> list[Metric]:
        """Nothing, so that registering asks for no status."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges; when the database can't be read, only that."""
        try:
            status = self._status()
        except SQLAlchemyError:
            yield _gauge("up", "Whether the registry can be read.", 0)
            return
        yield _gauge("up", "Whether the registry can be read.", 1)
        yield from gauges(status, datetime.now(UTC))


def gauges(status: Status, now: datetime) -> Iterator[Metric]:
    """A status as gauges. The lag is that of ``now``, however old the status is."""
    yield _repos("releases", status.releases)
    yield _repos("datasets", status.datasets)
    pending = status.releases.pending + status.datasets.pending
    yield _gauge("pending", "Repos whose card has not been fetched yet.", pending)
    retries = GaugeMetricFamily("aperture_retries", "Repos to try again.", labels=["due"])
    for due, counts in (
        ("now", status.releases.due_now + status.datasets.due_now),
        ("later", status.releases.due_later + status.datasets.due_later),
    ):
        retries.add_metric([due], counts)
    yield retries
    unseen = status.unseen_bases + status.unseen_datasets
    yield _gauge("unseen", "Linked repos that nobody has looked at yet.", unseen)
    failures = GaugeMetricFamily(
        "aperture_failures", "Repos whose last fetch failed.", labels=["repos", "kind"]
    )
    for failure in status.failures:
        failures.add_metric([failure.repos, failure.kind], failure.count)
    yield failures
    yield from _grades(status)
    yield from _crawls(status, now)
    yield from _jobs(status)


def _repos(name: str, repos: Repos) -> Metric:
    family = GaugeMetricFamily(f"aperture_{name}", f"Known {name} by state.", labels=["state"])
    for state in REPO_STATES:
        family.add_metric([state], getattr(repos, state))
    return family


def _grades(status: Status) -> Iterator[Metric]:
    graded = GaugeMetricFamily(
        "aperture_graded", "Graded releases by what graded them.", labels=["reader", "rubric"]
    )
    for version in status.graded:
        graded.add_metric([version.reader, version.rubric], version.count)
    yield graded
    stale = GaugeMetricFamily(
        "aperture_stale", "Repos to be read again, releases to be graded again.", labels=["what"]
    )
    stale.add_metric(["reading"], status.to_read)
    stale.add_metric(["grade"], status.to_grade)
    yield stale


def _crawls(status: Status, now: datetime) -> Iterator[Metric]:
    if status.watermark is not None:
        lag = (now - status.watermark).total_seconds()
        yield _gauge("crawl_lag_seconds", "Time since the moment up to which all is in.", lag)
    if status.finished is not None and status.finished.finished_at is not None:
        ended = status.finished.finished_at.timestamp()
        told = "When a crawl last came to its end."
        yield _gauge("crawl_last_success_timestamp_seconds", told, ended)


def _jobs(status: Status) -> Iterator[Metric]:
    if status.jobs is None:
        return
    jobs = GaugeMetricFamily("aperture_jobs", "Jobs of the queue by status.", labels=["status"])
    for name in ("todo", "doing", "failed"):
        jobs.add_metric([name], getattr(status.jobs, name))
    yield jobs
    yield _gauge("workers", "Workers that were heard of lately.", status.jobs.workers)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"aperture_{name}", told, value=value)
