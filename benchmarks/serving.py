"""A server of the catalog with one process, as `aperture serve` starts it, and a client that keeps its connection."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.commands import memory_of_session

ROOT = Path(__file__).parents[1]
SERVE = (
    "import sys; from registry.server import serve; serve('127.0.0.1', int(sys.argv[1]), workers=1)"
)
LONGEST_START_S = 600.0
LONGEST_ANSWER_S = 600.0
LOOK_S = 0.02


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request; status 0: nothing."""

    status: int
    seconds: float
    size: int


class Client:
    """Asks one server, one request at a time, over a connection that is kept."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST_ANSWER_S)

    def ask(self, target: str) -> Answer:
        """Asks for a path with its query string, as it is, and waits for all of the answer."""
        began = time.perf_counter()
        try:
            self._connection.request("GET", target)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            self._connection.close()  # the next request makes a new one
            return Answer(0, time.perf_counter() - began, 0)
        return Answer(response.status, time.perf_counter() - began, len(body))

    def close(self) -> None:
        """Lets go of the connection."""
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Served:
    """A server that listens. ``listening_s`` is how long that took from its start."""

    port: int
    process: subprocess.Popen[bytes]
    listening_s: float

    @property
    def memory_mb(self) -> float:
        """Of all its processes together; what they share counts once."""
        return memory_of_session(self.process.pid) / 1e6

    def client(self) -> Client:
        """A new connection to it."""
        return Client(self.port)


@contextmanager
def served(url: str) -> Iterator[Served]:
    """The catalog on a database, in a server of its own, from an empty memory on."""
    port = free_port()
    settings = {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    with listening([sys.executable, "-P", "-c", SERVE, str(port)], port, settings) as server:
        yield server


@contextmanager
def listening(
    command: Sequence[str],
    port: int,
    settings: Mapping[str, str] | None = None,
    *,
    quiet: bool = False,
) -> Iterator[Served]:
    """Any server, once it listens on this port; ``quiet``: what it logs is not shown. Raises SystemExit when it does
    not come to that."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **(settings or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
    )
    try:
        while not _accepts(port):
            if process.poll() is not None or time.perf_counter() - began > LONGEST_START_S:
                raise SystemExit(f"{command[0]} does not serve.")
            time.sleep(LOOK_S)
        yield Served(port, process, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _accepts(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
