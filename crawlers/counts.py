"""Counts of a crawl: what was seen, new, changed, unchanged and failed, with the reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from registry.store import Failure

MAX_EXAMPLES = 5


@dataclass
class Counts:
    """What a crawl has seen so far. ``bases`` and ``datasets`` were fetched because releases link to them."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bases: int = 0
    datasets: int = 0
    failed: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def saved(self, kind: str, *, is_linked: bool, is_new: bool, changed: bool) -> None:
        """Counts a repo that was saved."""
        if kind == "dataset":
            self.datasets += 1
        elif is_linked:
            self.bases += 1
        elif is_new:
            self.new += 1
        elif changed:
            self.changed += 1
        else:
            self.unchanged += 1

    def fail(self, kind: str, repo_id: str, failure: Failure) -> None:
        """Counts a failure under its reason, and keeps the first few names."""
        reason = (kind, failure.reason)
        self.failed[reason] += 1
        named = self.examples.setdefault(reason, [])
        if len(named) < MAX_EXAMPLES:
            named.append(repo_id)

    @property
    def done(self) -> int:
        """Releases dealt with."""
        return self.new + self.changed + self.unchanged

    def as_dict(self) -> dict[str, Any]:
        """The counts as plain values, for storing."""
        return {
            "seen": self.seen,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "bases": self.bases,
            "datasets": self.datasets,
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
            f"{self.seen:,} releases listed: {self.new:,} new, {self.changed:,} changed, "
            f"{self.unchanged:,} unchanged; {self.bases:,} bases beyond the listing and "
            f"{self.datasets:,} datasets fetched."
        ]
        for (kind, reason), count in self.failed.most_common():
            names = ", ".join(self.examples[kind, reason])
            more = ", …" if count > MAX_EXAMPLES else ""
            lines.append(f"{count:,} × {kind}: {reason} ({names}{more})")
        return lines
