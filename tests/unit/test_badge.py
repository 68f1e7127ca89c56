"""Badges: what they say, and how wide it is."""

from __future__ import annotations

from typing import Any

import pytest

from registry.badge import release_badge, text_width
from registry.resources import rubric


def summary(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": "org/model",
        "score": 74.96,
        "high": 80.0,
        "letter": "B",
        "class": "open weights",
        "pillars": {"weights": 90.0, "data": 30.0, "code": 10.0, "post": None, "docs": 75.0},
    }
    return {**told, **changes}


def test_a_badge_says_letter_and_score():
    badge = release_badge(summary(), rubric())
    assert (badge.label, badge.value, badge.opening, badge.tone) == (
        "openness",
        "B 74",
        74,
        "middle",
    )
    assert badge.title == (
        "Openness of org/model: grade B, 75.0 of 100, up to 80.0; open weights. Graded by Aperture"
    )


def test_a_score_never_looks_like_a_better_letter():
    assert release_badge(summary(score=84.96, high=84.96), rubric()).value == "B 84"


def test_without_a_grade():
    nothing = summary(
        score=None, high=None, letter=None, pillars=dict.fromkeys(summary()["pillars"])
    )
    for pillar, label in (("", "openness"), ("post", "post-training")):
        badge = release_badge(nothing, rubric(), pillar)
        assert (badge.label, badge.value, badge.opening) == (label, "not graded", None)
        assert badge.title.endswith("org/model: not graded")


@pytest.mark.parametrize(
    ("pillar", "label", "value", "tone"),
    [
        ("weights", "weights", "open 90", "high"),
        ("data", "data", "partial 30", "middle"),
        ("code", "code", "closed 10", "low"),
        ("post", "post-training", "n/a", "none"),
    ],
)
def test_of_one_pillar(pillar: str, label: str, value: str, tone: str):
    badge = release_badge(summary(), rubric(), pillar)
    assert (badge.label, badge.value, badge.tone) == (label, value, tone)


def test_there_is_no_such_pillar():
    with pytest.raises(LookupError, match="There is no pillar 'dta'; there are weights, data"):
        release_badge(summary(), rubric(), "dta")


def test_widths():
    assert text_width("") == 0
    assert text_width("openness") == 48  # as Helvetica has it at 11 px
    assert text_width("Ж") > 0
