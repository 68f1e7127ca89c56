"""The bundled sample: complete, parsable, sourced, small, and with its lineage inside."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

SAMPLE = Path(__file__).parents[2] / "crawlers" / "sample"
MODELS = sorted((SAMPLE / "models").glob("*/*"))
REPOS = MODELS + sorted((SAMPLE / "datasets").glob("*/*"))

# The releases that began the argument about openness, and those that closed or opened it further.
NAMES = """
meta-llama/Llama-2-7b-hf meta-llama/Llama-2-70b-chat-hf meta-llama/Meta-Llama-3-8B
meta-llama/Meta-Llama-3-8B-Instruct meta-llama/Llama-3.1-8B-Instruct mistralai/Mistral-7B-v0.1
mistralai/Mistral-7B-Instruct-v0.1 mistralai/Mixtral-8x7B-Instruct-v0.1
stabilityai/stablelm-3b-4e1t mosaicml/mpt-7b mosaicml/mpt-7b-instruct mosaicml/mpt-7b-chat
xai-org/grok-1 adept/persimmon-8b-base state-spaces/mamba-2.8b tiiuae/falcon-7b tiiuae/falcon-40b
EleutherAI/pythia-12b EleutherAI/pythia-1.4b bigscience/bloom bigscience/bloomz
EleutherAI/gpt-neox-20b EleutherAI/gpt-j-6b allenai/OLMo-7B allenai/OLMo-2-1124-7B
allenai/OLMo-2-1124-7B-Instruct allenai/Olmo-3-7B-Instruct allenai/Llama-3.1-Tulu-3-8B
HuggingFaceH4/zephyr-7b-beta LLM360/Amber LLM360/Crystal bigcode/starcoder2-15b
HuggingFaceTB/SmolLM2-1.7B HuggingFaceTB/SmolLM3-3B deepseek-ai/DeepSeek-V3
deepseek-ai/DeepSeek-R1 Qwen/Qwen2.5-7B Qwen/Qwen2.5-7B-Instruct Qwen/Qwen3-8B
google/gemma-2-9b-it microsoft/phi-2 microsoft/phi-4 swiss-ai/Apertus-8B-Instruct-2509
lmsys/vicuna-7b-v1.5 chavinlo/alpaca-native databricks/dolly-v2-12b
togethercomputer/RedPajama-INCITE-7B-Base openai/gpt-oss-20b openai-community/gpt2
nvidia/Nemotron-4-340B-Instruct LGAI-EXAONE/EXAONE-4.0-32B CohereLabs/c4ai-command-r-v01
openai/gpt-3 openai/gpt-4 anthropic/claude-3-opus google/gemini-1.5-pro
"""
EXPECTED = NAMES.split()
CLOSED = {"openai/gpt-3", "openai/gpt-4", "anthropic/claude-3-opus", "google/gemini-1.5-pro"}

# Named by a card, and on purpose not in the sample: datasets without a repo that we could describe.
EXTERNAL_BASES: set[str] = set()
EXTERNAL_DATASETS = {"CarperAI/pilev2-dev", "allenai/s2orc"}

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
LINK = re.compile(r"\[[^\]]+\]\(https?://[^\s)]+\)")
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:home|work|root|tmp|Users|workspace|var|opt)/|[A-Z]:\\")
WEIGHTS = (".safetensors", ".bin", ".gguf", ".pth", ".pt", ".msgpack", ".h5")
ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{5})")


def repo_id(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def info(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "info.json").read_text(encoding="utf-8"))


def card(folder: Path) -> str:
    return (folder / "README.md").read_text(encoding="utf-8")


def front_matter(folder: Path) -> dict[str, Any]:
    found = FRONT_MATTER.match(card(folder))
    return yaml.safe_load(found.group(1)) if found else {}


def listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def names(folders: list[Path]) -> list[str]:
    return [f"{f.parent.parent.name}/{repo_id(f)}" for f in folders]


every_repo = pytest.mark.parametrize("folder", REPOS, ids=names(REPOS))
every_model = pytest.mark.parametrize("folder", MODELS, ids=names(MODELS))


def test_the_releases_that_matter_are_there():
    assert set(EXPECTED) <= {repo_id(f) for f in MODELS}
    assert len(MODELS) >= 44


def test_the_sample_is_small():
    assert sum(f.stat().st_size for f in SAMPLE.rglob("*") if f.is_file()) < 400_000


def test_the_sample_is_plain_files():
    assert {f.name for f in SAMPLE.rglob("*") if f.is_file()} == {"README.md", "info.json"}


@every_repo
def test_metadata_names_its_repo_and_its_source(folder: Path):
    told = info(folder)
    assert told["id"] == repo_id(folder)
    assert told["author"] == folder.parent.name
    assert told["gated"] in (False, "auto", "manual")
    assert told["private"] is told["disabled"] is False
    assert date.fromisoformat(told["aperture"]["as_of"])
    assert told["aperture"]["source"].startswith("https://")
    assert "README.md" in {s["rfilename"] for s in told["siblings"]}


@every_repo
def test_a_card_is_parsable_and_says_where_its_facts_are_from(folder: Path):
    front = front_matter(folder)
    assert isinstance(front, dict)
    assert front or not card(folder).startswith("---")
    assert LINK.search(card(folder))
    assert not MACHINE_PATH.search(card(folder) + json.dumps(info(folder)))


@every_repo
def test_tags_agree_with_the_card(folder: Path):
    front, tags = front_matter(folder), info(folder)["tags"]
    assert [t for t in tags if t.startswith("license:")] == [
        f"license:{x}" for x in listed(front.get("license"))
    ]
    assert {t for t in tags if t.startswith("arxiv:")} == {
        f"arxiv:{x}" for x in ARXIV.findall(card(folder))
    }


@every_model
def test_a_model_card_has_the_size_of_one(folder: Path):
    assert 12 <= len(card(folder).splitlines()) <= 150


@every_model
def test_bases_and_datasets_are_in_the_sample_or_known_to_be_elsewhere(folder: Path):
    front, tags = front_matter(folder), info(folder)["tags"]
    for base in listed(front.get("base_model")):
        assert (SAMPLE / "models" / base).is_dir() or base in EXTERNAL_BASES
        assert f"base_model:{base}" in tags
    for dataset in listed(front.get("datasets")):
        assert (SAMPLE / "datasets" / dataset).is_dir() or dataset in EXTERNAL_DATASETS
        assert f"dataset:{dataset}" in tags


def test_no_name_is_called_external_for_nothing():
    fronts = [front_matter(f) for f in MODELS]
    bases = {b for front in fronts for b in listed(front.get("base_model"))}
    datasets = {d for front in fronts for d in listed(front.get("datasets"))}
    assert {b for b in bases if not (SAMPLE / "models" / b).is_dir()} == EXTERNAL_BASES
    assert {d for d in datasets if not (SAMPLE / "datasets" / d).is_dir()} == EXTERNAL_DATASETS


def test_datasets_linked_in_cards_are_there():
    linked = re.compile(r"huggingface\.co/datasets/([\w.-]+/[\w.-]*\w)")
    missing = {
        name
        for folder in MODELS
        for name in linked.findall(card(folder))
        if not (SAMPLE / "datasets" / name).is_dir()
    }
    # The configs are kept as a dataset repo, and nothing that a model was trained on.
    assert missing <= EXTERNAL_DATASETS | {"HuggingFaceTB/smollm3-configs"}


@every_model
def test_only_the_closed_releases_are_without_weights(folder: Path):
    files = [s["rfilename"] for s in info(folder)["siblings"]]
    has_weights = any(f.endswith(WEIGHTS) or f.startswith("ckpt-") for f in files)
    assert has_weights == (repo_id(folder) not in CLOSED)
    if not has_weights:
        assert "**Weights:** not published" in card(folder)
        assert info(folder)["aperture"]["on_hub"] is False


def test_lineage_shows_every_kind_of_edge():
    tags = {t for f in MODELS for t in info(f)["tags"]}
    for relation in ("finetune", "quantized", "adapter", "merge"):
        assert any(t.startswith(f"base_model:{relation}:") for t in tags)
