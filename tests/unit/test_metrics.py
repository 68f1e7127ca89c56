"""What Prometheus is told: a status as gauges, and requests by route."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from registry.metrics import Metrics, gauges
from registry.status import Failures, Graded, Jobs, Repos, Status
from tests.factories import NOW
from tests.unit.test_status import CALM


def samples(text: bytes) -> dict[tuple[str, ...], float]:
    """Values by name and labels, these in the order of their names."""
    families = text_string_to_metric_families(text.decode())
    return {
        (s.name, *(value for _, value in sorted(s.labels.items()))): s.value
        for f in families
        for s in f.samples
    }


BUSY = replace(
    CALM,
    releases=Repos(known=9, found=7, absent=1, unchecked=1, pending=3, due_now=2),
    datasets=Repos(known=1, found=1, pending=1, due_later=4),
    unseen_bases=5,
    unseen_datasets=6,
    failures=(Failures("model", 'odd "kind"', 2, ()),),
    graded=(Graded("2", "1.1", 7), Graded("1", "1.1", 8)),
    to_read=10,
    to_grade=11,
    jobs=Jobs(todo=1, doing=2, failed=3, workers=4),
)


def test_a_status_as_gauges():
    told = samples(Metrics(lambda: BUSY).text())
    expected = {
        ("aperture_up",): 1,
        ("aperture_releases", "found"): 7,
        ("aperture_releases", "absent"): 1,
        ("aperture_releases", "unchecked"): 1,
        ("aperture_releases", "renamed"): 0,
        ("aperture_datasets", "found"): 1,
        ("aperture_pending",): 4,
        ("aperture_retries", "now"): 2,
        ("aperture_retries", "later"): 4,
        ("aperture_unseen",): 11,
        ("aperture_failures", 'odd "kind"', "model"): 2,
        ("aperture_graded", "2", "1.1"): 7,
        ("aperture_graded", "1", "1.1"): 8,
        ("aperture_stale", "reading"): 10,
        ("aperture_stale", "grade"): 11,
        ("aperture_jobs", "todo"): 1,
        ("aperture_jobs", "failed"): 3,
        ("aperture_workers",): 4,
        ("aperture_crawl_last_success_timestamp_seconds",): (NOW.timestamp() - 7200),
    }
    assert {key: told.get(key) for key in expected} == expected


def test_the_lag_goes_on_while_a_status_is_kept():
    (lag,) = (
        sample.value
        for metric in gauges(CALM, NOW + timedelta(seconds=10))
        for sample in metric.samples
        if sample.name == "aperture_crawl_lag_seconds"
    )
    assert lag == 7210


def test_what_is_not_known_is_not_told():
    told = {name for name, *_ in samples(Metrics(lambda: Status(at=NOW)).text())}
    assert "aperture_up" in told
    assert not told & {
        "aperture_crawl_lag_seconds",
        "aperture_crawl_last_success_timestamp_seconds",
        "aperture_jobs",
        "aperture_workers",
    }


def test_requests_are_told_without_a_database():
    def broken() -> Status:
        raise OperationalError("select", {}, Exception("gone"))

    metrics = Metrics(broken)
    metrics.observe("/models", "GET", 200, 0.02)
    told = samples(metrics.text())
    assert told[("aperture_up",)] == 0
    assert told[("aperture_http_request_seconds_count", "GET", "/models", "200")] == 1


def test_labels_are_few_whatever_is_asked_for():
    metrics = Metrics(lambda: CALM)
    for method in ("GET", "PROPFIND", "X" * 50, "BREW"):
        metrics.observe(None, method, 404, 0.1)
    counts = {
        key[1:]: n
        for key, n in samples(metrics.text()).items()
        if key[0] == "aperture_http_request_seconds_count"
    }
    assert counts == {("GET", "other", "404"): 1, ("other", "other", "404"): 3}


def test_processes_share_their_counts(tmp_path: Path):
    """In processes of their own: the library looks for the folder when it is imported."""
    program = (
        "import sys\n"
        "from registry.metrics import Metrics\n"
        "from tests.unit.test_status import CALM\n"
        f"metrics = Metrics(lambda: CALM, {str(tmp_path)!r})\n"
        "metrics.observe('/models', 'GET', 200, 0.5)\n"
        "sys.stdout.write(metrics.text().decode())\n"
    )
    for _ in range(2):
        told = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
    found = samples(told)
    assert found[("aperture_http_request_seconds_count", "GET", "/models", "200")] == 2
    assert found[("aperture_up",)] == 1
