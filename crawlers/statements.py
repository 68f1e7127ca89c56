"""Statements that are not in a repo: read as those that are, and what each would make of a grade."""

from __future__ import annotations

from crawlers.readers.statement import read_statement
from crawlers.snapshots import Snapshot
from registry.scoring.evidence import Evidence


def read_text(release_id: str, text: str) -> tuple[Evidence, ...]:
    """The evidence in a statement that somebody sent on a release. It has no address of its own."""
    page = f"https://huggingface.co/{release_id}"
    snapshot = Snapshot("model", release_id, "", {}, page, statement=text.encode("utf-8", "replace"))
    return tuple(dict.fromkeys(read_statement(snapshot)))
