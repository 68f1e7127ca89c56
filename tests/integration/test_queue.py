"""The queue: a crawl shared by workers, on PostgreSQL. What they come to is what one process comes to alone."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from procrastinate import PsycopgConnector
from procrastinate.jobs import Job as JobOfQueue
from procrastinate.jobs import Status
from sqlalchemy import text
from sqlmodel import Session

from crawlers.hub import Hub
from crawlers.jobs import board
from crawlers.jobs.beginning import begin, begin_if_due
from crawlers.jobs.board import Job, TakenOver, Turn
from crawlers.jobs.orders import Order
from crawlers.jobs.steps import Steps
from crawlers.jobs.worker import OwnJobs
from crawlers.pipeline import Pipeline
from crawlers.schedule import Schedule
from crawlers.source import Selection
from registry import models
from registry.db import engine_on, session_on
from tests.crawling import crawl, now, registry_at, regrade, releases
from tests.exporting import timeless
from tests.hub import FakeHub
from tests.integration.test_interrupted import wait_for

COUNT = 60
RUN = ("-m", "registry.cli", "worker")
CRAWL = ("-m", "registry.cli", "crawl")


@pytest.fixture
def busy(hub: FakeHub) -> FakeHub:
    for n in range(COUNT):
        base = f"base_model: o/m{n - 1:02}\n" if n % 3 else "base_model: elsewhere/base\n"
        hub.model(
            f"o/m{n:02}", f"---\n{base}license: mit\ndatasets: [d/s{n % 5}]\n---\n# Model {n}\n"
        )
    for n in range(5):
        hub.dataset(f"d/s{n}")
    hub.model("elsewhere/base", "# Base\n")
    hub.page_size = 20
    return hub


@pytest.fixture
def small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.jobs.orders.REPOS", 7)


@contextmanager
def running(count: int, command: tuple[str, ...], hub: FakeHub, url: str, *flags: str):
    """So many processes that do the same; killed at the end."""
    with ExitStack() as stack:
        found = []
        for _ in range(count):
            process = subprocess.Popen(
                [sys.executable, *command, *flags],
                env={**os.environ, "DATABASE_URL": url, "HF_ENDPOINT": hub.url},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            found.append(process)
        yield found


def workers(count: int, hub: FakeHub, url: str, *flags: str):
    """So many workers; others take one for dead when it is silent for a few seconds."""
    return running(count, RUN, hub, url, "--threads", "4", "--silent-after", "3", *flags)


def ask(url: str, query: str) -> int:
    with registry_at(url) as session:
        return session.connection().execute(text(query)).scalar_one()


def begin_at(hub: FakeHub, url: str, *, full: bool = False) -> int:
    with engine_on(url) as engine, session_on(engine) as session:
        return begin(session, Hub(hub.url), Selection(), now(), full=full)


def is_finished(url: str) -> bool:
    return ask(url, "select count(*) from crawl where finished_at is null") == 0


def alone(hub: FakeHub, url: str) -> list[dict[str, Any]]:
    """What one process comes to, when nothing happens to it."""
    crawl(url, hub.url)
    regrade(url)
    return timeless(url)


@contextmanager
def stepping(hub: FakeHub, url: str):
    """An engine and the steps of a crawl, to be done in this very process."""
    source = Hub(hub.url)
    with (
        engine_on(url) as engine,
        Pipeline(source, engine, now, threads=4, processes=1) as pipeline,
    ):
        yield engine, Steps(source, engine, now, pipeline, processes=1)


def do_all(hub: FakeHub, url: str) -> list[str]:
    """Does all jobs that wait, one after the other; returns their tasks."""
    done = []
    with stepping(hub, url) as (engine, steps):
        while (job := take(engine)) is not None:
            task, told, turn = job
            batch = told.pop("batch", "")
            steps.do(task, Order.of(told), turn, batch)
            finish(engine, turn)
            done.append(task)
    return done


def take(engine, worker_id: int = 0):
    """Takes the next job as a worker does."""
    with session_on(engine) as session:
        worker_id = worker_id or enlist(session)
        row = session.execute(
            text("select id, task_name, args, attempts from procrastinate_fetch_job_v2(null, :me)"),
            {"me": worker_id},
        ).one()
    return (row[1], row[2], Turn(row[0], worker_id, row[3])) if row[0] else None


def enlist(session: Session) -> int:
    return session.execute(text("select * from procrastinate_register_worker_v1()")).scalar_one()


def finish(engine, turn: Turn) -> None:
    with session_on(engine) as session:
        query = text("select procrastinate_finish_job_v1(:id, 'succeeded', true)")
        session.execute(query, {"id": turn.job_id})


# Together ---------------------------------------------------------------------------------------


def test_two_workers_come_to_what_one_process_does(
    busy: FakeHub, postgres_url: str, sqlite_url: str
):
    expected = alone(busy, sqlite_url)
    begin_at(busy, postgres_url)
    with workers(2, busy, postgres_url):
        wait_for(lambda: is_finished(postgres_url))
        # The job that ends a crawl is itself over a moment later.
        wait_for(lambda: ask(postgres_url, "select count(*) from procrastinate_jobs") == 0)
    assert timeless(postgres_url) == expected
    with registry_at(postgres_url) as session:
        row = session.get_one(models.Crawl, 1)
    assert (row.counts["seen"], row.counts["new"], row.counts["failed"]) == (61, 61, [])
    assert row.counts["datasets"] == 5
    assert row.watermark is not None
    for query in (
        "select count(*) from (select 1 from snapshot group by kind, repo_id having count(*) > 1) x",
        "select count(*) from (select 1 from grade group by release_id having count(*) > 1) x",
    ):
        assert ask(postgres_url, query) == 0, "nothing is doubled"


def test_a_killed_workers_jobs_are_taken_over(busy: FakeHub, postgres_url: str, sqlite_url: str):
    expected = alone(busy, sqlite_url)
    busy.give_cards(20)
    begin_at(busy, postgres_url)
    with workers(1, busy, postgres_url) as [first]:
        wait_for(lambda: ask(postgres_url, "select count(*) from release") > 5)
        first.kill()
        first.wait()
        assert ask(postgres_url, "select count(*) from procrastinate_jobs where status = 'doing'")
        busy.give_cards(math.inf)
        with workers(1, busy, postgres_url):
            wait_for(lambda: is_finished(postgres_url))
    assert timeless(postgres_url) == expected


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_that_is_told_to_stop_gives_its_jobs_back(
    busy: FakeHub, postgres_url: str, by: signal.Signals
):
    busy.fault("/resolve/", "429", None, Retry_After="300")  # nothing will come of what is asked
    begin_at(busy, postgres_url)
    with workers(1, busy, postgres_url) as [process]:
        wait_for(lambda: busy.asked("/resolve/") > 0)
        process.send_signal(by)
        out, _ = process.communicate(timeout=15)  # a second where nothing else is running
    assert process.returncode == 0
    assert "Traceback" not in out
    assert ask(postgres_url, "select count(*) from procrastinate_jobs where status = 'doing'") == 0
    assert ask(postgres_url, "select count(*) from procrastinate_jobs where status = 'todo'") > 0
    assert ask(postgres_url, "select count(*) from procrastinate_workers") == 0


def test_many_workers_with_one_schedule_begin_one_crawl(busy: FakeHub, postgres_url: str):
    with workers(3, busy, postgres_url, "--crawl-every", "1h"):
        wait_for(lambda: ask(postgres_url, "select count(*) from crawl") > 0)
        wait_for(lambda: is_finished(postgres_url))
    assert ask(postgres_url, "select count(*) from crawl") == 1
    assert len(releases(postgres_url)) == COUNT + 1


def test_one_that_crawls_needs_no_worker(busy: FakeHub, postgres_url: str, sqlite_url: str):
    expected = alone(busy, sqlite_url)
    busy.give_cards(20)
    with running(1, CRAWL, busy, postgres_url) as [process]:
        wait_for(lambda: ask(postgres_url, "select count(*) from release") > 5)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=15)
    assert not is_finished(postgres_url)
    assert ask(postgres_url, "select count(*) from release where failure_kind <> ''") == 0
    busy.give_cards(math.inf)
    with running(1, CRAWL, busy, postgres_url) as [process]:
        out, _ = process.communicate()
    assert process.returncode == 0
    assert "61 releases listed" in out
    assert is_finished(postgres_url)
    assert timeless(postgres_url) == expected


def test_who_crawls_is_told_at_once_that_there_is_no_hub(hub: FakeHub, postgres_url: str):
    hub.url = "http://127.0.0.1:9"
    with running(1, CRAWL, hub, postgres_url) as [process]:
        out, _ = process.communicate()
    assert process.returncode == 1
    assert "does not answer" in out
    assert ask(postgres_url, "select count(*) from crawl") == 0


def test_on_sqlite_a_worker_does_the_same_alone(busy: FakeHub, sqlite_url: str):
    with workers(1, busy, sqlite_url, "--crawl-every", "1h") as [process]:
        wait_for(lambda: ask(sqlite_url, "select count(*) from grade") > COUNT)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
    assert process.returncode == 0
    assert is_finished(sqlite_url)


# Step by step -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_jobs")
def test_the_steps_of_a_crawl(busy: FakeHub, postgres_url: str):
    del busy.repos["elsewhere/base"]
    begin_at(busy, postgres_url)
    tasks = do_all(busy, postgres_url)
    assert tasks.count("list_page") == 3
    assert tasks.count("fetch_repos") == 3 * 3 + 1, "of each page 7 + 7 + 6, and what they link to"
    assert tasks[-1] == "grade"
    assert is_finished(postgres_url)
    busy.forget()
    begin_at(busy, postgres_url)
    assert "fetch_repos" not in do_all(busy, postgres_url), "nothing changed"
    assert busy.asked("/resolve/") == 0


def test_a_full_crawl_asks_for_what_is_not_listed_any_more(busy: FakeHub, postgres_url: str):
    begin_at(busy, postgres_url)
    do_all(busy, postgres_url)
    del busy.repos["o/m07"]
    begin_at(busy, postgres_url)
    do_all(busy, postgres_url)
    assert releases(postgres_url)["o/m07"].outcome == "found"
    begin_at(busy, postgres_url, full=True)
    do_all(busy, postgres_url)
    assert releases(postgres_url)["o/m07"].outcome == "absent"
    assert is_finished(postgres_url)


def test_to_begin_again_is_to_go_on(busy: FakeHub, postgres_url: str):
    assert begin_at(busy, postgres_url) == begin_at(busy, postgres_url)
    assert ask(postgres_url, "select count(*) from procrastinate_jobs") == 1


def test_a_listing_that_was_given_up_goes_on_where_it_stopped(busy: FakeHub, postgres_url: str):
    begin_at(busy, postgres_url)
    with stepping(busy, postgres_url) as (engine, steps):
        task, told, turn = take(engine)
        steps.do(task, Order.of(told), turn, "")
        finish(engine, turn)
        with session_on(engine) as session:
            session.execute(text("delete from procrastinate_jobs where task_name = 'list_page'"))
    assert do_all(busy, postgres_url) == ["fetch_repos"], "the first page's repos"
    assert not is_finished(postgres_url)
    busy.forget()
    begin_at(busy, postgres_url)
    do_all(busy, postgres_url)
    assert busy.asked("/api/models") == 2 + 1, "two pages, and a base by its name"
    assert is_finished(postgres_url)
    assert len(releases(postgres_url)) == COUNT + 1


def test_a_schedule_waits_for_what_is_unfinished(busy: FakeHub, postgres_url: str):
    hour, soon = timedelta(hours=1), now()
    schedule = Schedule(hour, full_every=24 * hour)

    def look(at: datetime) -> int | None:
        with engine_on(postgres_url) as engine, session_on(engine) as session:
            return begin_if_due(session, Hub(busy.url), schedule, at)

    assert look(soon) == 1
    assert look(soon + 2 * hour) is None, "it is still under way"
    do_all(busy, postgres_url)
    assert look(soon + hour / 2) is None
    assert look(soon + hour) == 2
    do_all(busy, postgres_url)
    assert look(soon + 24 * hour) == 3
    do_all(busy, postgres_url)
    with registry_at(postgres_url) as session:
        assert [session.get_one(models.Crawl, n).is_full for n in (1, 2, 3)] == [True, False, True]


# Dead and late workers --------------------------------------------------------------------------


def put(url: str, task: str = "fetch_repos") -> None:
    with engine_on(url) as engine, session_on(engine) as session:
        board.put(session, 1, [Job(task, Order(1).as_dict())])


def age_workers(url: str) -> None:
    with engine_on(url) as engine, session_on(engine) as session:
        session.execute(
            text("update procrastinate_workers set last_heartbeat = now() - '1m'::interval")
        )


def rescue(url: str) -> board.Rescued:
    with engine_on(url) as engine, session_on(engine) as session:
        return board.rescue(session, 30)


def test_only_silent_workers_lose_their_jobs(postgres_url: str):
    put(postgres_url)
    with engine_on(postgres_url) as engine:
        _, _, turn = take(engine)
        assert rescue(postgres_url).again == 0
        age_workers(postgres_url)
        assert rescue(postgres_url).again == 1
        assert rescue(postgres_url).again == 0
        with pytest.raises(TakenOver), session_on(engine) as session:
            board.settle(session, turn)
        _, told, turn = take(engine)
        with session_on(engine) as session:
            board.settle(session, turn)
        age_workers(postgres_url)
        assert rescue(postgres_url).again == 1
        _, told, _ = take(engine)
        assert told == {"settled": True}, (
            "it was done, though its worker died before it could say so"
        )


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Runs it in a thread of its own: in this one the browser's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def test_a_late_worker_leaves_the_job_to_who_has_it_now(postgres_url: str):
    put(postgres_url)
    conninfo = postgres_url.replace("+psycopg", "")

    async def end(row: tuple[int, int, int]) -> None:
        job_id, worker_id, attempts = row
        job = JobOfQueue(
            id=job_id,
            worker_id=worker_id,
            attempts=attempts,
            queue="crawl-1",
            lock=None,
            queueing_lock=None,
            task_name="fetch_repos",
        )
        connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=1)
        await connector.open_async()
        await OwnJobs(connector).finish_job(job, Status.SUCCEEDED, delete_job=True)
        await connector.close_async()

    with engine_on(postgres_url) as engine:
        _, _, late = take(engine)
        age_workers(postgres_url)
        rescue(postgres_url)
        _, _, other = take(engine)
    run_apart(end((late.job_id, late.worker_id, late.attempts)))
    assert ask(postgres_url, "select count(*) from procrastinate_jobs where status = 'doing'") == 1
    run_apart(end((other.job_id, other.worker_id, other.attempts)))
    assert ask(postgres_url, "select count(*) from procrastinate_jobs") == 0


def test_a_job_on_which_workers_die_is_given_up(postgres_url: str):
    put(postgres_url)
    with engine_on(postgres_url) as engine:
        for _ in range(board.MOST_ATTEMPTS - 1):
            assert take(engine)
            age_workers(postgres_url)
            assert rescue(postgres_url).again == 1
        assert take(engine)
        age_workers(postgres_url)
        rescued = rescue(postgres_url)
    assert [task for task, _ in rescued.given_up] == ["fetch_repos"]
    assert ask(postgres_url, "select count(*) from procrastinate_jobs where status = 'failed'") == 1


def test_a_crawl_goes_on_without_a_batch_that_was_given_up(busy: FakeHub, postgres_url: str):
    begin_at(busy, postgres_url)
    with stepping(busy, postgres_url) as (engine, steps):
        while (job := take(engine)) is not None:
            task, told, turn = job
            batch = told.pop("batch", "")
            if task == "fetch_repos" and told["phase"] == "listing":
                with session_on(engine) as session:
                    fail = "update procrastinate_jobs set status = 'failed' where id = :id"
                    session.execute(text(fail), {"id": turn.job_id})
                steps.give_up(Order.of(told), task)
            else:
                steps.do(task, Order.of(told), turn, batch)
                finish(engine, turn)
    assert is_finished(postgres_url)
    assert ask(postgres_url, "select count(*) from procrastinate_jobs where status = 'failed'") == 4
