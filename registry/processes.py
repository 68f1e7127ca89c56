"""Processes: pure work on all cores; in this very process where a second one would not pay."""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import Any, Generic, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")

_ENDING = {signal.SIGINT, signal.SIGTERM}

JOBS_A_COLLECTION = 10
"""Jobs after which a process looks for garbage."""

AHEAD = 2
"""Jobs handed out for each process before their results are taken."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a process can be had at once, as a copy of this one: not while other threads may hold locks."""
    return sys.platform == "linux" and threading.active_count() == 1


class Workshop(Generic[Job, Done]):
    """Does jobs in ``processes`` processes, begun with the first job or before; with one, in this process itself.

    ``make`` builds, once in each process, what does the jobs; it, its arguments and the jobs must be
    picklable.
    """

    def __init__(
        self, processes: int, make: Callable[..., Callable[[Job], Done]], *given: Any
    ) -> None:
        self._processes = processes
        self._make = make
        self._given = given
        self._executor: ProcessPoolExecutor | None = None
        self._is_over: Event | None = None
        self._here: Callable[[Job], Done] | None = None

    def __enter__(self) -> Workshop[Job, Done]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._executor is None:
            return
        if error is not None and self._is_over is not None:
            self._is_over.set()  # nobody waits for what an interrupted program has handed out
        self._executor.shutdown(cancel_futures=True)

    def begin(self) -> None:
        """Starts the processes now: while this process has one thread that costs next to nothing."""
        if self._executor is None:
            context = multiprocessing.get_context("fork" if can_fork() else "spawn")
            self._is_over = context.Event()
            self._executor = ProcessPoolExecutor(
                self._processes,
                mp_context=context,
                initializer=_begin,
                initargs=(self._make, self._given, self._is_over),
            )
            # A signal that came before the new processes know what to do with it would have them complain.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
            try:
                self._executor.submit(_nothing)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def each(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """The results, in the order of the jobs. What a job raises is raised here."""
        if self._processes <= 1:
            self._here = self._here or self._make(*self._given)
            yield from map(self._here, jobs)
            return
        under_way = deque[Future[Done]]()
        for job in jobs:
            under_way.append(self.submit(job))
            if len(under_way) >= self._processes * AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def submit(self, job: Job) -> Future[Done]:
        """The result of one job, when it is done; in this process itself that is at once."""
        if self._processes <= 1:
            future: Future[Done] = Future()
            self._here = self._here or self._make(*self._given)
            try:
                future.set_result(self._here(job))
            except Exception as error:
                future.set_exception(error)
            return future
        self.begin()
        assert self._executor is not None
        return self._executor.submit(_do, job)


_doing: Callable[[Any], Any] | None = None
_over: Event | None = None
_jobs = itertools.count(1)


def _begin(
    make: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...], is_over: Event
) -> None:
    global _doing, _over
    # An interrupted program ends its workers itself; a killed one can't, so they watch for that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    # What a fork took along is never collected here: looking at it would only copy its memory.
    gc.freeze()
    gc.disable()  # but see `_do`
    threading.Thread(target=end_with_parent, daemon=True).start()
    _doing, _over = make(*given), is_over


def _nothing() -> None:
    """What a process is started with before there is a job."""


def _do(job: Any) -> Any:
    assert _doing is not None
    assert _over is not None
    if _over.is_set():
        return None
    # Little of what a job makes is garbage that goes in circles, and what it leaves is there to stay: to look for
    # the one in the other all the time would take a fifth of it.
    if next(_jobs) % JOBS_A_COLLECTION == 0:
        gc.collect()
    return _doing(job)


def end_with_parent() -> None:
    """Waits until the process that began this one has ended, and then ends this one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
