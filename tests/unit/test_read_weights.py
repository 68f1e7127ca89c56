"""Weights: files, gates, differences, checkpoints and terms as the reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.readers.weights import read_weights
from registry.scoring.evidence import Outcome
from tests.unit.cases import observed

HUB = "https://huggingface.co"


def facts(criterion: str, text: str = "A model.", **metadata: object) -> set[str]:
    evidence = read_weights(observed(text, **metadata))
    return {e.fact for e in evidence if e.criterion == criterion and e.outcome is Outcome.FOUND}


def siblings(*names: str) -> list[dict[str, str]]:
    return [{"rfilename": name} for name in names]


@pytest.mark.parametrize(
    ("files", "fact"),
    [
        (("model-00001-of-00002.safetensors",), "weights"),
        (("pytorch_model.bin",), "weights"),
        (("brook.Q4_K_M.gguf",), "weights"),
        (("ckpt-0/tensor00000_000",), "weights"),
        (("consolidated.00.pth",), "weights"),
        (("adapter_config.json", "adapter_model.safetensors"), "adapter"),
        (("README.md", "training_args.bin", "tokenizer.json", "optimizer.pt"), None),
    ],
)
def test_files(files: tuple[str, ...], fact: str | None) -> None:
    found = facts("weights.access", gated=False, siblings=siblings(*files))
    assert found == {"no-gate"} | ({fact} if fact else set())


def test_a_file_list_that_was_not_given_is_unchecked() -> None:
    (unchecked,) = (
        e for e in read_weights(observed("A model.", gated=False)) if e.fact == "weights"
    )
    assert unchecked.outcome is Outcome.UNCHECKED


@pytest.mark.parametrize(
    ("gated", "value"), [("auto", "auto"), ("manual", "manual"), (True, "auto")]
)
def test_gates(gated: object, value: str) -> None:
    (gate,) = (e for e in read_weights(observed("", gated=gated)) if e.fact == "gate")
    assert (gate.value, gate.place) == (value, "metadata:gated")


@pytest.mark.parametrize(
    ("text", "is_delta"),
    [
        ("This repo contains the delta weights of Brook.", True),
        ("You need to apply the delta to the original weights first.", True),
        ("我们发布了Brook-7B权重与原始权重之间的差值。", True),
        ("The delta of the two scores is small.", False),
        ("These are merged weights, no delta weights are needed.", False),
    ],
)
def test_differences(text: str, is_delta: bool) -> None:
    assert ("delta" in facts("weights.access", text)) is is_delta


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("We release all intermediate checkpoints of the training.", "intermediate"),
        ("We provide 143 checkpoints per model, hosted as branches.", "intermediate"),
        ("Checkpoints are available as branches in the repository.", "intermediate"),
        ('```python\nload("acme/brook-7b", revision="step1000-tokens4B")\n```', "intermediate"),
        ("We also release the pre-annealing checkpoint.", "single"),
        ("Intermediate checkpoints will be released soon.", None),
        ("We do not release intermediate checkpoints.", None),
        ("Several checkpoints of different sizes are available.", None),
        ("The best checkpoint was chosen on the validation set.", None),
        ("We initialized from a public checkpoint.", None),
    ],
)
def test_checkpoints(text: str, fact: str | None) -> None:
    assert facts("weights.checkpoints", text) == ({fact} if fact else set())


def test_stages_of_the_same_model_and_size_only() -> None:
    rows = "\n".join(
        f"- [{name}]({HUB}/acme/{name})"
        for name in ("Brook-7B-SFT", "Brook-7B-DPO", "Brook-70B-SFT")
    )
    evidence = read_weights(observed(rows, id="acme/Brook-7B"))
    assert [e.value for e in evidence if e.fact == "stage"] == ["sft", "dpo"]


TERMS = "weights.license"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **License:** Apache 2.0", {"label", "own-terms"}),
        (
            "## License\n\nThe weights are released under the Brook Community License.",
            {"statement", "own-terms"},
        ),
        ("## Limits and license\n\nFor research and education.", set()),
        ("The code is released under the MIT License.", set()),
        ("The dataset is licensed under CC BY-NC 4.0.", set()),
        ("The model is for non-commercial use only.", {"non-commercial"}),
        ("Commercial use is not allowed.", set()),  # of what?
        ("## License\n\nCommercial use is not allowed.", {"non-commercial", "statement"}),
        ("The model may be used for commercial and non-commercial purposes.", set()),
        ("The model is intended for research purposes only.", set()),
        ("By using this model, you agree not to harm anybody.", {"agreement"}),
        ("By using this model, you agree to the terms of the license.", {"statement"}),
        ("We recommend that users do not misuse the model.", set()),
        ("For commercial use of the model, please apply for authorization.", {"permission"}),
    ],
)
def test_terms(text: str, expected: set[str]) -> None:
    assert facts(TERMS, text) == expected


def test_code_and_weights_are_told_apart() -> None:
    text = "The code is under the MIT license, and the model weights are under the Brook License."
    (said,) = (e for e in read_weights(observed(text)) if e.fact == "statement")
    assert "Brook License" in said.value
    assert "MIT" not in said.value


def test_declared_terms() -> None:
    card = "---\nlicense: other\nlicense_name: brook\nlicense_link: LICENSE\n---\n"
    evidence = [e for e in read_weights(observed(card)) if e.criterion == TERMS]
    assert [(e.fact, e.value) for e in evidence] == [
        ("tag", "other"),
        ("name", "brook"),
        ("link", "LICENSE"),
    ]
    assert facts(TERMS, "", tags=["license:mit"], siblings=siblings("LICENSE")) == {"tag", "file"}


def test_conditions_of_a_gate_count_only_behind_it() -> None:
    card = "---\nextra_gated_prompt: You agree to not use the model to harm people.\n---\n"
    assert facts(TERMS, card, gated="auto") == {"agreement"}
    assert facts(TERMS, card, gated=False) == set()


@given(st.text(max_size=300))
def test_never_raises(text: str) -> None:
    for prefix in ("License: ", "delta ", "checkpoints ", "by using this model "):
        assert all(
            e.quote or e.outcome is Outcome.UNCHECKED for e in read_weights(observed(prefix + text))
        )
