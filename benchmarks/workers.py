"""How much faster several workers crawl than one, what a killed one costs, and whether they keep to one rate limit.

    DATABASE_URL=postgresql+psycopg://… python benchmarks/workers.py --replica hub_replica.py

Needs a PostgreSQL server on which databases can be created (they are dropped again) and a script that plays the Hub:
`--synthetic N --seed S --port 0 --slow P:MS [--rate-limit R/W]`, whose first line of output ends with its address, and
which tells what it was asked at `/_replica/stats`. Prints ratios, as machines differ. Ends with status 1 when the
grades that workers came to are not those of one process that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text

ROOT = Path(__file__).parents[1]
BEGIN = """
from crawlers.hub import Hub
from crawlers.jobs.beginning import begin
from crawlers.clock import now
from crawlers.source import Selection
from registry.db import engine_on, session_on
from registry.settings import Settings
settings = Settings.load()
with engine_on(settings.database_url) as engine, session_on(engine) as session:
    begin(session, Hub(settings.hf_endpoint), Selection(), now())
"""
SILENT_S = 8.0
LOOK_S = 0.1


@dataclass(frozen=True)
class Bench:
    """What every run of it shares."""

    server: str
    replica: Path
    releases: int
    slow: str
    threads: int

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new, migrated database, dropped afterwards."""
        name = f"aperture_bench_{os.getpid()}_{time.monotonic_ns()}"
        locale = "encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
        self._run(f"create database {name} template template0 {locale}")
        url = make_url(self.server).set(database=name).render_as_string(hide_password=False)
        try:
            call(aperture("db", "upgrade"), url)
            yield url
        finally:
            self._run(f"drop database {name} with (force)")

    def _run(self, statement: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    @contextmanager
    def hub(self, *flags: str) -> Iterator[str]:
        """The address of a replica of the Hub."""
        world = ["--synthetic", str(self.releases), "--seed", "1", "--port", "0"]
        command = [sys.executable, str(self.replica), *world, "--slow", self.slow, *flags]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield process.stdout.readline().split()[-1]
            finally:
                process.terminate()

    @contextmanager
    def workers(self, count: int, url: str, hub: str) -> Iterator[list[subprocess.Popen[bytes]]]:
        """So many workers, once all of them are there."""
        command = aperture("worker", "--threads", str(self.threads))
        command += ["--silent-after", str(SILENT_S)]
        with ExitStack() as stack:
            found = [
                stack.enter_context(
                    subprocess.Popen(command, env=env(url, hub), cwd=ROOT, stdout=sys.stderr)
                )
                for _ in range(count)
            ]
            try:
                until(lambda: told(url, "select count(*) from procrastinate_workers") == count)
                yield found
            finally:
                for process in found:
                    process.terminate()


def aperture(*words: str) -> list[str]:
    """The command line of Aperture."""
    return [sys.executable, "-m", "registry.cli", *words]


def env(url: str, hub: str = "") -> dict[str, str]:
    """The environment of a process that works on this database."""
    return {**os.environ, "DATABASE_URL": url, "HF_ENDPOINT": hub, "PYTHONPATH": str(ROOT)}


def call(command: list[str], url: str, hub: str = "") -> None:
    """Runs a program to its end, which must be a good one."""
    subprocess.run(command, env=env(url, hub), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def told(url: str, query: str) -> Any:
    """What a database answers."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(query)).scalar()
    finally:
        engine.dispose()


def until(condition: Callable[[], bool], longest_s: float = 3600.0) -> None:
    """Waits for something to be so."""
    deadline = time.monotonic() + longest_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(LOOK_S)


def export(url: str) -> list[dict[str, Any]]:
    """Every graded release, but for the moment of its grade."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.jsonl"
        call(aperture("export", "--out", str(path)), url)
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return [{k: v for k, v in line.items() if k != "graded_at"} for line in lines]


def undisturbed(bench: Bench) -> list[dict[str, Any]]:
    """What one process comes to, on a database that nobody else uses."""
    with tempfile.TemporaryDirectory() as folder, bench.hub() as hub:
        url = f"sqlite:///{folder}/alone.sqlite3"
        call(aperture("crawl"), url, hub)
        call(aperture("grade"), url, hub)
        return export(url)


FETCHED = "select count(*) from release"
ALL_FETCHED = "select count(*) from procrastinate_jobs where task_name = 'grade'"
FINISHED = "select count(*) from crawl where finished_at is not null"


def crawl(bench: Bench, count: int, *, kill: bool = False) -> tuple[float, list[dict[str, Any]]]:
    """Seconds until everything is fetched, and the export once it is graded. To kill is to kill one halfway."""
    with bench.database() as url, bench.hub() as hub, bench.workers(count, url, hub) as workers:
        call([sys.executable, "-c", BEGIN], url, hub)
        began = time.monotonic()
        if kill:
            until(lambda: told(url, FETCHED) >= bench.releases / 2)
            workers[0].kill()
        until(lambda: told(url, ALL_FETCHED) or told(url, FINISHED))
        took = time.monotonic() - began
        until(lambda: told(url, FINISHED) > 0)
        return took, export(url)


def politeness(bench: Bench, count: int, quota: int, window_s: int) -> str:
    """How much of a quota workers use together, and how often they were too early."""
    limit = f"resolve={quota}/{window_s}"
    with (
        bench.database() as url,
        bench.hub("--rate-limit", limit) as hub,
        bench.workers(count, url, hub),
    ):
        call([sys.executable, "-c", BEGIN], url, hub)

        def stats() -> dict[str, Any]:
            with urllib.request.urlopen(f"{hub}/_replica/stats") as reply:
                return json.load(reply)

        def asked() -> int:
            return sum(
                sum(n.values()) for name, n in stats()["by_endpoint"].items() if "resolve" in name
            )

        # From the end of one window's requests to the end of another's; in the first, workers warm up.
        windows = max(1, bench.releases * 9 // 10 // quota - 2)
        until(lambda: asked() >= quota * 2)
        began = time.monotonic()
        until(lambda: asked() >= quota * (2 + windows))
        used = windows * window_s / (time.monotonic() - began)
        now = stats()
        early, refused = now["politeness_violations"], now["rate_limited"]
        return f"{used:.1%} of the quota used, {early} requests too early, {refused} refused"


def main() -> int:
    """Runs all of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--replica", type=Path, required=True, help="a script that plays the Hub")
    parser.add_argument("--releases", type=int, default=5000)
    parser.add_argument("--slow", default="1:80", help="share of replies : milliseconds")
    parser.add_argument("--threads", type=int, default=4, help="of each worker")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--quota", default="500/30", help="requests / seconds, for the last part")
    parser.add_argument("--parts", nargs="*", default=["speed", "kill", "quota"])
    given = parser.parse_args()
    bench = Bench(
        os.environ["DATABASE_URL"], given.replica, given.releases, given.slow, given.threads
    )
    expected = undisturbed(bench) if {"speed", "kill"} & set(given.parts) else []
    is_same = True
    first = 0.0
    for count in given.workers if "speed" in given.parts else []:
        took, found = crawl(bench, count)
        first = first or took
        is_same &= found == expected
        same = "the same grades" if found == expected else "OTHER GRADES"
        print(f"{count} workers: {first / took:.2f} times as fast as the first; {same}", flush=True)
    for count in [n for n in given.workers if n > 1] if "kill" in given.parts else []:
        took, found = crawl(bench, count, kill=True)
        is_same &= found == expected
        same = "the same grades" if found == expected else "OTHER GRADES"
        speed = f"{first / took:.2f} times as fast as the first; " if first else ""
        print(f"{count} workers, one killed halfway: {speed}{same}", flush=True)
    quota, window_s = map(int, given.quota.split("/"))
    for count in [n for n in given.workers if n > 1] if "quota" in given.parts else []:
        print(f"{count} workers: {politeness(bench, count, quota, window_s)}", flush=True)
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
