"""The rubric's parser, marks, and what derives from the levels alone."""

from __future__ import annotations

import itertools

import pytest

from registry.resources import rubric as rubric_in_force
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges import JUDGES
from registry.scoring.marks import Mark
from registry.scoring.openness import openness_class
from registry.scoring.rubric import RubricError, band, parse_rubric

TINY = """
version = "t"
[letters]
A = { floor = 50, meaning = "" }
F = { floor = 0, meaning = "" }
[pillar_levels]
open = { floor = 0, meaning = "" }
[classes]
closed = { meaning = "" }
[pillars]
data = { title = "", question = "", weight = 1 }
[criteria.data.access]
title = ""
question = ""
why = ""
how = ""
judge = "data.access"
absent = "closed"
denied = "closed"
remedy = { effort = "low", text = "" }
[criteria.data.access.levels]
open = { points = 1, meaning = "" }
part = { points = 0.5, meaning = "" }
closed = { points = 0, meaning = "" }
"""


def test_a_tiny_rubric():
    rubric = parse_rubric(TINY)
    criterion = rubric.criterion("data.access")
    assert (criterion.weight, criterion.inherit, criterion.cap) == (1.0, "never", "")
    assert [criterion.rank(level) for level in ("open", "part", "closed")] == [0, 1, 2]
    assert [band(rubric.letters, score).id for score in (100, 50, 49.9, 0)] == ["A", "A", "F", "F"]
    with pytest.raises(KeyError):
        rubric.criterion("data.nothing")
    with pytest.raises(KeyError):
        criterion.level("ajar")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('version = "t"', "version = ", "no TOML"),
        ('version = "t"', "", "lacks or misnames"),
        ("points = 0.5", "points = 1.5", "levels do not run"),
        ("points = 1,", "points = 2,", "points outside"),
        ("points = 0.5", "points = 'half'", "lacks or misnames"),
        ("part = {", "unchecked = {", "reserved"),
        ('absent = "closed"', 'absent = "none"', "names no level"),
        ('denied = "closed"', 'denied = "none"', "names no level"),
        ('judge = "data.access"', 'judge = "data.access"\ncap = "ajar"', "cap names no level"),
        ('judge = "data.access"', 'judge = "data.access"\ninherit = "x"', "unknown inherit"),
        ('judge = "data.access"', 'judge = "data.access"\nhue = "red"', "lacks or misnames"),
        ("criteria.data.access", "criteria.sound.access", "unknown pillar"),
        ("F = { floor = 0,", "F = { floor = 10,", "floor of 0"),
        ("A = { floor = 50,", "A = { floor = -1,", "floor of 0"),
        ("remedy = {", "remedies = {", "lacks or misnames"),
    ],
)
def test_a_rubric_that_is_not_whole(old: str, new: str, words: str):
    assert old in TINY
    with pytest.raises(RubricError, match=words):
        parse_rubric(TINY.replace(old, new))


def test_every_criterion_in_force_has_a_judge():
    assert {c.judge for c in rubric_in_force().criteria} <= JUDGES.keys()


# Marks ------------------------------------------------------------------------------------------

CRITERION = parse_rubric(TINY).criterion("data.access")
SAID = Evidence("data.access", "dataset", value="a/b", quote="“a/b”", place="README.md:3")
DENIED = Evidence("data.access", "dataset", Outcome.DENIED)
UNREAD = Evidence("card", "card", Outcome.UNCHECKED)


@pytest.mark.parametrize(
    ("level", "evidence", "points", "ceiling", "speaks"),
    [
        ("open", (SAID,), 1, 1, True),
        ("part", (), 0.5, 0.5, True),
        ("closed", (), 0, 0, False),
        ("closed", (DENIED,), 0, 0, True),
        ("closed", (SAID,), 0, 0, True),
        ("unchecked", (UNREAD,), 0, 1, False),
        ("n/a", (), None, None, True),
    ],
)
def test_marks(level, evidence, points, ceiling, speaks):
    mark = Mark.of(CRITERION, level, "Because.", evidence)
    assert (mark.points, mark.ceiling, mark.speaks) == (points, ceiling, speaks)
    assert Mark.from_dict("data.access", mark.as_dict()) == mark
    short = Mark.from_dict("data.access", mark.level_only())
    assert (short.level, short.points, short.ceiling) == (level, points, ceiling)


def test_a_mark_at_an_unknown_level():
    with pytest.raises(KeyError):
        Mark.of(CRITERION, "ajar", "", ())


@pytest.mark.parametrize("field", ["outcome", "origin"])
def test_evidence_with_an_unknown_word(field: str):
    assert Evidence.from_dict(SAID.as_dict()) == SAID
    with pytest.raises(ValueError, match="nonsense"):
        Evidence.from_dict({**SAID.as_dict(), field: "nonsense"})


# Openness class ---------------------------------------------------------------------------------

FULLY_OPEN = {
    "weights.access": "open-download",
    "weights.license": "open-source",
    "data.access": "downloadable",
    "data.sources": "itemised",
    "data.processing": "code",
    "code.training": "complete",
    "code.license": "open",
    "post.code": "n/a",
}


def class_of(**changed: str) -> str:
    levels = FULLY_OPEN | {name.replace("_", "."): level for name, level in changed.items()}
    return openness_class(Mark(c, lv, 0, 0, "", (), True) for c, lv in levels.items())


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "open source AI"),
        ({"post_code": "published"}, "open source AI"),
        ({"post_code": "part"}, "open data"),
        ({"code_license": "restricted"}, "open data"),
        ({"data_access": "reconstructible"}, "open source AI"),
        ({"data_access": "in-part"}, "open weights"),
        ({"data_access": "unchecked"}, "open weights"),
        ({"weights_access": "click-through"}, "open data"),
        ({"weights_access": "approval"}, "restricted weights"),
        ({"weights_license": "use-restricted"}, "restricted weights"),
        ({"weights_license": "unchecked"}, "restricted weights"),
        ({"weights_access": "withheld"}, "closed"),
    ],
)
def test_openness_class(changed: dict[str, str], expected: str):
    assert class_of(**changed) == expected


def test_no_single_step_towards_closed_makes_a_class_more_open():
    order = ["open source AI", "open data", "open weights", "restricted weights", "closed"]
    ladders = {c.id: [lv.id for lv in c.levels] for c in rubric_in_force().criteria}
    for criterion in FULLY_OPEN:
        name = criterion.replace(".", "_")
        ranks = [order.index(class_of(**{name: level})) for level in ladders[criterion]]
        assert all(a <= b for a, b in itertools.pairwise(ranks)), criterion
