"""Disclosures as plain values: what the public is told of one, on its own page and in lists.

What nobody has looked at yet is told on its own page alone, and what was rejected or withdrawn nowhere: spam gets no
stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from registry.disclosing import Status
from registry.disclosing.effects import Effect, effect_of
from registry.disclosing.lifecycle import OPEN
from registry.moments import moment
from registry.scoring.rubric import Rubric

if TYPE_CHECKING:
    from registry.models import Decision, Disclosure

_IN_LISTS = frozenset({Status.IN_REVIEW, Status.ACCEPTED})
_ON_ITS_OWN = _IN_LISTS | {Status.RECEIVED}


def disclosure_url(number: int) -> str:
    """The address of a status page on this site."""
    return f"/disclosures/{number}"


def in_list(row: Disclosure) -> dict[str, Any]:
    """A disclosure as an item of a list."""
    return _told(row, is_shown=row.status in _IN_LISTS)


def in_full(
    row: Disclosure,
    decisions: Iterable[Decision],
    together: Sequence[int],
    link: tuple[str, bool] | None,
    effect: Effect | None,
) -> dict[str, Any]:
    """A disclosure as its status page and the API tell it."""
    is_shown = row.status in _ON_ITS_OWN
    return {
        **_told(row, is_shown=is_shown),
        "link_status": ("changed" if link[1] else link[0]) if link and is_shown else None,
        "decisions": [_decision(one) for one in decisions],
        "together": list(together),
        "effect": effect.as_dict() if effect else None,
    }


def effect_on(
    row: Disclosure, marks: Mapping[str, Any], counted: Iterable[str], rubric: Rubric
) -> Effect | None:
    """What a claim would do to the grade of a release with these marks, or did; ``counted`` are the numbers of the
    disclosures that the grade knows. None where that can't be said, or does not matter any more."""
    mark = marks.get(row.criterion)
    if mark is None:
        return None
    try:
        if row.status in OPEN and row.level:
            return effect_of(marks, {row.criterion: row.level}, rubric)
        if row.status == Status.ACCEPTED and str(row.id) in counted and row.against:
            worth = rubric.criterion(row.criterion).worth(row.against)[0]
            without = {**marks, row.criterion: {**mark, "level": row.against, "points": worth}}
            return effect_of(without, {row.criterion: mark["level"]}, rubric)
    except KeyError:  # a level or criterion that the rubric has no more
        return None
    return None


def _told(row: Disclosure, *, is_shown: bool) -> dict[str, Any]:
    assert row.id is not None
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status,
        "url": disclosure_url(row.id),
        "release": row.release_id,
        "criterion": row.criterion or None,
        "claim": row.claim if is_shown else None,
        "link": row.url or None if is_shown else None,
        "quote": row.quote if is_shown else None,
        "level": row.level or None,
        "granted": row.granted or None,
        "against": row.against or None,
        "origin": row.origin,
        "organization": row.organization or None,
        "submitted_at": moment(row.submitted_at),
        "changed_at": moment(row.changed_at),
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "at": moment(one.at),
        "action": one.action,
        "by": one.by,
        "before": one.before or None,
        "after": one.after,
        "level": one.level or None,
        "reason": one.reason,
    }
