"""Readers of the code pillar: what short cards tell, and what they do not."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.readers.code import read_code
from crawlers.readers.repositories import repositories
from registry.scoring.evidence import Outcome, about
from tests.unit.cases import observed

BASED = "---\nbase_model: hill/stone-7b\n---\n"


def facts(text: str, criterion: str, **metadata: Any) -> set[str]:
    """The facts found on a criterion in a card of that text."""
    evidence = tuple(read_code(observed(text, **metadata)))
    return {e.fact for e in about(evidence, criterion)}


def values(text: str, criterion: str, fact: str) -> list[str]:
    """The values of one fact in a card of that text."""
    return [e.value for e in about(tuple(read_code(observed(text))), criterion, fact)]


RECIPE = [
    (
        "- learning_rate: 3e-05\n- train_batch_size: 8\n- num_epochs: 2",
        {"learning-rate", "batch-size", "duration"},
    ),
    (
        "- optimizer: Adam with betas=(0.9,0.999)\n- lr_scheduler_type: cosine",
        {"optimizer", "schedule"},
    ),
    (
        "We trained with a peak learning rate of 2 × 10⁻⁴ and a batch size of 1M tokens.",
        {"learning-rate", "batch-size"},
    ),
    (
        "| Setting | Value |\n|---|---|\n| Learning rate | 1e-5 |\n| Global batch size | 64 |",
        {"learning-rate", "batch-size"},
    ),
    (
        "| Stage | Learning Rate | Batch Size |\n|---|---|---|\n| one | 3e-4 | 512 |",
        {"learning-rate", "batch-size"},
    ),
    (
        "| Stage | Optimizer | Decay schedule |\n|---|---|---|\n| one | AdamW | cosine |",
        {"optimizer", "schedule"},
    ),
    ("Brook was pre-trained on 2.4 trillion tokens.", {"duration"}),
    ("Training tokens: 300B", {"duration"}),
    ("About Brook:\n* Tokens: 1.2T\n* Languages: English", {"duration"}),
    ("Brook was made with 3.2TB tokens.", {"duration"}),
    ("It was fine-tuned for three epochs on our dialogues.", {"duration"}),
    ("It was trained for one additional epoch on the rest.", {"duration"}),
    ("## Training\n- **lr**=1e-4\n- **max_seq_length**=1024", {"learning-rate", "context-length"}),
    ("| Size | Learn rate |\n|---|---|\n| 7B | 3e-4 |", {"learning-rate"}),
    ("The talks are packed into sequences that contain 16K tokens each.", {"context-length"}),
    ("The adapter's fine-tuning was done with a 2000 sequence length.", {"context-length"}),
    (
        "Trained with a learning rate of 5e-5, taking 9.5 hours to train the model.",
        {"learning-rate"},
    ),
    ("Trained in bf16 mixed precision.", {"precision"}),
    ("## Training\n- **Training regime:** fp16 mixed precision", {"precision"}),
    ("The model was trained with a sequence length of 4096.", {"context-length"}),
    (
        "```bash\ntorchrun train.py --learning_rate 2e-5 --num_train_epochs 3 --bf16 True\n```",
        {"learning-rate", "duration", "precision"},
    ),
    (
        "```yaml\nbase_model: hill/stone-7b\nsequence_len: 8192\noptimizer: "
        "adamw_torch\nlearning_rate: 0.0002\n```",
        {"context-length", "optimizer", "learning-rate"},
    ),
    ("模型在 2.6 万亿 tokens 上训练。", {"duration"}),
]


@pytest.mark.parametrize(("text", "told"), RECIPE)
def test_a_recipe_is_read_item_by_item(text: str, told: set[str]) -> None:
    assert facts(text, "code.recipe") == told


NO_RECIPE = [
    "We tuned the learning rate carefully and used a good schedule.",
    "Context length: 128K tokens",
    "## Usage\n```python\nmodel = load(dtype='bf16')\nmodel.generate(max_length=512, "
    "batch_size=4)\n```",
    "## How to fine-tune\nYou can fine-tune it with a learning rate of 2e-5 for 3 epochs.",
    "It supports a context window of 32,768 tokens and answers within 20 steps.",
    "Brook-V2-2B introduces a unique functional token strategy for training.",
    "## Training\n```python\nmodel = AutoModel.from_pretrained('acme/brook-7b')\n"
    "optimizer = AdamW(model.parameters(), lr=1e-3)\n```",
    "| Training Loss | Epoch | Step |\n|---|---|---|\n| 0.5 | 1.0 | 100 |",
    "Its throughput is 3000 tokens/s at batch size 8.",
    "- learning_rate: [More Information Needed]",
    "```bibtex\n@article{x, author={Adam Smith and others}, title={Training language models}}\n```",
    "# Original model card\n- learning_rate: 3e-05\n- num_epochs: 2",
]


@pytest.mark.parametrize("text", NO_RECIPE)
def test_what_is_no_setting_of_this_training_is_not_read_as_one(text: str) -> None:
    assert facts(text, "code.recipe") == set()


def test_what_another_publisher_did_to_the_base_is_not_this_recipe() -> None:
    assert facts(BASED + "Stone was trained on 2 trillion tokens.", "code.recipe") == set()
    assert facts(BASED + "We trained Stone further on 20 billion tokens.", "code.recipe") == {
        "duration"
    }


def test_withheld_settings_are_a_denial() -> None:
    evidence = tuple(read_code(observed("The hyperparameters are not disclosed.")))
    assert [e.fact for e in about(evidence, "code.recipe", outcome=Outcome.DENIED)] == [
        "hyperparameters"
    ]


COMPUTE = [
    (
        "We fine-tuned it on a machine with 8 x H100 80GB for 1 epoch (~10hr).",
        {"accelerators": ["8 × H100"], "duration": ["epoch (~10hr"]},
    ),
    (
        "Trained on 64 A100 40GB GPUs for 9 days.",
        {"accelerators": ["64 × A100"], "duration": ["Trained on 64 A100 40GB GPUs for 9 days"]},
    ),
    ("- **Hardware:** 2 x 8 x A100 GPUs", {"accelerators": ["2 x 8 × A100"]}),
    (
        "The model was trained on the Gaudi 2 processor (8 cards).",
        {"accelerators": ["8 × Gaudi 2"]},
    ),
    ("We pre-trained it on H100 GPUs.", {"accelerators": ["H100"]}),
    ("It was trained on the Estuary supercomputer.", {"accelerators": ["Estuary supercomputer"]}),
    ("It was trained on NVIDIA V100 with recommended settings.", {"accelerators": ["NVIDIA V100"]}),
    ("More than 64 A100s were used to train the model.", {"accelerators": ["64 × A100s"]}),
    (
        "It took 65 days to train the model on a cluster of 800 A100 cards.",
        {"accelerators": ["800 × A100"]},
    ),
    (
        "We used a 96×H100 GPU cluster for 2 weeks, which cost little.",
        {"accelerators": ["96 × H100"], "duration": ["H100 GPU cluster for 2 weeks"]},
    ),
    ("## Training\n- Hardware: SN10 Reconfigurable Dataflow Units", {"accelerators": []}),
    (
        "- **Hardware Type:** TPUv4-64\n- **Hours used:** 720",
        {"accelerators": ["64 × TPUv4-64"], "device-hours": ["Hours used: 720"]},
    ),
    (
        "Training took 1.3M GPU hours and emitted 390 tCO2eq.",
        {"device-hours": ["1.3M GPU hours"], "energy": ["390 tCO2"]},
    ),
    (
        "| GPUs | 32 H100-80G |\n|---|---|\n| Training time | 2.5 days |",
        {"duration": ["Training time | 2.5 days"]},
    ),
]


@pytest.mark.parametrize(("text", "told"), COMPUTE)
def test_compute_is_read_with_its_numbers(text: str, told: dict[str, list[str]]) -> None:
    for fact, expected in told.items():
        assert values(text, "code.compute", fact)[: len(expected)] == expected


NO_COMPUTE = [
    "It runs on a single H100 GPU with 80 GB of memory.",
    "## Requirements\nYou need at least two A100 GPUs for inference.",
    "Latency was measured on an A100 for one hour.",
    "It was trained on 680 hours of speech.",
    "Training ended in March; the weights came three weeks later.",
    "If you want to train the model, use 8 A100 GPUs.",
    "We used an A100 for 2 hours to measure latency.",
    "The service was moved to a supercomputer.",
    "- **Hardware Type:** [More Information Needed]\n- **Hours used:** [More Information Needed]",
    "The trained model fits on one RTX 4090.",
]


@pytest.mark.parametrize("text", NO_COMPUTE)
def test_what_it_takes_to_run_a_model_is_not_compute(text: str) -> None:
    assert facts(text, "code.compute") == set()


def test_emissions_in_the_front_matter_count_with_their_hardware() -> None:
    text = "---\nco2_eq_emissions:\n  emissions: 450\n  hardware_used: 8 A100\n---\nA model."
    assert facts(text, "code.compute") == {"energy", "accelerators"}
    assert facts("---\nco2_eq_emissions: 0\n---\nA model.", "code.compute") == set()


EVALUATION = [
    ("## Evaluation\n| Benchmark | Brook |\n|---|---|\n| MMLU | 63.1 |", {"results"}),
    (
        "## Evaluation\n| Benchmark | Brook |\n|---|---|\n| MMLU (5-shot) | 63.1 |",
        {"results", "shots"},
    ),
    ("It achieves 61.5% on HumanEval.", {"results"}),
    ("It achieves the following results on the evaluation set:\n- Loss: 0.41", {"results"}),
    ("## Results\n![scores](assets/chart.png)", {"results"}),
    ("Detailed evaluation results are reported in our [blog](https://acme.org/blog).", {"results"}),
    ("MMLU: 60.2, evaluated with lm-evaluation-harness.", {"results", "harness"}),
    ("Scores:\n```\nmmlu: 0.71\ngsm8k: 0.55\nhellaswag: 0.86\n```", {"results"}),
    ("| Rater | win | tie | loss |\n|---|---|---|---|\n| people | 47% | 30% | 23% |", {"results"}),
    ("## Evaluation\n- Cosine Pearson: 82.24", {"results"}),
    ("## Evaluation\nThe model achieves an AP of 42.0 on held-out pages.", {"results"}),
    ("| Model | Tokens | HellaSwag |\n|---|---|---|\n| Brook | 1T | 43.5 |", {"results"}),
    (
        "## Benchmarks\n| Model | ARC | MMLU |\n|---|---|---|\n| Shot | 25 | 5 |\n"
        "| Brook | 61.2 | 60.4 |",
        {"results", "shots"},
    ),
    (
        "## Benchmarks\n| Task | n-shot | acc |\n|---|---|---|\n| MMLU | 5 | 0.61 |",
        {"results", "shots"},
    ),
    (
        "## Benchmarks\nMMLU is 60.2. We use the same evaluation methodology as in the Pool list.",
        {"results", "harness"},
    ),
    (
        "## Evaluation\nMT-Bench is 6.2.\n- Implementation: FastChat (commit e86e70d)",
        {"results", "harness"},
    ),
    (
        "## 评测\n我们在 [Calls Leaderboard](https://github.com/other/calls/tree/main/call-leaderboard)"
        " 上进行了测试。\n\n| Model | Acc |\n|---|---|\n| Brook | 81.2 |",
        {"results", "evaluation-code"},
    ),
    (
        "## Evaluation\nMMLU is 60.2. We used temperature=0.6 and top_p=0.95.",
        {"results", "sampling"},
    ),
    (
        "## Evaluation\nMMLU is 60.2. Evaluation code: https://github.com/acme/brook-eval",
        {"results", "evaluation-code"},
    ),
]


@pytest.mark.parametrize(("text", "told"), EVALUATION)
def test_results_and_how_they_were_got_are_told_apart(text: str, told: set[str]) -> None:
    assert told <= facts(text, "code.evaluation")
    if told == {"results"}:
        assert facts(text, "code.evaluation") == told


NO_RESULTS = [
    "## Evaluation\n[More Information Needed]",
    "Please evaluate the model before you use it.",
    "## Performance\n| GPU | Throughput (tokens/s) |\n|---|---|\n| A100 | 311.5 |",
    "| Dataset | Tokens |\n|---|---|\n| GSM8K train | 12.5 |",
    "## Performance\n- guidance scale: 4.0\n- temperature: 0.7",
    "```python\nimport brook\nmmlu = 0.71\ngsm8k = 0.55\nhellaswag = 0.86\n```",
    "| Learning rate | Epoch | acc |\n|---|---|---|\n| 1e-5 | 2.0 | x |",
    "The model has not been evaluated.",
]


@pytest.mark.parametrize("text", NO_RESULTS)
def test_what_gives_no_result_is_none(text: str) -> None:
    assert "results" not in facts(text, "code.evaluation")


def test_a_table_of_the_base_alone_is_no_result_of_a_tuned_release() -> None:
    text = "## Evaluation\n| Task | Brook 7B PT |\n|---|---|\n| MMLU (5-shot) | 63.1 |"
    assert facts(text, "code.evaluation", id="acme/brook-7b-it") == set()
    assert facts(text, "code.evaluation", id="acme/brook-7b-pt") == {"results", "shots"}


def test_a_table_in_a_block_of_code_gives_results() -> None:
    table = "| Model | PIQA | BoolQ |\n|---|---|---|\n| Brook | 74.8 | 73.4 |"
    assert facts(f"## Results\n```\n{table}\n```", "code.evaluation") == {"results"}


def test_settings_of_an_evaluation_that_are_told_elsewhere_are_not_given() -> None:
    text = (
        "## Evaluation\nBrook reaches 61.2 on MMLU.\n\n"
        "For more details, such as few-shot settings and prompts, please check our report."
    )
    assert facts(text, "code.evaluation") == {"results"}


def test_a_table_of_settings_or_a_list_of_corpora_gives_no_results() -> None:
    table = (
        "| Stage | Optimizer | Batch Size | acc |\n|---|---|---|---|\n| one | AdamW | 48 | 1.5 |"
    )
    assert facts(table, "code.evaluation") == set()
    assert facts("- 2.5B words from WikiText", "code.evaluation") == set()


def test_shots_in_the_metadata_of_the_card_count() -> None:
    front = (
        "---\nmodel-index:\n- name: brook\n  results:\n  - dataset:\n      name: HellaSwag "
        "(10-Shot)\n    metrics:\n    - type: acc\n      value: 0.84\n---\n"
    )
    assert facts(front, "code.evaluation") == {"results", "shots"}


def test_a_sentence_on_hardware_and_time_goes_on_from_one_on_training() -> None:
    told = "We can do so within a span of 30 days using 16 A100 GPUs."
    text = f"The project aims to pretrain Brook. {told}"
    assert facts(text, "code.compute") == {"accelerators", "duration"}
    served = "Brook answers questions. It can do so within 3 hours using 16 A100 GPUs."
    assert facts(served, "code.compute") == set()


def test_the_label_of_an_item_belongs_to_all_its_links() -> None:
    text = (
        "- **Pretraining** [Weights](https://huggingface.co/acme/brook), "
        "[Code](https://github.com/acme/brook) and [Logs](https://wandb.ai/acme/brook)."
    )
    assert values(text, "code.training", "training-code") == ["pre-training"]


def test_a_framework_is_told_once() -> None:
    text = "- Library: [GPT-NeoX](https://github.com/EleutherAI/gpt-neox)"
    release = observed(text, id="EleutherAI/brook-7b")
    told = about(tuple(read_code(release)), "code.training", "own-framework")
    assert len(told) == 1


def test_results_in_the_metadata_of_the_card_count() -> None:
    index = "model-index:\n- name: b\n  results:\n  - metrics:\n    - type: acc\n      value: 0.5\n"
    assert facts(f"---\n{index}---\nA model.", "code.evaluation") == {"results"}


TRAINING = [
    ("The training code is at https://github.com/acme/brook.", {"training-code"}),
    ("Core repository (training, inference): https://github.com/acme/brook", {"training-code"}),
    ("Pre-training scripts: https://github.com/other/stream", {"training-code"}),
    ("- **Repository:** https://github.com/huggingface/alignment-handbook", {"training-code"}),
    (
        "Trained with [Flume](https://github.com/acme/flume), our training framework.",
        {"own-framework"},
    ),
    (
        "We release the model and the training code. See [GitHub](https://github.com/acme/brook).",
        {"training-code"},
    ),
    ("```yaml\nbase_model: hill/stone-7b\nsequence_len: 4096\n```", {"configuration"}),
    (
        "## Training\nOur code is available [here](https://github.com/delta/stream).",
        {"training-code"},
    ),
    (
        "The model was trained using code from [acme/pour](https://github.com/acme/pour).",
        {"training-code"},
    ),
    (
        "We train Brook using [our fork](https://github.com/delta/spring) of a framework.",
        {"own-framework"},
    ),
    (
        "## Training\nAll hyperparameter choices are in the project's"
        " [config](https://github.com/acme/brook/blob/main/configs/7b.yml).",
        {"configuration"},
    ),
    ("Training code: https://colab.research.google.com/drive/1abc", {"training-code"}),
    ("The full training script is in this repository: `train_brook.py`.", {"training-code"}),
]


@pytest.mark.parametrize(("text", "told"), TRAINING)
def test_training_code_is_found_where_the_card_says_so(text: str, told: set[str]) -> None:
    assert facts(text, "code.training") == told


NO_TRAINING_CODE = [
    "See our [GitHub](https://github.com/acme/brook).",
    "Inference code: https://github.com/acme/brook",
    "Evaluation code: https://github.com/acme/brook-eval",
    "Fine-tuning notebook: https://colab.research.google.com/drive/1abc",
    "Pour's [training code](https://github.com/other/pour), whose authors we know, inspired us.",
    "We also provide a pre-training [example](https://github.com/acme/brook/tree/main/examples).",
    "We tuned it with parts of the training code provided by [Pour](https://github.com/other/pour).",
    "Our code is available [here](https://github.com/acme/brook).",
    "The training code will be released soon at https://github.com/acme/brook.",
    "You can fine-tune it with the scripts in https://github.com/acme/brook.",
    "Training data: https://github.com/acme/brook-corpus",
    "It runs in [llama.cpp](https://github.com/ggerganov/llama.cpp).",
    "## Acknowledgements\nThanks to the team of https://github.com/huggingface/alignment-handbook",
    "## Fine-tuning\n```bash\npython tune.py --learning_rate 2e-5\n```",
]


@pytest.mark.parametrize("text", NO_TRAINING_CODE)
def test_other_code_is_no_training_code(text: str) -> None:
    assert facts(text, "code.training") == set()


def test_a_public_framework_is_told_from_the_publishers_own() -> None:
    text = "This model was trained with [Axolotl](https://github.com/axolotl-ai-cloud/axolotl)."
    assert facts(text, "code.training") == {"public-framework"}
    assert facts(text, "code.training", id="axolotl-ai/brook-7b") == {"own-framework"}


def test_withheld_training_code_is_a_denial() -> None:
    evidence = tuple(read_code(observed("We do not release the training code.")))
    assert about(evidence, "code.training", outcome=Outcome.DENIED)
    assert not about(evidence, "code.training")


@pytest.mark.parametrize(
    ("text", "license"),
    [
        ("This code repository is licensed under the MIT License.", "MIT"),
        ("**License:** The code and model are released under Apache 2.0.", "Apache 2.0"),
        ("本仓库的代码依照 Apache-2.0 协议开源。", "Apache-2.0"),
    ],
)
def test_the_terms_of_code_are_read(text: str, license: str) -> None:
    assert values(text, "code.license", "license") == [license]


def test_the_terms_of_weights_are_not_those_of_code() -> None:
    assert facts("The model is licensed under the MIT License.", "code.license") == set()


def test_repositories_are_told_by_what_the_words_say() -> None:
    text = (
        "Data tools: https://github.com/acme/silt and [evaluation "
        "code](https://github.com/acme/gauge)."
    )
    held = {r.name: r.holds for r in repositories(observed(text))}
    assert "evaluation" in held["gauge"]
    assert "training" not in held["silt"]


def test_evidence_quotes_the_words_and_points_to_their_line() -> None:
    evidence = next(
        iter(about(tuple(read_code(observed("A model.\n\n- learning_rate: 1e-4"))), "code.recipe"))
    )
    assert evidence.quote == "learning_rate: 1e-4"
    assert evidence.place == "README.md:3"
    assert evidence.url.endswith("#L3")


WORDS = st.sampled_from(
    [
        *("train", "trained", "learning", "rate", "1e-4", "batch", "size", "A100", "for", "3"),
        *("days", "GPU", "hours", "|", "#", "```", "code", "eval", "MMLU", "5-shot", "63.1"),
        *("not", "released", "训练", "https://github.com/a/b", "- ", "warmup", "tokens", "2T"),
    ]
)


@given(st.lists(WORDS | st.text(max_size=12), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_the_readers_fail(words: list[str]) -> None:
    for separator in (" ", "\n"):
        for evidence in read_code(observed(separator.join(words))):
            assert evidence.quote
            assert evidence.criterion.startswith("code.")


@pytest.mark.parametrize(
    "piece",
    [
        "train, ",
        "trained for ",
        "learning rate ",
        "1 x ",
        "code for ",
        "eval ",
        "8 x 8 ",
        "epochs | ",
        "training and code ",
    ],
)
def test_hostile_text_is_read_in_time(piece: str) -> None:
    start = time.process_time()
    tuple(read_code(observed((piece * 4000)[:200_000])))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("#### Mixed precision\n\nfp16", {"precision"}),
        ("Brook was just trained on input text up to 180 word pieces.", {"context-length"}),
        (
            "- optimizer: {'name': 'AdamWeightDecay', 'learning_rate': 3e-05}",
            {"optimizer", "learning-rate"},
        ),
        (
            "## Training\n\n```\npython main.py --lr 0.0001 --epochs 3 --max_len 96\n```",
            {"duration", "context-length"},
        ),
        (
            "We trained Brook with a learning rate decaying to a minimum of 0.1 of its peak.",
            {"schedule"},
        ),
    ],
)
def test_settings_below_their_own_heading_or_in_the_command_are_read(
    text: str, told: set[str]
) -> None:
    assert told <= facts(text, "code.recipe")


def test_the_length_of_documents_and_of_other_models_is_no_setting() -> None:
    assert not facts("- 300 documents with 2M plus tokens", "code.recipe")
    table = "| Model | Sequence Length |\n|---|---|\n| brook-embed | 512 |"
    assert not facts(f"## Models\n\n{table}", "code.recipe")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("**Infrastructure**: 2x Tesla V100", {"accelerators"}),
        ("Training took about 30,000 A100 80GB hours.", {"accelerators", "device-hours"}),
        ("We benefited from generous hardware to run the project: 5 TPUs v3-8.", {"accelerators"}),
        ("We fine-tuned it on 1 A100. We trained during 6 hours.", {"accelerators", "duration"}),
    ],
)
def test_hardware_is_read_in_its_further_wordings(text: str, told: set[str]) -> None:
    assert facts(text, "code.compute") == told


def test_device_hours_are_no_number_of_devices() -> None:
    assert values("Training took 30,000 A100 hours.", "code.compute", "accelerators") == ["A100"]


@pytest.mark.parametrize(
    "text",
    [
        "Evaluated on Pond 2.0 (accuracy 81.2) with the [official eval script](https://example.org/eval).",
        "| Task | Accuracy |\n|---|---|\n| Pond | 81.2 |\n\n```\npython run.py --do_eval --data pond\n```",
        "| Task | Accuracy |\n|---|---|\n| Pond | 81.2 |\n\nMeasured with 40 DDIM steps, as all results.",
    ],
)
def test_scripts_commands_and_samplers_tell_how_results_were_got(text: str) -> None:
    found = facts(f"## Evaluation\n\n{text}", "code.evaluation")
    assert "results" in found
    assert found & {"evaluation-code", "sampling"}


def test_a_command_that_trains_is_no_evaluation_code() -> None:
    text = "## Evaluation\n\nAccuracy on Pond: 81.2\n\n```\npip install brook\n```"
    assert "evaluation-code" not in facts(text, "code.evaluation")


def test_what_a_model_was_trained_with_is_its_publishers_framework() -> None:
    text = "Trained using https://github.com/acme/rapids."
    assert facts(text, "code.training", id="acme/brook-7b") == {"own-framework"}
    text = "Fine-tuned on training data created by https://github.com/acme/rapids."
    assert not facts(text, "code.training", id="acme/brook-7b")


def test_a_notebook_of_the_release_holds_its_training() -> None:
    text = "The full training process is included in the notebook brook.ipynb."
    assert facts(text, "code.training") == {"training-code"}


def test_a_script_that_only_tunes_is_of_post_training() -> None:
    text = "The training script is available in this repository: `tune.py`.\n\nWe use pairs to fine-tune our model."
    assert values(text, "code.training", "training-code") == ["post-training"]
