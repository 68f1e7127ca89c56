"""The ledger's rows: one stage of post-training, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from registry.scoring.evidence import Evidence


class State(StrEnum):
    """How open one thing of one stage is."""

    OPEN = "open"
    PARTIAL = "partial"
    DESCRIBED = "described"
    UNDISCLOSED = "undisclosed"
    WITHHELD = "withheld"
    """The publisher states that it is not given out: closed, which is not the same as untold."""
    UNCHECKED = "unchecked"
    """It is linked, and nobody has been able to look."""
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that is or isn't told of a stage, in words, with the quote that it stands on."""

    state: State
    text: str
    quote: str = ""
    place: str = ""
    url: str = ""
    target: str = ""

    @classmethod
    def on(cls, state: State, text: str, evidence: Evidence) -> Cell:
        """A cell that stands on evidence."""
        e = evidence
        return cls(state, text, e.quote, e.place, e.url, e.target)


UNDISCLOSED = Cell(State.UNDISCLOSED, "undisclosed")
NOT_APPLICABLE = Cell(State.NOT_APPLICABLE, "n/a")


class Standing(StrEnum):
    """What is known of getting at a data set."""

    FOUND = "found"
    GATED = "gated"
    GONE = "gone"
    UNCHECKED = "unchecked"
    KNOWN = "known"
    """A well-known public set; its repo has not been looked at."""
    ELSEWHERE = "elsewhere"
    """Linked on a site that the crawl does not visit."""
    NAMED = "named"
    """Only a name is given."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set that a stage was trained on.

    ``license`` is the declared tag as given. ``role`` is empty, ``seed`` for what the data was made
    from, or ``released`` for what was published, but is not said to be all that was trained on.
    """

    name: str
    standing: Standing
    url: str = ""
    license: str = ""
    role: str = ""
    place: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One stage, in the order of training.

    ``stage`` is its short name (``sft``, ``dpo``), ``unstated`` for what is told of post-training
    without a stage, and ``before`` for what the base had been through; ``via`` is then that base,
    or the base whose row this is.
    """

    stage: str
    title: str
    algorithm: Cell = UNDISCLOSED
    data: Cell = UNDISCLOSED
    reward: Cell = UNDISCLOSED
    code: Cell = UNDISCLOSED
    license: Cell = UNDISCLOSED
    annotators: Cell = UNDISCLOSED
    checkpoint: Cell = UNDISCLOSED
    sets: tuple[DataSet, ...] = ()
    via: str = ""

    def with_cells(self, cells: Mapping[str, Cell]) -> Row:
        """The row with other cells in the named columns."""
        changed: dict[str, Any] = dict(cells)
        return replace(self, **changed)

    def as_dict(self) -> dict[str, Any]:
        """The row as plain values, for storing; ``from_dict`` turns it back."""
        cells = {name: _plain(getattr(self, name)) for name in COLUMNS}
        sets = [_plain(dataset) for dataset in self.sets]
        return {"stage": self.stage, "title": self.title, **cells, "sets": sets, "via": self.via}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Row:
        """The row that ``as_dict`` wrote. Raises ValueError on an unknown state."""
        cells = {name: _cell(stored[name]) for name in COLUMNS}
        sets = tuple(DataSet(**{**s, "standing": Standing(s["standing"])}) for s in stored["sets"])
        rest = {name: stored[name] for name in ("stage", "title", "via")}
        return cls(**rest, sets=sets).with_cells(cells)


COLUMNS = ("algorithm", "data", "reward", "code", "license", "annotators", "checkpoint")


def via(rows: Iterable[Row], base: str) -> tuple[Row, ...]:
    """The rows of a base, as those of its copy."""
    return tuple(row if row.via else replace(row, via=base) for row in rows)


def _plain(told: Cell | DataSet) -> dict[str, str]:
    return {name: getattr(told, name) for name in told.__slots__}


def _cell(stored: Mapping[str, Any]) -> Cell:
    return Cell(**{**stored, "state": State(stored["state"])})
