"""A chart: its question, its finding, its numbers, and how half-years are spelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

FEW = 5
"""Nothing is said or drawn of fewer releases than this; the table has them."""

_Halves = TypeVar("_Halves", "Lines", "Stack")
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Lines:
    """Values from 0 to 100 by name and half-year, None where there are too few releases; and of how many releases each
    half-year tells. ``short`` are the names where there is little room."""

    halves: tuple[int, ...]
    names: tuple[str, ...]
    short: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    counts: tuple[int, ...]

    def since(self, n: int) -> Lines:
        """The same without the first ``n`` half-years."""
        values = tuple(row[n:] for row in self.values)
        return replace(self, halves=self.halves[n:], values=values, counts=self.counts[n:])


@dataclass(frozen=True, slots=True)
class Stack:
    """Numbers of releases by part and half-year, and of how many each half-year tells; the parts together may be fewer.
    ``names`` run from the most open part to the least."""

    halves: tuple[int, ...]
    names: tuple[str, ...]
    parts: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]

    def since(self, n: int) -> Stack:
        """The same without the first ``n`` half-years."""
        parts = tuple(row[n:] for row in self.parts)
        return replace(self, halves=self.halves[n:], parts=parts, counts=self.counts[n:])


@dataclass(frozen=True, slots=True)
class Ranges:
    """Lower quartile, median and upper quartile by group, None for a group of fewer than ``FEW``; and its number."""

    names: tuple[str, ...]
    quartiles: tuple[tuple[float, float, float] | None, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's table. ``unit`` is "" or "%"; ``only_csv``: the page does without it."""

    name: str
    values: Sequence[Value]
    unit: str = ""
    only_csv: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """One question about many releases. ``finding`` is "" where the numbers carry none; ``axis`` says what is drawn,
    ``counted`` what is counted and how."""

    id: str
    question: str
    finding: str
    axis: str
    counted: str
    drawn: Lines | Stack | Ranges
    table: tuple[Column, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        if isinstance(self.drawn, Lines):
            return not any(v is not None for row in self.drawn.values for v in row)
        return max(self.drawn.counts, default=0) < FEW

    @property
    def is_by_half(self) -> bool:
        """Whether it tells of half-years, rather than of groups of releases of any date."""
        return not isinstance(self.drawn, Ranges)

    @property
    def thin(self) -> int:
        """The half-years or groups that are left out of the drawing because they hold too few releases."""
        least = FEW if isinstance(self.drawn, Ranges) else fewest(self.drawn.counts)
        return sum(0 < count < least for count in self.drawn.counts)


def begun(drawn: _Halves) -> _Halves:
    """The same from the first half-year on of which something is drawn, if half of it is empty until then."""
    least = fewest(drawn.counts)
    empty = next((n for n, count in enumerate(drawn.counts) if count >= least), 0)
    return drawn.since(empty) if 2 * empty >= len(drawn.counts) else drawn


def fewest(counts: Sequence[int]) -> int:
    """How many releases a half-year needs to be drawn beside others: ``FEW``, and a tenth of their median, so that a
    handful at either end does not look like a turn."""
    known = sorted(count for count in counts if count)
    usual = known[len(known) // 2] if known else 0
    return max(FEW, -(-usual // 10))


def half_code(half: int) -> str:
    """A half-year as ``2024-H1``."""
    return f"{half // 2}-H{half % 2 + 1}"


def span_words(halves: Sequence[int]) -> str:
    """One or two half-years in words: ``2024``, ``the first half of 2024``, ``the year to June 2025``."""
    if len(halves) == 1:
        return f"the {('first', 'second')[halves[0] % 2]} half of {halves[0] // 2}"
    first, last = halves
    if last == first + 1:
        year = first // 2
        return f"{year}" if first % 2 == 0 else f"the year to June {year + 1}"
    return f"{span_words([first])} and {span_words([last])}"
