"""Counts of a crawl: what was seen, new, changed, unchanged and failed, with the reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from registry.store import Failure

MAX_EXAMPLES = 5
NUMBERS = ("seen", "new", "changed", "unchanged", "bases", "datasets", "again", "pending")
"""The plain numbers among the counts."""


@dataclass
class Counts:
    """What a crawl has seen so far. ``bases`` and ``datasets`` were fetched because releases link to them;
    ``again`` counts those that the listing did not show, ``pending`` those whose cards are fetched later."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bases: int = 0
    datasets: int = 0
    again: int = 0
    pending: int = 0
    failed: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def saved(self, kind: str, role: str, *, is_new: bool, changed: bool) -> None:
        """Counts a repo that was saved. ``role`` is listed, linked, or (asked for) again."""
        if role == "again":
            self.again += 1
        elif kind == "dataset":
            self.datasets += 1
        elif role == "linked":
            self.bases += 1
        elif is_new:
            self.new += 1
        elif changed:
            self.changed += 1
        else:
            self.unchanged += 1

    def fail(self, kind: str, repo_id: str, failure: Failure) -> None:
        """Counts a failure under its reason, and keeps the first few names."""
        if failure.kind == "pending":
            self.pending += 1
            return
        reason = (kind, failure.reason)
        self.failed[reason] += 1
        named = self.examples.setdefault(reason, [])
        if len(named) < MAX_EXAMPLES:
            named.append(repo_id)

    @property
    def done(self) -> int:
        """Releases dealt with."""
        return self.new + self.changed + self.unchanged

    @property
    def note(self) -> str:
        """What a progress bar says beside the releases."""
        failed = self.failed.total()
        return f"{self.datasets:,} datasets, {failed:,} failure{'s' if failed != 1 else ''}"

    def as_dict(self) -> dict[str, Any]:
        """The counts as plain values, for storing."""
        return {
            **{name: getattr(self, name) for name in NUMBERS},
            "failed": [
                {
                    "kind": kind,
                    "reason": reason,
                    "count": n,
                    "examples": self.examples[kind, reason],
                }
                for (kind, reason), n in self.failed.most_common()
            ],
        }

    def summary(self) -> list[str]:
        """The counts in words, a line each."""
        lines = [
            f"{_number(self.seen, 'release')} listed: {self.new:,} new, {self.changed:,} changed, "
            f"{self.unchanged:,} unchanged; {_number(self.bases, 'base')} beyond the listing and "
            f"{_number(self.datasets, 'dataset')} fetched."
        ]
        if self.pending:
            lines.append(f"{self.pending:,} of them wait for their cards.")
        if self.again:
            lines.append(f"{_number(self.again, 'repo')} asked for again.")
        for (kind, reason), count in self.failed.most_common():
            names = ", ".join(self.examples[kind, reason])
            more = ", …" if count > MAX_EXAMPLES else ""
            lines.append(f"{count:,} × {kind}: {reason} ({names}{more})")
        return lines


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
