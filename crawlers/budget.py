"""Budgets: hold requests of one kind back until the server's quota, which several processes may share, allows them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from crawlers.quota import Account, Allowance, Done, Slice

LONGEST_SLEEP_S = 3600.0
"""For how long a thread sleeps at most before it looks again; a lock can't wait for ever."""
REPLIES_KEPT = 32
"""So many replies are reported together while nobody waits for what they say."""


class Ledger(Protocol):
    """Where the account of a quota is kept. All who share it draw on the same quota.

    A slice is as large as the number of threads that wait for a request at that moment, never larger: so nothing
    is held in stock by one process while another waits, and all of a window is used, however many share it. A
    ledger should not grant more than is wanted, nor keep slices small: each one costs an exchange. What is lost
    are the requests under way in a process that dies, until ``quota.LONGEST_FLIGHT_S``, and from each window the
    time of one reply and one exchange.

    A ledger outside this process does the same with a stored ``Account``, locked for the time of an exchange.
    """

    def now(self) -> float:
        """Seconds by a clock that all who share the ledger agree on."""

    def exchange(self, done: Sequence[Done], wanted: int) -> Slice:
        """Settles what has come back, and then takes up to as many requests as are wanted."""


class MemoryLedger:
    """The account of a quota that only this process draws on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.now = clock
        self._account = Account()
        self._lock = threading.Lock()

    def exchange(self, done: Sequence[Done], wanted: int) -> Slice:
        """Settles what has come back, and then takes up to as many requests as are wanted."""
        with self._lock:
            for one in done:
                self._account.settle(one)
            return self._account.take(wanted, self.now())


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to send one request: its turn, and when it was given."""

    turn: int
    given: float


class Budget:
    """Lets the threads of this process send what the ledger grants. Each ticket must come back.

    Until the first reply, a single request is let through, as nothing is known yet. A server that announces no
    quota is not held back.
    """

    def __init__(self, ledger: Ledger | None = None) -> None:
        self._ledger: Ledger = ledger or MemoryLedger()
        self._changed = threading.Condition()
        self._hand = Slice(0, 0)
        self._done: list[Done] = []
        self._look_at = 0.0
        self._is_asking = False
        self._waiting = self._under_way = 0

    def acquire(self) -> Ticket:
        """Waits until a request may be sent."""
        with self._changed:
            self._waiting += 1
            try:
                while not self._hand.granted:
                    if self._is_asking:
                        self._changed.wait()
                    elif (wait := self._look_at - self._ledger.now()) > 0:
                        self._changed.wait(min(wait, LONGEST_SLEEP_S))
                    else:
                        self._ask()
                self._hand = Slice(self._hand.granted - 1, self._hand.turn)
                self._under_way += 1
                return Ticket(self._hand.turn, self._ledger.now())
            finally:
                self._waiting -= 1

    def release(
        self, ticket: Ticket, allowance: Allowance | None, retry_after: float | None = None
    ) -> None:
        """Takes a reply into account: the quota it announces, and how long it asks to wait."""
        now = self._ledger.now()
        self._take_back(Done(ticket.turn, ticket.given, now, allowance, retry_after))

    def abandon(self, ticket: Ticket, retry_after: float | None = None) -> None:
        """Takes back a request of which nothing came back that says anything about quotas."""
        now = self._ledger.now()
        self._take_back(Done(ticket.turn, ticket.given, now, None, retry_after, is_lost=True))

    def _take_back(self, done: Done) -> None:
        with self._changed:
            self._under_way -= 1
            self._done.append(done)
            if done.retry_after is not None:
                # What was granted and not yet sent must wait, too.
                lost = Done(self._hand.turn, done.received, done.received, is_lost=True)
                self._done += [lost] * self._hand.granted
                self._hand = Slice(0, self._hand.turn)
            if self._waiting:
                self._look_at = 0.0
                self._changed.notify()  # who waits reports it with the next question
            elif (
                done.retry_after is not None
                or not self._under_way
                or len(self._done) >= REPLIES_KEPT
            ):
                replies, self._done = self._done, []
                self._ledger.exchange(replies, 0)

    def _ask(self) -> None:
        replies, self._done = self._done, []
        wanted = self._waiting
        self._is_asking = True
        self._changed.release()
        try:
            told = self._ledger.exchange(replies, wanted)
        finally:
            self._changed.acquire()
            self._is_asking = False
            self._changed.notify_all()
        self._hand = told
        self._look_at = 0.0 if told.granted or self._done else self._ledger.now() + told.wait_s
