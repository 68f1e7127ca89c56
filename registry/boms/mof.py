"""MOF: a release as a record of the Model Openness Tool: the components that Aperture estimates it to meet. Pure.

Format: the JSON schema and the records of https://github.com/lfai/model_openness_tool. There a component that names no
licence goes under that of the whole. One that is under terms of its own which are not known says ``NOASSERTION``, so
that it doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from registry.boms import terms
from registry.boms.datasets import named_sets
from registry.boms.subject import Data, address, card_location, location, name_of, page, text
from registry.boms.terms import NOASSERTION, NONE, Terms
from registry.scoring.licenses import LicenseTable

_OF_RELEASE, _OF_CODE = "weights.license", "code.license"
NAMES = {
    "model_architecture": "Model architecture",
    "final_parameters": "Model parameters (Final)",
    "technical_report": "Technical report",
    "evaluation_results": "Evaluation results",
    "model_card": "Model card",
    "data_card": "Data card",
    "sample_outputs": "Sample model outputs",
    "training_code": "Training code",
    "inference_code": "Inference code",
    "evaluation_code": "Evaluation code",
    "evaluation_data": "Evaluation data",
    "supporting_libraries": "Supporting libraries and tools",
    "datasets": "Datasets",
    "data_preprocessing_code": "Data preprocessing code",
    "research_paper": "Research paper",
    "intermediate_parameters": "Model parameters (Intermediate)",
    "model_metadata": "Model metadata",
}
"""Our ids of the components, and what the tool calls them."""
_TYPES = {
    "text-generation": "language",
    "text2text-generation": "language",
    "fill-mask": "language",
    "summarization": "language",
    "translation": "language",
    "question-answering": "language",
    "image-text-to-text": "multimodal",
    "any-to-any": "multimodal",
    "text-to-image": "image",
    "image-to-image": "image",
    "text-to-video": "video",
    "automatic-speech-recognition": "audio",
    "text-to-speech": "audio",
    "text-to-audio": "audio",
    "image-classification": "vision",
    "object-detection": "vision",
}
"""The tool's kinds of models by the Hub's tasks, where there is no doubt."""
_LIBRARIES = {
    **dict.fromkeys(
        ("transformers", "diffusers", "sentence-transformers", "timm", "peft"), "Apache-2.0"
    ),
    **dict.fromkeys(("vllm", "speechbrain", "opencompass", "gliner", "keras"), "Apache-2.0"),
    **dict.fromkeys(("flair", "open-clip", "fairseq", "ctranslate2", "lighteval", "mlx"), "MIT"),
    **dict.fromkeys(("llama.cpp", "llama-cpp", "llama-cli", "llama-server"), "MIT"),
    **dict.fromkeys(("lm-evaluation-harness", "lm-eval"), "MIT"),
}
"""The licences of well-known libraries and harnesses, as their repositories declare them."""
_OF_HUB = {"final_parameters": location, "model_card": card_location}
"""Components that stand in the repo of the release."""
_LINKED = frozenset(
    {
        "technical_report",
        "research_paper",
        "training_code",
        "evaluation_code",
        "data_preprocessing_code",
    }
)
"""Components that evidence may link to."""
_FREE = frozenset({"library", "harness"})
"""Facts that name a component which others publish, under terms of its own."""


def mof_yaml(release: Mapping[str, Any], table: LicenseTable, root: str) -> str:
    """The record as YAML, with a word before it on whose estimate it is."""
    record = yaml.safe_dump(
        mof(release, table),
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
    return (
        "# What is met of the Model Openness Framework, by Aperture's estimate, not by the framework's own tool.\n"
        f"# {page(release, root)}/frameworks, graded {release['graded_at']}\n{record}"
    )


def mof(release: Mapping[str, Any], table: LicenseTable) -> Data:
    """The record of a graded release as ``serialize.detail`` tells it."""
    publisher, name = name_of(release["id"])
    told = release["framework_items"]["mof"]
    bases = [base["id"] for base in release["lineage"]["bases"] if base["generation"] == 1]
    whole = _known(terms.concluded(release, table))
    return {
        "framework": {"name": told["title"], "version": told["version"], "date": "2024-12-15"},
        "release": {
            "name": text(name),
            "version": release["revision"],
            **({"date": release["created_at"][:10]} if release["created_at"] else {}),
            "type": _TYPES.get(release["task"], ""),
            "architecture": "",
            "origin": text(", ".join(bases)),
            "producer": text(publisher),
            "contact": "",
            "huggingface": address(release["hub_url"]),
            "license": {"distribution": {"name": whole, "path": ""}} if whole else {},
            "components": [
                _component(item_id, item, release, table)
                for item_id, item in told["items"].items()
                if item["state"] == "included"
            ],
        },
    }


def _component(
    item_id: str, item: Mapping[str, Any], release: Mapping[str, Any], table: LicenseTable
) -> Data:
    component = {"name": NAMES[item_id], "description": text(item["reason"])}
    if _OF_RELEASE not in item["rests_on"]:
        component["license"] = _own_license(item_id, item, release, table) or NOASSERTION
    if path := _path(item_id, item, release):
        component["component_path"] = path
    return component


def _own_license(
    item_id: str, item: Mapping[str, Any], release: Mapping[str, Any], table: LicenseTable
) -> str:
    """The terms of a component that is not under those of the release, empty where they are not known."""
    if item_id == "datasets":
        return _of_sets(release, table)
    if _OF_CODE in item["rests_on"]:
        told = release["criteria"][_OF_CODE]["evidence"]
        return _known(terms.of_words(told[0]["value"], table)) if told else ""
    observed = (release["components"][c] for c in item["rests_on"] if c in release["components"])
    named = [e["value"] for found in observed for e in found["evidence"] if e["fact"] in _FREE]
    return next((_LIBRARIES[n] for n in _spelt(named) if n in _LIBRARIES), "")


def _of_sets(release: Mapping[str, Any], table: LicenseTable) -> str:
    """The tags of all sets that it was trained on together, where each of them has one."""
    own = [terms.of_words(named.license, table) for named in named_sets(release) if not named.via]
    told = dict.fromkeys(map(_known, own))
    return " AND ".join(told) if all(told) else ""


def _known(found: Terms) -> str:
    return "" if found.expression in {NONE, NOASSERTION} else found.expression


def _spelt(names: Iterable[str]) -> Iterator[str]:
    return (re.sub(r"[\s_]+", "-", name.lower()) for name in names)


def _path(item_id: str, item: Mapping[str, Any], release: Mapping[str, Any]) -> str:
    """Where the component itself is, as far as its evidence leads there."""
    if item_id in _OF_HUB:
        return _OF_HUB[item_id](release)
    if item_id not in _LINKED:
        return ""
    marks = {**release["components"], **release["criteria"]}
    told = (marks[c] for c in item["rests_on"])
    targets = (e["target"] for mark in told if not mark.get("via") for e in mark["evidence"])
    return next(filter(None, map(address, targets)), "")
