"""Runs: a check of links from beginning to end, with progress and a summary for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from crawlers.clock import now as present
from crawlers.links.checking import Check, Tally
from crawlers.links.door import Door, agent_of
from registry.console import Bar
from registry.links.citations import Gathered, gather
from registry.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which links are to be looked at: those that are due, or ``every`` one; of one ``host``; a ``limit`` of them, and
    ``until`` then."""

    every: bool = False
    host: str = ""
    limit: int | None = None
    until: datetime | None = None


def check_links(
    settings: Settings,
    engine: Engine,
    wanted: Wanted,
    *,
    clock: Callable[[], datetime] = present,
    door: Door | None = None,
    bar: Bar | None = None,
) -> tuple[Gathered, Tally]:
    """Finds out which addresses evidence rests on, and looks at them."""
    found = Gathered()
    for found in gather(engine, settings.hf_endpoint, clock()):
        if bar is not None:
            bar.show(found.releases, None, "releases whose evidence was gone through")
    check = Check(
        engine,
        door or Door(agent_of(settings.contact)),
        clock,
        host=wanted.host,
        every=wanted.every,
        limit=wanted.limit,
        until=wanted.until,
    )
    for tally in check.run():
        if bar is not None:
            bar.show(tally.looked, wanted.limit, f"{tally.gone:,} gone")
    return found, check.tally


def summary(found: Gathered, tally: Tally) -> list[str]:
    """What came of a check, in sentences."""
    told = [f"{found.new:,} new addresses; {_counted(tally.looked, 'link')} looked at."]
    if tally.by_status:
        states = sorted(tally.by_status.items(), key=lambda one: (-one[1], one[0]))
        told.append(f"Now {', '.join(f'{n:,} {status}' for status, n in states)}.")
    if tally.gone or tally.back:
        told.append(f"{tally.gone:,} gone since the last look, {tally.back:,} back.")
    if tally.changed:
        told.append(f"Of {_counted(tally.changed, 'link')} the quoted words changed.")
    if tally.is_offline:
        told.append("Nobody answers at all, so what failed was not counted: check the network.")
    return told


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' if count != 1 else ''}"
