"""Levels in short, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.resources import rubric
from registry.scoring.claims import Claim
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED
from registry.scoring.short import long_levels, overclaims, short_levels

LEVELS = st.fixed_dictionaries(
    {
        c.id: st.sampled_from([*(level.id for level in c.levels), NOT_APPLICABLE, UNCHECKED])
        for c in rubric().criteria
    }
)


@given(LEVELS)
def test_levels_come_back_as_they_were(levels: dict[str, str]):
    short = short_levels(levels, rubric())
    assert len(short) == len(rubric().criteria)
    assert long_levels(short, rubric()) == levels


def test_each_level_is_its_rank():
    best = {c.id: c.levels[0].id for c in rubric().criteria}
    assert set(short_levels(best, rubric())) == {"0"}
    first, second = rubric().criteria[:2]
    some = {**best, first.id: NOT_APPLICABLE, second.id: UNCHECKED}
    assert short_levels(some, rubric())[:3] == "-?0"


def test_a_level_that_the_rubric_does_not_know():
    with pytest.raises(KeyError):
        short_levels({}, rubric())
    with pytest.raises(KeyError):
        short_levels({c.id: "wide" for c in rubric().criteria}, rubric())


@given(st.text(max_size=40) | st.text("0123456789z-?", min_size=24, max_size=24))
def test_what_another_rubric_made_tells_nothing_or_levels_that_there_are(short: str):
    found = long_levels(short, rubric())
    assert not found or short_levels(found, rubric()) == short


def claim(measured: str) -> Claim:
    return Claim("open-source", "It is open.", "README.md:1", "", measured, (), (), (), "Words.")


def test_a_claim_that_is_merely_unsupported_is_no_overclaim():
    assert not overclaims([])
    assert not overclaims(map(claim, ("unsupported", "undecided", "holds")))
    assert overclaims(map(claim, ("holds", "contradicted")))
