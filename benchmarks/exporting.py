"""How long a full export takes in each format, and how much memory.

    python -m benchmarks.exporting --database-url sqlite:///aperture.sqlite3 [--formats jsonl,csv,parquet,sqlite]

Runs `aperture export` as a person does, and beside it, in the same run, a peer that only dumps the stored columns of
the same rows to CSV, without opening a single verdict: Python's `sqlite3` and `csv` for SQLite, `COPY … TO` for
PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from registry.queries.exporting import ExportedGrade, ExportedRelease

COLUMNS = (
    *(f"release.{name}" for name in ExportedRelease._fields),
    *(f"grade.{name}" for name in ExportedGrade._fields[1:]),
    "grade.levels",
)
QUERY = (
    f"select {', '.join(COLUMNS)} from release join grade on grade.id = release.grade_id"
    " where release.moved_to = '' order by release.id"
)
OF_SQLITE = """
import csv, sqlite3, sys
from sqlalchemy import make_url
with open(sys.argv[3], "w", newline="") as out:
    csv.writer(out).writerows(sqlite3.connect(make_url(sys.argv[1]).database).execute(sys.argv[2]))
"""
OF_POSTGRES = """
import sys
from registry.db import engine_on
with engine_on(sys.argv[1]) as engine, engine.connect() as connection, open(sys.argv[3], "wb") as out:
    with connection.connection.cursor() as cursor, cursor.copy(f"copy ({sys.argv[2]}) to stdout csv") as rows:
        out.writelines(rows)
"""


def measured(words: list[str], url: str) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processor and the peak of memory in MiB of a command."""
    began = time.monotonic()
    environment = {**os.environ, "DATABASE_URL": url}
    process = subprocess.Popen([sys.executable, *words], env=environment, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--formats", default="jsonl,csv,parquet,sqlite")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    given = parser.parse_args()
    peer = OF_SQLITE if given.database_url.startswith("sqlite") else OF_POSTGRES
    name = "python sqlite3" if peer is OF_SQLITE else "COPY … TO"
    with tempfile.TemporaryDirectory(prefix="aperture-bench-") as folder:
        file = str(Path(folder) / "export")
        runs = {name: ["-c", peer, given.database_url, QUERY, file]}
        for form in given.formats.split(","):
            words = ["-m", "registry.cli", "export", "--format", form, "--out", file]
            runs[f"aperture export {form}"] = words
        rows = 0
        for what, words in runs.items():
            seconds, processor, memory = measured(words, given.database_url)
            size = Path(file).stat().st_size
            if not rows:
                with Path(file).open("rb") as lines:
                    rows = sum(1 for _ in lines)
            told = {
                "what": what,
                "releases": rows,
                "seconds": round(seconds, 1),
                "processor_s": round(processor, 1),
                "per_s": round(rows / seconds),
                "peak_mib": round(memory),
                "mb": round(size / 1e6, 1),
            }
            print(json.dumps(told) if given.json else _line(told), flush=True)


def _line(told: dict[str, object]) -> str:
    return (
        f"{told['what']:<24} {told['releases']:>10,} releases {told['seconds']:>8} s"
        f" ({told['processor_s']} s of processor) {told['per_s']:>8,}/s {told['peak_mib']:>5} MiB {told['mb']:>9} MB"
    )


if __name__ == "__main__":
    main()
