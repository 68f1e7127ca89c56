"""Reads post.code: code, configurations and frameworks of post-training."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passage_index import PassagePart
from crawlers.readers.cues import has_any, phrases
from crawlers.readers.gated import gated
from crawlers.readers.observed import Observed
from crawlers.readers.own_training import (
    is_advice,
    is_aside,
    is_tutorial,
)
from crawlers.readers.repositories import Repository, repositories
from crawlers.readers.stage_ties import said
from crawlers.readers.stance import Stance
from registry.scoring.evidence import Evidence, Outcome

CODE = "post.code"

_FRAMEWORK = re.compile(
    r"(?<![\w/-])(?:axolotl|trl|trlx|unsloth|llama-?factory|open-?rlhf|deepspeed(?:[- ]chat)?"
    r"|nemo(?:[- ](?:aligner|rl))?|verl|torchtune|ms-swift|xtuner|lmflow|autotrain"
    r"|h2o llm studio|alignment[- ]handbook|open-?instruct|fastchat|qlora|peft|megatron[- ]\w+"
    r"|t5x|llm-foundry|composer|litgpt|mergekit|easylm|slime)(?![\w-])",
    re.IGNORECASE,
)
_FRAMEWORK_WORDS = phrases(
    "axolotl|trl|unsloth|factory|openrlhf|open-rlhf|deepspeed|nemo|verl|torchtune|swift|xtuner"
    "|lmflow|autotrain|h2o|handbook"
    "|open-instruct|openinstruct|fastchat|qlora|peft|megatron|t5x|foundry|composer|litgpt"
    "|mergekit|easylm|slime"
)
_USED = re.compile(
    r"\b(?:train(?:ed|ing)|fine-?tun(?:ed|ing)|finetun(?:ed|ing)|tuned|aligned|merged|built"
    r"|made)\b[^.]{0,80}?\b(?:with|using|by|on|via|in)\b"
    r"|implemented in|orchestration|^\W*using\b"
    r"|^\W*(?:framework|library|trainer|software|training library"
    r"|neural networks)",
    re.IGNORECASE,
)
_VERSIONED = phrases("transformers|trl|peft|axolotl|pytorch")
_VERSION = re.compile(r"\W*(transformers|trl|peft|axolotl|pytorch)\b\W*\d", re.IGNORECASE)
_CONFIG_BLOCK = re.compile(
    r"^\s*(?:base_model:|model_name_or_path:|lora_r:|sequence_len:|micro_batch_size:)"
    r"|torchrun\b[^\n]*\btrain|--(?:model_name_or_path|num_train_epochs|learning_rate)\b"
    r"|merge_method:|\baccelerate launch\b|\bdeepspeed\b[^\n]*\.py",
    re.MULTILINE,
)
_CONFIG_WORDS = (
    "base_model:",
    "model_name_or_path",
    "lora_r:",
    "sequence_len:",
    "micro_batch_size:",
    "torchrun",
    "num_train_epochs",
    "learning_rate",
    "merge_method:",
    "accelerate launch",
    "deepspeed",
)
_FOR_USERS = re.compile(r"fine-?tun|how to|usage|tutorial|lora", re.IGNORECASE)
_TRAINING_CODE = gated(
    (
        "train & code|script|repo|recipe|pipeline",
        r"\btrain(?:ing)?[ ,/&]+(?:and )?(?:\w+ )?(?:code|scripts?|repo\w*|recipes?|codebase"
        r"|pipeline)\b|\btraining,? (?:and )?\w+ code",
    ),
    (
        "code|script|recipe & to |for ",
        r"\b(?:code|scripts?|recipes?)\b(?:[^.;]|\.(?=\w)){0,30}? (?:to|for) (?:re-?)?(?:train"
        r"|fine-?tun|finetun|produc|sft|dpo|rl|post-?train|align)"
        r"|\b(?:code|scripts?)\b (?:used |we used |required )?(?:to|for) (?:\w+ ){0,4}"
        r"train(?:ing)?\b(?! data)",
    ),
    (
        "reproduc",
        r"\breproduc\w+(?! (?:the |our |these |this |all )?(?:\w+ )?(?:results?|numbers?|scores?"
        r"|evaluat\w*|tables?|benchmarks?|metrics))",
    ),
    (
        "recipe",
        r"\b(?:the|our|training|full|exact|sft|dpo"
        r"|alignment|fine-?tuning|complete) recipes?\b(?! for (?:how|using|infer))",
    ),
    (
        " code| script| repo| recipe & sft|dpo|rlv|rlhf|po|train|tuning|alignment",
        r"(?:sft|dpo|rlvr?|grpo|ppo|orpo|rlhf|post-?training|fine-?tuning|finetuning|alignment)"
        r"(?: and \w+)? (?:code|scripts?|repo\w*|codebase|recipes?)\b",
    ),
    ("for ", r"\bfor (?:sft|dpo|rlvr|grpo|ppo|rlhf|post-training)\b"),
    (
        "training w & in th|with th|in my|with my|in our",
        r"\btraining (?:was|were)(?: \w+)? (?:in|with) (?:this|the|my|our) (?:\w+ )?(?:project|repo"
        r"|code|script|notebook)",
    ),
    ("训练|微调", r"(?:训练|微调)(?:代码|脚本)"),
)
_EXPLICIT = re.compile(
    r"\btraining[ ,]+(?:and \w+ )?(?:code|scripts?|recipes?)\b|fine-?tuning (?:code|scripts?)\b"
    r"|\breproduc\w+ (?:the|this|our) (?:model|training)|code\b[^.]{0,40}\btraining code",
    re.IGNORECASE,
)
_LIBRARIES = frozenset(
    phrases(
        "jax|flax|pytorch|tensorflow|transformers|accelerate|deepspeed|bitsandbytes|apex"
        "|flash-attention|vllm|sglang|llama.cpp|peft|tokenizers|datasets|ollama"
    )
)
"""They train and run everything, so that naming one tells nothing of how this release was made."""
_PLACEHOLDER = re.compile(r"\[!!!|<your|your[_-]|path/to|YOUR_|\{\{|xxx", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"\b(?:basic|simple|minimal|quick) (?:\w+ )?(?:example|sample)|\bexample of\b", re.IGNORECASE
)
_SCRIPT = re.compile(
    r"/(?:blob|tree)/.*(?:train|finetun|sft|dpo|ppo|grpo|rlhf)[\w-]*\.(?:py|sh|ya?ml)$",
    re.IGNORECASE,
)
_OWN_ACT = re.compile(
    r"\bwe (?:then |further |first |also )*(?:trained|aligned|fine-?tuned|finetuned)\b"
    r"|\b(?:was|were) (?:\w+ )?(?:trained|aligned|fine-?tuned|finetuned) (?:with|using|by)\b",
    re.IGNORECASE,
)
_ON_PRETRAINING = re.compile(
    r"pre-?train(?!ed)(?![^.]{0,40}(?:sft|fine-?tun|post))|预训练", re.IGNORECASE
)
_NOT_TRAINING = phrases(
    "evaluat|benchmark|deploy|serving|inferenc|quantis|quantiz|compress|format|prompt|leaderboard"
    "|评测|推理|demo"
)
_DATA_CODE = re.compile(
    r"\bcode\b[^.;]{0,20}\b(?:of|for)\b[^.;]{0,30}\bdata (?:generat|process|synthes|curat"
    r"|creat)\w+|\bdata (?:generat|process|synthes|curat|creat)\w+ (?:code|scripts?)|数据生成代码",
    re.IGNORECASE,
)
_DATA = re.compile(r"\bdata(?: ?sets?)?\b")
_INTERNAL = re.compile(
    r"\b(?:internal|in-house|proprietary) (?:\w+ )?(?:scripts?|code)\b", re.IGNORECASE
)
"""Beside code that is linked: another part of it is not."""
_TRAINED_WITH = re.compile(
    r"\b(?:trained|fine-?tuned?|finetuned?|tuned|aligned)\b[^.]{0,40}?\b(?:with|using|by"
    r"|on top of)\b|\bcodebase\b|^\W*(?:training )?(?:framework|library|software|orchestration)\b",
    re.IGNORECASE,
)
_DEVELOPED = re.compile(
    r"\bwe (?:developed|built|designed|introduce|created)\b[^.]{0,80}(?:train|\brl\b"
    r"|infrastructure|framework)",
    re.IGNORECASE,
)


_IN_THIS_REPOSITORY = re.compile(
    r"\btraining scripts? (?:is|are) (?:accessible|available|included|provided|found) in (?:this"
    r"|the) (?:current )?repo\w*",
    re.IGNORECASE,
)
"""Code that lies beside the weights."""
_NOT_OF_THIS_WORDS = ("first ", "tuned from", "base model", "other ")
_NOT_OF_THIS = re.compile(
    r"\bfirst (?:released|published) (?:in|at|on)\b|^\W*fine-?tuned from(?: model)?\W*:"
    r"|^\W*base model(?: \w+)?\W*:|\bother (?:\w+ ){0,2}projects\b",
    re.IGNORECASE,
)
"""Words beside a bare link, to the base or to what else there is."""


def read_post_code(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    """Repositories with post-training code, frameworks it was done with, and configurations in
    the card.
    """
    for repository in repositories(observed):
        if fact := _fact(repository, observed.snapshot.id.partition("/")[0].lower()):
            outcome = Outcome.DENIED if repository.stance is Stance.DENIED else Outcome.FOUND
            yield said(
                observed,
                CODE,
                fact,
                repository.passage,
                value=f"{repository.owner}/{repository.name}",
                outcome=outcome,
                target=repository.url,
            )
    for passage in making.mentioning(*_FRAMEWORK_WORDS):
        match = _FRAMEWORK.search(passage.text)
        if match and _USED.search(passage.text) and not is_advice(passage.text):
            yield said(observed, CODE, "framework", passage, value=match[0], around=match.span())
            break
    for passage in making.mentioning("training script"):
        if match := _IN_THIS_REPOSITORY.search(passage.text):
            yield said(observed, CODE, "code", passage, value=match[0], around=match.span())
            break
    yield from _versions(observed, making)
    yield from _configurations(observed)


def _versions(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    """The framework by its version, as the cards list it that a trainer wrote."""
    for passage in making.mentioning(*_VERSIONED):
        section = passage.section_lower[-1] if passage.section else ""
        match = _VERSION.match(passage.text) if "framework version" in section else None
        if match:
            yield said(observed, CODE, "framework", passage, value=match[1], around=match.span(1))
            return


def _fact(repository: Repository, organization: str) -> str:
    words, holds = repository.words, repository.holds
    lower = words.lower()
    if repository.stance is Stance.PROMISED or repository.name.lower() in _LIBRARIES:
        return ""
    if is_tutorial(repository.passage) or ("ample" in lower and _EXAMPLE.search(words)):
        return ""
    if _SCRIPT.search(repository.url) and _OWN_ACT.search(words):
        return "code-part"
    if is_aside(repository.passage) and not _EXPLICIT.search(words):
        return ""
    if has_any(lower, _NOT_OF_THIS_WORDS) and _NOT_OF_THIS.search(words):
        return ""
    if _TRAINING_CODE.search(words, lower) and not _ON_PRETRAINING.search(words):
        owner = repository.owner.lower()
        public = repository.is_public_framework or owner == "huggingface"
        if public and owner != organization and "/examples/" in repository.url:
            return "framework"
        return "code-part" if _INTERNAL.search(words) else "code"
    if repository.for_users or has_any(lower, _NOT_TRAINING):
        return ""
    if (
        repository.is_public_framework
        and repository.owner.lower() != organization
        and not _DEVELOPED.search(words)
    ):
        return "framework" if "framework" in holds else ""
    if ("data" in lower or "数据" in lower) and _DATA_CODE.search(words):
        return "data-code"
    if "post-training" in holds or ("training" in holds and "pre-training" not in holds):
        return "" if "code" not in lower and _DATA.search(lower) else "code-part"
    developed = _DEVELOPED.search(words)
    own = repository.owner.lower() == organization or developed
    trained = developed or repository.is_public_framework or _TRAINED_WITH.search(words)
    return "own-framework" if own and trained and "framework" in holds | {"framework"} else ""


def _configurations(observed: Observed) -> Iterator[Evidence]:
    for passage in observed.card.mentioning(*_CONFIG_WORDS):
        if passage.kind != "code":
            continue
        match = _CONFIG_BLOCK.search(passage.text)
        section = passage.section[-1] if passage.section else ""
        if match and not _FOR_USERS.search(section) and not _PLACEHOLDER.search(passage.text):
            yield said(
                observed,
                CODE,
                "configuration",
                passage,
                value=match[0].strip(),
                around=match.span(),
            )
            return
