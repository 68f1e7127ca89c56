"""Readers of the post-training pillar: short cards and the facts that they hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.readers.instruction_sets import known_sets, use_of
from crawlers.readers.post import read_post
from crawlers.readers.tuning import name_says
from registry.scoring.evidence import Evidence, Outcome
from tests.unit.cases import observed

DERIVED = "---\nbase_model: hill/stone-7b\n---\n"


def facts(text: str, criterion: str, **metadata: str) -> set[tuple[str, str]]:
    return {
        (e.fact, e.value)
        for e in read_post(observed(text, **metadata))
        if e.criterion == criterion and e.outcome is Outcome.FOUND
    }


def names(text: str, criterion: str, **metadata: str) -> set[str]:
    return {fact for fact, _ in facts(text, criterion, **metadata)}


def stages(text: str) -> set[str]:
    return {value for fact, value in facts(text, "post.method") if fact in {"stage", "tied"}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Trained with supervised fine-tuning (SFT), followed by DPO.", {"sft", "dpo"}),
        ("## Training\n- Stage 1: SFT\n- Stage 2: GRPO", {"sft", "grpo"}),
        ("We aligned it using Kahneman-Tversky optimization (KTO).", {"kto"}),
        ("It was optimized via large-scale reinforcement learning.", {"rl"}),
        ("Brook was fine-tuned on 40K conversations about rivers.", {"sft"}),
        ("We then apply reinforcement learning with verifiable rewards.", {"rlvr"}),
        ("模型经过监督微调和直接偏好优化训练。", {"sft", "dpo"}),
        ("We further aligned it with TRL's `DPOTrainer`.", {"dpo"}),
        ("It was tuned with RLAIF.", {"feedback"}),
        ("Tuned with DPO over Stone, which is the SFT model of Hill.", {"dpo"}),
        ("Brook has not been trained with RLHF or DPO.", set()),
        ("You can fine-tune it with DPO on your own data.", set()),
        ("A DPO-trained version will be released soon.", set()),
        ("Unlike methods such as PPO, we merely count pebbles.", set()),
        ("## Evaluation\nThe PPO baseline was trained with SFT data.", set()),
        ("```\ntrainer = DPOTrainer(model)  # trained with DPO\n```", set()),
        ("| Model | Method | MT-Bench |\n|---|---|---|\n| Other | DPO | 7.34 |", set()),
    ],
)
def test_stages(text: str, told: set[str]) -> None:
    assert stages(text) == told


def test_a_stage_quotes_the_words_and_their_line() -> None:
    [evidence] = [e for e in read_post(observed("Hello.\n\nTuned with DPO.")) if e.fact == "stage"]
    assert (evidence.quote, evidence.place) == ("Tuned with DPO.", "README.md:3")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Brook is an instruction-tuned model.", "general"),
        ("Brook was fine-tuned for instruction tasks.", "general"),
        ("There are base and instruction-tuned variants.", "family"),
    ],
)
def test_tuning_without_the_how(text: str, fact: str) -> None:
    assert names(text, "post.method") == {fact}


@pytest.mark.parametrize(
    "text",
    ["The kernels were post-trained with 4-bit quantization.", "It can be fine-tuned on a laptop."],
)
def test_no_words_on_its_own_tuning(text: str) -> None:
    assert names(text, "post.method") == set()


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("acme/brook-7b-instruct", "tuned"),
        ("acme/brook-7b-it", "tuned"),
        ("acme/brook-chat-base-7b", "tuned"),
        ("acme/brook-7b-base", "base"),
        ("acme/brook-7b-pt", "base"),
        ("acme/riverbert-base", ""),
        ("acme/brook-7b", ""),
    ],
)
def test_names(model: str, said: str) -> None:
    assert name_says(model) == said


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("This is a raw, pretrained model; tune it first.", "base-said"),
        ("The model has not undergone instruction fine-tuning.", "base-said"),
        ("For dialogue see brook-7b-chat.", "tuned-sibling"),
        ("It was made out of brook-7b-base.", "base-sibling"),
        ("It continues with continued pretraining on old maps.", "continued-pretraining"),
        ("Call `apply_chat_template` before generating.", "chat-use"),
        ("Brook follows instructions in nine languages.", "chat-use"),
    ],
)
def test_signs_of_base_or_tuned(text: str, fact: str) -> None:
    assert fact in names(text, "post")


@pytest.mark.parametrize(
    "text",
    [
        "- Models released: base, chat model",
        "We also release a chat model of this size.",
        "The family has a base and an instruct model.",
    ],
)
def test_tuned_siblings_are_no_sign_of_tuning(text: str) -> None:
    assert "chat-use" not in names(text, "post")


def test_a_name_may_tell_the_supervised_stage() -> None:
    assert "supervised-name" in names("# Brook", "post", id="acme/brook-7b-sft")
    assert "supervised-name" not in names("# Brook", "post", id="acme/brook-7b-sft-dpo")


def test_words_on_further_data_tell_what_a_set_of_its_own_is_made_of() -> None:
    words = "Brook was fine-tuned on OASST1, as well as other conversations."
    own, other = (f"---\ndatasets: [{o}/brook-7b-mix]\n---\n{words}" for o in ("acme", "hill"))
    assert "partly" not in names(own, "post.instructions")
    assert "partly" in names(other, "post.instructions")


def test_below_limitations_only_sentences_on_its_training_count() -> None:
    told = "The model was initially fine-tuned on OASST1 conversations."
    assert stages(f"# Brook\n## Limitations\n{told}") == {"sft"}
    assert stages(f"# Brook\n## Evaluation\n{told}") == set()
    assert stages("# Brook\n## Limitations\nIt may be tuned on conversations.") == set()


@pytest.mark.parametrize(
    ("text", "criterion", "found"),
    [
        (
            DERIVED + "Fine-tuned on [River QA](https://huggingface.co/datasets/hill/river-qa).",
            "post.instructions",
            ("dataset", "hill/river-qa"),
        ),
        (
            "It is fine-tuned on OASST1 to chat.",
            "post.instructions",
            ("known", "OpenAssistant/oasst1"),
        ),
        (
            "Aligned using DPO with the hill/river-pairs dataset.",
            "post.preferences",
            ("dataset", "hill/river-pairs"),
        ),
        (
            "Aligned with DPO on UltraFeedback.",
            "post.preferences",
            ("known", "openbmb/UltraFeedback"),
        ),
        (
            "---\ndatasets:\n- hill/river-dpo\n---\n# Brook",
            "post.preferences",
            ("dataset", "hill/river-dpo"),
        ),
        (
            "---\ndatasets:\n- hill/river-chat\n---\n# Brook",
            "post.instructions",
            ("dataset", "hill/river-chat"),
        ),
    ],
)
def test_data_sets(text: str, criterion: str, found: tuple[str, str]) -> None:
    assert found in facts(text, criterion)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Brook was fine-tuned on 40K conversations about rivers.", "kind"),
        ("Fine-tuned on a subset of the OpenHermes dataset.", "partly"),
        ("Fine-tuned on data translated from the Alpaca dataset.", "seed"),
        ("Fine-tuned on our internal river dataset.", "kind"),
    ],
)
def test_kinds_of_data(text: str, fact: str) -> None:
    assert fact in names(text, "post.instructions")


@pytest.mark.parametrize(
    "text",
    [
        "Evaluated on the Alpaca dataset, on which others are fine-tuned.",
        "You can fine-tune it on Dolly.",
        "We will release the instruction dataset soon.",
        "The base was pretrained on 2 trillion tokens of web data.",
        "---\ndatasets:\n- allenai/c4\n---\n# Brook",
        "Stanford Alpaca-style prompts work best.",
    ],
)
def test_no_instruction_data(text: str) -> None:
    assert names(text, "post.instructions") == set()


def test_withheld_data_is_denied() -> None:
    text = "The data used for supervised fine-tuning is not released."
    assert [e.outcome for e in read_post(observed(text)) if e.criterion == "post.instructions"] == [
        Outcome.DENIED
    ]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "PPO used the reward model [rm](https://huggingface.co/hill/stone-rm).",
            "published",
        ),
        ("Answers were ranked with PairRM for training.", "named"),
        ("Training uses rule-based rewards.", "described"),
    ],
)
def test_rewards(text: str, fact: str) -> None:
    assert names(text, "post.reward") == {fact}


def test_root_mean_squares_are_no_reward_models() -> None:
    assert names("We train with RMSNorm and RMS scaling.", "post.reward") == set()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("The instruction data is synthetic data generated by GPT-4.", "synthetic"),
        ("It was trained on user-shared conversations.", "shared"),
        ("Fine-tuned on publicly available datasets.", "public"),
        ("The instruction data was written by human annotators.", "human"),
        ("Fine-tuned on GPT-4 augmented data.", "synthetic"),
        ("The data comes from 30 annotators, who were paid per hour.", "terms"),
    ],
)
def test_annotation(text: str, fact: str) -> None:
    assert fact in names(text, "post.annotation")


@pytest.mark.parametrize(
    "text",
    [
        "Human evaluation by annotators shows better data quality.",
        "OASST1 is a human-annotated dataset; Brook was fine-tuned on it.",
        "## Evaluation\nHuman annotators rated the responses.",
    ],
)
def test_nobody_annotated(text: str) -> None:
    assert "human" not in names(text, "post.annotation")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("The SFT training code is at https://github.com/acme/brook-train.", "code"),
        ("Fine-tuned with Axolotl.", "framework"),
        ("```yaml\nbase_model: hill/stone-7b\nsequence_len: 2048\n```", "configuration"),
    ],
)
def test_code(text: str, fact: str) -> None:
    assert fact in names(text, "post.code")


@pytest.mark.parametrize(
    "text",
    [
        "## Usage\nServe it with https://github.com/acme/brook-serve.",
        "```yaml\nbase_model: <your model>\nsequence_len: 2048\n```",
        "A basic example of SFT with TRL is at https://github.com/acme/brook/blob/main/sft.py.",
        "The training code will be released at https://github.com/acme/brook soon.",
    ],
)
def test_no_code(text: str) -> None:
    assert names(text, "post.code") == set()


def test_an_embedded_card_speaks_of_the_base() -> None:
    text = "# Brook GGUF\n\n# Original model card\n\nStone was trained with SFT and DPO."
    assert names(text, "post.method") == set()


@pytest.mark.parametrize(
    ("dataset", "use"),
    [
        ("hill/river-dpo-mix", "preferences"),
        ("hill/river-preferences", "preferences"),
        ("hill/river-instruct", "instructions"),
        ("hill/code-feedback", "instructions"),
        ("Anthropic/hh-rlhf", "preferences"),
    ],
)
def test_use_of_a_data_set(dataset: str, use: str) -> None:
    assert use_of(dataset) == use


def test_known_sets_are_not_models_or_styles() -> None:
    assert [k.id for k in known_sets("an Alpaca-style prompt, AlpacaEval, Flan-T5")] == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600))
def test_any_text_can_be_read(text: str) -> None:
    assert all(isinstance(e, Evidence) for e in read_post(observed(text)))


CUE_WORDS = [
    *("trained", "fine-tuned", "on", "with", "dataset", "data", "DPO", "reward", "not", "model"),
    *("|", ".", ",", "instruct", "supervised", "preference", "generated", "from", "subset", "of"),
    *("human", "https://github.com/a/b", "[x](https://huggingface.co/datasets/a/b)"),
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(CUE_WORDS),
        max_size=300,
    )
)
def test_long_sentences_of_cue_words_can_be_read(words: list[str]) -> None:
    assert all(e.criterion.startswith("post") for e in read_post(observed(" ".join(words))))
