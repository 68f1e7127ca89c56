"""Link rules: what one look at an address makes of what was known of it, and when to look again.

A link counts as gone only after ``TRIES`` looks over ``OVER`` that all failed, and no longer as soon as it answers.
That a server won't answer us, or has no time now, says nothing about a page: what was known stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from registry.links.states import OVER, TRIES, LinkStatus

EVERY = timedelta(days=30)
"""How often what answers is looked at; the looks at many links spread a fifth around it."""
SPREAD = 0.2
SECOND_TRY = timedelta(days=3)
"""When to look again, after the first try that failed;"""
THIRD_TRY = OVER
"""and once more, after it."""
LEAST_BETWEEN = timedelta(days=1)
"""Between two tries, and before whoever has no time now is asked again."""
WHILE_GONE = timedelta(days=7)
"""How often what is gone is looked for."""
LONGEST_WAIT = timedelta(days=30)
"""For how long a server may ask us to stay away."""


class Came(StrEnum):
    """What came of one look."""

    ANSWERED = "answered"
    MISSING = "missing"
    """The server says that there is nothing, or fails to give it."""
    SILENT = "silent"
    """Nobody answers: no such name, no connection, no complete reply."""
    DECLINED = "declined"
    """It answers, but not to us; or we may not ask, or must not."""
    LATER = "later"
    """The server has no time now."""


FAILURES = frozenset({Came.MISSING, Came.SILENT})


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an address.

    ``reached`` tells whether any server replied. ``leads_to`` is the other page that it has moved to for good, and
    ``problem`` says in words why it did not answer. ``text`` holds the words there, where they could be read and were
    asked for; ``is_whole`` tells whether those are all.
    """

    came: Came
    http_status: int | None = None
    problem: str = ""
    leads_to: str = ""
    reached: bool = True
    text: str | None = None
    is_whole: bool = True
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is known of a link; as in the columns of WebLink."""

    status: LinkStatus = LinkStatus.UNCHECKED
    http_status: int | None = None
    problem: str = ""
    leads_to: str = ""
    tries: int = 0
    failing_since: datetime | None = None
    checked_at: datetime | None = None
    due_at: datetime | None = None
    changed_at: datetime | None = None


def after(
    state: LinkState, look: Look, now: datetime, *, spread: float = 0.5, changed: bool = False
) -> LinkState:
    """What is known of a link after a look at it.

    ``spread``, from 0 to 1, says when within its span the next look is; ``changed`` that words which were quoted from
    it are not there any more. ``changed_at`` moves only when grades have reason to: it is gone, or has come back.
    """
    if look.came is Came.ANSWERED:
        return _answering(state, look, now, spread, changed=changed)
    if look.came in FAILURES:
        return _failing(state, look, now)
    told = replace(state, http_status=look.http_status, problem=look.problem, checked_at=now)
    if look.came is Came.LATER:
        wait = min(max(look.wait or LEAST_BETWEEN, LEAST_BETWEEN), LONGEST_WAIT)
        return replace(told, due_at=now + wait)
    is_failing = state.status in (LinkStatus.FAILING, LinkStatus.GONE)
    return replace(told, due_at=now + (WHILE_GONE if is_failing else _about(EVERY, spread)))


def _answering(
    state: LinkState, look: Look, now: datetime, spread: float, *, changed: bool
) -> LinkState:
    is_elsewhere = LinkStatus.MOVED if look.leads_to else LinkStatus.ALIVE
    return LinkState(
        status=LinkStatus.CHANGED if changed else is_elsewhere,
        http_status=look.http_status,
        leads_to=look.leads_to,
        checked_at=now,
        due_at=now + _about(EVERY, spread),
        changed_at=now if state.status is LinkStatus.GONE else state.changed_at,
    )


def _failing(state: LinkState, look: Look, now: datetime) -> LinkState:
    since, tries = state.failing_since or now, state.tries + 1
    was_gone = state.status is LinkStatus.GONE
    is_gone = was_gone or (tries >= TRIES and now - since >= OVER)
    following = since + (SECOND_TRY if tries == 1 else THIRD_TRY)
    due = now + WHILE_GONE if is_gone else max(now + LEAST_BETWEEN, following)
    return replace(
        state,
        status=LinkStatus.GONE if is_gone else LinkStatus.FAILING,
        http_status=look.http_status,
        problem=look.problem,
        tries=tries,
        failing_since=since,
        checked_at=now,
        due_at=due,
        changed_at=now if is_gone and not was_gone else state.changed_at,
    )


def _about(span: timedelta, spread: float) -> timedelta:
    return span * (1 + SPREAD * (2 * spread - 1))
