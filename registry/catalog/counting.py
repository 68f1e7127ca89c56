"""Counting: how many releases each option of a filter would leave."""

from __future__ import annotations

from functools import cached_property, reduce

import numpy as np

from registry.catalog.bits import Packed, Table, packed
from registry.catalog.catalog import Catalog
from registry.catalog.coded import Coded, Many, Mask, Rows
from registry.catalog.masks import CODED, any_of, holds
from registry.filters import Asked, Field

NAMED = {
    "organization": 12,
    "license": 20,
    "task": 20,
    "family": 12,
    "relation": 12,
    "year": 12,
    "language": 30,
}
"""Filters on free text, with how many of their most frequent values are shown."""

Counts = dict[str, dict[str, int]]


class Facets:
    """Which rows have which option of each filter, ready to be counted."""

    def __init__(self, catalog: Catalog, fields: dict[str, Field]) -> None:
        self._catalog = catalog
        self._tables = {
            name: Table(list(field.options), (holds(catalog, field, v) for v in field.options))
            for name, field in fields.items()
            if field.options
        }

    def counts(self, asked: Asked, words: Mask | None) -> Counts:
        """By filter and value the rows that have it and meet all other filters."""
        parts = {n: any_of(self._catalog, asked.fields[n], v) for n, v in asked.chosen.items()}
        everything = np.ones(self._catalog.size, dtype=np.bool_) if words is None else words
        # What a filter leaves is counted without it: its other values widen the list.
        met = {"": _Met(_all([everything, *parts.values()]))}
        for name in parts:
            met[name] = _Met(_all([everything, *(m for n, m in parts.items() if n != name)]))
        counts = {
            name: table.counts(met.get(name, met[""]).bits) for name, table in self._tables.items()
        }
        for name, most in NAMED.items():
            counts[name] = self._frequent(name, met.get(name, met[""]), most)
        return counts

    def _frequent(self, name: str, met: _Met, most: int) -> dict[str, int]:
        column: Coded | Many = getattr(self._catalog, CODED.get(name, "languages"))
        return column.counts(met.rows, most)


class _Met:
    """Rows that meet some filters, as a mask, packed, and one by one."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask

    @cached_property
    def bits(self) -> Packed:
        return packed(self.mask)

    @cached_property
    def rows(self) -> Rows:
        return np.flatnonzero(self.mask).astype(np.int32)


def _all(masks: list[Mask]) -> Mask:
    return reduce(np.logical_and, masks)
