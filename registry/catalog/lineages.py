"""Lineages: from which original every release descends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from registry.catalog.coded import Coded, Names
from registry.renames import name_now

DOUBLINGS = 12
"""Each looks twice as far as the one before: lineages of thousands of steps are seen to their end."""


def families(ids: Names, bases: Coded, moves: Mapping[str, str]) -> Families:
    """By row the family, which bears the name of the original, be it in the catalog or not: the oldest ancestor over
    the bases, which are given by the names that releases declare ('' for none)."""
    named = [name_now(base, moves) if base else "" for base in bases.values]
    row_of = {release: row for row, release in enumerate(ids)}
    base = np.array([row_of.get(base, -1) for base in named], dtype=np.int32)[bases.codes]
    base[base == np.arange(len(base), dtype=np.int32)] = -1
    return _families(ids, Coded(named, bases.codes), base, _roots(base))


def _roots(base: NDArray[np.int32]) -> NDArray[np.int32]:
    own = np.arange(len(base), dtype=np.int32)
    root = np.where(base < 0, own, base)
    for _ in range(DOUBLINGS):
        further = root[root]
        if np.array_equal(further, root):
            return root
        root = further
    # Lineage as people declare it may run in circles: what never ends is an original of its own.
    return np.where(base[root] >= 0, own, root)


def _families(
    ids: Names, named: Coded, base: NDArray[np.int32], root: NDArray[np.int32]
) -> Families:
    """The family of a release is the row of its oldest ancestor; or what that was made from, if it is not known."""
    names = _Names(ids)
    of_root = np.arange(len(ids), dtype=np.int32)
    is_named = np.array([bool(name) for name in named.values], dtype=np.bool_)[named.codes]
    for row in np.flatnonzero(is_named & (base < 0) & (root == of_root)).tolist():
        if named[row] != ids[row]:
            of_root[row] = names.number(named[row])
    return Families(names, of_root[root])


class Families(Coded):
    """A column of families. They are looked up by the very id: there are about as many as releases."""

    def named(self, value: str) -> list[int]:
        """The number of the family of that original, if there is one."""
        names: _Names = self.values  # type: ignore[assignment]
        found = names.find(value)
        return [] if found is None else [found]


class _Names(Sequence[str]):
    """The names of families: those of all releases by their rows, then those that no release has."""

    def __init__(self, ids: Names) -> None:
        self._ids = ids
        self._further: dict[str, int] = {}
        self._list: list[str] = []

    def number(self, name: str) -> int:
        """The number of a name that no release has."""
        if name not in self._further:
            self._further[name] = len(self._ids) + len(self._list)
            self._list.append(name)
        return self._further[name]

    def find(self, name: str) -> int | None:
        """The number of a name; None when no family bears it."""
        at = self._ids.position(name)
        return self._further.get(name) if at is None else at

    def __len__(self) -> int:
        return len(self._ids) + len(self._list)

    def __getitem__(self, at):
        return self._ids[at] if at < len(self._ids) else self._list[at - len(self._ids)]
