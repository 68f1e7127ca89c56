"""Newly: on their rounds workers grade what was decided, or whose links have changed, though no crawl brought it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.clock import now
from crawlers.grading import regrade
from crawlers.hub import Hub
from crawlers.schedule import latest_crawls
from registry.regrade.news import has_news

MARGIN = timedelta(minutes=10)
"""How far back a look goes after the first: clocks of several machines differ, and a run may have failed."""


class Rounds:
    """The looks of one worker."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._since: datetime | None = None

    def look(self) -> int:
        """Grades if there is reason to; how many grades changed."""
        at = now()
        with Session(self._engine) as session:
            if not has_news(session, self._since):
                self._since = at - MARGIN
                return 0
            crawl = latest_crawls(session, Hub.name)
        # What a crawl is busy with is left to that.
        return regrade(self._engine, crawling=crawl.is_unfinished)[1]
