"""Weighing: the score of every release under given weights of the pillars."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from registry.catalog.catalog import NO_SCORE, Catalog, Tenths
from registry.catalog.gathering import PILLARS
from registry.filters.weights import Weights

_IS_COUNTED = np.array(
    [[n >> bit & 1 for bit in range(len(PILLARS))] for n in range(1 << len(PILLARS))],
    dtype=np.float32,
)
"""By what ``Catalog.counted_pillars`` holds, whether each pillar counts."""


def tenths(catalog: Catalog, weights: Weights) -> Tenths:
    """By row the score under some weights. The pillars that don't apply to a release are left out."""
    if not weights.is_own:
        return catalog.score_tenths
    values = np.array([weights.values[pillar] for pillar in catalog.pillars], dtype=np.float32)
    # Sums of whole numbers that 32 bits hold exactly: a half is rounded up, and nothing else is near one.
    weight = (values * _IS_COUNTED).sum(axis=1)[catalog.counted_pillars]
    mean = (values @ catalog.pillar_tenths) / np.maximum(weight, 1)
    return np.where(weight > 0, np.floor(mean + np.float32(0.5)), NO_SCORE).astype(np.int16)


def weighed(pillars: Mapping[str, float | None], weights: Weights) -> float | None:
    """The score of one release, 0..100 with one decimal, as ``tenths`` reckons it; None when nothing counts."""
    parts = [(weights.values[p], round(10 * s)) for p, s in pillars.items() if s is not None]
    weight = sum(w for w, _ in parts)
    if not weight:
        return None
    return (2 * sum(w * own for w, own in parts) + weight) // (2 * weight) / 10
