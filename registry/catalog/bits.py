"""Bits: which rows have which of a few values, packed so that counting them is one pass over little memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from registry.catalog.coded import Mask

Packed = NDArray[np.uint64]


def packed(mask: Mask) -> Packed:
    """A mask, 64 rows in a word."""
    bits = np.packbits(mask)
    whole = np.zeros(-(-len(bits) // 8) * 8, dtype=np.uint8)
    whole[: len(bits)] = bits
    return whole.view(np.uint64)


class Table:
    """The masks of several values, one below the other."""

    def __init__(self, values: Sequence[str], masks: Iterable[Mask]) -> None:
        self.values = values
        self._bits = np.vstack([packed(mask) for mask in masks])

    def counts(self, of: Packed) -> dict[str, int]:
        """How many of some rows have each value."""
        numbers = np.bitwise_count(self._bits & of).sum(axis=1, dtype=np.int64)
        return dict(zip(self.values, numbers.tolist(), strict=True))
