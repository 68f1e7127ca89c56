"""What the dictionary saves in packing what the registry keeps, and how a new one is made.

    python benchmarks/packing.py [--database-url URL] [--train FILE]

Without a database it takes the bundled sample into one of its own. For each kind of document it prints the mean bytes
as they are, packed alone, and packed with the dictionary. `--train FILE` makes a dictionary from the bundled sample and
from made-up releases with the Hub's field names: words of our own, that any registry may carry.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import text

from benchmarks.commands import aperture
from crawlers.fetch import PENDING
from crawlers.readers import read
from crawlers.snapshots import Snapshot
from registry import documents, resources
from registry.db import engine_on
from registry.scoring.case import Case
from registry.scoring.evidence import Outcome
from registry.scoring.grade import grade
from registry.verdicts import verdict_of

KINDS = {
    "cards": "select distinct card_digest from snapshot",
    "metadata": "select distinct metadata_digest from snapshot",
    "evidence": "select distinct evidence_digest from reading",
    "verdicts": "select distinct verdict_digest from grade",
}
SIZE = 64 * 1024
MADE_UP = 600
SIZES = ("0.5B", "1.5B", "3B", "7b", "8B", "13b", "32B", "70b")
FAMILIES = (
    "Llama-3.1",
    "Qwen2.5",
    "gemma-2",
    "Mistral",
    "phi-3",
    "bert-base",
    "t5",
    "gpt2",
    "OLMo-2",
    "whisper",
    "sdxl",
)
KINDS_OF_TUNING = ("Instruct", "chat", "dpo", "sft", "lora", "GGUF", "awq", "merged", "base")
TAGS = (
    "transformers",
    "safetensors",
    "pytorch",
    "onnx",
    "gguf",
    "peft",
    "diffusers",
    "sentence-transformers",
    "text-generation",
    "text-generation-inference",
    "text-classification",
    "feature-extraction",
    "conversational",
    "autotrain_compatible",
    "endpoints_compatible",
    "region:us",
    "en",
    "zh",
    "license:apache-2.0",
    "license:mit",
    "license:other",
    "license:llama3.1",
    "license:gemma",
    "license:openrail",
    "license:cc-by-nc-4.0",
    "trl",
    "sft",
    "dpo",
    "grpo",
    "lora",
    "merge",
    "mergekit",
    "custom_code",
)
LIBRARIES = ("transformers", "diffusers", "peft", "sentence-transformers", "timm", None)
TASKS = (
    "text-generation",
    "text-to-image",
    "text-classification",
    "automatic-speech-recognition",
    None,
)


def main() -> None:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database-url", help="a filled registry to measure on")
    parser.add_argument("--train", type=Path, metavar="FILE", help="make a new dictionary")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sample = f"sqlite:///{folder}/sample.sqlite3"
        if asked.train or not asked.database_url:
            for words in (("crawl", "--source", "sample"), ("grade",)):
                aperture(sample, "http://127.0.0.1:9", *words).wait()
        if asked.train:
            asked.train.write_bytes(trained(sample))
        measure(asked.database_url or sample)


def measure(url: str) -> None:
    """Prints what packing saves on the documents of a registry."""
    for kind, query in KINDS.items():
        bodies = list(documents_of(url, query, 2000))
        if not bodies:
            continue
        plain = sum(map(len, bodies)) / len(bodies)
        alone = sum(len(zstandard.compress(b, documents.LEVEL)) for b in bodies) / len(bodies)
        ours = sum(len(documents.packed(b)) for b in bodies) / len(bodies)
        print(
            f"{kind}: {plain:,.0f} bytes as they are, {alone:,.0f} packed alone, {ours:,.0f} with the dictionary"
        )


def documents_of(url: str, query: str, most: int) -> Iterator[bytes]:
    """The bytes of documents whose digests a query selects."""
    with engine_on(url) as engine, engine.connect() as connection:
        chosen = f"select body from document where digest in ({query}) limit {most}"
        for (body,) in connection.execute(text(chosen)):
            yield documents.unpacked(bytes(body))


def trained(sample: str) -> bytes:
    """A dictionary for metadata, evidence and verdicts."""
    kinds = [
        list(documents_of(sample, KINDS[k], 10_000)) for k in ("metadata", "evidence", "verdicts")
    ]
    dice = random.Random(1)
    kinds += zip(*(kept_of(made_up(dice)) for _ in range(MADE_UP)), strict=True)
    samples = [
        body[start : start + 4096]
        for kind in kinds
        for body in kind
        for start in range(0, len(body), 4096)
    ]
    number = documents.NEWEST_DICTIONARY
    return zstandard.train_dictionary(
        SIZE, samples, level=documents.LEVEL, dict_id=number
    ).as_bytes()


def kept_of(metadata: Mapping[str, Any]) -> tuple[bytes, bytes, bytes]:
    """Metadata, evidence and verdict of a release of which only its metadata is known, as they are kept."""
    repo_id, revision = metadata["id"], metadata["sha"]
    page = f"https://huggingface.co/{repo_id}"
    snapshot = Snapshot(
        "model", repo_id, revision, metadata, page, None, Outcome.UNCHECKED, PENDING.reason
    )
    evidence = read(snapshot)
    result = grade(Case(repo_id, evidence, resources.licenses()), resources.rubric())
    verdict = verdict_of(result, resources.frameworks())
    return (
        documents.plain(metadata),
        documents.masked([e.as_dict() for e in evidence], repo_id, revision),
        documents.masked(verdict, repo_id, revision),
    )


def made_up(dice: random.Random) -> dict[str, Any]:
    """Metadata of a release that nobody has published."""
    publisher = "".join(dice.choices("abcdefghijklmnop", k=dice.randint(4, 12)))
    name = "-".join((dice.choice(FAMILIES), dice.choice(SIZES), dice.choice(KINDS_OF_TUNING)))
    shards = dice.choice((1, 2, 4, 8))
    weights = [f"model-{n:05}-of-{shards:05}.safetensors" for n in range(1, shards + 1)]
    files = [
        ".gitattributes",
        "README.md",
        "config.json",
        "generation_config.json",
        "model.safetensors.index.json",
    ]
    files += [
        *weights,
        "special_tokens_map.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "training_args.bin",
    ]
    files += [
        f"{name}.Q4_K_M.gguf",
        "adapter_config.json",
        "adapter_model.safetensors",
        "pytorch_model.bin",
    ]
    base = f"{dice.choice(FAMILIES)}/{dice.choice(FAMILIES)}-{dice.choice(SIZES)}"
    card = {
        "license": dice.choice(("apache-2.0", "mit", "other")),
        "base_model": [base],
        "language": ["en"],
    }
    card |= {
        "library_name": "transformers",
        "pipeline_tag": "text-generation",
        "datasets": [f"{publisher}/data"],
    }
    moment = (
        f"202{dice.randint(3, 6)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T10:20:30.000Z"
    )
    told: dict[str, Any] = {
        "_id": f"{dice.getrandbits(96):024x}",
        "author": publisher,
        "baseModels": {
            "models": [{"_id": f"{dice.getrandbits(96):024x}", "id": base}],
            "relation": "finetune",
        },
        "cardData": card if dice.random() < 0.6 else None,
        "createdAt": moment,
        "disabled": False,
        "downloads": dice.randint(0, 5000),
        "gated": dice.choice((False, False, "auto", "manual")),
        "id": f"{publisher}/{name}",
        "lastModified": moment,
        "library_name": dice.choice(LIBRARIES),
        "likes": dice.randint(0, 50),
        "pipeline_tag": dice.choice(TASKS),
        "private": False,
        "safetensors": {
            "parameters": {"BF16": dice.getrandbits(33)},
            "total": dice.getrandbits(33),
        },
        "sha": f"{dice.getrandbits(160):040x}",
        "siblings": [{"rfilename": f} for f in dice.sample(files, dice.randint(3, len(files)))],
        "tags": [
            *dice.sample(TAGS, dice.randint(3, 9)),
            f"base_model:{base}",
            f"base_model:finetune:{base}",
        ],
    }
    return {key: value for key, value in told.items() if value is not None}


if __name__ == "__main__":
    main()
