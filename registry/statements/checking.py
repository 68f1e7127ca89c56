"""Checking: what comes of reading a statement that is not in a repo, and who does that for a registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.linting.draft import Lookup
from registry.policy import NOTHING_BESIDE, Beside
from registry.scoring.evidence import Evidence
from registry.statements.problems import Problem


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry knows of a release: the evidence read in its snapshot, what is beside that, and the lookup of
    the datasets and bases that it points to."""

    evidence: tuple[Evidence, ...]
    lookup: Lookup
    beside: Beside = NOTHING_BESIDE


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement as the readers see it, with the ``problems`` that keep it from being read.

    ``before`` are level and points (None: left out) by criterion without it, ``after`` the levels with it, and ``held``
    those where every dataset that it links is there for anyone.
    """

    problems: tuple[Problem, ...]
    evidence: tuple[Evidence, ...]
    reader_version: str
    before: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)


Checker = Callable[[str, str, Known], Checked]
"""What checks the text of a statement on a release. It writes and fetches nothing."""
