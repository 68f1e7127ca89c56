"""The status on both databases: what is counted, and where it is told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlmodel import Session

from registry import queries
from registry.cli_status import status as status_command
from registry.db import engine_on, session_on
from registry.models import Dataset, Reading, Release
from registry.resources import rubric
from registry.settings import Settings
from registry.status import Failures, Graded, Jobs, Reason, Repos, Status
from tests.factories import NOW, keep, make_crawl, make_release
from tests.integration.catalog import text_of
from tests.integration.standing import HOUR, fill
from tests.unit.test_metrics import samples

LATER = NOW + HOUR / 2


def ask(settings: Settings) -> Status:
    with engine_on(settings.database_url) as engine, Session(engine) as session:
        return queries.status(session, LATER, rubric().version)


@pytest.fixture
def busy(settings: Settings) -> Settings:
    fill(settings)
    return settings


# What is counted --------------------------------------------------------------------------------


def test_an_empty_registry(settings: Settings):
    jobs = None if settings.database_url.startswith("sqlite") else Jobs(0, 0, 0, workers=0)
    assert ask(settings) == Status(at=LATER, jobs=jobs)


def test_repos_by_state(busy: Settings):
    status = ask(busy)
    assert status.releases == Repos(
        known=12,
        found=6,
        absent=1,
        unchecked=4,
        renamed=1,
        gated=1,
        pending=1,
        due_now=2,
        due_later=1,
    )
    assert status.datasets == Repos(known=1, unchecked=1)
    assert (status.unseen_bases, status.unseen_datasets) == (1, 1)


def test_failures_by_kind_and_reason(busy: Settings):
    assert ask(busy).failures == (
        Failures(
            "model",
            "unreachable",
            3,
            (
                Reason("no answer in time", 2, ("org/due", "org/due-later")),
                Reason("the Hub answered 503", 1, ("org/due-too",)),
            ),
        ),
        Failures("model", "missing", 1, (Reason("there is no such repo", 1, ("org/gone",)),)),
        Failures("dataset", "denied", 1, (Reason("the repo is <b>gated</b>", 1, ("org/data",)),)),
    )


def test_a_reason_is_cut_and_few_are_told(settings: Settings):
    with engine_on(settings.database_url) as engine, session_on(engine) as session:
        for i in range(9):
            session.add(
                Dataset(
                    id=f"org/{i}",
                    outcome="unchecked",
                    failure_kind="error",
                    failure=f"{i} " + "x" * 5000,
                    seen_at=NOW,
                    changed_at=NOW,
                )
            )
    (failures,) = ask(settings).failures
    assert failures.count == 9
    assert [len(reason.reason) for reason in failures.reasons] == [200, 200, 200]


def test_crawls(busy: Settings):
    status = ask(busy)
    assert [run.id for run in status.runs] == [6, 5, 4, 3, 2, 1]
    assert status.finished
    assert status.unfinished
    assert (status.finished.id, status.unfinished.id) == (5, 6)
    # The latest watermark belongs to a crawl of one organization, and says nothing of all others.
    assert status.covered
    assert status.covered.id == 4
    assert status.watermark == NOW - 19 * HOUR
    assert status.lag == 19.5 * HOUR
    assert status.finished.counts == {
        "seen": 1200,
        "new": 7,
        "changed": 5,
        "unchanged": 1184,
        "bases": 2,
        "datasets": 3,
        "failed": 4,
    }
    assert status.finished.took(LATER) == HOUR


def test_a_part_counts_where_nobody_crawled_everything(settings: Settings):
    with engine_on(settings.database_url) as engine, session_on(engine) as session:
        crawl = make_crawl(session)
        crawl.selection, crawl.watermark = "author=org task= limit=none", NOW
    assert ask(settings).watermark == NOW


def test_grades_and_what_is_out_of_date(busy: Settings):
    status = ask(busy)
    assert status.graded == (Graded("1", rubric().version, 5), Graded("1", "0.9", 1))
    assert status.last_graded_at == NOW
    # Six were read by version 1, the renamed one by none; one by version 2.
    assert status.to_read == 7
    # The one under the older rubric, the one whose base changed, the one that has no grade yet.
    assert status.to_grade == 3


def test_versions_go_by_number(settings: Settings):
    with engine_on(settings.database_url) as engine, session_on(engine) as session:
        for name, version in (("org/a", "2.9"), ("org/b", "2.10"), ("org/c", "2.10")):
            release = make_release(session, name, graded=False)
            session.add(
                Reading(
                    snapshot_id=release.snapshot_id,
                    reader_version=version,
                    evidence_digest=keep(session, b"[]"),
                )
            )
    assert ask(settings).to_read == 1


def test_a_change_before_the_last_grading_was_looked_at(busy: Settings):
    with engine_on(busy.database_url) as engine, session_on(engine) as session:
        session.get_one(Release, "org/moving-base").changed_at = NOW - HOUR
    assert ask(busy).to_grade == 2


# The queue of a distributed crawl ---------------------------------------------------------------


@pytest.mark.postgres
def test_jobs(postgres_url: str):
    settings = Settings(database_url=postgres_url)
    with engine_on(postgres_url) as engine, session_on(engine) as session:
        for state in ("todo", "todo", "doing", "failed", "succeeded"):
            session.execute(
                text(
                    "insert into procrastinate_jobs (queue_name, task_name, status)"
                    " values ('crawl', 'look', cast(:state as procrastinate_job_status))"
                ),
                {"state": state},
            )
        for age in (timedelta(seconds=5), timedelta(minutes=5)):
            session.execute(
                text("insert into procrastinate_workers (last_heartbeat) values (:at)"),
                {"at": LATER - age},
            )
    assert ask(settings).jobs == Jobs(todo=2, doing=1, failed=1, workers=1)
    with engine_on(postgres_url) as engine, session_on(engine) as session:
        session.execute(text("drop table procrastinate_workers cascade"))
    assert ask(settings).jobs == Jobs(todo=2, doing=1, failed=1, workers=0)
    with engine_on(postgres_url) as engine, session_on(engine) as session:
        session.execute(text("drop table procrastinate_jobs cascade"))
    assert ask(settings).jobs is None


# Where it is told -------------------------------------------------------------------------------


@pytest.fixture
def site(client: FlaskClient, busy: Settings) -> FlaskClient:
    return client


def test_the_page(site: FlaskClient):
    words = text_of(site, "/status")
    assert "Everything up to 19 Nov 2026, 17:00 UTC is in. Another crawl began" in words
    assert "3 releases wait for another try." in words
    assert "2 × no answer in time (org/due, org/due-later)" in words
    assert "the repo is <b>gated</b>" in words, "what a source says is text, and no markup"
    assert "hub: what changed; author allenai, limit 100" in words
    assert "interrupted" in words
    assert "Status" in text_of(site, "/methodology"), "every page's footer leads here"


def test_the_page_of_an_empty_registry(client: FlaskClient):
    words = text_of(client, "/status")
    assert "Nothing has been crawled yet." in words
    assert "No crawl yet" in words
    assert "What failed" not in words


def test_the_api(site: FlaskClient):
    response = site.get("/api/v1/status")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    told = response.json
    assert told["headline"].startswith("Everything up to 19 Nov 2026, 17:00 UTC is in.")
    assert told["watermark"] == "2026-11-19T17:00:00+00:00"
    assert told["releases"]["known"] == 12
    assert told["grades"]["versions"][0]["count"] == 5
    assert [run["id"] for run in told["crawls"]["latest"]] == [6, 5, 4, 3, 2, 1]


def test_page_and_api_share_one_answer(site: FlaskClient, busy: Settings):
    first = site.get("/api/v1/status").json
    with engine_on(busy.database_url) as engine, session_on(engine) as session:
        make_crawl(session)
    assert site.get("/api/v1/status").json == first


def test_metrics(site: FlaskClient):
    site.get("/models")
    site.get("/models/org/holds")
    site.get("/models/org/older-rubric")
    site.get("/no/such/page")
    response = site.get("/metrics")
    assert response.content_type.startswith("text/plain")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    told = samples(response.data)
    assert told[("aperture_releases", "found")] == 6
    assert told[("aperture_failures", "unreachable", "model")] == 3
    assert told[("aperture_crawl_lag_seconds",)] > 0
    counts = {k[1:]: n for k, n in told.items() if k[0] == "aperture_http_request_seconds_count"}
    assert counts == {
        ("GET", "/models", "200"): 1,
        ("GET", "/models/<path:release_id>", "200"): 2,
        ("GET", "other", "404"): 1,
    }
    assert "org/holds" not in response.text


def test_failed_requests_are_counted_and_logged_once(
    app: Flask, settings: Settings, capfd: pytest.CaptureFixture[str]
):
    def fail() -> str:
        raise RuntimeError("unforeseen")

    app.testing = False
    app.add_url_rule("/fail/<path:what>", "fail", lambda what: fail())
    app.add_url_rule("/busy", "busy", lambda: abort(503))
    client = app.test_client()
    assert client.get("/fail/one%1Bthing").status_code == 500
    assert client.get("/busy").status_code == 503
    assert client.get("/none").status_code == 404
    told = capfd.readouterr().err
    assert told.count("request.failed") == 2
    assert told.count("RuntimeError: unforeseen") == 1
    assert "path='/fail/one\\x1bthing'" in told
    assert "route='/busy'" in told
    counted = samples(client.get("/metrics").data)
    key = ("aperture_http_request_seconds_count", "GET", "/fail/<path:what>", "500")
    assert counted[key] == 1


# The command ------------------------------------------------------------------------------------


def test_the_command(busy: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", busy.database_url)
    plain = CliRunner().invoke(status_command)
    assert plain.exit_code == 0
    assert plain.stdout.startswith("Everything up to 19 Nov 2026, 17:00 UTC is in.")
    assert "Unfinished: hub, what changed; began 20 Nov 2026, 10:00 UTC" in plain.stdout
    told = json.loads(CliRunner().invoke(status_command, ["--json"]).stdout)
    assert told["releases"]["known"] == 12
    assert told["headline"] in plain.stdout
