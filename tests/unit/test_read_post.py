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
        ("Brook is fine tuned on 90K instruction sets about rivers.", {"sft"}),
        ("We picked 4,200 samples out of a pool of fine-tuning data.", {"sft"}),
        ("For instruction tuning, we collected 12K dialogues of anglers.", {"sft"}),
        ("A set of 8k examples was used for fine-tuning.", {"sft"}),
        ("Fine-tuning data: 30k questions on rivers", {"sft"}),
        ("Similar to Pond, it is fine-tuned on a small dataset of tales.", {"sft"}),
        ("Brook-Chat was trained on 5,000 questions of anglers.", {"sft"}),
        ("微调阶段使用了一万条河流语料。", {"sft"}),
        ("Brook was tuned by monolithic preference optimization.", {"orpo"}),
        ("- [ ] Tune the model further with RLHF", set()),
        ("Fine-tuning data: not disclosed", set()),
        ("We will use 9k samples for fine-tuning.", set()),
        ("Example: This model is a fine-tuned version of Brook on my data.", set()),
        ("Control vectors allow fine-tuned control over the data.", set()),
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The training was done with 20 million tokens of river data.", {"sft"}),
        ("The tales dataset was used to train the model.", {"sft"}),
        ("Training data: 700 stories of fishers", {"sft"}),
        ("## Training data\nWe used a list from Hill of 2,000 question-answer pairs.", {"sft"}),
        ("## Training data\nWe used pairs of preferred and rejected answers.", set()),
        ("## Training data\nRivers are long.", set()),
        ("The training data was not published.", set()),
        ("## Evaluation\nWe used 2,000 question-answer pairs.", set()),
    ],
)
def test_training_of_a_derived_release_is_tuning(text: str, told: set[str]) -> None:
    assert stages(DERIVED + text) == told
    assert not stages("---\nlicense: mit\n---\n" + text)


def test_a_tuned_card_without_pretraining_tells_of_tuning() -> None:
    text = "The training was done with 20 million tokens of river data."
    assert "tied" in names(text, "post.method", id="hill/brook-chat")
    whole = text + " It was pre-trained before."
    assert "tied" not in names(whole, "post.method", id="hill/brook-chat")


def test_models_tuned_with_others_as_base_models_are_no_base() -> None:
    assert "base-said" not in names("We tuned it using Pond and Lake as base models.", "post")
    assert "base-said" in names("Brook is a base model.", "post")
    assert "base-said" not in names("Brook does not have any moderation mechanisms.", "post")
    base = "Brook is a pretrained base model and does not have any moderation mechanisms."
    assert "base-said" in names(base, "post")


def test_prompts_and_translations_of_a_set_are_part_of_it() -> None:
    told = "We trained with SPPO on the prompt sets from the openbmb/UltraFeedback dataset."
    assert {"known", "partly"} <= names(told, "post.preferences")
    told = "The RL data is a subset of the following set and was translated into Dutch."
    assert "partly" in names(told, "post.preferences")
    assert "partly" not in names("Its menu was translated into Dutch.", "post.instructions")


@pytest.mark.parametrize(
    "text",
    [
        "It was trained on a mix of open datasets using Direct Preference Optimization (DPO).",
        "It was tuned with DPO on 30k samples of river answers.",
        "An ORPO tune on 90k samples of high-quality ranking data.",
    ],
)
def test_data_of_a_preference_stage_is_preferences(text: str) -> None:
    assert "kind" in names(text, "post.preferences")
    assert not names(text, "post.instructions")


def test_conversation_and_tags_show_a_tuned_model() -> None:
    assert "chat-use" in names('```\np = f"\\nUSER: {q} \\nASSISTANT: "\n```', "post")
    assert "chat-use" in names("- USER: {q}\n- ASSISTANT: {a}\n", "post")
    assert "chat-use" in names("---\ntags:\n- instruction_tuned\n---\n# Brook", "post")
    assert "chat-use" not in names("---\ntags:\n- conversational\n---\n# Brook", "post")


