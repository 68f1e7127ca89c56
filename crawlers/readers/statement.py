"""Reads a publisher's statement, the ``TRANSPARENCY.yaml`` beside a card: it becomes the facts that cards tell."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.readers.observed import excerpt
from crawlers.readers.statement_base import read_code, read_data, read_docs, read_weights
from crawlers.readers.statement_post import read_post
from crawlers.readers.statement_told import TOPIC, Told
from crawlers.snapshots import Snapshot
from registry.scoring.evidence import Evidence, Origin, Outcome
from registry.statements import FILE
from registry.statements.lines import Span
from registry.statements.reading import parse

UNREADABLE = "unreadable"
"""The fact that a statement could not be read. It says nothing on any criterion."""
_PARTS = (read_weights, read_data, read_code, read_post, read_docs)


def read_statement(snapshot: Snapshot) -> Iterator[Evidence]:
    """What a snapshot's statement says; of one that can't be read or could not be fetched, that this is so."""
    if snapshot.statement is None:
        if snapshot.lists_statement:
            yield _unread(snapshot, "it could not be fetched", 1, "")
        return
    parsed = parse(snapshot.statement)
    if parsed.statement is None:
        first, more = parsed.problems[0], len(parsed.problems) - 1
        rest = f" ({more} more)" if more else ""
        words = parsed.quote(Span(first.line, first.line)).strip()
        yield _unread(snapshot, f"line {first.line}: {first.message}{rest}", first.line, words)
        return
    told = Told(snapshot, parsed)
    found: dict[Evidence, None] = {}
    for part in _PARTS:
        found |= dict.fromkeys(part(told, parsed.statement))
    yield from found


def _unread(snapshot: Snapshot, reason: str, line: int, words: str) -> Evidence:
    return Evidence(
        TOPIC,
        UNREADABLE,
        Outcome.UNCHECKED,
        value=reason,
        quote=excerpt(words),
        place=f"{FILE}:{line}",
        url=snapshot.file_url(FILE, line),
        origin=Origin.PUBLISHER,
    )
