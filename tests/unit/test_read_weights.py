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
        ("All checkpoints are here. The branch name gives the training step.", "intermediate"),
        ("The branch name gives the number of bits.", None),
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


@pytest.mark.parametrize(
    ("siblings", "expected"),
    [
        (("Brook-7B-Iter1", "Brook-7B-Iter2"), ["round 1", "round 2"]),
        (("Brook-7B-Iter4", "Brook-7B-Iter3"), []),
        (("Tern-7B-Iter1", "Brook-70B-Iter1"), []),
    ],
)
def test_earlier_rounds_of_the_same_training(siblings: tuple[str, ...], expected: list[str]):
    rows = "\n".join(f"- [{name}]({HUB}/acme/{name})" for name in siblings)
    evidence = read_weights(observed(rows, id="acme/Brook-7B-Iter3"))
    assert [e.value for e in evidence if e.fact == "stage"] == expected


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
        ("We decided to release the model for research purposes only.", set()),  # tells why
        ("The model is released for research purposes only.", {"non-commercial"}),
        ("By using this model, you agree not to harm anybody.", {"agreement"}),
        ("By using this model, you agree to the terms of the license.", {"statement"}),
        ("We recommend that users do not misuse the model.", set()),
        ("For commercial use of the model, please apply for authorization.", {"permission"}),
        (
            "To obtain a commercial license of the model write to support@acme.example.",
            {"permission", "statement"},
        ),
        ("To use our models for commercial purpose, please sign this form.", {"permission"}),
        ("未经作者许可，该模型不得用于商业用途。", {"permission", "statement", "own-terms"}),
        ("Le modèle est réservé à un usage non commercial.", {"non-commercial"}),
        ("El modelo es solo para uso no comercial.", {"non-commercial"}),
        ("Das Modell ist nur für nichtkommerzielle Zwecke.", {"non-commercial"}),
        ("本モデルの商用利用は禁止です。", {"non-commercial"}),
        ("이 모델은 비상업 연구에만 쓸 수 있습니다.", {"non-commercial"}),
        ("We share this model for study. Commercial use is not allowed.", {"non-commercial"}),
        ("## License\n\nThe testdata is for non-commercial research only.", set()),
        ("The model is not licensed under the MIT License.", set()),
        ("The weights will be released under the Apache 2.0 license.", set()),
        ("license_name: brook-license", {"label"}),
        ("**License** Brook non-commercial license", {"non-commercial", "statement"}),
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


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("LICENSE", "file"),
        ("LICENSE-MODEL.txt", "file"),
        ("Brook License Agreement.pdf", "file"),
        ("USE_POLICY.md", "policy"),
        ("ACCEPTABLE_USE.md", "policy"),
        ("NOTICE", "notice"),
        ("license_plates.txt", None),
        ("THIRD_PARTY_NOTICES.md", None),
        ("search_terms.csv", None),
        ("src/LICENSE", None),
        ("LICENSE" + "x" * 500, None),
    ],
)
def test_files_with_terms(name: str, fact: str | None) -> None:
    found = [
        (e.fact, e.value)
        for e in read_weights(observed("A model.", siblings=siblings(name)))
        if e.criterion == TERMS
    ]
    assert found == ([(fact, name)] if fact else [])


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
