"""A reader that fails: what it would have found is unchecked, and nothing else is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawlers import readers
from crawlers.cards import MAX_CARD_BYTES, MAX_PASSAGES
from crawlers.readers import lineage, read
from crawlers.readers.observed import Observed
from registry.scoring.case import Case
from registry.scoring.evidence import Evidence
from registry.scoring.judges import JUDGES
from tests.unit.cases import case, criterion, observed

CARD = "---\nlicense: mit\n---\n## Training\n\nWe used a learning rate of 2e-5 and AdamW."


def level(of: Case, criterion_id: str) -> str:
    asked = criterion(criterion_id)
    return JUDGES[asked.judge](of, asked).level


def read_data(_: Observed) -> Iterator[Evidence]:
    yield Evidence("data.processing", "described", value="deduplication")
    raise KeyError("a card nobody foresaw")


def failing(_: Observed) -> lineage.Lineage:
    raise RecursionError


def test_a_failed_reader_leaves_only_its_own_pillar_unchecked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others = tuple(r for r in readers.MODEL_READERS if r.__name__ != "read_data")
    monkeypatch.setattr(readers, "MODEL_READERS", (read_data, *others))
    judged = case(read(observed(CARD).snapshot))
    assert level(judged, "data.datasheet") == "unchecked"
    assert level(judged, "code.recipe") == "some"
    assert level(judged, "weights.license") == "open-source"
    assert level(judged, "docs.paper") == "none"
    assert judged.found("data.processing")


def test_without_its_lineage_all_that_was_not_found_is_unchecked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    snapshot = observed(CARD).snapshot
    monkeypatch.setattr(lineage, "find_lineage", failing)
    judged = case(read(snapshot))
    assert level(judged, "docs.paper") == "unchecked"
    assert level(judged, "weights.base") == "unchecked"
    assert level(judged, "weights.license") == "open-source"


@pytest.mark.parametrize(
    "rest",
    ["# A heading\n\n" * (MAX_PASSAGES + 1), "word " * (MAX_CARD_BYTES // 5)],
    ids=["more passages than are read", "more bytes than are read"],
)
def test_what_a_card_too_long_to_be_read_may_say_is_unchecked(rest: str) -> None:
    judged = case(read(observed(f"{CARD}\n\n{rest}").snapshot))
    assert level(judged, "code.recipe") == "some"
    assert level(judged, "docs.paper") == "unchecked"
    assert level(judged, "data.sources") == "unchecked"


def test_a_card_of_the_greatest_length_is_read_to_its_end() -> None:
    padding = "word " * ((MAX_CARD_BYTES - len(CARD)) // 5 - 1)
    judged = case(read(observed(f"{CARD}\n\n{padding}").snapshot))
    assert level(judged, "docs.paper") == "none"
