"""When a crawl of everything is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.schedule import Due, Latest, Schedule
from registry.models import Crawl

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
NEW, FULL = Due(full=False), Due(full=True)


def latest(began: datetime | None, full_began: datetime | None = None, *, finished: bool = True):
    if began is None:
        return Latest(None, None)
    crawl = Crawl(source="hub", selection="", started_at=began, is_full=began == full_began)
    crawl.finished_at = began + HOUR / 4 if finished else None
    return Latest(crawl, full_began)


@pytest.mark.parametrize(
    ("schedule", "before", "due"),
    [
        (Schedule(), latest(None), None),
        (Schedule(HOUR), latest(None), NEW),
        (Schedule(HOUR, DAY), latest(None), FULL),
        (Schedule(HOUR), latest(NOON - HOUR / 2), None),
        (Schedule(HOUR), latest(NOON - HOUR), NEW),
        (Schedule(HOUR, DAY), latest(NOON - HOUR / 2, NOON - DAY), FULL),
        (Schedule(HOUR, DAY), latest(NOON - HOUR, NOON - HOUR), NEW),
        (Schedule(None, DAY), latest(NOON - HOUR, NOON - 2 * HOUR), None),
        (Schedule(HOUR), latest(NOON - 2 * HOUR, finished=False), NEW),
        (Schedule(HOUR), latest(NOON - HOUR / 2, NOON - HOUR / 2, finished=False), FULL),
    ],
)
def test_what_is_due(schedule: Schedule, before: Latest, due: Due | None):
    assert schedule.due(before, NOON) == due
