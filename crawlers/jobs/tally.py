"""Tally: the counts of a crawl, added up from the jobs that did a part of it each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from crawlers.counts import MAX_EXAMPLES, NUMBERS, Counts


def added(stored: Mapping[str, Any], more: Counts) -> dict[str, Any]:
    """Stored counts with some more."""
    total = counts_of(stored)
    for name in NUMBERS:
        setattr(total, name, getattr(total, name) + getattr(more, name))
    total.failed.update(more.failed)
    for reason, names in more.examples.items():
        known = total.examples.setdefault(reason, [])
        known += names[: MAX_EXAMPLES - len(known)]
    return total.as_dict()


def counts_of(stored: Mapping[str, Any]) -> Counts:
    """The counts that ``Counts.as_dict`` has made plain values of."""
    failed = stored.get("failed", [])
    return Counts(
        **{name: stored.get(name, 0) for name in NUMBERS},
        failed=Counter({(f["kind"], f["reason"]): f["count"] for f in failed}),
        examples={(f["kind"], f["reason"]): list(f["examples"]) for f in failed},
    )
