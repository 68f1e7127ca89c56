"""Reading: fetched repos are read in processes; one that ends its process takes no other with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from crawlers.snapshots import Snapshot
from registry import store
from registry.processes import Workshop, can_fork, cores

PAYS_FROM = 8
"""Batches from which on it pays to start further processes."""
TOGETHER = 2
"""Processes of a workshop that is given one job at a time: it starts one of them, and none is this process."""

Readable = tuple[Snapshot, store.Failure | None, str]
Batch = Sequence[Readable]
Read = list[store.Taken]


class ReadingRoom:
    """Reads batches: the first few in this process, the others in further ones. Used by several threads at once."""

    def __init__(self, source: str, processes: int | None = None) -> None:
        read = partial(_reader, source)
        self._processes = processes or cores()
        self._make = partial(Workshop[Batch, Read], self._processes, read)
        self._here: Workshop[Batch, Read] = Workshop(1, read)
        self._there = self._make()
        self._make_alone = partial(Workshop[Batch, Read], TOGETHER, read)
        self._alone = self._make_alone()
        self._begun = 0
        self._is_open = False
        self._lock, self._lock_alone = threading.Lock(), threading.Lock()

    def open(self) -> None:
        """Starts the processes, if they can be had at once; else they start when they are worth waiting for."""
        if self._processes > 1 and can_fork():
            self._there.begin()
            self._is_open = True

    def read(self, batch: Batch) -> Future[Read]:
        """What is to be kept of a batch. A process that dies takes with it all batches that are being read."""
        with self._lock:
            self._begun += 1
            if not self._is_open and self._begun <= PAYS_FROM:
                return self._here.submit(batch)
            try:
                return self._there.submit(batch)
            except BrokenProcessPool:
                self._there = self._make()
                return self._there.submit(batch)

    def read_alone(self, one: Readable) -> store.Taken:
        """What is to be kept of one repo, when nothing else is read that its reader could die of.

        Raises whatever reading it raises, and BrokenProcessPool when it ends its process.
        """
        with self._lock_alone:
            try:
                return self._alone.submit([one]).result()[0]
            except BrokenProcessPool:
                self._alone = self._make_alone()
                raise

    def close(self, error: BaseException | None) -> None:
        """Ends the processes; after an error without waiting for what they do."""
        for workshop in (self._there, self._alone):
            workshop.__exit__(type(error) if error else None, error, None)


def load_readers() -> None:
    """Imports the readers. What is there before further processes are begun is there in all of them; else each that
    reads imports them itself, and a crawl that finds nothing new never does."""
    import crawlers.ingest  # noqa: F401


def _reader(source: str) -> Callable[[Batch], Read]:
    def read(batch: Batch) -> Read:
        from crawlers.ingest import taken

        return [taken(snapshot, source, failure, etag) for snapshot, failure, etag in batch]

    return read
