"""The audit log: how its entries are chained, so that anybody can tell that none was changed or taken out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

BEGINNING = "0" * 64
"""What the first entry follows."""
TOLD = ("disclosure", "at", "action", "by", "before", "after", "level", "reason")
"""What an entry tells; who acted is not told, and not part of its digest."""


def digest_of(entry: Mapping[str, Any], previous: str) -> str:
    """SHA-256 of the digest before an entry, in hexadecimal digits, and of the entry as JSON with sorted keys and no
    blanks; ``entry`` has the names of ``TOLD``."""
    told = {name: entry[name] for name in TOLD}
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()


def broken_at(entries: Iterable[Mapping[str, Any]], previous: str = BEGINNING) -> int | None:
    """The number of the first entry that does not follow from those before; None where all do. Each has its ``id`` and
    ``digest`` beside what it tells."""
    for entry in entries:
        if digest_of(entry, previous) != entry["digest"]:
            return int(entry["id"])
        previous = entry["digest"]
    return None
