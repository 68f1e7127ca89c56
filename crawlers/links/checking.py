"""Checking: looks at the links that are due, host by host, and keeps what came of each look at once.

Only that nobody answered is held back for a while: when most hosts are silent, it may be our own network that is down.
Then some that answered lately are asked, and if none of them does either, nothing counts.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine

from crawlers.links.door import Door
from crawlers.workers import in_threads
from registry import queries, store
from registry.db import session_on
from registry.links.rules import Came, LinkState, Look
from registry.links.states import LinkStatus
from registry.logs import log
from registry.store import Leased

THREADS = 8
LEASE, LEAST_LEFT = timedelta(hours=1), timedelta(minutes=5)
"""For how long links are leased, and how much of that must be left for another look."""
HOSTS_AT_ONCE = 40
"""After so many hosts it is settled whether those count that were silent."""
WITNESSES = 5


@dataclass
class Tally:
    """What came of a check: links by what they are now, and how many are gone since, or back."""

    looked: int = 0
    by_status: dict[str, int] = field(default_factory=dict)
    gone: int = 0
    back: int = 0
    changed: int = 0
    is_offline: bool = False

    def add(self, before: LinkState, now: LinkState) -> None:
        """Counts one look."""
        self.looked += 1
        self.by_status[now.status] = self.by_status.get(now.status, 0) + 1
        if before.status != now.status:
            self.gone += now.status is LinkStatus.GONE
            self.back += before.status is LinkStatus.GONE
            self.changed += now.status is LinkStatus.CHANGED


@dataclass
class _Window:
    """The hosts that were visited since it was settled last which looks count."""

    heard: set[str] = field(default_factory=set)
    silent: dict[str, list[tuple[Leased, Look]]] = field(default_factory=dict)


@dataclass
class Check:
    """One run over the links that are due; all of them with ``every``, those of one ``host`` if that is given.

    It ends when none are left, ``limit`` links were looked at, or ``until`` then.
    """

    engine: Engine
    door: Door
    clock: Callable[[], datetime]
    host: str = ""
    every: bool = False
    limit: int | None = None
    until: datetime | None = None
    threads: int = THREADS
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._began = self.clock()
        self._leased = 0
        self._window = _Window()

    def run(self) -> Iterator[Tally]:
        """Looks at links; yields what has come of it after each host."""
        for _ in in_threads(self._visits(), self._visit, self.threads):
            if len(self._window.heard) + len(self._window.silent) >= HOSTS_AT_ONCE:
                self._settle()
            yield self.tally
        self._settle()
        yield self.tally

    def _visits(self) -> Iterator[list[Leased]]:
        while not self.tally.is_offline:
            now = self.clock()
            most = 20 if self.limit is None else min(20, self.limit - self._leased)
            if most <= 0 or (self.until is not None and now >= self.until):
                return
            since = self._began if self.every else None
            with session_on(self.engine) as session:
                leased = store.lease_links(
                    session, now, now + LEASE, host=self.host, unseen_since=since, most=most
                )
            if not leased:
                return
            self._leased += len(leased)
            yield leased

    def _visit(self, links: list[Leased]) -> None:
        waiting = list(links)
        while waiting:
            link = waiting[0]
            if self.tally.is_offline or self.clock() > link.until - LEAST_LEFT:
                break
            look = self._look(link)
            waiting.pop(0)
            self._note(link, look)
            if look.came is Came.LATER:
                with session_on(self.engine) as session:
                    wait = min(max(look.wait or timedelta(), timedelta(days=1)), timedelta(days=30))
                    store.give_back(session, waiting, self.clock() + wait)
                return
        if waiting:
            with session_on(self.engine) as session:
                store.give_back(session, waiting)

    def _look(self, link: Leased) -> Look:
        try:
            return self.door.look(link.url, reads=link.reads)
        except Exception as error:  # one odd page must not keep all others from being looked at
            log.error("link.failed", url=link.url, exc_info=error)
            told = f"looking at it went wrong ({type(error).__name__})"
            return Look(Came.DECLINED, problem=told, reached=False)

    def _note(self, link: Leased, look: Look) -> None:
        with self._lock:
            if look.reached:
                self._window.heard.add(link.host)
            elif look.came is Came.SILENT:
                self._window.silent.setdefault(link.host, []).append((link, look))
                return
        self._keep([(link, look)])

    def _keep(self, looks: list[tuple[Leased, Look]]) -> None:
        for link, look in looks:
            with session_on(self.engine) as session:
                spread = random.random()  # not for secrets
                kept = store.save_look(session, link, look, self.clock(), spread)
            if kept is not None:
                with self._lock:
                    self.tally.add(*kept)

    def _settle(self) -> None:
        """Keeps that nobody answered, unless it is we who hear nobody."""
        with self._lock:
            window, self._window = self._window, _Window()
        silent = [one for looks in window.silent.values() for one in looks]
        if not silent:
            return
        if len(window.silent) > len(window.heard) and not self._hears_others(set(window.silent)):
            self.tally.is_offline = True
            with session_on(self.engine) as session:
                store.give_back(session, [link for link, _ in silent])
            return
        self._keep(silent)

    def _hears_others(self, but: set[str]) -> bool:
        """Whether any of the hosts that answered lately does so now."""
        with session_on(self.engine) as session:
            hosts = queries.answering_hosts(session, but, WITNESSES)
        return any(self.door.reaches(host) for host in hosts)
