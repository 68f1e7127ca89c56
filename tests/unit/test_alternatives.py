"""What is more open than one, in a catalog made of numbers; and how little is done for very many."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pytest

from registry.catalog.alternatives import (
    MOST,
    alternatives,
    is_most_open,
    levels_of,
    standing,
    without_each,
)
from registry.catalog.catalog import Catalog
from registry.catalog.coded import Coded
from registry.catalog.examples import example_pairs, most_used
from registry.catalog.finding import Finder
from registry.catalog.gathering import NONE, PILLARS, Gathered
from registry.constraints import Constraints, constraints, defaults_for
from registry.resources import rubric

TASKS = ("text-generation", "audio", "fill-mask")


def finder_of(size: int, **columns: object) -> Finder:
    """A catalog of so many releases, all alike but for the columns that are given."""
    texts = {
        "id": [f"org{n % 997}/model-{n:07}" for n in range(size)],
        "organization": [f"org{n % 997}" for n in range(size)],
        **{name: [""] * size for name in ("license", "base", "relation", "languages", "letter")},
        **{name: [""] * size for name in ("openness", "license_class")},
        "task": ["text-generation"] * size,
        "levels": ["0" * len(rubric().criteria)] * size,
        "rubric_version": [rubric().version] * size,
    }
    numbers = {
        **{name: np.full(size, np.nan, np.float32) for name in (*PILLARS, "bits")},
        **{name: np.full(size, 50, np.float32) for name in ("score", "high")},
        **{name: np.full(size, 7e9, np.int64) for name in ("parameters", "tokens")},
        **{name: np.zeros(size, np.int64) for name in ("downloads", "likes", "grade")},
        **{
            name: np.full(size, NONE, np.int32)
            for name in ("created", "modified", "graded", "number")
        },
        **{name: np.full(size, 24, np.uint8) for name in ("checked", "total")},
        "overclaims": np.zeros(size, np.bool_),
    }
    for name, values in columns.items():
        held = texts if name in texts else numbers
        held[name] = list(values) if name in texts else np.array(values, numbers[name].dtype)  # type: ignore
    ids = texts.pop("id")
    coded = {name: Coded.of(values) for name, values in texts.items()}
    return Finder(Catalog(Gathered(ids, coded, numbers, {}), rubric()))


def wanted(
    query: dict[str, str] | None = None, defaults: dict[str, str] | None = None
) -> Constraints:
    return constraints((query or {}).items(), defaults or {}, rubric())


IDS = ["a/one", "b/two", "b/two-small", "c/copy", "c/unsized", "d/low"]


@pytest.fixture
def few() -> Finder:
    return finder_of(
        6,
        id=IDS,
        organization=["a", "b", "b", "c", "c", "d"],
        score=[40, 70, 70, 90, 60, 10],
        parameters=[7e9, 7e9, 1e9, 7e9, NONE, 7e9],
        downloads=[5, 10, 99, 3, 0, 7],
        base=["", "", "", "b/two", "", ""],
    )


def test_the_most_open_first_of_each_family_its_original(few: Finder):
    # The copy is the most open of the family of b/two, which stands for it nevertheless.
    assert few.catalog.ids_of(alternatives(few, 0, wanted())) == [
        "b/two-small",
        "b/two",
        "c/unsized",
    ]


def test_without_its_original_a_family_has_its_most_open_one(few: Finder):
    only = wanted({"derived": "yes"})
    assert few.catalog.ids_of(alternatives(few, 0, only)) == ["c/copy"]


def test_a_size_leaves_out_what_has_none(few: Finder):
    sized = wanted({"max_size": "4b"})
    assert few.catalog.ids_of(alternatives(few, 0, sized)) == ["b/two-small"]
    assert without_each(few, 0, sized) == {"max_size": 3}


def test_equals_of_one_organization_stand_together_nearest_in_size_first(few: Finder):
    found = alternatives(few, 0, wanted())
    assert [few.catalog.ids_of(g) for g in standing(few.catalog, 0, found)] == [
        ["b/two", "b/two-small"], ["c/unsized"],
    ]  # fmt: skip
    # Of an unknown size nothing is near: the most used comes first.
    assert standing(few.catalog, 4, found[:2])[0] == [2, 1]


def test_the_most_open(few: Finder):
    assert is_most_open(few.catalog, 3)
    assert not is_most_open(few.catalog, 1)
    assert list(alternatives(few, 3, wanted())) == []


def test_levels_by_name():
    levels = "-?" + "0" * (len(rubric().criteria) - 2)
    finder = finder_of(2, levels=[levels, ""])
    told = levels_of(finder.catalog, 0)
    assert list(told.values())[:3] == ["n/a", "unchecked", "open"]
    assert levels_of(finder.catalog, 1) == {}


def test_examples_are_of_different_organizations(few: Finder):
    # b/two-small is used more than b/two; the copy and what nobody downloads are left out.
    assert [few.catalog.ids_of(list(p)) for p in example_pairs(few)] == [["b/two-small", "d/low"]]
    assert most_used(few, 2) == ["b/two-small", "b/two"]
    assert example_pairs(finder_of(0)) == []


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python are run, those of loops each time."""
    count = 0

    def trace(_frame: object, event: str, _told: object):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_no_loop_goes_through_the_catalog():
    """All that grows with it is left to NumPy: a million releases have to take no longer than a page."""

    def asked_for(size: int) -> int:
        chance = np.random.default_rng(7)
        finder = finder_of(
            size,
            score=chance.choice(np.linspace(0, 100, 400), size),
            parameters=10 ** chance.uniform(8, 11.5, size),
            downloads=10 ** chance.uniform(0, 7, size),
            task=[TASKS[n] for n in chance.integers(0, 3, size)],
            base=["" if n % 3 else "x/y" for n in range(size)],
        )
        row = int(np.argmin(np.abs(finder.catalog.score - 5)))
        asked = wanted({}, defaults_for(int(7e9), "text-generation", derived=False))
        found = alternatives(finder, row, asked)  # what a catalog works out once is known from here
        assert len(found) > MOST
        return steps(lambda: standing(finder.catalog, row, alternatives(finder, row, asked)))

    assert asked_for(100_000) < 1.1 * asked_for(25_000)
