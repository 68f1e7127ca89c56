"""Keeping: the catalog in memory is made anew when the registry has changed, while the old one goes on answering."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from registry.catalog.catalog import Catalog
from registry.catalog.finding import Finder
from registry.catalog.gathering import gather
from registry.logs import log
from registry.models import Crawl, Event, Grade, Snapshot, Text
from registry.scoring.rubric import Rubric

SMALL = 2_000
"""Releases up to which the registry is looked at in every request: it is read in less time than a page takes."""
SHARE = 20
"""At most one part in so many of the time goes into making the catalog anew."""


class KeptCatalog:
    """The catalog as of lately: made at the first request, and anew in the background when something has changed."""

    def __init__(
        self, engine: Engine, rubric: Rubric, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._rubric = rubric
        self._clock = clock
        self._making = threading.Lock()
        self._kept: Finder | None = None
        self._state: tuple[Any, ...] = ()
        self._took = 0.0
        self._look_again_at = 0.0

    def __call__(self) -> Finder:
        kept = self._kept
        if kept is None:
            with self._making:
                return self._kept or self._make()
        if kept.catalog.size <= SMALL:
            return self._if_changed(kept)
        if self._clock() >= self._look_again_at and self._making.acquire(blocking=False):
            threading.Thread(target=self._renew, name="catalog", daemon=True).start()
        return kept

    def begin(self) -> None:
        """Makes the catalog in the background, so that the first visitor need not wait for all of it."""
        self._making.acquire()
        threading.Thread(target=self._renew, name="catalog", daemon=True).start()

    def _if_changed(self, kept: Finder) -> Finder:
        if not self._making.acquire(blocking=False):
            return kept
        try:
            with Session(self._engine) as session:
                is_same = _state(session) == self._state
            return kept if is_same else self._make()
        finally:
            self._making.release()

    def _renew(self) -> None:
        try:
            with Session(self._engine) as session:
                is_same = _state(session) == self._state
            self._look_again_at = self._clock() + SHARE * self._took
            if not is_same:
                before, finder = self._kept, self._make()
                with Session(self._engine) as session:
                    finder.prepare(session, before)
                _leave_to_itself()
        except Exception as error:  # the old one goes on answering, and it is tried again
            log.error("catalog.failed", exc_info=error)
        finally:
            self._making.release()

    def _make(self) -> Finder:
        began = self._clock()
        with Session(self._engine) as session, _no_collections():
            state = _state(session)
            finder = Finder(Catalog(gather(session), self._rubric))
        self._took = self._clock() - began
        self._kept, self._state = finder, state
        self._look_again_at = self._clock() + SHARE * self._took
        return finder


@contextmanager
def _no_collections() -> Iterator[None]:
    """Meanwhile no garbage is looked for: going through millions of new values again and again takes as long as
    reading them, and none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _leave_to_itself() -> None:
    """What there is now stays: looking through all of it for garbage would hold up one of some hundred visitors for a
    tenth of a second."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _state(session: Session) -> tuple[Any, ...]:
    """What differs whenever something that the catalog shows has changed."""
    newest = [
        select(func.max(col(column))).scalar_subquery()
        for column in (Grade.id, Snapshot.id, Event.id, Text.number, Crawl.id, Crawl.finished_at)
    ]
    return tuple(session.execute(select(*newest)).one())
