"""Requests: what publishers were asked to disclose, and how long they take to answer, as plain values."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from registry.asking import Pace
from registry.asking.kept import Kept
from registry.moments import moment
from registry.scoring.rubric import Rubric
from registry.serialize import page_url

if TYPE_CHECKING:
    from registry import shapes


def request_url(number: int) -> str:
    """The address of a request's page on this site."""
    return f"/requests/{number}"


def request(kept: Kept, rubric: Rubric, now: datetime) -> shapes.DisclosureRequest:
    """One request, with what each of its criteria was answered with."""
    titles = {c.id: c.title for c in rubric.criteria}
    told: Any = {
        "id": kept.id,
        "url": request_url(kept.id),
        "release": kept.release_id,
        "release_url": page_url(kept.release_id),
        "organization": kept.organization,
        "asked_at": moment(kept.asked_at),
        "discussion": kept.url or None,
        "state": kept.state,
        "answer": kept.answer or None,
        "answered_at": moment(kept.answered_at) if kept.answered_at else None,
        "settled_at": moment(kept.settled_at) if kept.settled_at else None,
        "days": kept.asking.days(now),
        "words": kept.words(now),
        "criteria": [
            {
                "criterion": criterion,
                "title": titles.get(criterion, criterion),
                "level": level,
                "answer": kept.answered.get(criterion),
            }
            for criterion, level in kept.levels.items()
        ],
    }
    return told


def counts(pace: Pace) -> shapes.RequestCounts:
    """How long some requests took."""
    return {
        "asked": pace.asked,
        "answered": pace.answered,
        "declined": pace.declined,
        "median_days": pace.median_days,
        "longest_days": pace.longest_days,
    }
