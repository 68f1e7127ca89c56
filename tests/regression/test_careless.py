"""The properties can fail: a careless reader breaks each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawlers import readers
from crawlers.readers.observed import Observed
from registry.scoring.evidence import Evidence
from tests.regression.cards import joined, risen
from tests.regression.passages import Passage

PLAIN = "## About Brook\n\nBrook is a language model."


def keywords(observed: Observed) -> Iterator[Evidence]:
    """Takes any mention for a statement, as scrapers do."""
    for word, criterion, fact in (
        ("training data", "data.access", "rebuild"),
        ("Pile", "data.sources", "corpus"),
        ("A100", "code.compute", "accelerators"),
    ):
        for passage in observed.card.mentioning(word.lower()):
            yield observed.said(criterion, fact, passage, value=word)


def first_words(observed: Observed) -> Iterator[Evidence]:
    """Reads the first sentence alone."""
    first = next((p for p in observed.card.passages if p.kind != "heading"), None)
    if first is not None and "C4" in first.text:
        yield observed.said("data.sources", "corpus", first, value="C4")


def english_headings(observed: Observed) -> Iterator[Evidence]:
    """Counts a heading, whatever stands below it."""
    for passage in observed.card.passages:
        if passage.section and passage.section[-1].startswith("Training data"):
            yield observed.said("data.sources", "corpus", passage, value="some")


@pytest.mark.parametrize(
    ("reader", "before", "after"),
    [
        (keywords, [PLAIN], [PLAIN, "## More\n\nThe training data is not released."]),
        (keywords, [PLAIN], [PLAIN, "## More\n\nThe training data will be released soon."]),
        (keywords, [PLAIN], [PLAIN, "## More\n\nPythia was trained on the Pile with A100 GPUs."]),
        (first_words, [PLAIN, "## Data\n\nOn C4."], ["## Data\n\nOn C4.", PLAIN]),
        (english_headings, ["## 训练数据\n\nTBD soon, on"], ["## Training data\n\nTBD soon, on"]),
    ],
    ids=["a denial", "a promise", "another model", "the order", "a heading"],
)
def test_a_careless_reader_is_found_out(
    reader, before: list[str], after: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MODEL_READERS", (reader,))
    release = Passage("", "", "", metadata={"siblings": []})
    assert risen(release.grade(joined(before)), release.grade(joined(after)))
