"""Regrade: what is out of date is graded again from stored evidence, bases before what derives from them.

What was asked of publishers is looked at when all is graded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from registry import store
from registry.db import session_on
from registry.processes import Workshop, can_fork, cores
from registry.regrade.stale import Due, due

if TYPE_CHECKING:
    from registry.policy import Policy
    from registry.regrade.grader import Graded, Order

__all__ = ["Due", "Progress", "Regrade", "due"]

BATCH, SMALLEST_BATCH = 500, 25
SHARES = 4
"""Batches of a generation for each process, or more."""
PAYS_FROM, PAYS_TO_WAIT_FROM = 200, 2000
"""Releases from which on further processes pay that can be had at once, and that take seconds to start."""


@dataclass
class Progress:
    """How far a regrade has come."""

    total: int
    done: int = 0
    changed: int = 0


@dataclass
class Regrade:
    """One run over everything that is out of date."""

    engine: Engine
    policy: Policy
    clock: Callable[[], datetime]
    processes: int | None = None

    def run(self, *, full: bool = False, crawling: bool = False) -> Iterator[Progress]:
        """Grades what is out of date, or everything; yields progress after each saved batch."""
        version = self.policy.rubric.version
        yield from self.grade(due(self.engine, version, self.clock(), full=full, crawling=crawling))

    def grade(self, what: Due) -> Iterator[Progress]:
        """Grades what was found to be due, and sees whom that answers; yields progress after each saved batch."""
        # Only here, where there is something to grade: the judges, and all that they know.
        from registry.regrade.answered import watch
        from registry.regrade.grader import Grader

        wanted, parents = what.releases, what.parents
        progress = Progress(total=len(wanted))
        pays_from = PAYS_FROM if can_fork() else PAYS_TO_WAIT_FROM
        processes = (self.processes or cores()) if len(wanted) >= pays_from else 1
        url = self.engine.url.render_as_string(hide_password=False)
        with Workshop(processes, Grader, url, self.policy) as workshop:
            if processes > 1:
                workshop.begin()  # before there are lists of millions, of which each process would have a copy
            for generation in _generations(wanted, parents):
                for graded in workshop.each(generation):
                    self._save(graded, what.at)
                    progress.done += len(graded.new) + len(graded.same)
                    progress.changed += len(graded.new)
                    yield progress
        watch(self.engine)

    def _save(self, graded: Graded, now: datetime) -> None:
        with session_on(self.engine) as session:
            store.save_documents(session, graded.documents)
            store.save_grades(session, graded.new, graded.same, now)


def _generations(
    wanted: set[str], parents: Mapping[str, tuple[str, ...]]
) -> Iterator[Iterator[list[Order]]]:
    """The releases that are to be graded, in batches: those without bases, then what was made from these, and so on."""
    from registry.regrade.grader import Order
    from registry.scoring.lineage import in_order

    number_of: dict[str, int] = {}
    later: dict[int, list[Order]] = {}
    for release, bases in in_order(parents):
        number = 1 + max((number_of.get(base, 0) for base in bases), default=0)
        number_of[release] = number
        if release in wanted:
            later.setdefault(number, []).append(Order(release, bases))
    first = sorted(wanted - number_of.keys())
    del number_of
    yield _batches((Order(release, ()) for release in first), len(first))
    del first
    for number in sorted(later):
        orders = later.pop(number)
        yield _batches(iter(orders), len(orders))


def _batches(orders: Iterator[Order], count: int) -> Iterator[list[Order]]:
    """Batches, smaller where there are few: no process waits for the last one long."""
    size = max(SMALLEST_BATCH, min(BATCH, count // (cores() * SHARES)))
    while batch := list(islice(orders, size)):
        yield batch
