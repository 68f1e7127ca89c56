"""A corpus that is told to be made of others: its parts are no further corpora."""

from __future__ import annotations

import pytest

from crawlers.readers.data import read_data
from tests.unit.cases import observed


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Trained on Dolma, which consists of Common Crawl, C4 and Wikipedia.", {"Dolma"}),
        (
            "The Pile is an English corpus of 825 GiB from 22 named sources (among them Books3).",
            {"The Pile"},
        ),
        ("One corpus, RedPajama: Common Crawl, C4, GitHub, books, arXiv.", {"RedPajama"}),
        ("Trained on C4, Wikipedia and the Pile.", {"C4", "Wikipedia", "The Pile"}),
        ("Trained on Dolma and Wikipedia.", {"Dolma", "Wikipedia"}),
    ],
)
def test_parts_of_a_corpus(text: str, named: set[str]) -> None:
    seen = observed(f"# Brook 7B\n\n## Training data\n\n{text}\n")
    found = {
        e.value for e in read_data(seen) if (e.criterion, e.fact) == ("data.sources", "corpus")
    }
    assert found == named
