"""How a grade moved, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.history import Cause, Movement, Standing, Step, movement
from tests.unit.cases import rubric

LEVELS = {"data.access": "downloadable", "weights.access": "open-download"}
BEFORE = Standing(1, "8", "1.0", 63.5, "C", "open data", LEVELS)


def moved(levels: Mapping[str, str] | None = None, **fields: Any) -> Movement | None:
    changed = replace(BEFORE, levels={**LEVELS, **(levels or {})}, **fields)
    return movement(BEFORE, changed, rubric())


@pytest.mark.parametrize(
    ("fields", "causes", "words"),
    [
        ({"snapshot_id": 2, "score": 58.0, "levels": {"data.access": "gated"}}, ["release"],
         "The grade fell from 63.5 (C) to 58.0 (C): "
         "access to the data from downloadable to gated."),
        ({"rubric_version": "1.1", "score": 71.0, "letter": "B"}, ["rubric"],
         "The rubric changed from 1.0 to 1.1; the grade rose from 63.5 (C) to 71.0 (B)."),
        ({"reader_version": "9", "openness": "open weights"}, ["readers"],
         "The readers changed from 8 to 9; the grade stayed at 63.5 (C), "
         "the class went from open data to open weights."),
        ({"score": 64.0}, ["related"],
         "What it derives from or links to changed; the grade rose from 63.5 (C) to 64.0 (C)."),
        ({"snapshot_id": 2, "rubric_version": "2", "reader_version": "9", "score": 64.0},
         ["release", "rubric", "readers"],
         "The release changed, the rubric changed from 1.0 to 2 and the readers changed from 8 to "
         "9; the grade rose from 63.5 (C) to 64.0 (C)."),
        ({"rubric_version": "2", "letter": "B"}, ["rubric"],
         "The rubric changed from 1.0 to 2; the grade changed from 63.5 (C) to 63.5 (B)."),
    ],
)  # fmt: skip
def test_words_and_causes(fields: dict[str, Any], causes: list[str], words: str) -> None:
    found = moved(**fields)
    assert found is not None
    assert list(found.causes) == causes
    assert found.words == words
    assert found.why.endswith(".")


@pytest.mark.parametrize(
    ("before", "after", "causes"),
    [
        ({"gone": ""}, {"gone": "7"}, ["link"]),
        ({"gone": "7"}, {"gone": ""}, ["link"]),
        ({"gone": "7"}, {"gone": "", "snapshot_id": 2}, ["release"]),
        ({"gone": "7", "disclosures": "3"}, {"gone": ""}, ["disclosure"]),
        ({"gone": "7", "disclosures": "3"}, {"gone": "8"}, ["disclosure", "link"]),
    ],
)
def test_a_dead_link_that_nothing_rests_on_any_more_has_not_come_back(
    before: dict[str, Any], after: dict[str, Any], causes: list[str]
) -> None:
    found = movement(replace(BEFORE, **before), replace(BEFORE, score=64.0, **after), rubric())
    assert found is not None
    assert list(found.causes) == causes


def test_the_first_grade() -> None:
    first = movement(None, BEFORE, rubric())
    assert first is not None
    assert first.words == "Its first grade is 63.5 (C), open data."
    assert (first.direction, first.causes, first.why) == ("first", (), "")
    assert first.as_dict()["before"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"snapshot_id": 2, "reader_version": "9", "rubric_version": "2"},
        {"score": 63.5001},
        {"levels": {"data.new": "asked of nobody before"}},
        {"levels": {"components.energy": "found"}},
    ],
)
def test_nothing_that_people_see(fields: dict[str, Any]) -> None:
    assert moved(**fields) is None


def test_a_criterion_is_named_in_the_order_of_the_rubric() -> None:
    found = moved({"data.access": "gated", "weights.access": "manual-gate"})
    assert found is not None
    assert found.direction == "stayed"
    assert found.steps == (
        Step("weights.access", "access to the weights", "open-download", "manual-gate"),
        Step("data.access", "access to the data", "downloadable", "gated"),
    )


def test_many_steps_are_cut_in_words_alone() -> None:
    low = {c.id: c.levels[-1].id for c in rubric().criteria}
    high = {c.id: c.levels[0].id for c in rubric().criteria}
    found = movement(replace(BEFORE, levels=low), replace(BEFORE, levels=high), rubric())
    assert found is not None
    assert len(found.steps) == len(rubric().criteria)
    assert found.words.endswith(f" and {len(low) - 4} more.")
    assert "…" not in found.words


def test_plain_values() -> None:
    found = moved({"data.access": "gated"}, snapshot_id=2, score=58.0)
    assert found is not None
    told = found.as_dict()
    assert (told["direction"], told["causes"]) == ("fell", ["release"])
    assert [told[side]["score"] for side in ("before", "after")] == [63.5, 58.0]
    assert told["steps"] == [
        {
            "criterion": "data.access",
            "title": "access to the data",
            "before": "downloadable",
            "after": "gated",
        }
    ]


STANDINGS = st.builds(
    Standing,
    st.integers(1, 2),
    st.sampled_from(["8", "9"]),
    st.sampled_from(["1.0", "1.1"]),
    st.floats(0, 100),
    st.sampled_from("AB"),
    st.sampled_from(["open data", "closed"]),
    st.dictionaries(
        st.sampled_from([c.id for c in rubric().criteria] + ["none.such"]),
        st.sampled_from(["n/a", "unchecked", "gated"]),
    ),
)
BACK = {"rose": "fell", "fell": "rose", "stayed": "stayed", "changed": "changed"}


@given(STANDINGS)
def test_nothing_moves_to_itself(standing: Standing) -> None:
    assert movement(standing, standing, rubric()) is None


@given(STANDINGS, STANDINGS)
def test_moved_back(before: Standing, after: Standing) -> None:
    there, back = movement(before, after, rubric()), movement(after, before, rubric())
    assert (there is None) is (back is None)
    if there and back:
        assert back.direction == BACK[there.direction]
        assert back.causes == there.causes
        assert (Cause.RELATED in there.causes) is (there.causes == (Cause.RELATED,))
        assert [(s.after, s.before) for s in back.steps] == [
            (s.before, s.after) for s in there.steps
        ]
