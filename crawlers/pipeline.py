"""Pipeline: repos that are wanted are fetched in threads, read in processes, and saved here, all at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DataError
from sqlmodel import Session

from crawlers.fetch import Fetched, Fetcher, Wanted
from crawlers.reading import ReadingRoom
from crawlers.source import Source
from crawlers.workers import in_threads
from registry import store
from registry.db import session_on
from registry.scoring.evidence import Outcome

THREADS = 64
BATCH = 40
BULK = 200
"""Repos that are read by one process and saved in one transaction: few where each was fetched on its own, many where
only a list of metadata was read."""
MOST_UNDER_WAY = 1024
PAUSE_S = 0.3
"""After so long without anything fetched, what is there is saved rather than kept waiting."""

Note = TypeVar("Note")


@dataclass(frozen=True, slots=True)
class Done:
    """A repo that was dealt with, and what came of it; ``saved`` is None when there was nothing to save."""

    wanted: Wanted
    repo_id: str
    failure: store.Failure | None = None
    saved: store.Saved | None = None
    outcome: Outcome = Outcome.FOUND


class Pipeline(Generic[Note]):
    """Fetches, reads and saves. What was fetched is saved within a moment and in small batches, so a killed
    run loses only what was under way, nobody waits for a lock on the database while the network is
    slow, and a release that can't be saved takes no other with it.
    """

    def __init__(
        self,
        source: Source,
        engine: Engine,
        clock: Callable[[], datetime],
        *,
        threads: int = THREADS,
        processes: int | None = None,
    ) -> None:
        self._fetch = Fetcher(source, engine)
        self._engine = engine
        self._clock = clock
        self._threads = threads
        self._batch = BULK if source.cards_later else BATCH
        self._room = ReadingRoom(source.name, processes)
        self._is_closed = False

    def __enter__(self) -> Pipeline[Note]:
        self._room.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_closed = True
        self._room.close(error)

    def run(self, jobs: Iterable[Wanted | Note]) -> Iterator[Done | Note]:
        """What came of each repo, once it is saved. Notes among the jobs come out as they are, in no order.

        Jobs are taken in a thread of their own; what that raises is raised here, when all that was
        under way is saved. Several threads may have runs of their own at the same time.
        """
        run = _Run(jobs, self._do, self._threads)
        try:
            yield from self._take(run)
        finally:
            run.is_over.set()
        if run.error is not None:
            raise run.error

    def _do(self, job: Wanted | Note) -> Fetched | Note:
        return self._fetch(job) if isinstance(job, Wanted) else job

    def _take(self, run: _Run) -> Iterator[Done | Note]:
        waiting: list[Fetched] = []
        while not run.is_fed or waiting or run.reading:
            event = run.next()
            if isinstance(event, Future):
                fetched = run.reading.pop(event)
                yield from self._read(run, fetched, event)
            elif isinstance(event, Fetched):
                if event.is_same:
                    yield self._save_same(event)
                    run.leave(1)
                elif event.snapshot is None or _keeps_old(event):
                    yield self._save_failure(event)
                    run.leave(1)
                else:
                    waiting.append(event)
            elif event is not None:
                run.leave(1)
                yield event
            if waiting and (len(waiting) >= self._batch or event is None or run.is_fed):
                self._begin_reading(run, waiting)
                waiting = []

    def _begin_reading(self, run: _Run, fetched: list[Fetched]) -> None:
        readable = [(f.snapshot, f.failure, f.etag) for f in fetched if f.snapshot is not None]
        run.await_reading(self._room.read(readable), fetched)

    def _read(
        self, run: _Run, fetched: list[Fetched], reading: Future[list[store.Taken]]
    ) -> Iterator[Done]:
        try:
            read = reading.result()
        except Exception:  # a reader that fails, or takes its process with it
            for one in fetched:
                yield from self._read_alone(one)
        else:
            yield from self._save(fetched, read)
        run.leave(len(fetched))

    def _read_alone(self, fetched: Fetched) -> Iterator[Done]:
        assert fetched.snapshot is not None  # else there was nothing to read
        try:
            read = self._room.read_alone((fetched.snapshot, fetched.failure, fetched.etag))
        except Exception as error:
            if self._is_closed:  # in the middle of a run of another thread, which ends by this
                raise
            yield self._save_unsavable(fetched, error)
        else:
            yield from self._save([fetched], [read])

    def _save(self, fetched: Sequence[Fetched], read: Sequence[store.Taken]) -> Iterator[Done]:
        try:
            with session_on(self._engine) as session:
                saved = self._save_all(session, fetched, read)
        except (DataError, ValueError, OverflowError) as error:
            if len(fetched) == 1:
                yield self._save_unsavable(fetched[0], error)
                return
            for one, its in zip(fetched, read, strict=True):
                yield from self._save([one], [its])
            return
        for one, (repo_id, outcome) in zip(fetched, saved, strict=True):
            yield Done(one.wanted, repo_id, one.failure, outcome)

    def _save_all(
        self, session: Session, fetched: Sequence[Fetched], read: Sequence[store.Taken]
    ) -> list[tuple[str, store.Saved]]:
        now = self._clock()
        moved = [
            (f.wanted, t)
            for f, t in zip(fetched, read, strict=True)
            if t.repo_id != f.wanted.repo_id
        ]
        for wanted, its in moved:
            store.save_move(session, wanted.kind, wanted.repo_id, its.repo_id, now)
        once = {(t.kind, t.repo_id): t for t in read}
        saved = dict(zip(once, store.save_taken(session, list(once.values()), now), strict=True))
        for wanted, its in moved:
            if saved[its.kind, its.repo_id].changed:
                store.touch_moved(session, wanted.kind, wanted.repo_id, now)
        return [(t.repo_id, saved[t.kind, t.repo_id]) for t in read]

    def _save_same(self, fetched: Fetched) -> Done:
        wanted = fetched.wanted
        with session_on(self._engine) as session:
            now = self._clock()
            store.touch(session, {wanted.repo_id: {}}, now, kind=wanted.kind, seen_before=now)
        return Done(wanted, wanted.repo_id, saved=store.Saved(is_new=False, changed=False))

    def _save_failure(self, fetched: Fetched) -> Done:
        """Records what could not be fetched; what was known before stays."""
        wanted, failure = fetched.wanted, fetched.failure or store.Failure("error", "nothing came")
        repo_id = fetched.snapshot.id if fetched.snapshot else wanted.repo_id
        outcome = Outcome.UNCHECKED if fetched.snapshot else fetched.outcome
        with session_on(self._engine) as session:
            now = self._clock()
            if repo_id != wanted.repo_id:
                store.save_move(session, wanted.kind, wanted.repo_id, repo_id, now)
            store.save_failure(session, wanted.kind, repo_id, outcome, failure, now)
        return Done(wanted, repo_id, failure, outcome=outcome)

    def _save_unsavable(self, fetched: Fetched, error: Exception) -> Done:
        """Records a release that can't be read or kept, as nobody has foreseen its contents."""
        is_dead = isinstance(error, BrokenProcessPool)
        problem = "read: its reader died" if is_dead else f"kept ({type(error).__name__})"
        failure = store.Failure("error", f"it can't be {problem}")
        wanted = fetched.wanted
        with session_on(self._engine) as session:
            store.save_failure(
                session, wanted.kind, wanted.repo_id, Outcome.UNCHECKED, failure, self._clock()
            )
        return Done(wanted, wanted.repo_id, failure, outcome=Outcome.UNCHECKED)


