"""Whether "trained on" in a card means fine-tuning: a derived release, or one tuned for a use."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import has_any
from crawlers.readers.observed import Observed, texts

_TUNED_NAME = Caseless(
    r"chat|instruct|[-_](?:it|sft|dpo|ppo|orpo|kto|rlhf|grpo)\b|alpaca|vicuna|assistant|fine-?tun"
    r"|lora|(?:sim|diff|con)cse|merge|gptq|\bawq|gguf|ggml|zephyr|hermes|[-_]rm\b|reward|-(?:ner|sentiment|squad2?"
    r"|mnli|sst-?2)\b|thinking|reasoning|guard",
)
_TUNED_TASKS = frozenset(
    [
        "text-classification",
        "token-classification",
        "question-answering",
        "zero-shot-classification",
        "sentence-similarity",
        "text-ranking",
        "summarization",
    ]
)
_TUNED_TAGS = frozenset(
    {"generated_from_trainer", "trl", "sft", "dpo", "axolotl", "lora", "adapter"}
)
_TUNING_SET = re.compile(
    r"instruct|alpaca|orca|dolphin|share_?gpt|chat|\bdpo|\bsft|preference|feedback|platypus"
    r"|airoboros|wizard|hermes|dolly|oasst|evol[-_]|/lima|capybara|hh-rlhf|conversation|metamath"
    r"|guanaco|openassistant|\bflan|\bx?p3x?\b|squad|\bglue|[mx]nli|_nli|emotion|sentiment|imdb"
    r"|conll|ms_?marco|wikisql|pippa|limarp|toxic|-prompts|humaneval"
    r"|tulu|autotrain-data|[-_]qa\b|tuning|[-_]ner\b",
    re.IGNORECASE,
)
_TUNED_WORDS = re.compile(
    r"fine-? ?tuned (?:version|variant|checkpoint) (?:of|from)|\b(?:this|the|our) model (?:is|was"
    r"|has been) (?:a |then |further )?(?:instruction[- ])?fine-? ?tuned|\bfine-? ?tuned from\b"
    r"|\b(?:is|are) (?:an? )?(?:instruction|chat)[- ](?:fine-?)?tuned\b|\b(?:we|i) fine-? ?tuned"
    r" (?:the |a )?(?:pre-?trained )?\w+"
)
_DREAMBOOTH = re.compile(
    r"dreambooth(?:ed)? (?:model|trained|checkpoint)|(?:using|with|via) dreambooth"
)
"""A method that always begins with a finished model."""
_TUNED_HINTS = (
    *("tuned v", "tuned c", "tuned from", "model is", "model was", "model has been"),
    *("instruction-", "instruction ", "chat-", "chat ", "we fine", "i fine"),
)
"""One of these stands in all that ``_TUNED_WORDS`` finds."""


def is_tuned(observed: Observed) -> bool:
    """Whether "trained on" in this card means fine-tuning of a model that was there before."""
    if observed.bases or observed.relation or "base_model" in observed.front:
        return True
    if _TUNED_NAME.search(observed.snapshot.id.partition("/")[2]):
        return True
    metadata = observed.snapshot.metadata
    if metadata.get("pipeline_tag") in _TUNED_TASKS or not _TUNED_TAGS.isdisjoint(
        t for t in metadata.get("tags") or () if isinstance(t, str)
    ):
        return True
    if any(map(is_tuning_set, texts(observed.front.get("datasets")))):
        return True
    if any(_DREAMBOOTH.search(p.lower) for p in islice(observed.card.mentioning("dreambooth"), 8)):
        return True
    telling = islice(observed.card.mentioning("tuned"), 8)
    return any(
        p.kind != "code" and has_any(p.lower, _TUNED_HINTS) and _TUNED_WORDS.search(p.lower)
        for p in telling
    )


@lru_cache(maxsize=4096)
def is_tuning_set(dataset: str) -> bool:
    """Whether the name of a data set says that it is for tuning."""
    return bool(_TUNING_SET.search(dataset))
