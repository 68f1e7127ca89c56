"""Budgets: how many requests of one kind a server still allows, by its RateLimit headers."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

LONGEST_SLEEP_S = 3600.0
"""For how long a thread sleeps at most before it looks again; a lock can't wait for ever."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a reply says: requests left, seconds until the window ends, and the quota itself."""

    left: int
    reset_in: float
    quota: int | None = None


class Budget:
    """Lets requests through while the server's quota lasts, and holds them back until it is renewed.

    One budget serves all threads that send one kind of request. Until the first reply, a single
    request is let through, as nothing is known yet. A server that announces no quota is not held
    back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._left: float = 1
        self._quota: float = math.inf
        self._reset_at = math.inf
        self._not_before = 0.0
        self._in_flight = 0

    def acquire(self) -> None:
        """Waits until a request may be sent, and counts it."""
        with self._changed:
            while (wait := self._wait()) > 0:
                self._changed.wait(min(wait, LONGEST_SLEEP_S))
            self._left -= 1
            self._in_flight += 1

    def release(self, allowance: Allowance | None, retry_after: float | None = None) -> None:
        """Takes a reply into account: the quota it announces, and how long it asks to wait."""
        with self._changed:
            self._in_flight -= 1
            now = self._clock()
            if retry_after is not None:
                self._not_before = max(self._not_before, now + retry_after)
            if allowance is not None:
                self._take(allowance, now)
            elif self._reset_at == math.inf:
                self._left = math.inf
            self._changed.notify_all()

    def abandon(self) -> None:
        """Takes back a request of which nothing came back, so that another may ask for the quota."""
        with self._changed:
            self._in_flight -= 1
            if self._reset_at == math.inf:
                self._left += 1
            self._changed.notify_all()

    def _take(self, allowance: Allowance, now: float) -> None:
        reset_at = now + allowance.reset_in
        if allowance.quota is not None:
            self._quota = allowance.quota
        # Windows end at whole seconds in the headers: the same one may seem to end a second apart.
        is_same_window = abs(reset_at - self._reset_at) <= 1.5
        if is_same_window:
            self._left = min(self._left, allowance.left)
            self._reset_at = max(self._reset_at, reset_at)
        elif reset_at > self._reset_at or self._reset_at == math.inf:
            # Requests under way may not be counted in the reply yet.
            self._left, self._reset_at = allowance.left - self._in_flight, reset_at

    def _wait(self) -> float:
        now = self._clock()
        if now < self._not_before:
            return self._not_before - now
        if self._left < 1 and now >= self._reset_at:
            # A server that does not say how much it renews is asked with a single request.
            renewed = self._quota if self._quota < math.inf else 1
            self._left, self._reset_at = renewed - self._in_flight, now + 1
        if self._left >= 1:
            return 0
        return self._reset_at - now if self._reset_at > now else 0.05
