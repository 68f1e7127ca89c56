"""Checking links beside crawls, together with other workers: each leases the links of a host at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crawlers.jobs.steps import Steps
from crawlers.links.run import Wanted, check_links, summary
from registry.settings import Settings


def check_links_together(
    settings: Settings, steps: Steps, clock: Callable[[], datetime], say: Callable[[str], None]
) -> None:
    """Checks the links that are due and that no other worker has leased; grades anew what rests on those that are
    gone or back."""
    found, tally = check_links(settings, steps.engine, Wanted(), clock=clock)
    say(" ".join(summary(found, tally)))
    if tally.gone or tally.back:
        steps.regrade()
