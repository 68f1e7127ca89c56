"""Agreement against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.scoring.agreement import accuracy, macro_f1, majority, spearman, weighted_kappa


def test_shares():
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("a", "a")]
    assert accuracy(pairs) == 0.75
    assert majority(pairs) == 0.75
    # a: precision 1, recall 2/3; b: precision 1/2, recall 1.
    assert macro_f1(pairs) == pytest.approx((0.8 + 2 / 3) / 2)
    assert accuracy([]) == majority([]) == macro_f1([]) == 0


def test_weighted_kappa():
    # The table [[20, 5, 0], [10, 30, 5], [0, 5, 25]]: 25 disagree by one, by chance 0.8935 a pair.
    table = {(0, 0): 20, (0, 1): 5, (1, 0): 10, (1, 1): 30, (1, 2): 5, (2, 1): 5, (2, 2): 25}
    pairs = [pair for pair, n in table.items() for _ in range(n)]
    truths, ours = [25, 45, 30], [30, 40, 30]
    by_chance = sum((i - j) ** 2 * truths[i] * ours[j] for i in range(3) for j in range(3)) / 100
    assert weighted_kappa(pairs, 3) == pytest.approx(1 - 25 / by_chance)
    assert weighted_kappa([(0, 0), (1, 1), (2, 2)], 3) == 1
    assert weighted_kappa([(0, 2), (2, 0)], 3) == -1
    assert weighted_kappa([(1, 1), (1, 1)], 3) == 1
    assert weighted_kappa([(0, 0), (0, 2), (2, 0), (2, 2)], 3) == pytest.approx(0)


def test_spearman():
    assert spearman([1, 2, 3], [10, 20, 90]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    # Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4.
    assert spearman([1, 2, 2, 3], [1, 3, 2, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert spearman([1, 1], [1, 2]) == 0
    assert spearman([5], [5]) == 0


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=30))
def test_ranges(pairs):
    assert -1.000001 <= weighted_kappa(pairs, 3) <= 1
    assert 0 <= macro_f1(pairs) <= 1
    assert -1.000001 <= spearman(*zip(*pairs, strict=True)) <= 1.000001
