"""How texts become words: the same for what is kept and for what is asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import words
from registry.words import (
    LONGEST,
    LONGEST_SQUASHED,
    MOST_ASKED,
    MOST_WORDS,
    kept_words,
    name_words,
    query_words,
    squashed,
    text_words,
    whole_names,
)

ANYTHING = st.text(st.characters(), max_size=300) | st.text(
    st.sampled_from("aZ09.:-_/ \0\ud800é\u0301İß模ー๗٣½①ﬃ\ufdfa😀\u200d\n"), max_size=300
)
"""Every character that Python has, lone surrogates among them, and those that are trouble more often."""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Qwen2.5-Coder-7B", "qwen 2.5 coder 7b"),
        ("llama3", "llama 3"),
        ("gpt2", "gpt 2"),
        ("DeepSeek-R1", "deepseek r 1"),
        ("Mixtral-8x7B-v0.1", "mixtral 8x7b v 0.1"),
        ("OLMo-2-1124 at 0.5b", "olmo 2 1124 at 0.5b"),
        ("It ended in 2024.Then 1..2 and .5.", "it ended in 2024 then 1 2 and 5"),
        ("model-7b.gguf", "model 7b gguf"),
        ("Ärzte, ÄRZTE a\u0308rzte", "ärzte"),
        ("Straße STRASSE", "strasse"),
        ("ｆｕｌｌ　ｗｉｄｔｈ７Ｂ", "full width 7b"),
        ("日本語LLM", "日 本 語 llm"),
        ("ひらガナ", "ひ ら ガ ナ"),
        ("भाषा", "भाषा"),
        ("٣٢ ① x²", "32 1 x 2"),
        ("snake_case/path@here n:x", "snake case path here n x"),
        ("😀 \0 \ud800 --- ...", ""),
        ("", ""),
    ],
)
def test_words_of_a_text(text: str, words: str):
    assert text_words([text]) == words.split()


def test_names_have_words_and_those_that_capitals_tell_apart():
    assert name_words("deepseek-ai/DeepSeek-R1") == (["deepseek", "r", "1"], ["deep", "seek"], True)
    assert name_words("unsloth/Qwen2.5-7B") == (["qwen", "2.5", "7b"], [], False)
    assert name_words("a/LLaMA") == (["llama"], [], False)
    assert name_words("gpt2") == (["gpt", "2"], [], False)
    assert name_words("") == ([], [], False)


def test_names_are_found_in_one_word():
    assert whole_names("deepseek-ai/DeepSeek-R1") == ["s:deepseekr1", "s:deepseekaideepseekr1"]
    assert whole_names("gpt2") == ["s:gpt2"]
    assert whole_names("") == []


def test_what_is_kept_of_a_release():
    assert kept_words("EleutherAI/gpt-neo", ["mit", "A GPT, by neo."]).split() == [
        *("s:gptneo", "s:eleutheraigptneo"),
        *("eleutherai", "gpt", "neo", "eleuther", "ai", "mit", "a", "by"),
    ]


def test_one_name_in_one_word_however_it_is_written():
    written = ("Qwen2.5-7B", "qwen 2.5 7b", "QWEN_2.5_7B", "qwen257b")
    assert {squashed(text) for text in written} == {"qwen257b"}


def test_there_is_a_limit_to_everything():
    many = " ".join(f"word{chr(97 + n % 26)} {n}" for n in range(3 * MOST_WORDS))
    assert len(text_words([many])) == MOST_WORDS
    assert len(query_words(many)) == MOST_ASKED
    assert text_words(["x" * 500, "1" * 500]) == ["x" * LONGEST, "1" * LONGEST]
    assert squashed("y" * 500) == "y" * LONGEST_SQUASHED


@given(ANYTHING, ANYTHING)
def test_words_are_such_that_both_databases_keep_each_whole(name: str, text: str):
    for word in kept_words(name, [text]).split(" "):
        plain = word[2:] if word[:2] in ("n:", "s:", "o:") else word
        for character in plain:
            kind = unicodedata.category(character)
            assert kind[0] in "LM" or character in "0123456789." or kind == "Nl"
        assert plain == plain.strip(".")
        assert plain or not word


@given(ANYTHING)
def test_asking_for_a_word_of_a_text_asks_for_that_word(text: str):
    words = text_words([text])
    assert [query_words(word) for word in words] == [(word,) for word in words]
    assert set(query_words(text)) <= set(words)


@given(ANYTHING)
def test_asking_for_a_name_finds_it(name: str):
    kept = kept_words(f"org/{name}", []).split(" ")
    own = name.rpartition("/")[2]
    assert {*query_words(own)} <= {*kept}
    assert not squashed(own) or f"s:{squashed(own)}" in kept


@pytest.mark.parametrize(
    "text", ["a", "1.", "\u0301\u0316", "\ufdfa", "模", "\ud800", "aB", "./-", "٣", "가\u11a8"]
)
def test_work_grows_with_the_length_and_no_faster(text: str, monkeypatch: pytest.MonkeyPatch):
    """However long a text is, nothing that takes the square of a length is given more than a piece of it."""
    lengths: list[int] = []

    def folded(piece: str) -> str:
        lengths.append(len(piece))
        return fold(piece)

    fold = words._folded
    monkeypatch.setattr(words, "_folded", folded)
    hostile = text * (20_000 // len(text))
    kept_words(hostile, [hostile])
    query_words(hostile)
    assert max(lengths) <= 1000
    # As a query, as a text, as an id, and as a name in one word, without and with its organization.
    assert sum(lengths) <= 5 * len(hostile)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_a_plain_name_has_the_words_of_any_text(name: str):
    name = name.replace("/", "-")
    assert [w[:LONGEST] for w in name_words(f"org/{name}")[0]] == text_words([name])
