"""Orders: what the jobs of a crawl are told, as plain values that a queue can keep."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import zstandard

from crawlers.fetch import Wanted
from crawlers.source import Selection

REPOS = 150
"""Repos that one job fetches: seconds of work, which is what a killed worker loses."""


class Phase(StrEnum):
    """What a crawl is busy with, in this order."""

    LISTING = "listing"
    PENDING = "pending"
    UNLISTED = "unlisted"
    LINKED = "linked"
    GRADING = "grading"


@dataclass(frozen=True, slots=True)
class Order:
    """Which crawl a job belongs to, what was asked for, and how far it was when the job was put in the queue.

    ``cards`` is how many releases known from their metadata alone get their cards fetched. ``asked`` recognises the
    linked repos that were asked for last.
    """

    crawl_id: int
    selection: Selection = field(default_factory=Selection)
    cards: int = 0
    phase: Phase = Phase.LISTING
    asked: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Order:
        """The order that these plain values tell."""
        selection = Selection(**told["selection"])
        return cls(**{**told, "selection": selection, "phase": Phase(told["phase"])})

    def as_dict(self) -> dict[str, Any]:
        """The order as plain values."""
        return asdict(self)


def batches(wanted: Iterable[Wanted]) -> Iterator[str]:
    """The repos as a few texts. What the registry knows of them is left out: that is looked up when it is needed.

    Packed, as the metadata of a page has megabytes; and the queue's JSON takes no NUL, which metadata may hold.
    """
    for some in _by_number(wanted):
        plain = [[w.kind, w.repo_id, w.role, w.metadata] for w in some]
        packed = zstandard.compress(json.dumps(plain).encode())
        yield base64.b64encode(packed).decode()


def _by_number(wanted: Iterable[Wanted]) -> Iterator[Sequence[Wanted]]:
    """The repos by as many as one job takes."""
    waiting: list[Wanted] = []
    for one in wanted:
        waiting.append(one)
        if len(waiting) == REPOS:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def unpacked(batch: str) -> list[Wanted]:
    """The repos of one text."""
    plain = json.loads(zstandard.decompress(base64.b64decode(batch)))
    return [Wanted(kind, repo_id, metadata, role=role) for kind, repo_id, role, metadata in plain]
