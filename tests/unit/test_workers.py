"""Threads that nobody waits for."""

from __future__ import annotations

import threading
import time
from itertools import count

import pytest

from crawlers.workers import AHEAD, in_threads


def test_all_jobs_are_done_once():
    assert sorted(in_threads(range(100), lambda n: n * n, 7)) == [n * n for n in range(100)]


def test_nothing_to_do():
    assert list(in_threads([], lambda n: n, 4)) == []


def test_results_come_as_they_are_done():
    hold = threading.Event()

    def work(n: int) -> int:
        if n == 0:
            hold.wait(5)
        return n

    results = in_threads(range(3), work, 2)
    assert {next(results), next(results)} == {1, 2}
    hold.set()
    assert list(results) == [0]


def test_what_a_job_raises_is_raised_where_results_are_taken():
    with pytest.raises(ZeroDivisionError):
        list(in_threads([1, 0], lambda n: 1 / n, 2))


def test_only_a_few_jobs_are_handed_out_ahead():
    taken = []
    results = in_threads((taken.append(n) or n for n in count()), lambda n: n, 2)
    next(results)
    assert len(taken) == 2 * AHEAD
    results.close()


def test_nobody_waits_for_a_thread_that_sleeps():
    hold = threading.Event()
    results = in_threads([0, 1], lambda n: hold.wait(30) if n else n, 2)
    next(results)
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 1
    hold.set()
