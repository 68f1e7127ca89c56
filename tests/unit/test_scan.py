"""Searches over a card's own words."""

from __future__ import annotations

from crawlers.readers.scan import own_words
from tests.unit.cases import observed


def test_rows_below_a_head_are_near_its_words_though_the_head_stands_but_once() -> None:
    table = "| Epoch | Loss |\n|---|---|\n| {} | 0.5 |\n\n"
    words = own_words(observed(f"# A\n{table.format(1)}# B\n\nAnd on.\n\n# A\n{table.format(2)}"))
    assert [p.text for p in words.near("epoch")] == ["Epoch | Loss", "1 | 0.5", "2 | 0.5"]
    assert [p.text for p in words.near("0.5", "and on")] == ["1 | 0.5", "And on.", "2 | 0.5"]
