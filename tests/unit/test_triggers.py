"""Triggers: where texts occur in the passages of a card, known before or not."""

from __future__ import annotations

import pytest

from crawlers.passage_index import PassageIndex, PassagePart
from crawlers.passages import Passage
from crawlers.triggers import Asked


def index_of(*texts: str) -> PassageIndex:
    return PassageIndex(tuple(Passage(text, n, "sentence") for n, text in enumerate(texts, 1)))


@pytest.fixture
def index() -> PassageIndex:
    return index_of(
        "Trained on papers", "Run it:\npip install trained", "Ünïcode before it, trained"
    )


@pytest.mark.parametrize("times", [1, 2])
def test_a_trigger_is_found_when_first_asked_for_and_ever_after(times: int) -> None:
    for _ in range(times):
        index = index_of("nothing of the kind", "a quagga, and another quagga", "quaggas")
        assert index.places(["quagga"]) == {1, 2}


def test_triggers_within_one_another_are_all_found(index: PassageIndex) -> None:
    assert index.places(["trained", "rain", "trained on"]) == {0, 1, 2}
    assert index.places(["trained on"]) == {0}
    assert index.places(["on paper", "before it"]) == {0, 2}


def test_passages_come_in_their_order_and_once(index: PassageIndex) -> None:
    assert [p.line for p in index.mentioning("it", "trained", "papers")] == [1, 2, 3]
    assert [p.line for p in index.mentioning("no such words")] == []


def test_a_part_holds_only_its_own_passages(index: PassageIndex) -> None:
    assert [p.line for p in PassagePart(index, [1, 2]).mentioning("trained", "papers")] == [2, 3]


def test_words_of_one_card_are_found_without_being_remembered(index: PassageIndex) -> None:
    assert [p.line for p in index.holding("trained")] == [1, 2, 3]


def test_more_triggers_than_can_be_remembered_are_not_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crawlers.triggers.MAX_TRIGGERS", 2)
    asked = Asked()
    for word in ("", "one", "two", "three"):
        asked.add((word,))
    assert asked.together().triggers.within("one, two, three") == {"one", "two"}