def test_a_quoted_card_of_the_base_tells_nothing_of_this_release() -> None:
    told = "# Brook\n\n# Base Model\n\nThe tuned versions use supervised fine-tuning (SFT)."
    assert not stages(told)


def test_a_placeholder_names_no_set() -> None:
    front = "---\ndatasets:\n- dataset1\n- hill/dataset2\n---\n# Brook"
    assert facts(front, "post.instructions") == {("dataset", "hill/dataset2")}


def test_feedback_of_a_model_is_no_annotation() -> None:
    assert "synthetic" in names("---\ntags:\n- rlaif\n---\n# Brook", "post.annotation")
    assert not names("---\ntags:\n- rlhf\n---\n# Brook", "post.annotation")


def test_people_behind_a_set_of_others_are_not_the_publishers() -> None:
    others = "A dataset provided by the people of Hill with human annotation of answers."
    assert "human" not in names(others, "post.annotation")
    own = "Our dataset was provided by us with human annotation of answers."
    assert "human" in names(own, "post.annotation")


def test_a_list_of_versions_names_the_framework() -> None:
    versions = "- Transformers 4.36.0\n- Datasets 2.14\n"
    assert "framework" in names("### Framework versions\n" + versions, "post.code")
    assert "framework" not in names("### Requirements\n" + versions, "post.code")


def test_code_beside_internal_code_is_a_part() -> None:
    link = "[scripts](https://github.com/acme/brook-train) for DPO training"
    assert "code" in names(f"We used our {link}.", "post.code")
    told = f"We use internal scripts for SFT, and our {link}."
    assert names(told, "post.code") == {"code-part"}


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


@pytest.mark.parametrize(
    "words",
    [
        "Brook is pre-trained on ImageNet-21k and fine-tuned on ImageNet-1k at a higher resolution.",
        "An audio model fine-tuned on AudioSet.",
        "Brook was made by fine-tuning a speech encoder on Common Voice and VoxCeleb 2.",
        "A detector fine-tuned on COCO 2017, with 118k images for training and 5k for validation.",
    ],
)
def test_tuning_on_a_public_set_by_its_name_is_a_stage_with_its_data(words: str) -> None:
    assert "tied" in names(words, "post.method")
    assert "known" in names(words, "post.instructions")


@pytest.mark.parametrize(
    "words",
    [
        "Brook was pre-trained on ImageNet-1k.",
        "It is close to what a net reaches that was evaluated on COCO.",
        "You can easily have it fine-tuned on COCO, if you like.",
    ],
)
def test_a_public_set_without_own_tuning_is_no_stage(words: str) -> None:
    assert "tied" not in names(words, "post.method")


@pytest.mark.parametrize(
    "words",
    [
        "This is a DreamBooth model trained on a varied set of portraits.",
        "The model was fine-tuned on GPT-4's responses.",
        "I have fine tuned it on 900 plain logo images.",
        "It is fine-tuned on 8,000 labelled (good, bad) sentences from reports.",
    ],
)
def test_pictures_and_answers_are_data_where_tuning_is_told(words: str) -> None:
    assert "tied" in names(words, "post.method")


@pytest.mark.parametrize(
    "words",
    [
        "The name of this version has been fine-tuned.",
        "It has an impressive fine-tuned performance with our encoders.",
    ],
)
def test_what_is_no_tuning_of_this_model_tells_of_no_stage(words: str) -> None:
    assert not names(words, "post.method")


def test_a_set_that_was_translated_is_only_what_the_data_was_made_from() -> None:
    words = "We fine-tuned on new data: we translated the Alpaca dataset to Frisian."
    assert "seed" in names(words, "post.instructions")


def test_a_repository_in_which_it_first_came_out_is_no_code() -> None:
    words = "Brook was first released in [this repository](https://github.com/pond/brook-train)."
    assert not names(words, "post.code")


def test_a_script_that_lies_beside_the_weights_is_code() -> None:
    words = "The full training script is accessible in this current repository."
    assert "code" in names(words, "post.code")


def test_an_encoder_that_is_yet_to_be_tuned_is_a_base_model() -> None:
    assert "base-said" in names("This checkpoint needs to be fine-tuned before use.", "post")
