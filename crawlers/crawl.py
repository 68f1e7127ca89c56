"""A crawl: the listing of a source, the cards that changed, and what they link to, into the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers import frontier
from crawlers.catalog import catalog_fields
from crawlers.counts import Counts
from crawlers.fetch import PENDING, Wanted
from crawlers.listing import Listed, Listing
from crawlers.pipeline import THREADS, Done, Pipeline
from crawlers.reading import load_readers
from crawlers.source import Selection, Source
from registry import models, store
from registry.db import session_on
from registry.logs import bind, log

OVERLAP = timedelta(minutes=10)
"""By how much a crawl looks behind the watermark of the one before: a large Hub is not told of a change in all its
parts at the same moment."""

Tell = Callable[[Counts], None]


class Crawl:
    """One run over a source.

    The first one lists everything. Later ones list what changed since, but for a full one, which
    lists everything again and asks for what the listing no longer shows.
    """

    def __init__(
        self,
        source: Source,
        engine: Engine,
        clock: Callable[[], datetime],
        *,
        tell: Tell = lambda _: None,
        threads: int = THREADS,
        processes: int | None = None,
    ) -> None:
        self.source = source
        self.engine = engine
        self.clock = clock
        self.tell = tell
        self.threads = threads
        self.processes = processes
        self.counts = Counts()
        self.began = clock()

    def run(self, selection: Selection, *, full: bool = False, cards: int = 0) -> Iterator[Counts]:
        """Crawls the listing, then what its releases link to; yields after every page.

        An interrupted crawl of the same selection goes on at the page where it stopped. ``cards`` is how many of the
        releases that are known from their metadata alone get their cards fetched, the most wanted first.
        Raises SourceError when the listing itself fails; what was listed before is kept.
        """
        with session_on(self.engine) as session:
            crawl = store.begin_crawl(
                session,
                self.source.name,
                str(selection),
                self.began,
                full=full or not self.source.lists_newest_first(selection),
            )
            crawl_id, cursor, is_full = crawl.id or 0, crawl.cursor, crawl.is_full
            since = listed_since(crawl)
            started = crawl.started_at
        if since is None:
            load_readers()  # all that is listed may have to be read
        pipeline = Pipeline[Listed](
            self.source, self.engine, self.clock, threads=self.threads, processes=self.processes
        )
        with bind(crawl_id=crawl_id), pipeline:
            log.info("crawl.begun", source=self.source.name, full=is_full, resumed=bool(cursor))
            listing = Listing(self.source, self.engine, selection, cursor=cursor, since=since)
            # A full crawl has to tell what it has seen from what it has not.
            seen_before = started if is_full else None
            yield from self._take_pages(crawl_id, pipeline.run(listing), seen_before)
            if cards:
                yield from self._take(pipeline, self._pending(selection, cards))
            if cards or not self.source.cards_later:
                with session_on(self.engine) as session:
                    store.link_disclosed(session)
                if is_full and (gone := self._unlisted(selection, started)):
                    yield from self._take(pipeline, gone)
                while linked := self._linked():
                    yield from self._take(pipeline, linked)
            self._record(crawl_id, None, finished_at=self.clock())
            failed = self.counts.failed.total()
            log.info("crawl.finished", **{**self.counts.as_dict(), "failed": failed})

    def _take_pages(
        self, crawl_id: int, came: Iterable[Done | Listed], seen_before: datetime | None
    ) -> Iterator[Counts]:
        """Saves how far the listing has come once all of a page, and of those before it, is saved."""
        pages: dict[int, Listed] = {}
        missing: dict[int, int] = {}
        complete = 0
        for it in came:
            if isinstance(it, Done):
                count_done(self.counts, it)
                missing[it.wanted.page] = missing.get(it.wanted.page, 0) - 1
            else:
                pages[it.number] = it
                missing[it.number] = missing.get(it.number, 0) + it.wanted
                with session_on(self.engine) as session:
                    note_listed(session, self.counts, it, self.clock(), seen_before)
            self.tell(self.counts)
            while complete in pages and not missing[complete]:
                page = pages.pop(complete)
                complete += 1
                self._record(crawl_id, page.cursor, newest=page.newest)
                yield self.counts

    def _take(self, pipeline: Pipeline[Listed], wanted: Iterable[Wanted]) -> Iterator[Counts]:
        for it in pipeline.run(wanted):
            if isinstance(it, Done):
                count_done(self.counts, it)
                self.tell(self.counts)
        yield self.counts

    def _unlisted(self, selection: Selection, started: datetime) -> list[Wanted]:
        with Session(self.engine) as session:
            return frontier.unlisted(session, self.source.name, selection, started)

    def _linked(self) -> list[Wanted]:
        with Session(self.engine) as session:
            return frontier.due(session, self.began)

    def _pending(self, selection: Selection, cards: int) -> list[Wanted]:
        with Session(self.engine) as session:
            return frontier.pending(session, selection, cards)

    def _record(
        self,
        crawl_id: int,
        cursor: str | None,
        *,
        newest: datetime | None = None,
        finished_at: datetime | None = None,
    ) -> None:
        with session_on(self.engine) as session:
            store.save_progress(
                session, crawl_id, cursor, self.counts.as_dict(), newest, finished_at
            )
        self.tell(self.counts)


def listed_since(crawl: models.Crawl) -> datetime | None:
    """Down to which moment a crawl reads the listing; None for all of it."""
    return crawl.since - OVERLAP if crawl.since and not crawl.is_full else None


def note_listed(
    session: Session,
    counts: Counts,
    listed: Listed,
    now: datetime,
    seen_before: datetime | None = None,
) -> None:
    """Counts a page of a listing, and records that what is unchanged on it was seen, if not since ``seen_before``."""
    log.info("page.listed", number=listed.number, listed=listed.seen, wanted=listed.wanted)
    counts.seen += listed.seen
    counts.unchanged += len(listed.unchanged)
    for repo_id in listed.misnamed:
        counts.fail("model", repo_id[:100], store.Failure("error", "no id of a repo"))
    if listed.unchanged:
        catalogs = {i: catalog_fields(m) for i, m in listed.unchanged.items()}
        store.touch(session, catalogs, now, seen_before=seen_before)


def count_done(counts: Counts, done: Done) -> None:
    """Counts a repo that was dealt with."""
    wanted = done.wanted
    if done.failure is not None:
        if done.failure.kind != PENDING.kind:
            log.info("repo.failed", repo=wanted.repo_id, **asdict(done.failure))
        counts.fail(wanted.kind, wanted.repo_id, done.failure)
    if done.saved is not None:
        counts.saved(wanted.kind, wanted.role, is_new=done.saved.is_new, changed=done.saved.changed)