def _keeps_old(fetched: Fetched) -> bool:
    """Whether a failure that may pass is no reason to forget a card that was read before."""
    failure, known = fetched.failure, fetched.known
    if failure is None or known is None:
        return False
    return failure.kind == "unreachable" or (failure.kind == "pending" and bool(known.card_digest))


class _Run:
    """One run of jobs: the thread that hands them out, and the queue of what came back."""

    def __init__(self, jobs: Iterable[Any], do: Callable[[Any], Any], threads: int) -> None:
        self.reading: dict[Future[list[store.Taken]], list[Fetched]] = {}
        self.error: BaseException | None = None
        self.is_fed = False
        self.is_over = threading.Event()
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._room = threading.Semaphore(MOST_UNDER_WAY)
        feeding = threading.Thread(target=self._feed, args=(jobs, do, threads), daemon=True)
        feeding.start()

    def _feed(self, jobs: Iterable[Any], do: Callable[[Any], Any], threads: int) -> None:
        try:
            for done in in_threads(self._until_error(jobs), do, threads):
                while not self._room.acquire(timeout=PAUSE_S):
                    if self.is_over.is_set():
                        return
                self._events.put(done)
        except BaseException as error:  # raised again where the results are taken
            self.error = error
        self._events.put(self)

    def _until_error(self, jobs: Iterable[Any]) -> Iterator[Any]:
        """The jobs until the listing fails: what was handed out by then is still to be saved."""
        try:
            yield from jobs
        except BaseException as error:  # raised again where the results are taken
            self.error = error

    def next(self) -> Any:
        """The next event: something fetched, a note, a future; None after a pause, or at the end of the jobs."""
        try:
            event = self._events.get(timeout=PAUSE_S)
        except queue.Empty:
            return None
        if event is self:
            self.is_fed = True
            return None
        return event

    def await_reading(self, reading: Future[list[store.Taken]], fetched: list[Fetched]) -> None:
        """Has a future come out as an event once it is done."""
        self.reading[reading] = fetched
        reading.add_done_callback(self._events.put)

    def leave(self, count: int) -> None:
        """Makes room for as many further jobs."""
        self._room.release(count)
