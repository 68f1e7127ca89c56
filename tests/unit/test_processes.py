"""Workshops: the same results in one process and in several, and nothing that outlives them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from registry.processes import AHEAD, Workshop, cores


class Divider:
    """Divides numbers by one that it was made with; says in which process."""

    def __init__(self, by: int) -> None:
        self.by = by

    def __call__(self, number: int) -> tuple[float, int]:
        return self.by / number, os.getpid()


def no_maker() -> Callable[[int], int]:
    raise RuntimeError("it can't be made")


@pytest.mark.parametrize("processes", [1, 2])
def test_all_jobs_are_done_once(processes: int):
    with Workshop(processes, Divider, 60) as workshop:
        first = sorted(workshop.each(range(1, 30)))
        again = sorted(workshop.each(range(1, 30)))
    assert [result for result, _ in first] == sorted(60 / n for n in range(1, 30))
    assert [result for result, _ in first] == [result for result, _ in again]
    where = {pid for _, pid in (*first, *again)}
    assert len(where) <= processes, "processes are used again"
    assert (os.getpid() in where) == (processes == 1)


@pytest.mark.parametrize("processes", [1, 2])
def test_nothing_to_do(processes: int):
    with Workshop(processes, Divider, 60) as workshop:
        assert list(workshop.each([])) == []


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_job_raises_is_raised_where_results_are_taken(processes: int):
    with (
        pytest.raises(ZeroDivisionError),
        Workshop(processes, Divider, 60) as workshop,
    ):
        list(workshop.each([1, 2, 0, 3]))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_submitted_job_keeps_what_it_raises_for_whoever_asks(processes: int):
    with Workshop(processes, Divider, 60) as workshop:
        bad, good = workshop.submit(0), workshop.submit(2)
        assert isinstance(bad.exception(), ZeroDivisionError)
        assert good.result()[0] == 30, "the others go on"


@pytest.mark.parametrize("processes", [1, 2])
def test_a_maker_that_fails_does_not_hang(processes: int):
    with pytest.raises(RuntimeError), Workshop(processes, no_maker) as workshop:
        list(workshop.each([1]))


@pytest.mark.parametrize(("processes", "ahead"), [(1, 1), (2, 2 * AHEAD)])
def test_only_a_few_jobs_are_handed_out_ahead(processes: int, ahead: int):
    taken: list[int] = []

    def jobs() -> Iterator[int]:
        for n in count(1):
            taken.append(n)
            yield n

    with Workshop(processes, Divider, 60) as workshop:
        results = workshop.each(jobs())
        next(results)
        assert len(taken) == ahead


def test_there_is_a_core_at_least():
    assert 1 <= cores() <= (os.cpu_count() or 1)


SCRIPT = """
import os, sys, time
from registry.processes import Workshop

class Slow:
    def __call__(self, seconds):
        os.write(1, f"{os.getpid()}\\n".encode())
        time.sleep(seconds)

if __name__ == "__main__":
    with Workshop(2, Slow) as workshop:
        list(workshop.each([600, 600]))
"""


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_a_parent_that_is_killed(tmp_path, end: signal.Signals):
    script = tmp_path / "slow.py"
    script.write_text(SCRIPT)
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        assert all(map(is_alive, workers))
        parent.send_signal(end)
        parent.wait(30)
        wait_for(lambda: not any(map(is_alive, workers)))
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "that took too long"
        time.sleep(0.02)
