"""A crawl: the listing of a source, the cards that changed, and what they link to, into the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DataError
from sqlmodel import Session

from crawlers import frontier
from crawlers.catalog import catalog_fields
from crawlers.counts import Counts
from crawlers.ingest import HUB_ID, Known, has_same_card, is_unchanged, known_repos, save
from crawlers.snapshots import RepoKind, Snapshot
from crawlers.source import Missing, Selection, Source, SourceError
from crawlers.workers import in_threads
from registry import store
from registry.db import session_on
from registry.scoring.evidence import Outcome

THREADS = 16
LINKS_LAST = timedelta(days=7)
"""For how long a linked repo that no listing shows is taken to be as it was."""

Tell = Callable[[Counts], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching one repo: its snapshot, what failed, or both when only the card did."""

    kind: RepoKind
    asked_for: str
    snapshot: Snapshot | None = None
    outcome: Outcome = Outcome.FOUND
    failure: store.Failure | None = None
    is_linked: bool = False


class Crawl:
    """One run over a source. Each release is saved as soon as it is fetched, and on its own.

    So a killed run loses only what was under way, nobody waits for a lock on the database while the
    network is slow, and a release that can't be saved takes no other with it.
    """

    def __init__(
        self,
        source: Source,
        engine: Engine,
        clock: Callable[[], datetime],
        *,
        tell: Tell = lambda _: None,
        threads: int = THREADS,
    ) -> None:
        self.source = source
        self.engine = engine
        self.clock = clock
        self.tell = tell
        self.threads = threads
        self.counts = Counts()
        self.began = clock()

    def run(self, selection: Selection, *, full: bool = False) -> Iterator[Counts]:
        """Crawls the listing, then what its releases link to; yields after every page.

        An interrupted crawl of the same selection goes on at the page where it stopped, unless
        ``full`` is asked for, which starts at the beginning and fetches every card again. Raises
        SourceError when the listing itself fails.
        """
        with session_on(self.engine) as session:
            crawl = store.begin_crawl(session, self.source.name, str(selection), self.began)
            crawl_id, cursor = crawl.id or 0, None if full else crawl.cursor
        for page in self.source.pages(selection, cursor):
            self._take_page(page.models, full)
            self._record(crawl_id, page.cursor)
            yield self.counts
        while wanted := self._wanted_links():
            self._take_all(wanted, lambda link: self._fetch_linked(*link, full=full))
            yield self.counts
        self._record(crawl_id, None, finished_at=self.clock())

    def _take_page(self, listed: Iterable[Mapping[str, Any]], full: bool) -> None:
        models = {m["id"]: m for m in listed}
        self.counts.seen += len(models)
        for repo_id in [i for i in models if not HUB_ID.fullmatch(i)]:
            del models[repo_id]
            self.counts.fail("model", repo_id[:100], store.Failure("error", "no id of a repo"))
        with session_on(self.engine) as session:
            known = {} if full else known_repos(session, "model", models)
            changed = []
            for repo_id, metadata in models.items():
                before = known.get(repo_id)
                if before is not None and is_unchanged(before, "model", metadata):
                    store.touch(session, "model", repo_id, catalog_fields(metadata), self.began)
                    self.counts.unchanged += 1
                else:
                    changed.append((metadata, before))
        self.tell(self.counts)
        self._take_all(changed, lambda pair: self._fetch_card("model", *pair))

    def _take_all(self, work: Iterable[Any], fetch: Callable[[Any], Fetched]) -> None:
        for fetched in in_threads(work, fetch, self.threads):
            try:
                with session_on(self.engine) as session:
                    self._save(session, fetched)
            except (DataError, ValueError, OverflowError) as error:
                self._save_unsavable(fetched, error)
            self.tell(self.counts)

    def _save_unsavable(self, fetched: Fetched, error: Exception) -> None:
        """Records a release that the database does not take, as nobody has foreseen its contents."""
        failure = store.Failure("error", f"it can't be kept ({type(error).__name__})")
        self.counts.fail(fetched.kind, fetched.asked_for, failure)
        with session_on(self.engine) as session:
            store.save_failure(
                session,
                fetched.kind,
                fetched.asked_for,
                Outcome.UNCHECKED,
                failure,
                self.clock(),
            )

    def _save(self, session: Session, fetched: Fetched) -> None:
        now, failure, snapshot = self.clock(), fetched.failure, fetched.snapshot
        if failure is not None:
            self.counts.fail(fetched.kind, fetched.asked_for, failure)
            if snapshot is None:
                store.save_failure(
                    session, fetched.kind, fetched.asked_for, fetched.outcome, failure, now
                )
        if snapshot is None:
            return
        if snapshot.id != fetched.asked_for:
            store.save_move(session, fetched.kind, fetched.asked_for, snapshot.id, now)
        known = known_repos(session, fetched.kind, [snapshot.id]).get(snapshot.id)
        if known is not None and failure is not None and failure.kind == "unreachable":
            # A passing failure is no reason to forget a card that was read before.
            store.save_failure(session, fetched.kind, snapshot.id, Outcome.UNCHECKED, failure, now)
            return
        changed = save(session, snapshot, self.source.name, failure, now)
        if changed and snapshot.id != fetched.asked_for:
            store.touch_moved(session, fetched.kind, fetched.asked_for, now)
        self.counts.saved(
            fetched.kind, is_linked=fetched.is_linked, is_new=known is None, changed=changed
        )

    def _fetch_linked(self, kind: RepoKind, repo_id: str, *, full: bool) -> Fetched:
        try:
            metadata = self.source.metadata(kind, repo_id)
            if not HUB_ID.fullmatch(metadata["id"]):
                raise SourceError("the source answers with something that is no id of a repo")
        except SourceError as error:
            outcome = Outcome.ABSENT if isinstance(error, Missing) else Outcome.UNCHECKED
            failure = store.Failure(error.kind, str(error))
            return Fetched(kind, repo_id, outcome=outcome, failure=failure)
        known = None
        if not full:
            with Session(self.engine) as session:
                known = known_repos(session, kind, [metadata["id"]]).get(metadata["id"])
        return replace(self._fetch_card(kind, metadata, known), asked_for=repo_id, is_linked=True)

    def _fetch_card(
        self, kind: RepoKind, metadata: Mapping[str, Any], known: Known | None
    ) -> Fetched:
        """The snapshot of a listed repo. Runs in a thread of its own, and writes nothing."""
        repo_id = metadata["id"]
        if "error" in metadata:
            broken = store.Failure("unreachable", str(metadata["error"]))
            return Fetched(kind, repo_id, None, Outcome.UNCHECKED, broken)
        revision = metadata.get("sha")
        revision = revision if isinstance(revision, str) and revision.isalnum() else ""
        card, outcome, reason = None, Outcome.ABSENT, ""
        failure: store.Failure | None = None
        if known is not None and has_same_card(known, metadata):
            with Session(self.engine) as session:
                card = frontier.document(session, known.card_digest)
            outcome, reason = Outcome(known.card_outcome), known.card_reason
        elif _has_card(metadata):
            try:
                card, outcome = self.source.card(kind, repo_id, revision), Outcome.FOUND
            except Missing:
                pass
            except SourceError as error:
                outcome, reason = Outcome.UNCHECKED, str(error)
                failure = store.Failure(error.kind, reason)
        page = self.source.page_url(kind, repo_id, metadata)
        snapshot = Snapshot(kind, repo_id, revision, metadata, page, card, outcome, reason)
        return Fetched(kind, repo_id, snapshot, Outcome.FOUND, failure)

    def _wanted_links(self) -> list[tuple[RepoKind, str]]:
        """Linked repos that nobody has looked at yet, or not for long; each once in a crawl."""
        with Session(self.engine) as session:
            wanted = frontier.unseen_links(session, self.began, self.began - LINKS_LAST)
        return [(kind, target) for kind, target in wanted if HUB_ID.fullmatch(target)]

    def _record(
        self, crawl_id: int, cursor: str | None, finished_at: datetime | None = None
    ) -> None:
        with session_on(self.engine) as session:
            store.save_progress(session, crawl_id, cursor, self.counts.as_dict(), finished_at)
        self.tell(self.counts)


def _has_card(metadata: Mapping[str, Any]) -> bool:
    """Whether there may be a README: a file list that was given and lacks it says no."""
    siblings = metadata.get("siblings")
    if not isinstance(siblings, list):
        return True
    return any(isinstance(s, dict) and s.get("rfilename") == "README.md" for s in siblings)
