"""Agreement: how well one set of labels matches another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import product
from typing import TypeVar

L = TypeVar("L", bound=Hashable)
Pairs = Sequence[tuple[L, L]]
"""Pairs of the true label and ours."""


def accuracy(pairs: Pairs[L]) -> float:
    """Share of pairs that agree, 0..1; 0 for none."""
    return sum(truth == ours for truth, ours in pairs) / len(pairs) if pairs else 0.0


def majority(pairs: Pairs[L]) -> float:
    """Accuracy of always giving the most frequent true label."""
    return max(Counter(truth for truth, _ in pairs).values()) / len(pairs) if pairs else 0.0


def macro_f1(pairs: Pairs[L]) -> float:
    """Mean F1 over the true labels, 0..1, each counting the same however rare it is."""
    scores = []
    for label in {truth for truth, _ in pairs}:
        hit = sum(truth == ours == label for truth, ours in pairs)
        wrong = sum((truth == label) != (ours == label) for truth, ours in pairs)
        scores.append(2 * hit / (2 * hit + wrong))
    return sum(scores) / len(scores) if scores else 0.0


def weighted_kappa(pairs: Pairs[int], levels: int) -> float:
    """Cohen's kappa with quadratic weights over ordered levels 0..levels-1: 1 is full agreement, 0 that of chance.

    Cohen (1968), "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit".
    """
    observed = Counter(pairs)
    truths, ours = Counter(t for t, _ in pairs), Counter(o for _, o in pairs)
    cells = [(i, j, (i - j) ** 2) for i, j in product(range(levels), repeat=2)]
    disagreement = sum(weight * observed[i, j] for i, j, weight in cells)
    by_chance = sum(weight * truths[i] * ours[j] / len(pairs) for i, j, weight in cells)
    if not by_chance:
        return 0.0 if disagreement else 1.0
    return 1 - disagreement / by_chance


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Spearman's rank correlation, ties sharing their mean rank; 0 where one side does not vary."""
    a, b = _ranks(xs), _ranks(ys)
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    spread = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    shared = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return shared / spread if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [sum(places[v]) / len(places[v]) for v in values]
