"""Workers: threads that fetch while the main thread saves, and for which nobody waits when interrupted."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")

AHEAD = 4
"""Jobs handed out for each thread before their results are taken."""


def in_threads(jobs: Iterable[Job], do: Callable[[Job], Done], threads: int) -> Iterator[Done]:
    """The results of the jobs, in the order in which they are done. What a job raises is raised here.

    The threads are daemons: they may sleep for minutes until a server lets them go on, and an
    interrupted program must not wait for that.
    """
    todo: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Done | None, BaseException | None]] = queue.SimpleQueue()
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set() and (job := todo.get()) is not None:
            try:
                done.put((do(job), None))
            except BaseException as error:  # raised again where the results are taken
                done.put((None, error))

    waiting = iter(jobs)
    under_way = started = 0
    try:
        while True:
            while under_way < threads * AHEAD and (job := next(waiting, None)) is not None:
                todo.put(job)
                under_way += 1
                if started < min(threads, under_way):
                    threading.Thread(target=work, daemon=True).start()
                    started += 1
            if not under_way:
                return
            result, error = done.get()
            under_way -= 1
            if error is not None:
                raise error
            yield result  # type: ignore[misc]  # without an error there is a result
    finally:
        is_over.set()
        for _ in range(started):
            todo.put(None)
