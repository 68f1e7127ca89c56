"""Outages: when nothing answers any more, one request at a time asks whether the Hub is back, and all others wait."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

FAILURES = 5
QUIET_S = 3.0
"""It is an outage after so many failed requests in a row, over so long a time."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
LONGEST_PROBE_S = 120.0
"""A request that asks whether the Hub is back, and does not return, is replaced after this long."""


class Outage:
    """What is known of an outage. Pure: times are told, in seconds.

    A server error at one address alone is no outage: others may be well. No connection at all is one.
    """

    def __init__(self, jitter: Callable[[float, float], float] = random.uniform) -> None:
        self._jitter = jitter
        self.is_on = False
        self.problem = ""
        self._since = self._on_at = 0.0
        self._failures = 0
        self._where: set[str] = set()
        self._pause = FIRST_PAUSE_S
        self._probe_at = 0.0

    def answered(self) -> None:
        """Something answered as it should: if there was an outage, it is over."""
        self.is_on = False
        self._failures = 0
        self._where.clear()

    def failed(self, sent: float, now: float, problem: str, where: str = "") -> None:
        """A request failed, at an address; an empty one says that there was no connection to the Hub."""
        self.problem = problem
        if self.is_on:
            if sent < self._on_at:
                return  # it was under way before
            self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
            self._plan(now)
            return
        if not self._failures:
            self._since = now
        self._failures += 1
        self._where.add(where)
        is_everywhere = "" in self._where or len(self._where) > 1
        if is_everywhere and self._failures >= FAILURES and now - self._since >= QUIET_S:
            self.is_on, self._on_at, self._pause = True, now, FIRST_PAUSE_S
            self._plan(now)

    def may_try(self, now: float) -> bool:
        """Whether a request may be sent. In an outage that is the next one to ask, and it is under way then."""
        if not self.is_on:
            return True
        if now < self._probe_at:
            return False
        self._probe_at = now + LONGEST_PROBE_S
        return True

    def lasted(self, now: float) -> float:
        """For how long nothing has answered."""
        return now - self._since

    def until_next(self, now: float) -> float:
        """How long until another request may ask."""
        return max(0.0, self._probe_at - now)

    def _plan(self, now: float) -> None:
        self._probe_at = now + self._jitter(self._pause / 2, self._pause)


class Breaker:
    """Holds all threads back in an outage but the one that asks, until it is over or patience is.

    After that nobody waits: requests fail at once, but for the one that goes on asking.
    """

    def __init__(self, patience_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.outage = Outage()
        self._patience_s = patience_s
        self.now = clock
        self._changed = threading.Condition()

    def pass_through(self) -> str:
        """Waits until a request may be sent. Returns the problem when patience is over, else nothing."""
        if not self.outage.is_on:
            return ""
        with self._changed:
            while not self.outage.may_try(now := self.now()):
                rest = self._patience_s - self.outage.lasted(now)
                if rest <= 0:
                    # How long is rounded down to what all have waited: one cause is one line of a summary.
                    return f"{self.outage.problem}, for {self._patience_s:g} seconds and more"
                self._changed.wait(min(rest, self.outage.until_next(now)))
            return ""

    def answered(self) -> None:
        """Something answered as it should."""
        with self._changed:
            was_on = self.outage.is_on
            self.outage.answered()
            if was_on:
                self._changed.notify_all()

    def failed(self, sent: float, problem: str, where: str = "") -> bool:
        """A request failed, see `Outage.failed`. Returns whether there is an outage."""
        with self._changed:
            self.outage.failed(sent, self.now(), problem, where)
            self._changed.notify_all()  # the next one to ask may be another
            return self.outage.is_on
