"""Grading process: `aperture grade`, started by the server and not waited for by any request."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence

from registry.logs import log

COMMAND = (sys.executable, "-m", "registry.cli", "grade")


class GradingProcess:
    """Starts a process that grades what is out of date, at most one at a time.

    What is asked for while one runs waits for its end, and all of it is then done by one more.
    """

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._runs = self._is_wanted = False

    def __call__(self) -> None:
        """Has one started now, or after the one that runs."""
        with self._lock:
            if self._runs:
                self._is_wanted = True
                return
            self._runs = True
        threading.Thread(target=self._work, name="grading", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._grade()
            with self._lock:
                if not self._is_wanted:
                    self._runs = False
                    return
                self._is_wanted = False

    def _grade(self) -> None:
        try:
            done = subprocess.run(self._command, capture_output=True, text=True, check=False)
        except OSError as error:
            log.error("grading.failed", reason=str(error))
            return
        if done.returncode:
            told = done.stderr.strip().splitlines()
            log.error("grading.failed", status=done.returncode, reason=told[-1] if told else "")
        else:
            log.info("grading.done", told=done.stdout.strip())
