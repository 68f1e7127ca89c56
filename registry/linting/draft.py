"""A draft: a model card before its release, what is known of its repo, and what was read in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.scoring.case import Dataset
from registry.scoring.evidence import Evidence
from registry.scoring.grade import Grade
from registry.statements.problems import Problem
from registry.verdicts import KeptBase

LARGEST = 1_048_576
"""Bytes of a card that are read, and that anybody may send."""


WEIGHTS = ("README.md", "config.json", "model.safetensors")
"""The files of a repo of which no more is known than that its weights are there."""


class DraftIdError(ValueError):
    """What was given as the id of a draft is none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A model card that nobody has published yet.

    ``id`` is the ``org/name`` that the release will have; empty: its name is taken from the card's title. ``files``
    are the names of the files that the repo will hold; None: not known, which leaves its weights unchecked. ``gated``
    is the gate that stands before it: ``auto``, ``manual``, or empty for none. ``statement`` is the text of its
    ``TRANSPARENCY.yaml``; None for none.
    """

    card: bytes
    id: str = ""
    files: tuple[str, ...] | None = None
    gated: str = ""
    statement: bytes | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the things that a draft points to: dataset repos by id, and graded bases by id."""

    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    bases: Mapping[str, KeptBase] = field(default_factory=dict)


Lookup = Callable[[Iterable[str], Iterable[str]], Known]
"""What is known of dataset repos and of bases by these ids; what it leaves out stays unchecked."""


def nothing_known(_datasets: Iterable[str], _bases: Iterable[str]) -> Known:
    """The lookup of who has no registry at hand: every link is a claim."""
    return Known()


Linter = Callable[[Draft, Lookup], dict[str, Any]]
"""What makes a report of a draft: see ``registry.linting.report``. It writes and fetches nothing."""


@dataclass(frozen=True, slots=True)
class GradedDraft:
    """A draft that was read and graded twice.

    ``certain`` counts what its own words settle; ``held`` is the grade if every dataset that it links is there for
    anyone. ``placeholders`` are the places, as line and words, where a template was not filled in.
    """

    id: str
    text: str
    front: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    certain: Grade
    held: Grade
    placeholders: tuple[tuple[int, str], ...] = ()
    front_error: str = ""
    encoding_error: str = ""
    cut_off: str = ""
    is_stated: bool = False
    """Whether there is a statement beside the card, or in its place."""
    problems: tuple[Problem, ...] = ()
    """What keeps the statement from being read."""
