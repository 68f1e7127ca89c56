"""The steps of a crawl, each a job: a page listed, a batch of repos fetched, a phase begun, everything graded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers import frontier
from crawlers.counts import Counts
from crawlers.crawl import count_done, listed_since, note_listed
from crawlers.fetch import Wanted
from crawlers.jobs import board
from crawlers.jobs.board import Job, Turn
from crawlers.jobs.orders import Order, Phase, batches, unpacked
from crawlers.jobs.tally import added
from crawlers.kept import known_repos
from crawlers.listing import Listed, Listing
from crawlers.pipeline import Pipeline
from crawlers.reread import reread
from crawlers.source import Source
from registry import models, store
from registry.db import session_on
from registry.policy import Policy
from registry.regrade import Regrade
from registry.regrade.alone import alone

MOST_WAITING = 50
"""Jobs of a crawl that may wait before its listing does."""
LOOK_AGAIN_S = 2
LISTS_FIRST = 1
"""The priority of a listing: what others are to do must be known before they can."""


class Steps:
    """What the jobs do. Each keeps its results and puts what follows in the queue, in one transaction.

    At its end the job is settled; one that others have taken over meanwhile changes nothing but what any second
    fetch of the same repos would. Their counts are then a little off: what was kept by the first try counts as
    unchanged in the second.
    """

    def __init__(
        self,
        source: Source,
        engine: Engine,
        clock: Callable[[], datetime],
        pipeline: Pipeline[Any],
        processes: int | None = None,
    ) -> None:
        self.source = source
        self.engine = engine
        self.clock = clock
        self.pipeline = pipeline
        self.processes = processes

    def do(self, task: str, order: Order, turn: Turn, batch: str) -> None:
        """Does one job, by the name of its task."""
        if task == "fetch_repos":
            self.fetch_repos(order, turn, batch)
        else:
            {"list_page": self.list_page, "advance": self.advance, "grade": self.grade}[task](
                order, turn
            )

    def list_page(self, order: Order, turn: Turn) -> None:
        """Lists one page, and has others fetch what is new or changed on it."""
        with Session(self.engine) as session:
            crawl = session.get_one(models.Crawl, order.crawl_id)
            is_ahead = board.waiting(session, order.crawl_id) > MOST_WAITING
        if is_ahead:
            with session_on(self.engine) as session:
                board.settle(session, turn)
                self._put(session, order, [listing_of(order, LOOK_AGAIN_S)])
            return
        pages = iter(
            Listing(
                self.source,
                self.engine,
                order.selection,
                cursor=crawl.cursor,
                since=listed_since(crawl),
            )
        )
        page = next(pages, None)
        assert page is None or isinstance(page, Listed)  # a page begins with its note
        wanted = [w for w in islice(pages, page.wanted if page else 0) if isinstance(w, Wanted)]
        counts = Counts()
        with self._ending(order, turn) as (session, crawl):
            if page is not None:
                seen_before = crawl.started_at if crawl.is_full else None
                note_listed(session, counts, page, self.clock(), seen_before)
                self._save(session, crawl, counts, page.cursor, page.newest)
            self._put(session, order, fetches_of(order, wanted))
            if page is not None and page.cursor:
                self._put(session, order, [listing_of(order)])
            else:
                self._go_on(session, order, crawl)

    def fetch_repos(self, order: Order, turn: Turn, batch: str) -> None:
        """Fetches, reads and saves some repos."""
        wanted = unpacked(batch)
        with Session(self.engine) as session:
            told = [w.repo_id for w in wanted if w.metadata is not None]
            known = known_repos(session, "model", told)
        counts = Counts()
        for done in self.pipeline.run(
            replace(w, known=known.get(w.repo_id)) if w.metadata is not None else w for w in wanted
        ):
            count_done(counts, done)
        with self._ending(order, turn) as (session, crawl):
            self._save(session, crawl, counts, crawl.cursor)
            self._go_on(session, order, crawl)

    def advance(self, order: Order, turn: Turn) -> None:
        """Begins the next phase in which there is something to do. All jobs of the one before are done."""
        with Session(self.engine) as session:
            crawl = session.get_one(models.Crawl, order.crawl_id)
            following, wanted = self._next(session, order, crawl)
        with self._ending(order, turn) as (session, _):
            if following.phase is Phase.GRADING:
                self._put(session, following, [Job("grade", following.as_dict(), lock="grading")])
            else:
                self._put(session, following, fetches_of(following, wanted))

    def grade(self, order: Order, turn: Turn) -> None:
        """Grades what is out of date. With that the crawl is finished."""
        self.regrade()
        with self._ending(order, turn) as (session, crawl):
            self._save(session, crawl, Counts(), None, finished_at=self.clock())

    def regrade(self) -> None:
        """Reads and grades what is out of date; one worker at a time does."""
        policy = Policy.bundled()
        with alone(self.engine):
            for _ in reread(self.engine):
                pass
            for _ in Regrade(self.engine, policy, self.clock, self.processes).run():
                pass

    def give_up(self, order: Order, task: str, *, without: int = 0) -> None:
        """Goes on without a batch of repos that can't be dealt with. Without any other job, nothing can go on."""
        if task != "fetch_repos":
            return
        with session_on(self.engine) as session:
            crawl = session.get_one(models.Crawl, order.crawl_id, with_for_update=True)
            self._go_on(session, order, crawl, without=without)

    def _next(
        self, session: Session, order: Order, crawl: models.Crawl
    ) -> tuple[Order, list[Wanted]]:
        """The order for the next phase, and what is to be fetched in it."""
        began, selection = crawl.started_at, order.selection
        wants_cards = order.phase is Phase.LISTING and order.cards
        pending = frontier.pending(session, selection, order.cards) if wants_cards else []
        if pending:
            return replace(order, phase=Phase.PENDING), pending
        is_listed_in_full = order.phase in {Phase.LISTING, Phase.PENDING} and crawl.is_full
        if is_listed_in_full and (
            gone := frontier.unlisted(session, crawl.source, selection, began)
        ):
            return replace(order, phase=Phase.UNLISTED), gone
        linked = frontier.due(session, began)
        asked = hashlib.sha256(repr(linked).encode()).hexdigest()
        # The same again would mean that asking does not help: jobs were given up.
        if linked and asked != order.asked:
            return replace(order, phase=Phase.LINKED, asked=asked), linked
        return replace(order, phase=Phase.GRADING), []

    @contextmanager
    def _ending(self, order: Order, turn: Turn) -> Iterator[tuple[Session, models.Crawl]]:
        """The last transaction of a job. It has the crawl to itself; what others add to it comes before or after."""
        with session_on(self.engine) as session:
            crawl = session.get_one(models.Crawl, order.crawl_id, with_for_update=True)
            board.settle(session, turn)
            yield session, crawl

    def _go_on(
        self, session: Session, order: Order, crawl: models.Crawl, *, without: int = 0
    ) -> None:
        """Has the next phase begun, if no job of this one is left. The crawl's row must be locked."""
        # A listing that was given up halfway is for the next one to take up, who begins this crawl again.
        is_listed = order.phase is not Phase.LISTING or not crawl.cursor
        if is_listed and board.is_idle(session, order.crawl_id, without=without):
            self._put(session, order, [Job("advance", order.as_dict(), priority=LISTS_FIRST)])

    def _put(self, session: Session, order: Order, jobs: Iterable[Job]) -> None:
        board.put(session, order.crawl_id, jobs)

    def _save(
        self,
        session: Session,
        crawl: models.Crawl,
        counts: Counts,
        cursor: str | None,
        newest: datetime | None = None,
        finished_at: datetime | None = None,
    ) -> None:
        total = added(crawl.counts, counts)
        store.save_progress(session, crawl.id or 0, cursor, total, newest, finished_at)


def listing_of(order: Order, delay_s: int = 0) -> Job:
    """The job that lists the next page."""
    return Job("list_page", order.as_dict(), priority=LISTS_FIRST, delay_s=delay_s)


def fetches_of(order: Order, wanted: Iterable[Wanted]) -> Iterator[Job]:
    """The jobs that fetch these repos."""
    return (Job("fetch_repos", order.as_dict() | {"batch": b}) for b in batches(wanted))
