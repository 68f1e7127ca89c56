"""Telling: what came of verifying a receipt, in lines for people and as plain values for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from registry.receipts.texts import shown
from registry.receipts.verifying import POLICY, Check
from registry.shapes.receipts import Receipt, ReceiptPolicy

MOST_SHOWN = 12
"""Differences of one check that are listed."""


def is_same(checks: Sequence[Check]) -> bool:
    """Whether nothing differs."""
    return not any(check.differences for check in checks)


def as_dict(
    receipt: Receipt, checks: Sequence[Check], made_by: ReceiptPolicy, notes: Sequence[str]
) -> dict[str, Any]:
    """What came of it as plain values."""
    return {
        "release": receipt["release"],
        "revision": receipt["revision"],
        "same": is_same(checks),
        "needs": _needs(receipt),
        "installed": made_by,
        "checks": [check.as_dict() for check in checks],
        "notes": list(notes),
    }


def _needs(receipt: Receipt) -> dict[str, str]:
    told = receipt["policy"]
    return {"readers": told["readers"], "rubric": told["rubric"]}


def lines(receipt: Receipt, checks: Sequence[Check], notes: Sequence[str]) -> Iterator[str]:
    """What came of it in words: one line a check, differences below it, and at last what it comes to."""
    result = receipt["result"]
    yield (
        f"{shown(receipt['release'])} at {shown(receipt['revision'][:12])}, "
        f"graded {shown(receipt['graded_at'])}: {result['score']:g}, {shown(result['letter'])}."
    )
    for check in checks:
        found = check.differences
        yield f"{'differs' if found else 'same':8}{check.name:10}{check.about}"
        for one in found[:MOST_SHOWN]:
            yield f"        {shown(one.what)}: receipt {shown(one.receipt)!r}, here {shown(one.here)!r}"
        if len(found) > MOST_SHOWN:
            yield f"        … and {len(found) - MOST_SHOWN:,} more"
    yield from (f"note    {shown(note)}" for note in notes)
    if is_same(checks):
        yield "Identical: the same snapshot, read and judged anew, has the same grade."
    elif any(check.name == POLICY and check.differences for check in checks):
        told = _needs(receipt)
        yield (
            f"Not identical. The receipt needs readers {shown(told['readers'])}, rubric "
            f"{shown(told['rubric'])} and its policy files; compared with what is installed here."
        )
    else:
        yield "Not identical."


def noted(receipt: Receipt) -> list[str]:
    """What the receipt says itself that may make a difference."""
    return [
        f"The receipt says that the grade awaits being made anew ({a['cause']} {a['name']})."
        for a in receipt["awaits"]
    ]
