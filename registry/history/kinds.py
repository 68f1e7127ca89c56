"""Kinds: what can change about a release, and one such change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What changed. API and feeds give these: a name stays as it is once it is out."""

    GONE = "gone"
    RETURNED = "returned"
    RENAMED = "renamed"
    MADE_PRIVATE = "made-private"
    MADE_PUBLIC = "made-public"
    DISABLED = "disabled"
    ENABLED = "enabled"
    GATED = "gated"
    UNGATED = "ungated"
    GATE_CHANGED = "gate-changed"
    LICENSE_CHANGED = "license-changed"
    WEIGHTS_ADDED = "weights-added"
    WEIGHTS_REMOVED = "weights-removed"
    BASE_CHANGED = "base-changed"
    DATA_ADDED = "data-links-added"
    DATA_REMOVED = "data-links-removed"
    CARD_ADDED = "card-added"
    CARD_REMOVED = "card-removed"
    CARD_EDITED = "card-edited"
    STATEMENT_ADDED = "statement-added"
    STATEMENT_REMOVED = "statement-removed"
    STATEMENT_EDITED = "statement-edited"


_PAIRS = (
    (Kind.GONE, Kind.RETURNED),
    (Kind.MADE_PRIVATE, Kind.MADE_PUBLIC),
    (Kind.DISABLED, Kind.ENABLED),
    (Kind.GATED, Kind.UNGATED),
    (Kind.WEIGHTS_ADDED, Kind.WEIGHTS_REMOVED),
    (Kind.DATA_ADDED, Kind.DATA_REMOVED),
    (Kind.CARD_ADDED, Kind.CARD_REMOVED),
    (Kind.STATEMENT_ADDED, Kind.STATEMENT_REMOVED),
)
OPPOSITE: Mapping[Kind, Kind] = {
    **{kind: kind for kind in Kind},
    **{one: other for pair in _PAIRS for one, other in (pair, pair[::-1])},
}
"""The kind of the change that takes one back; what merely became another is its own opposite."""

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    ``before`` and ``after`` are a text or a list of texts: names, or of a card or a statement its SHA-256. What was not
    there is empty. Of what was added or removed they hold that alone, in full; ``words``, one sentence, show only the
    first few.
    """

    kind: Kind
    before: Value
    after: Value
    words: str

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values."""
        return {
            "kind": str(self.kind),
            "before": _as_json(self.before),
            "after": _as_json(self.after),
            "words": self.words,
        }


def _as_json(value: Value) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
