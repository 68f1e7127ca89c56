"""Spelling: what was written, as an id, and which names it is like."""

from __future__ import annotations

import pytest

from registry.spelling import cleaned, likeness, nearest, readings

KNOWN = [
    "meta-llama/Llama-2-7b",
    "meta-llama/Llama-2-70b-chat-hf",
    "allenai/OLMo-7B",
    "openai-community/gpt2",
    "mistralai/Mistral-7B-v0.1",
]


@pytest.mark.parametrize(
    "written",
    [
        "allenai/OLMo-7B",
        "/allenai/OLMo-7B/",
        "https://huggingface.co/allenai/OLMo-7B",
        "https:/huggingface.co/allenai/OLMo-7B/tree/main",  # a server makes one slash of two
        "hf.co/allenai/OLMo-7B/blob/main/README.md",
        "allenai/OLMo-7B.git",
        "models--allenai/OLMo-7B",
        "allenai/OLMo-7B\x00",
    ],
)
def test_what_stands_around_an_id_goes(written: str):
    assert cleaned(written) == "allenai/OLMo-7B"


@pytest.mark.parametrize(
    "written",
    [
        "allenai--OLMo-7B",
        "allenai:OLMo-7B",
        "allenai OLMo 7B",
        "allenai\\OLMo-7B",
        "allenai_OLMo-7B",
    ],
)
def test_other_separators(written: str):
    assert "allenai/OLMo-7B" in readings(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("meta-lama/Llama-2-7b", "meta-llama/Llama-2-7b"),
        ("meta-llama/llama2-7b", "meta-llama/Llama-2-7b"),
        ("facebook/Llama-2-7b", "meta-llama/Llama-2-7b"),
        ("Llama-2-70b-chat", "meta-llama/Llama-2-70b-chat-hf"),
        ("gtp2", "openai-community/gpt2"),
        ("mistralai/Mistral-7B", "mistralai/Mistral-7B-v0.1"),
        ("alenai/olmo_7b", "allenai/OLMo-7B"),
        ("olma", "allenai/OLMo-7B"),
        ("mistrl", "mistralai/Mistral-7B-v0.1"),
    ],
)
def test_the_nearest(written: str, meant: str):
    assert nearest(written, KNOWN, 3)[0] == meant


def test_nothing_is_like_nonsense():
    assert nearest("zzz/qqq", KNOWN, 5) == []
    assert nearest("", KNOWN, 5) == []


def test_likeness_is_of_0_to_1():
    assert likeness("a/b", "a/b") == 1.0
    assert likeness("A/b_c", "a/B-C") == 1.0
    assert likeness("abc", "xyz") == 0.0
