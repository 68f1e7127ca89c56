"""Tradeoffs: what one gains and loses by taking a more open release, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from registry.differences import Change, changes, in_use
from registry.scoring.rubric import Rubric

if TYPE_CHECKING:
    from registry import shapes

Levels = Mapping[str, str]


def tradeoffs(
    mine: Mapping[str, Any],
    my_levels: Levels,
    other: Mapping[str, Any],
    its_levels: Levels,
    rubric: Rubric,
) -> dict[str, list[shapes.Tradeoff]]:
    """The ``gains`` and ``losses`` of taking the other release, each of the two given by its summary and levels."""
    gains, losses = changes(my_levels, its_levels, rubric)
    more, fewer = in_use(mine, other)
    return {"gains": _plain([*gains, *more]), "losses": _plain([*losses, *fewer])}


def _plain(told: Iterable[Change]) -> list[shapes.Tradeoff]:
    return [
        {
            "words": change.words,
            "criterion": change.criterion or None,
            "instead_of": change.instead_of or None,
        }
        for change in told
    ]
