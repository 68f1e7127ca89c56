"""What answers a request, and how long answers take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.asking import Answer, Asking, Look, Wanted, answers, pace
from registry.asking.answers import all_in_all, how_answered
from registry.asking.kept import Kept
from registry.asking.pace import median
from registry.history import Standing
from registry.resources import rubric

ASKED = datetime(2026, 11, 1, tzinfo=UTC)
SOURCES, ACCESS = "data.sources", "data.access"


def day(number: int) -> datetime:
    return ASKED + timedelta(days=number)


def look(
    on: int,
    snapshot: int = 1,
    rubric_version: str = "1",
    reader: str = "1",
    disclosures: str = "",
    gone: str = "",
    **levels: str,
) -> Look:
    """A grading of what was said a day before."""
    named = {name.replace("_", ".", 1): level for name, level in levels.items()}
    standing = Standing(
        snapshot, reader, rubric_version, 1.0, "F", "closed", named, disclosures, gone
    )
    return Look(day(on), day(on - 1), standing)  # fmt: skip


def answered(
    *looks: Look, asked: dict[str, str] | None = None, own: tuple[str, ...] = ()
) -> dict[str, tuple[str, str, int]]:
    wanted = Wanted(asked or {SOURCES: "undisclosed"}, ASKED)
    found = answers(wanted, looks, own, rubric())
    return {c: (one.level, str(one.how), (one.at - ASKED).days) for c, one in found.items()}


FIRST = look(0, data_sources="undisclosed")


def test_a_change_of_the_release_answers_on_the_day_it_was_seen():
    after = look(9, snapshot=2, data_sources="described")
    assert answered(FIRST, after) == {SOURCES: ("described", "disclosed", 8)}


def test_a_no_is_an_answer_and_told_apart():
    assert answered(FIRST, look(9, 2, data_sources="closed")) == {
        SOURCES: ("closed", "withheld", 8)
    }
    assert answered(FIRST, look(9, 2, data_sources="n/a")) == {
        SOURCES: ("n/a", "not-applicable", 8)
    }
    asked = {SOURCES: "described"}
    before = look(0, data_sources="described")
    assert answered(before, look(9, 2, data_sources="closed"), asked=asked) == {}


@pytest.mark.parametrize(
    "after",
    [
        look(9, rubric_version="2", data_sources="described"),
        look(9, reader="2", data_sources="described"),
        look(9, data_sources="described"),
        look(9, gone="3", data_sources="described"),
        look(9, disclosures="7", data_sources="described"),
        look(9, 2, data_sources="undisclosed"),
        look(9, 2, data_sources="unchecked"),
        look(9, 2),
        look(9, 2, data_sources="of-no-rubric"),
    ],
)
def test_what_is_not_the_publishers_doing_is_no_answer(after: Look):
    assert answered(FIRST, after) == {}


def test_what_a_better_reader_found_stays_none_when_the_card_is_edited_elsewhere():
    better = look(5, reader="2", data_sources="described")
    edited = look(9, 2, reader="2", data_sources="described")
    assert answered(FIRST, better, edited) == {}
    more = look(12, 3, reader="2", data_sources="itemised")
    assert answered(FIRST, better, edited, more) == {SOURCES: ("itemised", "disclosed", 11)}


def test_a_disclosure_of_the_publishers_answers_when_it_was_accepted():
    after = look(9, disclosures="4 7", data_sources="described")
    assert answered(FIRST, after, own=("7",)) == {SOURCES: ("described", "disclosed", 9)}
    assert answered(look(0, disclosures="7", data_sources="undisclosed"), after, own=("7",)) == {}


def test_what_had_been_said_before_it_was_asked_took_no_time():
    after = Look(day(1), day(-3), look(1, 2, data_sources="described").standing)
    assert answered(FIRST, after) == {SOURCES: ("described", "disclosed", 0)}


def test_each_criterion_is_answered_by_itself_and_once():
    asked = {SOURCES: "undisclosed", ACCESS: "undisclosed"}
    first = look(0, data_sources="undisclosed", data_access="undisclosed")
    second = look(5, 2, data_sources="described", data_access="undisclosed")
    third = look(9, 3, data_sources="itemised", data_access="closed")
    assert answered(first, second, third, asked=asked) == {
        SOURCES: ("described", "disclosed", 4),
        ACCESS: ("closed", "withheld", 8),
    }


LEVELS = [level.id for level in rubric().criterion(SOURCES).levels]


@given(st.sampled_from(LEVELS), st.sampled_from([*LEVELS, "unchecked", "n/a"]))
def test_only_more_a_no_or_nothing_to_disclose_are_answers(asked: str, level: str):
    of = rubric().criterion(SOURCES)
    how = how_answered(of, asked, level)
    points = {known.id: known.points for known in of.levels}
    if how is Answer.DISCLOSED:
        assert points[level] > points[asked]
    elif how is Answer.WITHHELD:
        assert (asked, level) == ("undisclosed", "closed")
    elif how is None and level in points:
        assert points[level] <= points[asked]


def test_what_discloses_anything_outweighs_the_rest():
    assert all_in_all([Answer.WITHHELD, Answer.NOT_APPLICABLE]) is Answer.NOT_APPLICABLE
    assert all_in_all([Answer.WITHHELD, Answer.DISCLOSED]) is Answer.DISCLOSED
    assert all_in_all([]) is None


# How long it takes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("took", "open_for", "expected"),
    [
        ([], [], None),
        ([], [5, 6], None),
        ([4], [], 4),
        ([1, 2, 3], [], 2),
        ([1, 2, 3, 4], [], 2),
        ([3], [100], 3),
        ([3], [100, 100], None),
        ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], 23),
        ([0, 0], [9], 0),
    ],
)
def test_the_median_counts_what_is_open(took: list[int], open_for: list[int], expected: int | None):
    """The long one is the classic example of Freireich and others (Blood 21, 1963)."""
    assert median(took, open_for) == expected


DAYS = st.lists(st.integers(0, 400), max_size=30)


@given(DAYS, DAYS, st.integers(0, 400))
def test_waiting_longer_never_flatters(took: list[int], open_for: list[int], more: int):
    """Whoever leaves one more open is never told to be faster for it."""
    before, after = median(took, open_for), median(took, [*open_for, 401])
    assert after is None or (before is not None and before <= after)
    assert median(took, []) == (sorted(took)[(len(took) - 1) // 2] if took else None)
    assert before is None or before in took
    assert median([*took, more], []) is not None


def test_the_pace_of_a_publisher():
    requests = [
        Asking(day(0), day(4), "disclosed"),
        Asking(day(0), day(2), "withheld"),
        Asking(day(3), None, ""),
    ]
    told = pace(requests, day(10))
    assert (told.asked, told.answered, told.declined) == (3, 2, 1)
    assert (told.median_days, told.longest_days) == (4, 7)
    assert pace([], day(1)).median_days is None


@pytest.mark.parametrize(
    ("answered", "answer", "at", "settled", "said"),
    [
        ({}, "", None, None, "no answer yet after 9 days."),
        ({SOURCES: {}}, "disclosed", 3, None, "answered in part (1 of 2) after 3 days."),
        ({SOURCES: {}, ACCESS: {}}, "withheld", 1, 1, "answered with a no after 1 day."),
        ({SOURCES: {}, ACCESS: {}}, "not-applicable", 0, 0, "answered that it does not apply within a day."),
    ],
)  # fmt: skip
def test_a_request_in_words(answered, answer, at, settled, said):
    levels = {SOURCES: "undisclosed", ACCESS: "undisclosed"}
    moments = [None if n is None else day(n) for n in (at, settled)]
    kept = Kept(1, "o/m", "o", levels, "", ASKED, 1, answered, answer, *moments)
    assert kept.words(day(9)) == f"Asked on 1 Nov 2026, {said}"
