"""Budgets against a clock that only moves when told to."""

from __future__ import annotations

import math
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.budget import Allowance, Budget


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Server:
    """A quota in fixed windows, told truthfully, in whole seconds."""

    def __init__(self, clock: Clock, quota: int, window: float) -> None:
        self.clock, self.quota, self.window = clock, quota, window
        self.ends, self.used, self.refused = clock.now, 0, 0

    def answer(self) -> Allowance:
        if self.clock.now >= self.ends:
            self.ends, self.used = self.clock.now + self.window, 0
        self.used += 1
        self.refused += self.used > self.quota
        return Allowance(
            max(0, self.quota - self.used), math.ceil(self.ends - self.clock.now), self.quota
        )


def waiting(budget: Budget) -> float:
    """How long the next request would have to wait, without sending it."""
    return budget._wait()


def test_a_single_request_finds_out_about_the_quota():
    budget = Budget(Clock())
    budget.acquire()
    assert waiting(budget) > 0
    budget.release(Allowance(9, 60, 10))
    assert waiting(budget) == 0


def test_a_server_without_a_quota_holds_nobody_back():
    budget = Budget(Clock())
    budget.acquire()
    budget.release(None)
    for _ in range(1000):
        budget.acquire()
    assert waiting(budget) == 0


def test_a_request_without_a_reply_lets_another_ask():
    budget = Budget(Clock())
    budget.acquire()
    budget.abandon()
    assert waiting(budget) == 0


def test_a_used_up_quota_holds_back_until_the_window_ends():
    clock = Clock()
    budget = Budget(clock)
    budget.acquire()
    budget.release(Allowance(0, 60, 10))
    assert waiting(budget) == pytest.approx(60)
    clock.now += 60
    assert waiting(budget) == 0


def test_a_server_that_names_no_quota_is_asked_with_one_request_after_the_window():
    clock = Clock()
    budget = Budget(clock)
    budget.acquire()
    budget.release(Allowance(0, 60))
    clock.now += 60
    budget.acquire()
    assert waiting(budget) > 0


@pytest.mark.parametrize("wait", [7.0, 1e12])
def test_retry_after_holds_back_everybody(wait: float):
    clock = Clock()
    budget = Budget(clock)
    budget.acquire()
    budget.release(Allowance(500, 60, 500), retry_after=wait)
    assert waiting(budget) == pytest.approx(wait)
    budget.acquire_later = threading.Thread(target=budget.acquire, daemon=True)
    budget.acquire_later.start()  # sleeps, and does not raise, however long that is
    budget.acquire_later.join(0.05)
    assert budget.acquire_later.is_alive()
    clock.now += wait
    assert waiting(budget) == 0
    with budget._changed:
        budget._changed.notify_all()
    budget.acquire_later.join(5)


def test_replies_that_come_out_of_order_do_not_renew_the_quota():
    budget = Budget(Clock())
    for left in (9, 3, 7, 8):
        budget.acquire()
        budget.release(Allowance(left, 60, 10))
    assert waiting(budget) == 0
    budget.acquire()  # of the three that were left, two have gone since
    assert waiting(budget) > 0


@given(
    quota=st.integers(1, 20),
    window=st.integers(2, 40),
    steps=st.lists(
        st.tuples(st.sampled_from(["send", "answer", "lose", "wait"]), st.floats(0.01, 3.0)),
        max_size=150,
    ),
)
def test_no_window_gets_more_than_its_quota(quota, window, steps):
    """The server counts a request when it arrives; replies come later, in any number."""
    clock = Clock()
    server, budget = Server(clock, quota, window), Budget(clock)
    replies: list[Allowance | None] = []
    knows = False
    for step, seconds in steps:
        if step == "send" and waiting(budget) == 0:
            budget.acquire()
            replies.append(server.answer())
        elif step == "answer" and replies:
            budget.release(replies.pop(0))
            knows = True  # what is lost before the first reply, nobody can count
        elif step == "lose" and replies and knows:
            replies.pop(0)
            budget.abandon()
        elif step == "wait" and not replies:  # a reply is on its way for less than a second
            clock.now += seconds
    assert server.refused == 0


@given(quota=st.integers(1, 10), window=st.integers(2, 20), wanted=st.integers(1, 60))
def test_everything_gets_through_in_about_the_time_that_it_takes(quota, window, wanted):
    clock = Clock()
    server, budget = Server(clock, quota, window), Budget(clock)
    began = clock.now
    for _ in range(wanted):
        while (wait := waiting(budget)) > 0:
            clock.now += wait
        budget.acquire()
        budget.release(server.answer())
    windows = math.ceil(wanted / quota)
    assert clock.now - began <= windows * (window + 2)
