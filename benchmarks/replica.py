"""The replica of the Hub on a port of this machine: started, asked what was asked of it, moved on, stopped."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import Request, urlopen

PROGRAM = Path(__file__).resolve().parents[2] / "shared" / "hub" / "hub_replica.py"


class Replica:
    """A Hub of generated releases; its world depends on the flags alone. It can be stopped and started again."""

    def __init__(self, program: Path, *flags: str, port: int = 0) -> None:
        self._program = program
        self._flags = flags
        self.port = port
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Its address, the same after a new start."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it, and returns when it listens. Raises SystemExit when it does not."""
        if not self._program.exists():
            raise SystemExit(f"There is no replica of the Hub at {self._program}; see --replica.")
        command = [sys.executable, str(self._program), *self._flags, "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line.startswith("listening "):
            raise SystemExit(f"{self._program} does not start.")
        self.port = int(line.rpartition(":")[2])

    def stop(self) -> None:
        """Ends it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def stats(self) -> dict[str, Any]:
        """What was asked of it since its start."""
        return self._control("GET", "stats")

    def advance(self) -> dict[str, Any]:
        """Moves its world on; says what that changed."""
        return self._control("POST", "advance")

    def releases(self) -> dict[str, dict[str, Any]]:
        """What its list says of every release now, but for counters."""
        found: dict[str, dict[str, Any]] = {}
        page = f"{self.url}/api/models?limit=1000&expand=sha&expand=gated&expand=disabled"
        while page:
            with urlopen(page, timeout=60) as response:
                found |= {told["id"]: told for told in json.load(response)}
                page = response.headers.get("Link", "").partition(">")[0].lstrip("<")
        return found

    def _control(self, method: str, action: str) -> dict[str, Any]:
        request = Request(f"{self.url}/_replica/{action}", method=method)
        with urlopen(request, timeout=60) as response:
            told: dict[str, Any] = json.load(response)
        return told

    def __enter__(self) -> Replica:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def answers(stats: dict[str, Any], *endpoints: str, refused: bool = True) -> int:
    """Requests to these endpoints, or to all; without those that were ``refused`` for their number, if so wanted."""
    return sum(
        number
        for endpoint, by_status in stats["by_endpoint"].items()
        if not endpoints or endpoint in endpoints
        for status, number in by_status.items()
        if refused or status != "429"
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of every script that measures against a replica."""
    parser.add_argument("--replica", type=Path, default=PROGRAM, help="the program of the replica")
    parser.add_argument("--seed", type=int, default=1, help="seed of its world")
    parser.add_argument(
        "--database-url", help="a PostgreSQL server on which databases can be created; else SQLite"
    )
