"""Trends: how openness develops, as tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import Count


@closed
class TrendColumn(TypedDict):
    """A column of a table."""

    name: Annotated[str, Field(examples=["half-year", "releases", "Data"])]
    """What it holds."""
    unit: Literal["", "%"]
    """The unit of its numbers; empty for words, counts and scores of 0 to 100."""
    values: list[str | int | float | None]
    """The values, a row each; null where there is nothing to tell."""


@closed
class Trend(TypedDict):
    """One question about many releases, with its answer in numbers."""

    id: Annotated[str, Field(examples=["pillars"])]
    """Its id."""
    question: str
    """The question."""
    finding: str
    """What the numbers say, in words; empty where they carry nothing."""
    axis: str
    """What the numbers are."""
    counted: str
    """What is counted, and how."""
    by: Literal["half-year", "group"]
    """Whether a row tells of a half-year, or of a group of releases of any date."""
    columns: list[TrendColumn]
    """The table."""


@closed
class Trends(TypedDict):
    """How openness develops."""

    graded: Count
    """How many graded releases were asked for."""
    counted: Count
    """How many of them are counted by half-years."""
    undated: Count
    """How many have no known date and are counted in no half-year."""
    early: Count
    """How many are older than the first half-year."""
    items: list[Trend]
    """The questions."""
    total: Count
    """How many questions there are."""
