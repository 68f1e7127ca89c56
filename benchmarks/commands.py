"""The command `aperture` as a person runs it: its time, the memory of all its processes, how it ends."""

from __future__ import annotations

import compileall
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

import crawlers
import registry
from registry.db import engine_on
from tests.services.postgres import Server

SAMPLE_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended; ``cpu_s`` and ``peak_mb`` are of all its processes together."""

    status: int
    out: str
    err: str
    seconds: float
    cpu_s: float
    peak_mb: float


class Running:
    """A command under way, in a process group of its own."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self._began, self._cpu = time.monotonic(), _cpu_of_children()
        self._folder = tempfile.TemporaryDirectory()
        self._out, self._err = (Path(self._folder.name) / name for name in ("out", "err"))
        with self._out.open("w") as out, self._err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, *words],
                env={**os.environ, **environment},
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        self._peak = 0.0
        self._is_over = threading.Event()
        self._watch = threading.Thread(target=self._watch_memory, daemon=True)
        self._watch.start()

    def wait(self, timeout: float | None = None) -> Ran:
        """Waits for its end. Raises subprocess.TimeoutExpired."""
        status = self.process.wait(timeout)
        seconds = time.monotonic() - self._began
        self._is_over.set()
        self._watch.join()
        return Ran(
            status,
            self._out.read_text(),
            self._err.read_text(),
            seconds,
            _cpu_of_children() - self._cpu,
            self._peak / 1e6,
        )

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to all its processes, as a terminal does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def _watch_memory(self) -> None:
        while not self._is_over.wait(SAMPLE_EVERY_S):
            self._peak = max(self._peak, memory_of_session(self.process.pid))


def aperture(url: str, endpoint: str, *words: str) -> Running:
    """Starts `aperture` with these words on a database and a Hub."""
    settings = {"DATABASE_URL": url, "HF_ENDPOINT": endpoint, "HF_TOKEN": ""}
    return Running(settings, "-m", "registry.cli", *words)


def _compile() -> None:
    """Has bytecode of the project at hand, as whoever installed it has: pip makes it."""
    for package in (crawlers, registry):
        compileall.compile_dir(Path(str(package.__file__)).parent, quiet=1)


@contextmanager
def databases(server: str | None) -> Iterator[Iterator[str]]:
    """URLs of new databases: SQLite files in a folder of their own, or on a PostgreSQL server; gone in the end."""
    _compile()
    if server is None:
        with tempfile.TemporaryDirectory(prefix="aperture-bench-") as folder:
            yield (f"sqlite:///{folder}/{n}.sqlite3" for n in range(1000))
        return
    with _on_server(Server(make_url(server), f"aperture_test_bench_{os.getpid()}")) as urls:
        yield urls


@contextmanager
def _on_server(server: Server) -> Iterator[Iterator[str]]:
    made = []

    def urls() -> Iterator[str]:
        while True:
            made.append(server.database())
            yield made[-1].__enter__()

    try:
        yield urls()
    finally:
        for database in made:
            database.__exit__(None, None, None)


def size_mb(url: str) -> float:
    """What a database takes on disk."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = Path(parsed.database or "")
        return sum(f.stat().st_size for f in file.parent.glob(f"{file.name}*")) / 1e6
    with engine_on(url) as engine, engine.connect() as connection:
        query = "select pg_database_size(current_database())"
        return int(connection.exec_driver_sql(query).scalar_one()) / 1e6


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def memory_of_session(session: int) -> float:
    """Bytes that the processes of a session take up; what they share is counted once."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                told = (folder / "smaps_rollup").read_text()
                total += 1024 * int(re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)[1])  # type: ignore[index]
        except (OSError, TypeError):
            continue  # it has ended
    return total
