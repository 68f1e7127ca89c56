"""Awaiting: what has changed since a grade was made or last found to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from registry.moments import moment
from registry.shapes.receipts import ReceiptAwait


@dataclass(frozen=True, slots=True)
class Standing:
    """What one thing that grades are derived from was when the grade was made, and is now."""

    then: object
    now: object


def awaits(
    confirmed_at: datetime,
    snapshot: Standing,
    readers: Standing,
    rubric: Standing,
    disclosures: Standing,
    links: Standing,
    datasets: Mapping[str, datetime],
    bases: Mapping[str, datetime],
) -> Iterator[ReceiptAwait]:
    """Why a grade that was last found to hold at a moment awaits being made anew. ``datasets`` and ``bases``: when
    those changed last that the release links to."""
    if snapshot.then != snapshot.now:
        yield {"cause": "release", "name": "", "changed_at": None}
    if readers.then != readers.now:
        yield {"cause": "readers", "name": str(readers.now), "changed_at": None}
    if rubric.then != rubric.now:
        yield {"cause": "rubric", "name": str(rubric.now), "changed_at": None}
    if disclosures.then != disclosures.now:
        yield {"cause": "disclosures", "name": "", "changed_at": None}
    if links.then != links.now:
        yield {"cause": "links", "name": "", "changed_at": None}
    for name, changed_at in sorted(datasets.items()):
        if changed_at > confirmed_at:
            yield {"cause": "dataset", "name": name, "changed_at": moment(changed_at)}
    for name, changed_at in sorted(bases.items()):
        if changed_at > confirmed_at:
            yield {"cause": "base", "name": name, "changed_at": moment(changed_at)}
