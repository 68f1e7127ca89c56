"""Concurrency: how many requests to keep in flight, found out from how the server takes them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MOST = 64
FIRST = 8
"""Requests in flight at the beginning, and the fewest that slow replies alone lead to."""
CALM_TIMES, CALM_S = 3.0, 0.02
CROWDED_TIMES, CROWDED_S = 6.0, 0.1
"""Replies that take so many times as long as when the server was at ease, and so much longer: no more; fewer."""


TROUBLE = 0.1
"""The share of recent requests that failed from which on that is no accident: two among ten, roughly."""
RECENT = 16


class Concurrency:
    """A limit that grows while replies come as fast as ever, and is cut when the server has trouble.

    It grows by one with each reply, so it doubles in the time that a reply takes, until the first sign of trouble;
    afterwards so up to three quarters of what was too much, and then by one in that time. Refusals, timeouts and
    lost connections halve it, unless they are rare; those that were sent before a cut cause no other. Pure: times
    are told, in seconds.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._limit = float(min(FIRST, most))
        self._doubles_to = float(most)
        self._trouble = 0.0
        self._usual = self._best = 0.0
        self._cut_at = float("-inf")

    @property
    def limit(self) -> int:
        """Requests that may be in flight now, at least one."""
        return int(self._limit)

    def succeeded(self, sent: float, now: float, in_flight: int) -> None:
        """Takes a reply into account, and how many requests were in flight with it."""
        self._trouble -= self._trouble / RECENT
        took = now - sent
        self._usual += (took - self._usual) / 8 if self._usual else took
        # What was best long ago is forgotten slowly: the way to the server may have changed.
        self._best = min(self._usual, self._best * 1.0001 or self._usual)
        if self._usual > CROWDED_TIMES * self._best + CROWDED_S:
            if self._limit > FIRST:
                self._cut(sent, now, 0.9, FIRST)
        elif self._usual > CALM_TIMES * self._best + CALM_S:
            self._doubles_to = min(self._doubles_to, self._limit)
        elif in_flight >= self.limit:  # otherwise more would change nothing
            self._limit += 1 if self._limit < self._doubles_to else 1 / self._limit
            self._limit = min(self._limit, float(self.most))

    def failed(self, sent: float, now: float) -> None:
        """Takes into account that the server did not cope with a request."""
        self._trouble += (1 - self._trouble) / RECENT
        if self._trouble > TROUBLE:
            self._cut(sent, now, 0.5, 1)

    def _cut(self, sent: float, now: float, factor: float, least: float) -> None:
        if sent < self._cut_at:
            return
        self._doubles_to = self._limit * 0.75
        self._limit = max(least, self._limit * factor)
        self._trouble, self._cut_at = 0.0, now


class Gate:
    """Lets as many threads through as the limit allows at the moment."""

    def __init__(
        self, concurrency: Concurrency, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.concurrency = concurrency
        self._clock = clock
        self._changed = threading.Condition()
        self._inside = self._waiting = 0

    def enter(self) -> None:
        """Waits until one more request may be in flight."""
        with self._changed:
            self._waiting += 1
            try:
                while self._inside >= self.concurrency.limit:
                    self._changed.wait()
                self._inside += 1
            finally:
                self._waiting -= 1

    def leave(self) -> None:
        """Makes room for another."""
        with self._changed:
            self._inside -= 1
            room = self.concurrency.limit - self._inside
            if self._waiting and room > 0:
                self._changed.notify(room)

    def succeeded(self, sent: float) -> None:
        """Tells of a reply to a request that was sent at this time."""
        with self._changed:
            self.concurrency.succeeded(sent, self._clock(), self._inside)

    def failed(self, sent: float) -> None:
        """Tells that the server did not cope with a request that was sent at this time."""
        with self._changed:
            self.concurrency.failed(sent, self._clock())
