"""Millions of releases from a dump: how long the metadata takes, grading them, and grading them all anew.

    python benchmarks/bulk.py [--releases N] [--database-url postgresql://…] [--dump FILE.parquet]

Makes a dump of generated releases with the Hub's replica, which needs pyarrow for it (unless a file is named), takes it
in with `aperture crawl --source dump --cards 0`, grades it with `aperture grade`, and grades everything anew under a
rubric with other points. Prints time, peak memory of all processes, and the size of the database; beside it, as a
measure of the machine, how long DuckDB takes to hand the same rows of the file to Python.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.commands import Ran, Running, aperture, databases, size_mb
from benchmarks.replica import add_options
from registry import resources
from registry.db import engine_on
from registry.policy import Policy
from registry.regrade import Regrade
from registry.scoring.rubric import Rubric

NOWHERE = "http://127.0.0.1:9"


def main() -> None:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--releases", type=int, default=1_000_000, help="releases in the dump")
    parser.add_argument(
        "--dump", type=Path, help="a Parquet file, instead of one of generated releases"
    )
    parser.add_argument("--regrade", metavar="URL", help=argparse.SUPPRESS)
    add_options(parser)
    asked = parser.parse_args()
    if asked.regrade:
        regrade(asked.regrade)
        return
    with tempfile.TemporaryDirectory() as folder, databases(asked.database_url) as urls:
        dump = asked.dump or made(
            Path(folder) / "models.parquet", asked.releases, asked.seed, asked.replica
        )
        count, seconds = read_alone(dump)
        print(f"{count:,} releases; DuckDB alone hands them over in {seconds:.1f} s")
        url = next(urls)
        taken = done(aperture(url, NOWHERE, "crawl", "--source", "dump", str(dump), "--cards", "0"))
        show("taken in", taken, count, url, seconds)
        graded = done(aperture(url, NOWHERE, "grade"))
        show("graded", graded, count, url, seconds)
        anew = done(Running({}, "-m", "benchmarks.bulk", "--regrade", url))
        show("graded anew under another rubric", anew, count, url, seconds)


def made(file: Path, releases: int, seed: int, replica: Path) -> Path:
    """A dump of generated releases."""
    world = ("--synthetic", str(releases), "--seed", str(seed), "--out", str(file))
    command = [sys.executable, str(replica), "dump-parquet", *world]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
        sys.exit("The replica made no dump; name one that was made elsewhere: --dump FILE.parquet")
    return file


def read_alone(dump: Path) -> tuple[int, float]:
    """How many rows there are, and the seconds in which DuckDB hands them to Python as JSON."""
    began, rows = time.monotonic(), 0
    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.execute("select to_json(t)::varchar from read_parquet(?) t", [str(dump)])
        while batch := found.fetchmany(1000):
            rows += len(batch)
    return rows, time.monotonic() - began


def done(running: Running) -> Ran:
    """A command that ended as it should."""
    ran = running.wait()
    if ran.status:
        sys.exit(f"it failed: {ran.err or ran.out}")
    return ran


def show(what: str, ran: Ran, count: int, url: str, seconds: float) -> None:
    """One line of figures."""
    print(
        f"{what}: {ran.seconds:.0f} s ({count / ran.seconds:,.0f} releases/s, {ran.cpu_s:.0f} s of processors, "
        f"{ran.seconds / seconds:.0f} times DuckDB's reading), {ran.peak_mb:,.0f} MB at most, "
        f"database {size_mb(url):,.0f} MB"
    )


def regrade(url: str) -> None:
    """Grades everything under a rubric in which every level below the best is worth a little less."""
    policy = Policy(changed(resources.rubric()), resources.licenses(), resources.frameworks())
    with engine_on(url) as engine:
        for _ in Regrade(engine, policy, lambda: datetime.now(UTC)).run():
            pass


def changed(rubric: Rubric) -> Rubric:
    """The rubric with other points, as a new version of it."""
    criteria = tuple(
        replace(c, levels=tuple(replace(lv, points=lv.points**2) for lv in c.levels))
        for c in rubric.criteria
    )
    return replace(rubric, version=f"{rubric.version}-changed", criteria=criteria)


if __name__ == "__main__":
    main()
