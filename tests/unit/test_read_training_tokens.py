"""Reads on how many tokens a card says that this very model was trained: what counts, and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.readers.scan import own_words
from crawlers.readers.training_tokens import read_training_tokens
from registry.scoring.tokens import training_tokens
from tests.unit.cases import observed

T, B = 10**12, 10**9


def tokens(card: str, name: str = "acme/brook-7b", base: str = "", **metadata: Any) -> int | None:
    front = f"---\nbase_model: {base}\n---\n" if base else ""
    seen = observed(front + card, id=name, **metadata)
    if base:
        seen = type(seen)(seen.snapshot, seen.card, (base,), "finetune")
    found = training_tokens(read_training_tokens(seen, own_words(seen)))
    return int(found.value) if found else None


@pytest.mark.parametrize(
    ("told", "card"),
    [
        (2 * T, "Brook was trained on 2 trillion tokens."),
        (2 * T, "It has been pre-trained on 2T tokens of web text and code."),
        (15 * T, "The model was pretrained on over 15T tokens."),
        (15 * T, "We trained it for 15T+ tokens on public data."),
        (15 * T, "This model is trained on more than 15 trillion tokens, most of them English."),
        (1400 * B, "Brook is pre-trained on roughly 1.4 trillion tokens."),
        (300 * B, "Pre-trained from scratch on 300 billion tokens."),
        (300 * B, "The model was trained for over 300B tokens over 572,000 steps."),
        (5600 * B, "Our model was pre-trained on a corpus of 5.6 trillion tokens."),
        (1500 * B, "Brook-7B is a 7B parameter decoder trained on 1,500B tokens of filtered web."),
        (1000 * B, "The model was trained on 1,000 billion tokens."),
        (700 * B, "It was trained on ~700B English, French and code tokens."),
        (1400 * B, "It went through pre-training with 1.4T bilingual tokens."),
        (1 * T, "Brook is being trained on a 1 trillion token mixture of English and Finnish."),
        (299892736000, "Each model saw 299,892,736,000 tokens during training."),
        (900 * B, "The model has seen 900 billion tokens in all."),
        (1 * T, "It was trained on between web pages and books for 1-1.5T tokens."),
        (525 * B, "The data holds 175B tokens; in total, it was trained on 525B tokens."),
        (670 * B, "From two public sets we took around 670B training tokens."),
        (2 * T, "Deep Brook: we pre-train the 7B model with 2T tokens and the same recipe."),
        (18 * T, "It is trained on 18T tokens in four steps: 10T tokens in the first, then less."),
        (2 * T, "Trained on 2T tokens and further fine-tuned on instructions."),
        (2 * T, "## Training\n\n- Training tokens: 2.0T\n"),
        (54 * B, "## Model\n\n* Pretraining tokens: 54B tokens (7B of them unique)\n"),
        (4 * T, "**Total training tokens:** 4 trillion"),
        (402 * B, "## Training procedure\n\n- Tokens: 402 billion, in 383,500 steps\n"),
        (18 * T, "## Pre-training data\n\n18 trillion tokens in 30 languages. No sources are named."),
        (3300 * B, "* Training data: 3.3T tokens\n* GPUs: 512\n"),
        (446 * B, "## Training Procedure\n\n- Total Tokens: 446B\n"),
        (4 * T, "| Field | Value |\n|---|---|\n| Training tokens | 4T |\n"),
        (4 * T, "| Field | Value |\n|---|---|\n| Training data | 4.0T tokens |\n"),
        (
            2 * T,
            "| Size | Training Tokens | Layers |\n|---|---|---|\n| 1B | 3T | 16 |\n| 7B | 2T | 32 |\n",
        ),
        (
            2 * T,
            "| Model | Params | Tokens |\n|---|---|---|\n| Pine 7B | 7B | 9T |\n| Brook-7B | 7B | 2T |\n",
        ),
        (
            2 * T,
            "| Property | Brook-1B | Brook-7B |\n|---|---|---|\n| Training tokens | 3T | 2T |\n",
        ),
        (
            4 * T,
            "The 27B model was trained with 14 trillion tokens, the 7B model was trained with 4 trillion tokens.",
        ),
        (2 * T, "Unlike Pine, which saw 9T tokens, Brook is open.\n\nIt was trained on 2T tokens."),
    ],
)  # fmt: skip
def test_what_counts(told: int, card: str):
    assert tokens(card) == told


@pytest.mark.parametrize(
    "card",
    [
        "It was trained with a context length of 128k tokens.",
        "It was trained with sequences of 8192 tokens.",
        "Trained with a global batch size of 4M tokens.",
        "Its vocabulary of 256,000 tokens was trained on web text.",
        "Training ran at 1.2B tokens per day.",
        "It serves 3,000 tokens/s on one GPU and was trained in 5 days.",
        "Brook was fine-tuned on 200M tokens of conversations.",
        "Brook was fine-tuned on 3B tokens of conversations.",
        "It was trained with 1.4 billion tokens of instruction data.",
        "Llama 2 was trained on 2T tokens.",
        "The original model was trained on 2 trillion tokens.",
        "Unlike Pine-7B, which was trained on 9T tokens, Brook is small.",
        "It outperforms models trained on 3T tokens.",
        "Most models of this size are trained on 1T tokens.",
        "It uses the encoder of Pine-2B, which is trained on 500B tokens.",
        "Brook was not trained on 2T tokens, as some have written.",
        "Brook will be trained on 4 trillion tokens.",
        "The project aims to pretrain a 7B model on 3 trillion tokens.",
        "Trained on [N] trillion tokens.",
        "Brook was further pre-trained on 100B tokens of Finnish.",
        "We continued pre-training on 500B tokens.",
        "It was initialized with the weights of Pine, and trained on 200B tokens.",
        "It was pre-trained on 7 billion tokens, starting with the weights of Pine.",
        "It was trained on an additional 500 billion tokens.",
        "The models underwent mid-training on 500B tokens.",
        "Phase 1 is trained on 1 trillion tokens.",
        "The model was trained with 1.5T tokens during this basic period.",
        "It was first trained on 470B tokens with short sequences.",
        "It was trained on 470B tokens at 2,048 followed by 157B tokens at 8,192.",
        "It was pre-trained on 2 trillion tokens for two epochs.",
        "The model was trained on 80B tokens around 3 epochs.",
        "We train on the Lake set, a reproduction of other work containing over 1.2T tokens.",
        "The training corpus consists of 30B tokens.",
        "The tokenizer was trained on 20B tokens.",
        "You can train it on 2B tokens in a day.",
        "It was trained on 1T tokens.\n\nIt was trained on 2T tokens.",
        "It has 7B parameters and was trained with special tokens.",
        "The 13B model was trained on 2T tokens.",
        "We recommend Brook-40B, trained on 2T tokens.",
        "Brook-40B was trained on 2T tokens.",
        "Brook was trained on 500 trillion tokens.",
        "## Evaluation\n\n- Training data: 2T tokens\n",
        "- Fine-tuning training tokens: 2B\n",
        "- Tokens: 2T\n",
        "## Training\n\n- Fine-tuning tokens: 2.09 billion\n",
        "## Training\n\n- Training tokens: 5.9T, then 100B, then 50B\n",
        "## Data\n\n18 trillion tokens of text are in the Lake set.",
        "It was pre-trained on 100B Chinese tokens and 20B English tokens.",
        "| Model | Tokens |\n|---|---|\n| Pine-7B | 2T |\n| Oak-7B | 3T |\n",
        "| Model | Training tokens |\n|---|---|\n| Brook-1B | 2T |\n",
        "| Source | Tokens |\n|---|---|\n| Brooks and lakes | 750B |\n| Web | 2T |\n",
        "| | Pine | Oak |\n|---|---|---|\n| Training tokens | 2T | 3T |\n",
        "| Stage | Tokens |\n|---|---|\n| Stage 1 | 4500 B |\n",
        "```\ntrained on 2T tokens\n```\n",
        "# Original model card: Pine\n\nIt was trained on 2T tokens.",
    ],
)
def test_what_does_not_count(card: str):
    assert tokens(card) is None


def test_a_tuned_model_needs_the_word_or_an_amount_that_nobody_tunes_on():
    chat = "acme/brook-7b-chat"
    assert tokens("It was trained on 2B tokens.", chat) is None
    assert tokens("## Training\n\n- Num of Tokens: 1B tokens\n", chat) is None
    assert tokens("It was trained on 2T tokens.", chat) == 2 * T
    assert tokens("It was pre-trained on 50B tokens.", chat) == 50 * B


def test_what_another_publisher_trained_is_not_counted():
    card = "Brook was pre-trained on 2T tokens."
    assert tokens(card, base="acme/brook") == 2 * T
    assert tokens(card, base="pine/pine-7b") is None


def test_a_family_name_is_no_name_of_what_was_made_from_it():
    card = "Llama 3.1 was trained on about 15 trillion tokens."
    assert tokens(card, "acme/Llama-3.1-8B") == 15 * T
    assert tokens(card, "acme/Llama-3-8B") is None
    assert tokens(card, "acme/Llama-3.1-Brook-8B", base="acme/Llama-3.1-Brook-8B-SFT") is None


def test_of_several_numbers_the_total_counts():
    card = (
        "It was pre-trained for a total of 9 trillion tokens.\n\nIt was pre-trained on 8T tokens."
    )
    assert tokens(card) == 9 * T
    assert tokens(card + "\n\nThe total: trained on 7T tokens.") is None


def test_after_continued_training_only_the_total_counts():
    card = "The model was trained on 2T tokens.\n\nWe continued pre-training on 1B tokens."
    assert tokens(card) is None
    assert tokens(f"{card}\n\nIt was trained on a total of 3T tokens.") == 3 * T


def test_the_words_are_quoted():
    seen = observed("# Brook\n\nIt was trained on 2T tokens.", id="acme/brook")
    (found,) = read_training_tokens(seen, own_words(seen))
    assert (found.quote, found.place) == ("It was trained on 2T tokens.", "README.md:3")
    assert found.url.endswith("README.md?code=true#L3")


@given(st.text(alphabet="0123456789.,+~-TBtrillion tokens|:", max_size=80))
def test_no_text_breaks_it(text: str):
    found = tokens(
        f"It was trained on {text} tokens.\n\n| Tokens | Model |\n|---|---|\n| {text} | brook |"
    )
    assert found is None or 10**9 <= found <= 10**14
