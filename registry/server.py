"""The web server: granian in this process, or in one of its own while a crawl goes on."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging import LogRecord

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.log import logger as granian

from registry.settings import lend_secret

WORKING = 4
"""Requests that a process works on at a time, all but one of which take long."""
WAITING = 20
"""Requests that wait for their turn; what comes beyond these is told to come again."""
ARRIVING = 12
"""Requests whose bodies are on their way."""
REFUSING = 4
"""Threads that are left to tell so."""
BACKLOG = 256
"""Requests that a process takes on at a time; more wait in the socket's queue."""


def check_port(host: str, port: int) -> None:
    """Raises OSError, with a message that says what to do, when the port can't be used."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            advice = f"{error.strerror}; choose another with --port"
            raise OSError(error.errno, advice, f"{host}:{port}") from error


LONGEST_END_S = 3
"""A process that is told to end twice at once, as by Ctrl-C in a terminal, may hear neither; then it is ended."""


def serve(host: str, port: int, workers: int = 2) -> None:
    """Serves the site until interrupted. Workers make the application themselves, from the environment."""
    lend_secret()
    granian.addFilter(_is_news)
    Granian(
        "registry.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=WORKING + WAITING + ARRIVING + REFUSING,
        backpressure=BACKLOG,
        workers_kill_timeout=LONGEST_END_S,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def _is_news(record: LogRecord) -> bool:
    """All but the warning of many threads: most of ours wait, and cost nothing."""
    return "Python threads" not in record.getMessage()


@contextmanager
def in_background(host: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serves the site from a process of its own for as long as the block lasts."""
    command = [sys.executable, "-m", "registry.cli", "serve", "--host", host, "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # our own command line
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
