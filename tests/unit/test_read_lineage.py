"""Lineage: which words and fields name a base, and which do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.readers.hub_ids import as_model_id, linked_model, stem
from crawlers.readers.known_models import known_id
from crawlers.readers.lineage import find_bases, find_lineage, read_lineage
from registry.scoring.evidence import Evidence
from tests.unit.cases import observed

HUB = "https://huggingface.co"
ROBERTA = "FacebookAI/roberta-base"


def told(text: str, **metadata: object) -> tuple[tuple[str, ...], str]:
    return find_bases(observed(text, **metadata))


@pytest.mark.parametrize(
    ("front", "bases", "relation"),
    [
        ("base_model: acme/lake-7b", ("acme/lake-7b",), "finetune"),
        (
            "base_model:\n- acme/lake-7b\n- other/hill-7b",
            ("acme/lake-7b", "other/hill-7b"),
            "merge",
        ),
        (
            "base_model: acme/lake-7b\nbase_model_relation: quantized",
            ("acme/lake-7b",),
            "quantized",
        ),
        ("base_model: acme/lake-7b\ntags: [lora]", ("acme/lake-7b",), "adapter"),
        ("base_model: https://huggingface.co/acme/lake-7b", ("acme/lake-7b",), "finetune"),
        ("base_model: gpt2", ("gpt2",), "finetune"),
        ("base_model: acme/brook-7b", (), ""),  # itself
        ("base_model: none", (), ""),
        ("license: mit", (), ""),
    ],
)
def test_front_matter(front: str, bases: tuple[str, ...], relation: str) -> None:
    assert told(f"---\n{front}\n---\nA model.") == (bases, relation)


def test_a_local_path_is_a_name_and_no_id() -> None:
    ids, relation = told("---\nbase_model: ./outputs/checkpoint-300\n---\nA model.")
    assert (ids, relation) == ((), "finetune")


def test_the_hub_s_own_words_and_the_front_matter_lead_to_the_same() -> None:
    card = "---\nbase_model: acme/brook-7b-base\ntags: [gguf]\n---\nFiles."
    name = "acme/brook-7b-base-gguf"
    derived = {
        "baseModels": {"relation": "quantized", "models": [{"id": "acme/brook-7b-base"}]},
        "tags": [
            "gguf",
            "base_model:acme/brook-7b-base",
            "base_model:quantized:acme/brook-7b-base",
        ],
    }
    assert told(card, id=name) == told(card, id=name, **derived)
    assert told("No front matter.", id=name, **derived) == (("acme/brook-7b-base",), "quantized")


def test_a_tune_published_as_gguf_has_not_quantized_its_base() -> None:
    card = "---\nbase_model: acme/lake-7b\ntags: [gguf]\n---\nA chat model."
    assert told(card)[1] == "finetune"
    assert told(card, id="acme/lake-7b-GGUF")[1] == "quantized"


@pytest.mark.parametrize(
    ("text", "base"),
    [
        (
            f"Brook is a fine-tuned version of [Lake 7B]({HUB}/acme/lake-7b) on our chats.",
            "acme/lake-7b",
        ),
        (f"It was finetuned from [acme/lake-7b]({HUB}/acme/lake-7b).", "acme/lake-7b"),
        (f"- **Finetuned from model:** [lake]({HUB}/acme/lake-7b)", "acme/lake-7b"),
        ("**Finetuned from model:** acme/lake-7b", "acme/lake-7b"),
        ("Finetuned from model: meta-llama/Llama-3-Quux", "meta-llama/Llama-3-Quux"),
        ("The model is initialized from acme/lake-7b and trained on dialogues.", "acme/lake-7b"),
        ("Brook is a Llama 2 7B model fine-tuned on our chats.", "meta-llama/Llama-2-7b-hf"),
        ("This model is based on Mistral-7B-v0.1.", "mistralai/Mistral-7B-v0.1"),
        ("Trained by fine-tuning LLaMA on shared chats.", "huggyllama/llama-7b"),
        (f"This is the [Lake]({HUB}/acme/lake-7b) model fine-tuned for chats.", "acme/lake-7b"),
        (f"We use the pretrained [`lake-7b`]({HUB}/acme/lake-7b) model.", "acme/lake-7b"),
        (
            f"It was trained on poems on the [lake]({HUB}/acme/lake-7b) checkpoint again.",
            "acme/lake-7b",
        ),
        (f"As a base model we used: {HUB}/acme/lake-7b", "acme/lake-7b"),
        (f"This repository contains the conversion of [lake]({HUB}/acme/lake).", "acme/lake"),
        ("A RoBERTa-base model trained on our tweets and finetuned for irony.", ROBERTA),
        ("This is lake-13b trained against LLaMA-7B.", "huggyllama/llama-7b"),
        (f"# Brook\n\nA fine-tuned version of [Lake]({HUB}/acme/lake).", "acme/lake"),
        (
            f"| What | Which |\n|---|---|\n| Base model | [Lake]({HUB}/acme/lake-7b) |",
            "acme/lake-7b",
        ),
        ("本模型基于 Mistral-7B 训练。", "mistralai/Mistral-7B-v0.1"),
        (
            "```\ntorchrun t.py --model_name_or_path /x/llama-7b-hf --learning_rate 2e-5\n```",
            "huggyllama/llama-7b",
        ),
    ],
)
def test_words_that_name_a_base(text: str, base: str) -> None:
    assert told(text)[0] == (base,)


@pytest.mark.parametrize(
    "text",
    [
        "Brook outperforms models based on Llama-2-13B.",
        "It has the same architecture as Mistral-7B.",
        "The model is based on the Llama architecture and was trained from scratch.",
        "Brook was trained from scratch. Its chat sibling is based on Mistral-7B.",
        "We use the tokenizer of Llama-2-7b; the code is based on GPT-NeoX.",
        "You can fine-tune Llama 3 twice as fast with our tool!",
        "Compared to Vicuna, which is fine-tuned from LLaMA, it is smaller.",
        "Synthetic prompts were generated with Mixtral-8x7B.",
        "It is based on a new idea.",
        "As a base model, Mistral-7B is popular.",
        "To get started with Falcon, read our blog.",
        "The base model Falcon-7B and the others are open too.",
        "我们并未基于 Mistral-7B 开发任何应用。",
        "We use a fork of gpt-neox for training.",
        "The model was trained with GPT-NeoX on 64 accelerators.",
        "These are gguf files for llama.cpp.",
        "The model is not based on Llama-2-13B.",
        "It is trained based on the RoBERTa pre-training procedure.",
        "Brook is based on the BERT model. It has a masked language model objective.",
        f"We use the pretrained [lake]({HUB}/acme/lake-7b) tokenizer.",
        f"It was evaluated on the [lake]({HUB}/acme/lake-7b) checkpoint too.",
        f"We did not use the pretrained [lake]({HUB}/acme/lake-7b) model.",
        "## Original model card\n\nLake is fine-tuned from Llama-2-13B.",
    ],
)
def test_words_that_name_none(text: str) -> None:
    assert told(text) == ((), "")


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("acme/falcon-11b", "Everything here is based on Falcon."),
        ("acme/falcon-13b", "It grows the idea further, based on Falcon-7B."),
        ("acme/falcon-13b", "本模型在 Falcon-7B 的基础上扩大规模。"),
        ("acme/brook-7b", f"Find the fine-tuned [version]({HUB}/acme/brook-7b-SFT) too."),
    ],
)
def test_the_family_a_sibling_or_a_descendant_is_no_base(id: str, text: str) -> None:
    assert told(text, id=id) == ((), "")


def test_a_base_without_a_known_id_is_still_told() -> None:
    evidence = list(read_lineage(observed("This model is fine-tuned from Hermes-Quux-9B.")))
    assert [(e.fact, e.value) for e in evidence] == [
        ("base-name", "Hermes-Quux-9B"),
        ("relation", "finetune"),
    ]
    assert evidence[0].quote == "This model is fine-tuned from Hermes-Quux-9B."
    assert evidence[0].place == "README.md:1"


def test_a_chat_model_is_made_from_the_base_that_its_card_lists() -> None:
    text = f"| Model | Repo |\n|---|---|\n| base | [repo]({HUB}/acme/brook-7b-base) |"
    assert told(text, id="acme/brook-7b-chat") == (("acme/brook-7b-base",), "finetune")
    assert told(text, id="acme/pond-7b-chat") == ((), "")


def test_a_quantization_is_made_from_its_namesake() -> None:
    text = (
        f"The FP8 version; [here]({HUB}/acme/brook-7b) is the other. Brook is based on Llama-2-7b."
    )
    lineage = find_lineage(observed(text, id="acme/brook-7b-FP8"))
    assert (lineage.ids, lineage.relation) == (("acme/brook-7b",), "quantized")
    assert ("ancestor", "meta-llama/Llama-2-7b-hf") in [(e.fact, e.value) for e in lineage.evidence]


@given(
    st.text(max_size=300), st.sampled_from(["based on ", "fine-tuned from ", "| base model | ", ""])
)
def test_never_raises(words: str, cue: str) -> None:
    for evidence in read_lineage(observed(cue + words)):
        assert isinstance(evidence, Evidence)


def test_ids() -> None:
    assert as_model_id("acme/lake") == linked_model(f"{HUB}/acme/lake/tree/main") == "acme/lake"
    assert [as_model_id(t) for t in ("./out", "/srv/x", "a b", "models/llama", "")] == [""] * 5
    assert linked_model(f"{HUB}/datasets/acme/x") == linked_model("https://x.org/acme/lake") == ""
    assert stem("acme/Lake-7B-GGUF") == stem("lake_7b") == "lake7b"


def test_known_bases_take_the_size_of_the_release() -> None:
    assert known_id("Llama 2", "acme/brook-13b") == "meta-llama/Llama-2-13b-hf"
    assert known_id("LLaMA-13b", "acme/brook") == "huggyllama/llama-13b"
    assert known_id("Llama 2", "acme/brook-9b") == known_id("Quux", "acme/brook-7b") == ""
