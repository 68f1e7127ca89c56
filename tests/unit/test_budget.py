"""Budgets: threads that wait for a ledger, and several budgets that share one."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter

import pytest

from crawlers.budget import Budget, MemoryLedger
from crawlers.quota import Allowance, Done, Slice


def in_background(do) -> threading.Thread:
    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    return thread


def waits(thread: threading.Thread) -> bool:
    thread.join(0.05)
    return thread.is_alive()


def test_the_first_reply_lets_the_others_go():
    budget = Budget()
    ticket = budget.acquire()
    other = in_background(budget.acquire)
    assert waits(other)
    budget.release(ticket, Allowance(9, 60, 10, 60))
    other.join(5)
    assert not other.is_alive()


def test_a_server_without_a_quota_holds_nobody_back():
    budget = Budget()
    budget.release(budget.acquire(), None)
    for _ in range(1000):
        budget.acquire()


def test_a_request_that_is_lost_lets_another_ask():
    budget = Budget()
    ticket = budget.acquire()
    other = in_background(budget.acquire)
    assert waits(other)
    budget.abandon(ticket)
    other.join(5)
    assert not other.is_alive()


@pytest.mark.parametrize("wait", [60.0, 1e12])
def test_retry_after_holds_back_everybody(wait: float):
    budget = Budget()
    budget.release(budget.acquire(), Allowance(500, 60, 500, 60), retry_after=wait)
    threads = [in_background(budget.acquire) for _ in range(3)]
    assert all(waits(thread) for thread in threads), "however long that is, it is no error"


def test_those_who_wait_go_on_when_the_window_is_over():
    budget = Budget()
    budget.release(budget.acquire(), Allowance(0, 1, 1, 1))
    began = time.monotonic()
    budget.acquire()
    assert time.monotonic() - began >= 0.9


class Counted(MemoryLedger):
    """A ledger that notes what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[int] = []
        self.told: list[Done] = []

    def exchange(self, done, wanted: int) -> Slice:
        self.wanted.append(wanted)
        self.told += done
        return super().exchange(done, wanted)


def test_one_exchange_takes_for_all_who_wait():
    ledger = Counted()
    budget = Budget(ledger)
    ticket = budget.acquire()
    threads = [in_background(budget.acquire) for _ in range(5)]
    assert all(waits(thread) for thread in threads)
    ledger.wanted.clear()
    budget.release(ticket, Allowance(99, 60, 100, 60))
    for thread in threads:
        thread.join(5)
    assert ledger.wanted == [5]


def test_every_reply_is_reported():
    ledger = Counted()
    budget = Budget(ledger)
    for n in range(200):
        budget.release(budget.acquire(), Allowance(1000 - n, 60, 1001, 60))
    assert len(ledger.told) == 200


def test_a_ledger_that_fails_lets_the_next_ask():
    class Broken(MemoryLedger):
        fails = True

        def exchange(self, done, wanted: int) -> Slice:
            if self.fails:
                raise OSError("no database")
            return super().exchange(done, wanted)

    ledger = Broken()
    budget = Budget(ledger)
    with pytest.raises(OSError, match="no database"):
        budget.acquire()
    ledger.fails = False
    assert budget.acquire().turn == 0


class Server:
    """A quota in fixed windows, as the Hub's, counted at the moment of a request."""

    def __init__(self, quota: int, window: float) -> None:
        self.quota, self.window = quota, window
        self.ends, self.refused = 0.0, 0
        self.uses: list[int] = []
        self.by_worker: Counter[int] = Counter()
        self._lock = threading.Lock()

    def count(self, worker: int) -> Allowance:
        with self._lock:
            now = time.monotonic()
            if now >= self.ends:
                self.ends = now + self.window
                self.uses.append(0)
            self.uses[-1] += 1
            self.by_worker[worker] += 1
            self.refused += self.uses[-1] > self.quota
            left = max(0, self.quota - self.uses[-1])
            return Allowance(left, math.ceil(self.ends - now), self.quota, int(self.window))


def test_four_workers_use_up_a_quota_that_they_share():
    server, ledger = Server(100, 1), MemoryLedger()
    budgets = [Budget(ledger) for _ in range(4)]
    left = threading.Semaphore(250)

    def work(worker: int, budget: Budget) -> None:
        while left.acquire(blocking=False):
            ticket = budget.acquire()
            told = server.count(worker)
            time.sleep(0.005)
            budget.release(ticket, told)

    threads = [in_background(lambda n=n, b=b: work(n, b)) for n, b in enumerate(budgets * 8)]
    for thread in threads:
        thread.join(30)
    assert sum(server.uses) == 250
    assert server.refused == 0
    assert server.uses[:2] == [100, 100]
