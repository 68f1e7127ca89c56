"""How a release differs between two moments."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.history import Kind, diff
from tests.unit.cases import rubric
from tests.unit.test_history_timelines import GRADINGS, MOMENTS, OPEN, REGRADED, SHUT, day, moment


def between(start: int, end: int):
    return diff(MOMENTS, GRADINGS, day(start), day(end), rubric())


def test_what_changed_and_how_the_grade_moved():
    found = between(3, 8)
    assert (found.before, found.after) == (OPEN, SHUT)
    assert [change.kind for change in found.changes] == [Kind.GATED]
    assert found.movement is not None
    assert found.movement.direction == "fell"
    assert found.movement.before == OPEN


def test_before_it_was_known_there_is_nothing_to_compare_with():
    found = diff(MOMENTS, GRADINGS, day(1) - timedelta(days=9), day(3), rubric())
    assert (found.known_before, found.known_after) == (False, True)
    assert found.changes == ()
    assert found.before is None
    assert found.movement is not None
    assert found.movement.direction == "first"


def test_what_changed_and_changed_back_is_none():
    moments = [moment(1, 1, gated=False), moment(5, 2, gated="auto"), moment(7, 3, gated=False)]
    assert diff(moments, (), day(2), day(8), rubric()).changes == ()
    assert diff(moments, (), day(2), day(6), rubric()).changes != ()


def test_between_two_moments_without_news_nothing_differs():
    found = between(10, 20)
    assert (found.before, found.after, found.changes, found.movement) == (
        REGRADED,
        REGRADED,
        (),
        None,
    )


@given(st.integers(1, 20), st.integers(0, 10))
def test_a_diff_is_between_the_grades_in_force(start: int, days: int):
    found = between(start, min(start + days, 28))
    before = [standing for at, standing in GRADINGS if at <= day(start)]
    assert found.before == (before[-1] if before else None)
    assert (found.movement is None) == (found.before == found.after)
