"""How many parameters a release has, and how many bits each takes, from metadata alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.sizes import bits_of, parameters_of


def told(name: str = "a/b", files: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"id": name, "siblings": [{"rfilename": file} for file in files], **more}


def tensors(total: int | None = None, **types: int) -> dict[str, Any]:
    return {
        "safetensors": {"total": sum(types.values()) if total is None else total}
        | {"parameters": types}
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/Llama-2-7b-hf", 7e9),
        ("a/Qwen2.5-0.5B-Instruct-1M", 5e8),
        ("a/Llama3-8B", 8e9),
        ("a/foo_7b_v1", 7e9),
        ("a/pythia-160m", 1.6e8),
        ("a/Qwen3-30B-A3B", 3e10),
        ("a/Qwen1.5-MoE-A2.7B", None),
        ("a/Mixtral-8x7B-v0.1", None),
        ("a/Llama-4-Scout-17B-16E", None),
        ("a/stablelm-2-1_6b", None),
        ("a/R1-70B-for-8B", None),
        ("a/bert-base", None),
        ("7b-lab/bert", None),
        ("a/1m", None),
    ],
)
def test_parameters_by_name(name: str, expected: float | None):
    assert parameters_of(told(name)) == expected


def test_what_was_counted_goes_before_the_name():
    assert parameters_of(told("a/x-7b", **tensors(BF16=7_241_732_096))) == 7_241_732_096
    assert parameters_of(told("a/x-7b", gguf={"total": 7_248_023_616})) == 7_248_023_616
    assert parameters_of(told("a/x", gguf={"total": "many"})) is None
    # Of weights that are packed, several to a value, values were counted.
    packed = tensors(I32=810_000_000, F16=260_000_000)
    assert parameters_of(told("a/x-7B-GPTQ", **packed)) == 7_000_000_000
    assert parameters_of(told("a/x-GPTQ", **packed)) == 1_070_000_000


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ({"F32": 5}, 32),
        ({"BF16": 5, "BOOL": 90, "I64": 90}, 16),
        ({"F32": 1, "BF16": 3}, 20),
        ({"F8_E4M3": 10}, 8),
        ({"I8": 10}, 8),
        ({"F64": 1}, 64),
        ({"I4": 2}, 4),
        ({"I32": 10, "F16": 1}, 4),
    ],
)
def test_bits_by_the_types_of_tensors(types: dict[str, int], expected: float):
    assert bits_of(told(**tensors(**types))) == pytest.approx(
        expected, rel=0.4 if "I32" in types else 0
    )


@pytest.mark.parametrize(
    ("name", "quantization", "expected"),
    [
        ("a/x-GPTQ", {"quant_method": "gptq", "bits": 3}, 3),
        ("a/x-GPTQ", {}, 4),
        ("a/x-8bit", {}, 8),
        ("a/x", {"load_in_4bit": True}, 4),
        ("a/x", {"load_in_8bit": True}, 8),
        ("a/x", {"w_bit": 4}, 4),
    ],
)
def test_bits_of_packed_weights(name: str, quantization: dict[str, Any], expected: float):
    config = {"quantization_config": quantization}
    assert bits_of(told(name, config=config, **tensors(I32=800, F16=100))) == expected


@pytest.mark.parametrize(
    ("name", "files", "expected"),
    [
        ("a/x-GGUF", ("x-Q4_K_M.gguf", "x.Q8_0.gguf", "mmproj-x-Q2_K.gguf"), 4.5),
        ("a/x-GGUF", ("x-IQ2_XXS.gguf",), 2.5),
        ("a/x-GGUF", ("x-f16.gguf",), 16),
        ("a/x-4bit", ("model.safetensors",), 4),
        ("a/x-gptq-8bit", ("model.safetensors",), 8),
        ("a/x-AWQ", ("model.safetensors",), 4),
        ("a/x-FP8-dynamic", ("model.safetensors",), 8),
        ("a/x-3.5bpw-exl2", ("model.safetensors",), 3.5),
        ("a/x-bnb-4bit", (), 4),
        ("a/gpt4-x", ("gptq_model-4bit-128g.safetensors",), 4),
        ("a/x", ("pytorch_model.bin",), 16),
        ("a/x", ("training_args.bin", "README.md"), None),
        ("a/x", (), None),
    ],
)
def test_bits_by_names(name: str, files: tuple[str, ...], expected: float | None):
    assert bits_of(told(name, files)) == expected


def test_bits_as_configured():
    assert bits_of(told(config={"torch_dtype": "float32"})) == 32
    assert bits_of(told(config={"dtype": "bfloat16"})) == 16
    assert bits_of(told(config={"torch_dtype": "auto"})) is None
    assert bits_of(told(config={"quantization_config": {"quant_method": "fp8"}})) == 8


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "total",
                    "parameters",
                    "F32",
                    "I32",
                    "quantization_config",
                    "bits",
                    "torch_dtype",
                    "rfilename",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["id", "siblings", "safetensors", "gguf", "config"]), JSON))
def test_nothing_in_metadata_raises(metadata: dict[str, Any]):
    counted, bits = parameters_of(metadata), bits_of(metadata)
    assert counted is None or 0 <= counted < 2**63
    assert bits is None or 0 < bits <= 64
