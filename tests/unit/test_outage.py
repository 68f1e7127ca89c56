"""Outages: when the door stops asking, who asks whether the Hub is back, and who gives up."""

from __future__ import annotations

import itertools
import threading

from hypothesis import given
from hypothesis import strategies as st

from crawlers.outage import FAILURES, LONGEST_PAUSE_S, QUIET_S, Breaker, Outage


def broken(where: str = "") -> Outage:
    """An outage that has been noticed at 10 s; the first pause lasts a second."""
    outage = Outage(jitter=lambda _, longest: longest)
    for n in range(FAILURES):
        now = 10 - QUIET_S + n * QUIET_S / (FAILURES - 1)
        outage.failed(now, now, "no connection", where)
    return outage


def test_many_failures_in_a_row_are_an_outage():
    assert broken().is_on


def test_failures_with_a_success_among_them_are_none():
    outage = Outage()
    for n in range(100):
        outage.failed(n, n, "503", f"/{n}")
        if n % (FAILURES - 1) == 0:
            outage.answered()
    assert not outage.is_on


def test_failures_within_a_moment_are_none():
    outage = Outage()
    for n in range(100):
        outage.failed(0, n * QUIET_S / 101, "503", f"/{n}")
    assert not outage.is_on


def test_failures_at_one_address_alone_are_none():
    assert not broken("/one").is_on


def test_one_asks_at_a_time_with_growing_pauses():
    outage, now, asked = broken(), 10.0, []
    while now < 400:
        if outage.may_try(now):
            assert not outage.may_try(now), "another is under way"
            asked.append(now)
            outage.failed(now, now, "no connection")
        now += 0.25
    pauses = [after - before for before, after in itertools.pairwise(asked)]
    assert pauses[:6] == [2, 4, 8, 16, 32, LONGEST_PAUSE_S]
    assert set(pauses[5:]) == {LONGEST_PAUSE_S}


def test_what_was_under_way_before_changes_nothing():
    outage = broken()
    for _ in range(50):
        outage.failed(9.9, 10.5, "no connection")
    assert outage.until_next(10.5) == 0.5


def test_one_answer_ends_it():
    outage = broken()
    outage.answered()
    assert all(outage.may_try(10) for _ in range(100))


def test_the_length_counts_from_the_first_failure():
    outage = Outage()
    outage.answered()
    outage.failed(4999, 5000, "no connection")  # nothing was asked for long before
    assert outage.lasted(5001) == 1


@given(st.lists(st.tuples(st.sampled_from(["fail", "answer", "vanish"]), st.floats(0, 90))))
def test_somebody_may_always_try_after_a_while(events):
    outage, now = broken(), 10.0
    for what, seconds in events:
        now += seconds
        if not outage.may_try(now):
            now += outage.until_next(now)
            assert outage.may_try(now)
        if what == "fail":
            outage.failed(now, now, "no connection")
        elif what == "answer":
            outage.answered()


class Clock:
    now = 10.0

    def __call__(self) -> float:
        return self.now


def breaker(clock: Clock, patience_s: float) -> Breaker:
    made = Breaker(patience_s, clock)
    made.outage = broken()
    return made


def test_the_others_wait_until_it_is_over():
    clock = Clock()
    held = breaker(clock, 1000)
    problems: list[str] = []
    threads = [
        threading.Thread(target=lambda: problems.append(held.pass_through()), daemon=True)
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    threads[0].join(0.05)
    assert problems == []
    held.answered()
    for thread in threads:
        thread.join(5)
    assert problems == [""] * 5


def test_after_patience_all_fail_at_once_but_one_who_asks():
    clock = Clock()
    held = breaker(clock, 60)
    clock.now = 100
    assert held.pass_through() == ""
    assert "no connection, for 60 seconds and more" in held.pass_through()
    held.answered()
    assert held.pass_through() == ""
