"""Reads training settings that a card gives whole: configurations, commands, linked files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.observed import Observed
from crawlers.readers.scan import OwnWords, mentions
from crawlers.readers.subjects import addresses_users, own_lines, topic
from registry.scoring.evidence import Evidence

_CONFIGURATION_WORDS = (
    "base_model:",
    "learning_rate",
    "num_train_epochs",
    "per_device_train",
    "micro_batch_size",
    "trainingarguments(",
    "trainer(",
    "--lr",
    "--max_steps",
    "--data_path",
    "gradient_accumulation",
    "config(",
)
_CONFIGURATION = re.compile(
    r"^\s*base_model:\s*\S[\s\S]{0,3000}?^\s*(?:sequence_len|micro_batch_size|num_epochs"
    r"|learning_rate|datasets):"
    r"|\b(?:torchrun|accelerate launch|deepspeed|python3?|srun"
    r"|sbatch)\b[^#]{0,400}?--(?:learning_rate|num_train_epochs|per_device_train_batch_size|lr"
    r"|max_steps|data_path|micro_batch_size)\b"
    r"|^\s*(?:per_device_train_batch_size|num_train_epochs|micro_batch_size"
    r"|gradient_accumulation_steps)\s*[:=]\s*\d"
    r"|\b(?:TrainingArguments|SFTTrainer|DPOTrainer|SFTConfig|DPOConfig|GRPOConfig|ORPOConfig)\(",
    re.MULTILINE,
)
_CONFIG_FILE = re.compile(
    r"\.(?:ya?ml|toml)(?:$|[?#])|/configs?(?:/|$)|/blob/[^?]*config[^?/]*\.(?:json|py|sh)",
    re.IGNORECASE,
)
_SETTINGS = ("config", "recipe", "hyperparam", "hyper-param")
_TRAINED = re.compile(r"train|fine-?tun|tuned|axolotl|sft|dpo|hyper-?param", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\[!!!|<your|your[_-]\w|path/to|path_to|\{\{|xxx|\{number|/path\b|\$\{?\w+_PATH", re.IGNORECASE
)


def read_training_settings(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """The first configuration in a block of code, and the first that is linked as a file."""
    for passage in words.passages:
        if passage.kind == "code" and (match := _configuration(observed, words, passage)):
            value = " ".join(match[0].split())[:60]
            yield observed.said(
                "code.training", "configuration", passage, value=value, around=match.span()
            )
            break
    yield from _linked_file(observed)


def _configuration(observed: Observed, words: OwnWords, passage: Passage) -> re.Match[str] | None:
    if not mentions(passage.lower, _CONFIGURATION_WORDS):
        return None
    if topic(passage) == "usage" or _shows_users_of_a_base(observed, passage):
        return None
    match = _CONFIGURATION.search(passage.text)
    if not match or _PLACEHOLDER.search(passage.text):
        return None
    return None if addresses_users(words.introduction(passage)) else match


def _shows_users_of_a_base(observed: Observed, passage: Passage) -> bool:
    """Whether a block under "Fine-tuning" shows users of a base what they may do with it."""
    last = passage.section[-1].lower() if passage.section else ""
    return not observed.bases and any(w in last for w in ("fine-tun", "finetun", "lora"))


def _linked_file(observed: Observed) -> Iterator[Evidence]:
    for link, passage in observed.card.links:
        if not mentions(link.url, ("config", ".y", ".toml")):
            continue
        if not _CONFIG_FILE.search(link.url) or topic(passage) == "usage":
            continue
        named = mentions(f"{passage.lower} {link.text.lower()}", _SETTINGS)
        if named and _TRAINED.search(passage.text) and passage.line < own_lines(observed):
            yield observed.said(
                "code.training", "configuration", passage, value=link.text[:60], target=link.url
            )
            return
