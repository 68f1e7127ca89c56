"""Deciding: what somebody does about a disclosure is kept, and reaches the grades soon, without anybody waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app

from registry import store
from registry.logs import log
from registry.resources import rubric
from registry.views import writing


def decide(number: int, act: store.Act) -> None:
    """Does it, and where that changes what counts, has what is out of date graded: by a process of its own, if the
    server was set up to start one. Raises what ``store.decide`` does."""
    now = datetime.now(UTC)
    with writing() as session:
        row = store.decide(session, number, act, rubric(), now)
        changes_grades = row.decided_at == now
    log.info("disclosure.decided", disclosure=number, action=act.action, account=act.account_id)
    start: Callable[[], None] | None = current_app.extensions.get("regrade")
    if changes_grades and start is not None:
        start()
