"""The words of names in memory: by word and by beginning, as a slow look at all names would have it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from registry.catalog.coded import Coded
from registry.catalog.names import NameWords, PublisherNames
from registry.words import name_words, squashed

PARTS = st.sampled_from(
    ["Llama", "llama", "DeepSeek", "3", "3.1", "8B", "Instruct", "Qwen2.5", "é"]
)
NAMES = st.lists(PARTS, min_size=1, max_size=4).map("-".join)
IDS = st.lists(
    st.builds("{}/{}".format, st.sampled_from(["meta-llama", "Meta", "qwen"]), NAMES), max_size=12
)


@given(IDS, st.sampled_from(["llama", "lla", "deep", "deepseek", "3", "3.", "8b", "q", "", "zz"]))
def test_rows_by_word_and_by_beginning(ids: list[str], word: str):
    told = NameWords(ids)
    words = [[*own, *further] for own, further, _ in map(name_words, ids)]
    exactly = [row for row, of in enumerate(words) if word in of]
    beginning = [row for row, of in enumerate(words) if any(w.startswith(word) for w in of)]
    assert sorted({*told.rows(word).tolist()}) == exactly
    assert sorted({*told.beginning(word).tolist()}) == beginning
    assert told.lengths.tolist() == [len(name_words(i)[0]) for i in ids]
    assert told.is_led.tolist() == [name_words(i)[2] for i in ids]


@given(st.lists(st.sampled_from(["meta-llama", "Meta", "qwen", "", "É"])), st.text(max_size=3))
def test_publishers_by_beginning(organizations: list[str], start: str):
    told = PublisherNames(Coded.of(organizations))
    start = squashed(start)
    expected = [squashed(name).startswith(start) for name in organizations]
    assert told.beginning(start).tolist() == expected
