"""Days of a feed: what many releases share is one entry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from registry.feed_days import MOST_NAMED, Member, Shared, day_entry, shared
from registry.history import By, Standing, movement
from registry.resources import rubric

AT = datetime(2026, 11, 20, 23, tzinfo=UTC)
DAY = date(2026, 11, 20)


def standing(score: float, snapshot: int = 1, reader: str = "1", version: str = "1.0") -> Standing:
    return Standing(snapshot, reader, version, score, "C", "open weights", {})


def members(count: int, before: Standing | None, after: Standing) -> list[Member]:
    moved = movement(before, after, rubric())
    assert moved
    return [Member(f"org/m{n}", AT - timedelta(minutes=n), moved) for n in range(count)]


def test_what_grades_share():
    old = standing(50)
    assert shared(AT, None, old) == Shared(DAY, (By.SEEN,))
    assert shared(AT, old, standing(60, reader="2")).by == (By.READERS,)
    assert shared(AT, old, standing(60, reader="2", version="2")).by == (By.RUBRIC, By.READERS)
    assert shared(AT, old, standing(60)).by == (By.RELATED,)
    assert shared(AT, old, standing(60)).name == "2026-11-20-related"


def test_a_day_on_which_many_were_added():
    entry = day_entry("/models", Shared(DAY, (By.SEEN,)), members(1200, None, standing(50)),
                      is_all=True)  # fmt: skip
    assert entry.title == "1,200 releases were added"
    assert (entry.updated, entry.categories, entry.further) == (AT, ("added", "graded"), "")
    assert len(entry.sentences) == MOST_NAMED + 1
    assert entry.sentences[0] == "org/m0: Its first grade is 50.0 (C), open weights."
    assert entry.sentences[-1] == "And 1,180 more."


def test_a_day_that_was_not_looked_through_to_its_end():
    told = Shared(DAY, (By.RUBRIC,))
    entry = day_entry(
        "/models", told, members(30, standing(50), standing(60, version="2")), is_all=False
    )
    assert entry.title == "Our rubric changed: the grades of at least 30 releases moved"
    assert entry.sentences[-1] == "And at least 10 more."
    assert entry.categories == ("grade-rose",)
    one = day_entry("/models", told, members(1, standing(60), standing(50, version="2")),
                    is_all=False)  # fmt: skip
    assert one.title == "Our rubric changed: the grades of at least 1 release moved"


def test_a_day_of_one_leads_to_it():
    new = day_entry("/models", Shared(DAY, (By.SEEN,)), members(1, None, standing(50)), is_all=True)
    assert (new.title, new.further) == ("org/m0 was added", "/models/org/m0#history")
    moved = day_entry(
        "/models", Shared(DAY, (By.RELATED,)), members(1, standing(60), standing(50)), is_all=True
    )
    assert moved.title == (
        "org/m0: What it derives from or links to changed; the grade fell from 60.0 (C) to 50.0 (C)."
    )
    assert moved.name == "2026-11-20-related"
