"""Trends: what is reckoned with arrays is what counting one by one gives."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from math import ceil, isnan
from statistics import fmean, stdev
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.catalog import Catalog
from registry.catalog import trends as reckoned
from registry.catalog.trends import LARGE, MOST_HALVES, basis_of
from registry.filters.bands import SIZES, TOKENS
from registry.resources import rubric
from tests import columns

CRITERIA = [c.id for c in rubric().criteria]
PREFERENCES = CRITERIA.index("post.preferences")
SIGNS = "01234-?"
PLACEHOLDER = (date(2022, 3, 2) - date(1970, 1, 1)).days


class Row(NamedTuple):
    created: int
    organization: str
    score: float | None
    post: float | None
    downloads: int
    parameters: int
    tokens: int
    openness: str
    preference: str
    overclaims: bool


def hundredths(top: int = 100) -> st.SearchStrategy[float]:
    return st.integers(0, top * 100).map(lambda n: n / 100)


rows = st.lists(
    st.builds(
        Row,
        created=st.sampled_from([-1, PLACEHOLDER, 0, 15000]) | st.integers(18900, 20800),
        organization=st.sampled_from(["", "a", "b", "c"]),
        score=st.none() | hundredths(),
        post=st.none() | hundredths(),
        downloads=st.integers(-1, 50),
        parameters=st.sampled_from([-1, 0, 1, 999_999_999, 10**9, 4 * 10**9, 10**12]),
        tokens=st.sampled_from([-1, 10**9, 300 * 10**9, 10**12, 15 * 10**12]),
        openness=st.sampled_from(["open data", "open weights", "", "closed"]),
        preference=st.sampled_from(SIGNS),
        overclaims=st.booleans(),
    ),
    max_size=25,
)


def catalog_of(told: list[Row]) -> Catalog:
    return columns.catalog_of([_columns(n, row) for n, row in enumerate(told)])


def _columns(number: int, row: Row) -> dict[str, Any]:
    pillars = dict.fromkeys(("high", "weights", "data", "code", "docs"), row.score)
    levels = ["0"] * len(CRITERIA)
    levels[PREFERENCES] = row.preference
    kept = row._asdict()
    del kept["preference"]
    return {"id": f"r{number:04}", **kept, **pillars, "levels": "".join(levels)}


def half_of(row: Row) -> int | None:
    """The half-year of a row, when it has one, the slow way."""
    if row.created < 0 or row.created == PLACEHOLDER:
        return None
    day = date(1970, 1, 1) + timedelta(days=row.created)
    return 2 * day.year + (day.month > 6)


def counted(told: list[Row], of: list[bool]) -> list[tuple[int, Row]]:
    graded = [r for r, is_asked in zip(told, of, strict=True) if is_asked and r.score is not None]
    dated = [(half_of(r), r) for r in graded if half_of(r) is not None]
    last = max((h for h, _ in dated), default=0)
    return [(h, r) for h, r in dated if h > last - MOST_HALVES]


asked = st.lists(st.booleans(), min_size=25, max_size=25)


@given(rows, asked)
def test_what_is_counted(told: list[Row], of: list[bool]):
    of = of[: len(told)]
    basis = basis_of(catalog_of(told), np.array(of, np.bool_))
    expected = counted(told, of)
    assert basis.counted == len(expected)
    halves = sorted(h for h, _ in expected)
    assert basis.halves == (tuple(range(halves[0], halves[-1] + 1)) if halves else ())
    graded = sum(o and r.score is not None for o, r in zip(of, told, strict=True))
    assert basis.graded == graded == basis.counted + basis.undated + basis.early


@given(rows, asked, st.booleans())
def test_pillar_means(told: list[Row], of: list[bool], is_weighted: bool):
    catalog = catalog_of(told)
    basis = basis_of(catalog, np.array(of[: len(told)], np.bool_))
    weights = catalog.downloads if is_weighted else None
    found = reckoned.pillar_means(catalog, basis, weights)
    of_post = list(catalog.pillars).index("post")
    expected = counted(told, of[: len(told)])
    for at, half in enumerate(basis.halves):
        values = [(r.post, r.downloads) for h, r in expected if h == half and r.post is not None]
        if is_weighted:
            values = [(v, w) for v, w in values if w > 0]
        assert found.counts[of_post, at] == len(values)
        if not values:
            assert isnan(found.means[of_post, at])
            continue
        whole = sum(w if is_weighted else 1 for _, w in values)
        mean = sum(v * (w if is_weighted else 1) for v, w in values) / whole
        assert found.means[of_post, at] == pytest.approx(mean, abs=1e-3)
        if not is_weighted and len(values) > 1:
            error = stdev(v for v, _ in values) / len(values) ** 0.5
            assert found.errors[of_post, at] == pytest.approx(error, abs=0.05)


@given(rows, asked)
def test_publisher_means(told: list[Row], of: list[bool]):
    basis = basis_of(catalog_of(told), np.array(of[: len(told)], np.bool_))
    found = reckoned.publisher_means(catalog_of(told), basis)
    published = {
        name: sum(1 for _ in group)
        for name, group in groupby(sorted(r.organization for r in told if r.score is not None))
    }
    groups = [(1, 2), (2, LARGE), (LARGE, 10**9)]
    expected = counted(told, of[: len(told)])
    for n, (low, high) in enumerate(groups):
        for at, half in enumerate(basis.halves):
            values = [
                r.score
                for h, r in expected
                if h == half and r.organization and low <= published[r.organization] < high
            ]
            assert found.counts[n, at] == len(values)
            if values:
                assert found.means[n, at] == pytest.approx(fmean(values), abs=1e-3)


@given(rows, asked)
def test_counts(told: list[Row], of: list[bool]):
    catalog = catalog_of(told)
    basis = basis_of(catalog, np.array(of[: len(told)], np.bool_))
    expected = counted(told, of[: len(told)])
    names = ["open data", "closed", "open source AI"]
    classes = reckoned.coded_counts(catalog.openness, names, basis)
    levels = reckoned.level_counts(catalog.levels["post.preferences"], 5, basis)
    claims = reckoned.claim_counts(catalog, basis)
    for at, half in enumerate(basis.halves):
        here = [r for h, r in expected if h == half]
        assert classes[:, at].tolist() == [sum(r.openness == n for r in here) for n in names]
        assert levels[:, at].tolist() == [sum(r.preference == s for r in here) for s in "01234?"]
        assert claims[:, at].tolist() == [
            sum(r.overclaims for r in here), sum(not r.overclaims for r in here)
        ]  # fmt: skip


@pytest.mark.parametrize(("name", "bands"), [("parameters", SIZES), ("tokens", TOKENS)])
@given(rows, asked)
def test_size_spread(
    name: str, bands: dict[str, tuple[float, float]], told: list[Row], of: list[bool]
):
    catalog = catalog_of(told)
    basis = basis_of(catalog, np.array(of[: len(told)], np.bool_))
    found = reckoned.size_spread(catalog, basis, getattr(catalog, name), bands)
    for n, (low, high) in enumerate(bands.values()):
        scores = sorted(
            r.score
            for r, is_asked in zip(told, of, strict=False)
            if is_asked and r.score is not None and max(1, low) <= getattr(r, name) < high
        )
        assert found.counts[n] == len(scores)
        for share, quartiles in ((0.25, found.low), (0.5, found.middle), (0.75, found.high)):
            if not scores:
                assert isnan(quartiles[n])
            else:
                wanted = scores[ceil(len(scores) * share) - 1]
                assert quartiles[n] == pytest.approx(wanted, abs=0.006)


def test_only_cards_that_were_read_can_tell_of_tokens():
    read, unread = "0" * len(CRITERIA), "?" * len(CRITERIA)
    catalog = columns.catalog_of(
        [
            {"id": "a", "score": 5.0, "levels": read, "tokens": 10**12},
            {"id": "b", "score": 5.0, "levels": read},
            {"id": "c", "score": 5.0, "levels": unread, "tokens": 10**12},
            {"id": "d", "levels": read, "tokens": 10**12},
        ]
    )
    every = basis_of(catalog, np.ones(4, np.bool_))
    assert reckoned.telling_tokens(catalog, every) == (1, 2)
    first = basis_of(catalog, np.array([True, False, False, False]))
    assert reckoned.telling_tokens(catalog, first) == (1, 1)
