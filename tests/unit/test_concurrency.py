"""The number of requests in flight, against simulated servers; no time passes."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.concurrency import FIRST, MOST, Concurrency, Gate


def simulate(
    seconds: float, latency: Callable[[int, float], float], fails: Callable[[int, float], bool]
) -> tuple[Concurrency, int, list[tuple[float, int]]]:
    """Always as many requests in flight as allowed: the limit at the end, replies in all, limits over time."""
    control, now, replies = Concurrency(), 0.0, 0
    flying: list[tuple[float, float, bool]] = []
    limits = []
    while now < seconds:
        while len(flying) < control.limit:
            load = len(flying) + 1
            heapq.heappush(flying, (now + latency(load, now), now, fails(load, now)))
        now, sent, is_failure = heapq.heappop(flying)
        if is_failure:
            control.failed(sent, now)
        else:
            control.succeeded(sent, now, len(flying) + 1)
            replies += 1
        limits.append((now, control.limit))
    return control, replies, limits


def steady(_: int, __: float) -> float:
    return 0.08


def never(_: int, __: float) -> bool:
    return False


def test_it_is_at_its_most_within_a_second():
    _, replies, limits = simulate(4, steady, never)
    assert next(at for at, limit in limits if limit == MOST) < 1
    assert replies > 2000


def test_a_server_that_serves_twenty_at_once_gets_no_hundreds():
    control, replies, _ = simulate(60, lambda load, _: 0.08 * max(1, load / 20), never)
    assert FIRST <= control.limit <= 64
    assert replies > 0.9 * 60 * 20 / 0.08


def test_a_server_that_slows_down_under_load_is_relieved():
    """One request at a time takes 50 ms, and a queue only makes all wait."""
    control, _, _ = simulate(60, lambda load, _: 0.05 * load, never)
    assert control.limit <= 16


def test_refusals_above_a_limit_are_heeded():
    _, replies, limits = simulate(60, steady, lambda load, _: load > 20)
    late = [limit for at, limit in limits if at > 20]
    assert sum(late) / len(late) < 30
    assert replies > 0.5 * 60 * 20 / 0.08


def test_a_rare_failure_costs_nothing():
    count = iter(range(10**9))
    control, _, _ = simulate(20, steady, lambda *_: next(count) % 100 == 0)
    assert control.limit == MOST


def test_it_recovers_from_an_outage():
    _, _, limits = simulate(40, steady, lambda _, now: 10 < now < 12)
    assert min(limit for at, limit in limits if 10 < at < 12.5) == 1
    assert limits[-1][1] > MOST / 2


def test_all_that_was_sent_before_a_cut_counts_once():
    control = Concurrency()
    for _ in range(FIRST):
        control.failed(sent=0.0, now=1.0)
    assert control.limit == FIRST // 2


@given(
    st.lists(
        st.tuples(st.booleans(), st.floats(0, 100), st.floats(0, 100), st.integers(0, 99)),
        max_size=300,
    ),
    st.integers(1, 100),
)
def test_it_stays_within_its_bounds(events, most):
    control = Concurrency(most)
    for is_failure, sent, took, in_flight in events:
        if is_failure:
            control.failed(sent, sent + took)
        else:
            control.succeeded(sent, sent + took, in_flight)
        assert 1 <= control.limit <= most


def test_a_gate_lets_in_as_many_as_allowed():
    gate = Gate(Concurrency(2))
    entered, leave = threading.Semaphore(0), threading.Semaphore(0)

    def visit() -> None:
        gate.enter()
        entered.release()
        leave.acquire()
        gate.leave()

    threads = [threading.Thread(target=visit, daemon=True) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert entered.acquire(timeout=5)
    assert entered.acquire(timeout=5)
    assert not entered.acquire(timeout=0.05)
    leave.release()
    assert entered.acquire(timeout=5)
    leave.release(4)
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.parametrize("failures", [0, 10])
def test_a_gate_that_narrows_still_lets_everyone_through(failures: int):
    gate, done = Gate(Concurrency()), []

    def visit(n: int) -> None:
        gate.enter()
        for _ in range(failures):
            gate.failed(0.0)
        done.append(n)
        gate.leave()

    threads = [threading.Thread(target=visit, args=(n,), daemon=True) for n in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert sorted(done) == list(range(100))
