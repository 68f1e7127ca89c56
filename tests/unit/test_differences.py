"""What one gains and loses by taking another release."""

from __future__ import annotations

import pytest

from registry.differences import changes, in_use
from registry.resources import rubric

WORST = {c.id: c.absent for c in rubric().criteria}


def words(mine: dict[str, str], other: dict[str, str]) -> tuple[list[str], list[str]]:
    gains, losses = changes({**WORST, **mine}, {**WORST, **other}, rubric())
    return [c.words for c in gains], [c.words for c in losses]


def test_gains_and_losses_in_words():
    assert words(
        {"weights.access": "open-download"},
        {"data.access": "downloadable", "weights.access": "approval", "docs.card": "partial"},
    ) == (["data can be downloaded", "model card: partial"], ["the weights must be asked for"])


def test_what_weighs_most_comes_first_then_what_readers_ask_for():
    gains, _ = changes(
        WORST,
        {
            **WORST,
            "docs.paper": "detailed",
            "data.sources": "itemised",
            "data.access": "downloadable",
        },
        rubric(),
    )
    assert [c.criterion for c in gains] == ["data.access", "data.sources", "docs.paper"]
    assert gains[0].instead_of == "undisclosed"


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ({"data.access": "closed"}, {"data.access": "undisclosed"}),  # worth the same
        ({"post.method": "n/a"}, {"post.method": "each-stage"}),
        ({"post.method": "each-stage"}, {"post.method": "n/a"}),
        ({"code.training": "unchecked"}, {"code.training": "none"}),
    ],
)
def test_neither_gained_nor_lost(mine: dict[str, str], other: dict[str, str]):
    assert words(mine, other) == ([], [])


def test_what_is_unchecked_counts_by_what_is_certain():
    assert words({"code.training": "unchecked"}, {"code.training": "complete"}) == (
        ["training code is published"], [],
    )  # fmt: skip
    assert words({"code.training": "complete"}, {"code.training": "unchecked"}) == (
        [], ["training code could not be checked"],
    )  # fmt: skip


def test_who_uses_a_tuned_model_loses_its_tuning_with_a_base_model():
    base = {c.id: "n/a" for c in rubric().of_pillar("post")}
    assert words({"docs.card": "partial"}, base) == (
        [],
        ["no post-training: a base model", "model card: none"],
    )
    assert words(base, {}) == ([], [])
    assert words(base, base) == ([], [])


def test_nothing_is_said_of_a_release_without_levels():
    assert changes({}, WORST, rubric()) == ([], [])
    assert changes(WORST, {}, rubric()) == ([], [])


@pytest.mark.parametrize(
    ("mine", "other", "gains", "losses"),
    [
        ((7e9, 100), (1e9, 10), [], ["size 7\u00a0B to 1\u00a0B", "10 times fewer downloads"]),
        ((6738417664, 100), (160e6, 100), [], ["size 6.7\u00a0B to 160\u00a0M"]),
        ((7e9, 10), (8e9, 30), ["3 times more downloads"], []),
        ((None, None), (None, 5000), ["more than 1,000 times more downloads"], []),
        ((7e9, 19), (6e9, 10), [], []),
        ((None, 0), (1e9, None), [], []),
    ],
)
def test_size_and_downloads(mine, other, gains, losses):
    def summary(told):
        return {"parameters": told[0] and int(told[0]), "downloads": told[1]}

    more, fewer = in_use(summary(mine), summary(other))
    assert ([c.words for c in more], [c.words for c in fewer]) == (gains, losses)
