"""The openness class in one sentence: it never says what the levels deny."""

from __future__ import annotations

from itertools import product

import pytest

from registry.class_sentence import class_sentence
from registry.resources import rubric
from registry.scoring.marks import Mark
from registry.scoring.openness import openness_class
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

SPOKEN_OF = (
    *("weights.access", "weights.license", "data.access", "data.sources"),
    "code.training",
)
CRITERIA = {c.id: c for c in rubric().criteria}
OPEN = {
    "weights.access": "open-download",
    "weights.license": "open-source",
    "data.access": "undisclosed",
    "data.sources": "undisclosed",
    "code.training": "none",
}


def points(criterion: str, level: str) -> float | None:
    known = {lv.id: lv.points for lv in CRITERIA[criterion].levels}
    return None if level == NOT_APPLICABLE else known.get(level, 0.0)


def choices(criterion: str) -> list[str]:
    return [*(lv.id for lv in CRITERIA[criterion].levels), UNCHECKED, NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("openness", "levels", "sentence"),
    [
        (
            "open weights",
            {},
            "Open weights: anyone may download and use the weights; the data behind them is not disclosed.",
        ),
        (
            "restricted weights",
            {"weights.license": "use-restricted", "data.access": "closed"},
            "Restricted weights: anyone may download the weights, but conditions limit their use; "
            "the publisher withholds the training data.",
        ),
        (
            "open data",
            {"data.access": "downloadable", "code.training": "part"},
            "Open data: anyone may download and use the weights; the training data can be downloaded; "
            "part of the training code is published.",
        ),
        (
            "closed",
            {"weights.access": "withheld"},
            "Closed: the weights are not published; the data behind them is not disclosed.",
        ),
        (
            "restricted weights",
            {"weights.access": "approval"},
            "Restricted weights: the publisher decides who may download the weights, and whoever has them may "
            "use them; the data behind them is not disclosed.",
        ),
    ],
)
def test_sentences(openness: str, levels: dict[str, str], sentence: str):
    assert class_sentence(openness, {**OPEN, **levels}) == sentence


def test_a_release_of_which_nothing_is_known():
    assert class_sentence("restricted weights", {}) == "Restricted weights."


def test_every_level_of_the_rubric_has_words():
    for criterion in ("weights.access", "weights.license", "data.access"):
        for level in CRITERIA[criterion].levels:
            levels = {**OPEN, criterion: level.id}
            without = {k: v for k, v in OPEN.items() if k != criterion}
            assert class_sentence("open weights", levels) != class_sentence("open weights", without)


SAID = {
    ": anyone may download": ("weights.access", {"open-download"}),
    "and use the weights": ("weights.license", {"open-source"}),
    "whoever has them may use them": ("weights.license", {"open-source"}),
    "can be downloaded": ("data.access", {"downloadable"}),
    "can be rebuilt": ("data.access", {"reconstructible"}),
    "; the training code is published": ("code.training", {"complete"}),
    "not disclosed": ("data.access", {"undisclosed"}),
    "withholds the training data": ("data.access", {"closed"}),
    "weights are not published": ("weights.access", {"withheld"}),
}


@pytest.mark.parametrize(
    ("tuning", "said"),
    [
        ("none", "part of the training code"),
        ("published", "the training code is published"),
        ("n/a", "the training code is published"),
    ],
)
def test_the_code_of_a_tuned_model_is_more_than_that_of_its_pre_training(tuning: str, said: str):
    levels = {"code.training": "complete", "post.code": tuning}
    assert said in class_sentence("open data", levels)


def test_no_sentence_says_what_a_level_denies():
    for chosen in product(*(choices(c) for c in SPOKEN_OF)):
        levels = dict(zip(SPOKEN_OF, chosen, strict=True))
        marks = [
            Mark(c, lv, points(c, lv), points(c, lv), "", (), True)
            for c, lv in levels.items()
            if lv != NOT_APPLICABLE
        ]
        openness = openness_class(marks)
        sentence = class_sentence(openness, levels)
        assert sentence.lower().startswith(openness.lower())
        for words, (criterion, allowed) in SAID.items():
            assert words not in sentence or levels[criterion] in allowed, (sentence, levels)
        if openness == "open data":
            assert "can be downloaded" in sentence or "can be rebuilt" in sentence
        if openness in {"open data", "open weights"}:
            assert "use the weights" in sentence
