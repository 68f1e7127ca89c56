"""Parts: what of a receipt follows from a snapshot and its verdict, for who writes one and for who verifies it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry import documents
from registry.receipts.quotes import Quotes
from registry.shapes.receipts import ReceiptMark, ReceiptResult

PILLARS = ("weights", "data", "code", "post", "docs")
_COLUMNS = ("score", "high", "letter", "license_class", "checked", "total")


def verdict_digest(verdict: Mapping[str, Any], release_id: str, revision: str) -> str:
    """The key under which the registry keeps the verdict on a release."""
    return documents.digest_of(documents.masked(verdict, release_id, revision))


def result_part(
    columns: Mapping[str, Any], verdict: Mapping[str, Any], digest: str, quotes: Quotes
) -> ReceiptResult:
    """The grade, from its columns and its verdict as it is kept. Marks refer to quotes, which thereby become all."""
    marks = {c: _mark(c, verdict, quotes) for c in sorted(verdict["marks"])}
    components = {c: m for c, m in marks.items() if c.startswith("components.")}
    result: ReceiptResult = {
        **{name: columns[name] for name in _COLUMNS},  # type: ignore[typeddict-item]
        "class": columns["openness"],
        "pillars": {name: columns[name] for name in PILLARS},
        "criteria": {c: m for c, m in marks.items() if c not in components},
        "components": components,
        "frameworks": verdict["frameworks"],
        "ledger": verdict["ledger"],
        "claims": verdict["claims"],
        "verdict_digest": digest,
    }
    return result


def _mark(criterion: str, verdict: Mapping[str, Any], quotes: Quotes) -> ReceiptMark:
    kept = verdict["marks"][criterion]
    via = kept.get("via", "")
    return {
        "level": kept["level"],
        "points": kept["points"],
        "ceiling": kept["ceiling"],
        "reason": kept.get("reason", ""),
        "evidence": [quotes.number(verdict["evidence"][i], via) for i in kept.get("evidence", ())],
        "speaks": kept.get("speaks", False),
        "via": via,
        "unread": kept.get("unread", []),
        "own": verdict["own"].get(criterion),
    }
