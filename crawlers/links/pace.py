"""Pace: one request at a time to each host, with a pause between two."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
"""The pause where a host asks for none, and the longest that is kept for one that does."""


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    pause_s: float = PAUSE_S
    free_at: float = 0.0


class Pace:
    """Whose turn it is at each host. Used by many threads at once."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._guard = threading.Lock()
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits until a host may be asked something; the pause begins when this ends."""
        kept = self._of(host)
        with kept.lock:
            if (wait := kept.free_at - self._clock()) > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                kept.free_at = self._clock() + kept.pause_s

    def slow_down(self, host: str, pause_s: float) -> None:
        """Keeps pauses of at least that length at a host from now on, as far as that is bearable."""
        kept = self._of(host)
        kept.pause_s = max(kept.pause_s, min(pause_s, LONGEST_PAUSE_S))
        kept.free_at = max(kept.free_at, self._clock() + kept.pause_s)

    def _of(self, host: str) -> _Host:
        with self._guard:
            return self._hosts[host]
