"""Pedigree: the lineage of a release as a tree to walk, from the oldest base down to what derives from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

UNSTATED = "unstated"


def generations(bases: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The bases by generation, the oldest first: each generation stands above the one that was made from it."""
    ordered = sorted(bases, key=lambda base: -base["generation"])
    return [list(group) for _, group in groupby(ordered, key=lambda base: base["generation"])]


def offspring(
    derivatives: Iterable[Mapping[str, Any]], derived: Mapping[str, int]
) -> list[dict[str, Any]]:
    """What derives from a release, by relation, the most frequent first: how many there are, and those that are known
    by name, in the order given."""
    by_relation: dict[str, list[Mapping[str, Any]]] = {}
    for derivative in derivatives:
        by_relation.setdefault(derivative["relation"], []).append(derivative)
    return [
        {"relation": relation or UNSTATED, "count": count, "shown": by_relation.get(relation, [])}
        for relation, count in sorted(derived.items(), key=lambda item: (-item[1], item[0]))
    ]


def root(release_id: str, bases: Iterable[Mapping[str, Any]]) -> str:
    """The original at the root of a lineage: the oldest of the first bases, or the release itself.

    Of several bases the first by name counts, as wherever a release must belong to one family.
    """
    at = release_id
    for base in sorted(bases, key=lambda base: base["generation"]):
        at = base["id"] if base["of"] == at else at
    return at
