"""What a disclosure would make of a grade."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.disclosing.effects import effect_of
from registry.resources import rubric
from registry.scoring.rubric import NOT_APPLICABLE
from tests.factories import as_opened, marks, result_of

LEVELS = st.fixed_dictionaries(
    {
        c.id: st.sampled_from(["", NOT_APPLICABLE, *(level.id for level in c.levels)])
        for c in rubric().criteria
    }
)


def opened(levels: dict[str, str] | None = None):
    return {m.criterion: as_opened(m) for m in marks(levels)}


def test_a_better_level_raises_score_and_letter():
    effect = effect_of(
        opened(), {"data.access": "downloadable", "data.sources": "itemised"}, rubric()
    )
    assert effect is not None
    assert (effect.score_before, effect.letter_before) == (0.0, "F")
    assert effect.score_after == effect.gain > 0
    assert [s.criterion for s in effect.steps] == ["data.sources", "data.access"]
    assert all(s.gain > 0 for s in effect.steps)
    assert "rises from 0.0 (F)" in effect.sentence


def test_a_correction_takes_away():
    effect = effect_of(
        opened({"data.access": "downloadable"}), {"data.access": "in-part"}, rubric()
    )
    assert effect is not None
    assert effect.gain < 0
    assert "falls" in effect.sentence


def test_the_same_level_changes_nothing():
    effect = effect_of(opened({"data.access": "in-part"}), {"data.access": "in-part"}, rubric())
    assert effect is not None
    assert not effect.steps
    assert "already" in effect.sentence


def test_what_has_no_grade_has_no_effect():
    assert effect_of({}, {"data.access": "in-part"}, rubric()) is None


def test_a_level_of_another_criterion_is_refused():
    with pytest.raises(KeyError):
        effect_of(opened(), {"data.access": "comprehensive"}, rubric())


@given(LEVELS, LEVELS)
def test_it_is_what_the_rubric_makes_of_the_levels(now: dict[str, str], then: dict[str, str]):
    effect = effect_of(opened(now), then, rubric())
    assert effect is not None
    result = result_of("a/b", marks({**now, **{c: level for c, level in then.items() if level}}))
    assert (effect.score_after, effect.letter_after) == (result.score, result.letter)
