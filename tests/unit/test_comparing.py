"""What sets releases apart, in one sentence; and which ids an address asks for."""

from __future__ import annotations

import pytest

from registry.comparing import MOST_NAMED, comparison, sets_apart, short_names, wanted_ids
from registry.level_words import CLAUSES, clause, state
from registry.resources import rubric

WORST = {c.id: c.absent for c in rubric().criteria}
BEST = {c.id: c.levels[0].id for c in rubric().criteria}


def told(*levels: dict[str, str]) -> str:
    names = ("Elm", "Oak", "Fir", "Ash")
    return sets_apart(
        [(n, {**WORST, **given}) for n, given in zip(names, levels, strict=False)], rubric()
    )


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        (
            ({"data.access": "downloadable"}, {}),
            "Elm publishes its data, Oak does not say what it was trained on.",
        ),
        (
            ({}, {"data.access": "downloadable"}),
            "Oak publishes its data, Elm does not say what it was trained on.",
        ),
        (
            ({"data.access": "downloadable"}, {"data.access": "downloadable"}, {}, {}),
            "Elm and Oak publish their data, Fir and Ash do not say what they were trained on.",
        ),
        (
            ({"data.access": "closed"}, {"data.access": "gated"}, {"data.access": "downloadable"}),
            "Fir publishes its data, Oak shares its data on request, Elm keeps its data closed.",
        ),
        # What is further apart is told of, even if less is asked for it.
        (
            ({"data.access": "in-part", "code.training": "complete"}, {}),
            "Elm publishes its training code, Oak publishes no training code.",
        ),
        (({"data.access": "in-part"}, {}), None),
        # What could not be checked sets nothing apart.
        (
            (
                {"data.access": "unchecked", "weights.license": "open-source"},
                {"data.access": "downloadable"},
            ),
            "Elm may be used for anything, Oak declares no licence.",
        ),
        # A criterion without words of its own is named.
        (
            ({"docs.paper": "detailed"}, {}),
            "What differs most is the paper or report: “detailed” for Elm, “none” for Oak.",
        ),
        # Withheld is worth no more than untold, and is something else.
        (
            ({"data.sources": "closed"}, {}),
            "Oak does not say what it was trained on, Elm keeps the sources of its data closed.",
        ),
        (({}, {}), "On each criterion Elm and Oak are at the same level."),
        (({}, {}, {}), "On each criterion Elm, Oak and Fir are at the same level."),
        (
            ({"post.method": "n/a"}, {}),
            "Where all of them could be looked at, they are at the same level.",
        ),
        (({},), ""),
        ((), ""),
    ],
)
def test_one_sentence_says_what_sets_them_apart(levels, sentence):
    if sentence is None:
        sentence = "Elm publishes part of its data, Oak does not say what it was trained on."
    assert told(*levels) == sentence


def test_there_are_words_for_every_level_that_a_sentence_may_speak_of():
    for criterion_id, words in CLAUSES.items():
        assert set(words) == {level.id for level in rubric().criterion(criterion_id).levels}
        for level in words:
            for number in (1, 2):
                assert "{" not in clause(criterion_id, level, number)


def test_every_level_has_a_state():
    for criterion in rubric().criteria:
        for level in (*(known.id for known in criterion.levels), "unchecked"):
            assert state(rubric(), criterion.id, level)


def test_names_are_short_where_they_still_differ():
    assert short_names(["a/x", "b/y", "gpt2"]) == ["x", "y", "gpt2"]
    assert short_names(["a/x", "b/x", "c/y"]) == ["a/x", "b/x", "y"]


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        (["a/b", "c/d"], ["a/b", "c/d"]),
        ([" a/b ", "", "a/b", "/"], ["a/b"]),
        (["https://huggingface.co/a/b/tree/main?x=1#y"], ["a/b"]),
        (["huggingface.co/a/b"], ["a/b"]),
        (["http://localhost:8080/models/a/b"], ["a/b"]),
        (["a\0/b\ud800"], ["a /b"]),
        (["x" * 900], ["x" * 200]),
        ([f"a/{n}" for n in range(99)], [f"a/{n}" for n in range(MOST_NAMED)]),
    ],
)
def test_the_ids_of_an_address(values: list[str], ids: list[str]):
    assert wanted_ids(values) == ids


def test_nothing_to_compare():
    made = comparison([], rubric())
    assert (made["sentence"], made["differing"], made["frameworks"], made["stages"]) == (
        "", [], [], [],
    )  # fmt: skip
