"""Signs by which a base model and a post-trained one are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawlers.passages import Passage
from crawlers.readers.base_words import SAID_BASE_TRIGGERS, said_base
from crawlers.readers.cues import has_any, phrases
from crawlers.readers.hub_ids import is_named_quantized
from crawlers.readers.observed import Observed, texts
from crawlers.readers.tuned import is_tuning_set
from registry.scoring.evidence import Evidence

TOPIC = "post"

_TUNED_WORDS = frozenset(
    phrases(
        "instruct|instruction|it|chat|sft|dpo|kto|orpo|ppo|grpo|rlhf|rlvr|rl|thinking|think"
        "|thinker|reasoning|reasoner|reason|r1|distill|distilled|tuned|finetuned|finetune|ft"
        "|aligned|align|assistant|dialogue|dialog|chatbot|rm|reward|zero|simpo|inst|zephyr"
        "|vicuna|alpaca|tulu|hermes|dolphin|wizardlm|guanaco|koala|dolly|openchat|starchat"
        "|stablebeluga|starling|instructgpt"
    )
)
_PREFERENCE_WORDS = frozenset(phrases("dpo|kto|orpo|ppo|grpo|rlhf|rlvr|rl|simpo|cdpo"))
_TUNED_TAG = re.compile(
    r"(?:instruct(?:ion)?[-_ ]?)?(?:fine-?)?tuned?|instruct|chat", re.IGNORECASE
)
"""Tags of the front matter that only a tuned model has."""
_STAGES = {"cdpo": "dpo", "rlhf": "feedback"}
"""Words of a name, and the stages that they stand for under another name."""
_BASE_WORDS = frozenset(phrases("base|pt|pretrain|pretrained|foundation|pretraining|completion"))
_TUNED_PARTS = re.compile(
    r"chat(?!glm)|instruct|vicuna|alpaca|zephyr|assist|dolphin|hermes|wizard(?:lm|coder|math)"
    r"|tulu|tülu|guanaco|^koala|^dolly|beluga"
    r"|starling|^flan|^bloomz|^mt0|^t0(?:p|pp)?$|^orca|airoboros|nous|samantha|^ultralm|platypus"
    r"|oasst|openassistant|qwq",
    re.IGNORECASE,
)
_BASE_AS_SIZE = re.compile(
    r"bert|t5|bart|electra|vit|wav2vec|hubert|deit|beit|clip|swin|gte|bge|e5|mpnet|xlnet"
    r"|longformer|pegasus|blip|whisper|funnel|deplot|layoutlm|clap"
    r"|data2vec|wavlm|sew|unispeech|convnext|dino|sam|esm|ernie|mdeberta|minilm|rembert"
    r"|camembert|pix2struct|donut|trocr|nomic|jina|codet5|opus|kosmos|git"
)
"""Families in which "base" is a size."""
_TOKENS = re.compile(r"[-_.\s]+")
_NAME = re.compile(r"[\w.-]*")
_NAME_ENDS = str.maketrans(dict.fromkeys("/\n|([,:`'\"*>", " "))
"""Makes blanks of all that parts names."""
_FORMAT_WORDS = frozenset(phrases("hf"))
_CALLED_BASE = re.compile(
    r"^(?!.*(?:untuned|without|n't|\bnot\b)).*\bbase (?:\w+ )?(?:model|version)",
    re.IGNORECASE | re.DOTALL,
)
"""Words that may mean a size or what was tuned, unlike those that deny any tuning."""
_OBJECTIVE = re.compile(
    r"\bpre-?trained\b[^.;]{0,80}\b(?:masked|causal|permuted|next sentence|MLM|replaced token)\b",
    re.IGNORECASE,
)
"""What an encoder learns before anybody tunes it."""
_IS_TUNED = re.compile(r"\bis (?:an? )?(?:\w+ )?fine-? ?tuned\b")
"""Cards of what was made from an encoder often repeat how the encoder was trained."""
_CHAT_USE = (
    "apply_chat_template",
    "chat template",
    "chat_template",
    '"role": "user"',
    "'role': 'user'",
    "chat model",
    "instruct model",
    "chat-optimized",
    "tool calling",
    "function calling",
    "tool_calls",
    "<|im_start|>",
    "[inst]",
    "### instruction",
    "### human",
    "reasoning model",
    "thinking mode",
    "non-thinking",
    "model.chat(",
    "conversational assistant",
    "follows instructions",
    "instruction-following",
    "<|user|>",
    "<human>",
    r"\nassistant:",
    "\nassistant:",
    "chat version",
    "instruct version",
    "聊天",
    "对话模型",
)
"""Ways to use a model that only a tuned one has."""
_ON_OTHERS = re.compile(
    r"\bnot\b|n't|unlike|compared|variants|versions"
    r"|\bbase\b[^.]*\b(?:chat|instruct)|we (?:also )?releas"
    r"|models released|\bfamily\b|\bseries\b"
)
"""A release's card often lists its tuned siblings."""
_OF_OTHER_MODELS = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|with|tak(?:e|ing)|took|cho(?:o|)se)\b[^.;]{0,120} as (?:the |our |their )?"
    r"(?:\w+ )?base models?$",
    re.IGNORECASE,
)
"""What was tuned, and not what came of it: "using X and Y as base models"."""
_CONTINUED = re.compile(
    r"\b(?:(?:continu(?:ed|al|ing|ously|e)|further|additional(?:ly)?"
    r"|domain-adaptive)[- ](?:to )?(?:be )?pre-?train|continu(?:ed|al|ing)[- ]training)"
    r"|\bcontinued pre|继续预训练|增量预训练",
    re.IGNORECASE,
)


def read_tuning(observed: Observed) -> Iterator[Evidence]:
    """Signs that this release is a base model, or that a base was post-trained into it."""
    said = name_says(observed.snapshot.id)
    if said:
        yield observed.recorded(TOPIC, f"{said}-name", "id", value=said, quote=observed.snapshot.id)
    if stages := _PREFERENCE_WORDS & _words(observed.snapshot.id):
        stage = _STAGES.get(min(stages), min(stages))
        yield observed.recorded(
            TOPIC, "preference-name", "id", value=stage, quote=observed.snapshot.id
        )
    elif "sft" in _words(observed.snapshot.id):
        yield observed.recorded(TOPIC, "supervised-name", "id", quote=observed.snapshot.id)
    sets = (d for d in texts(observed.front.get("datasets")) if is_tuning_set(d))
    if dataset := next(sets, ""):
        yield observed.in_front_matter(TOPIC, "tuned-set", "datasets", value=dataset)
    if tag := next((t for t in texts(observed.front.get("tags")) if _TUNED_TAG.fullmatch(t)), ""):
        yield observed.in_front_matter(TOPIC, "chat-use", "tags", value=tag)
    if not said:
        yield from _by_siblings(observed)
        yield from _by_words(observed)
    yield from _by_lineage(observed)


def is_tuned_name(model: str) -> bool:
    """Whether a model's name says that it is post-trained."""
    return name_says(model) == "tuned"


@lru_cache(maxsize=1024)
def name_says(model: str) -> str:
    """``tuned``, ``base`` or nothing, by the words of a model's name. "Chat-Base" is a chat model
    on a base.
    """
    name = model.rpartition("/")[2].lower()
    words = [w for w in _TOKENS.split(name) if w]
    if _TUNED_WORDS & set(words):
        return "tuned"
    if _BASE_WORDS & set(words) and not ("base" in words and _BASE_AS_SIZE.search(name)):
        return "base"
    return "tuned" if any(_TUNED_PARTS.search(w) for w in words) else ""


def _by_siblings(observed: Observed) -> Iterator[Evidence]:
    """A sibling "X-Instruct" of X tells that X is the base; "X-Base" of X that X is not."""
    own = _words(observed.snapshot.id)
    core = own - _FORMAT_WORDS
    if not core or not any(any(c.isdigit() for c in w) for w in core):
        return
    telling, seen = max(core, key=len), set()
    for passage in observed.card.index.holding(telling):
        for start, end in _names_around(passage.lower, telling):
            name = passage.text[start:end]
            if name in seen:
                continue
            seen.add(name)
            if kind := _kind_of_sibling(_words(name) - _FORMAT_WORDS, core):
                yield observed.said(
                    TOPIC, f"{kind}-sibling", passage, value=name, around=(start, end)
                )
                return


def _names_around(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where the names stand in a text that hold a word."""
    at = text.find(word)
    parted = text.translate(_NAME_ENDS)
    while at >= 0:
        start = parted.rfind(" ", 0, at) + 1
        match = _NAME.match(text, at)
        end = match.end() if match else at + len(word)
        yield start, end
        at = text.find(word, end)


def _kind_of_sibling(words: frozenset[str], core: frozenset[str]) -> str:
    extra = words - core
    if not extra or not core <= words or len(extra) > 2:
        return ""
    return "base" if extra <= _BASE_WORDS else "tuned" if extra <= _TUNED_WORDS else ""


@lru_cache(maxsize=1024)
def _words(name: str) -> frozenset[str]:
    return frozenset(w for w in _TOKENS.split(name.rpartition("/")[2].lower()) if w)


def _by_words(observed: Observed) -> Iterator[Evidence]:
    card = observed.card
    for passage in card.mentioning(*SAID_BASE_TRIGGERS):
        match = said_base(passage)
        if match and not _is_on_another(passage, match):
            value = "called base" if _CALLED_BASE.search(match[0]) else "base model"
            yield observed.said(TOPIC, "base-said", passage, value=value, around=match.span())
            break
    for passage in card.mentioning(
        "continu", "further pre", "additional", "domain-adaptive", "继续预训练", "增量预训练"
    ):
        if (match := _CONTINUED.search(passage.text)) and passage.kind != "code":
            yield observed.said(TOPIC, "continued-pretraining", passage, around=match.span())
            break
    for passage in card.mentioning("pretrained", "pre-trained"):
        match = _OBJECTIVE.search(passage.text) if passage.kind == "sentence" else None
        if match and not any(_IS_TUNED.search(p.lower) for p in card.mentioning("tuned")):
            yield observed.said(TOPIC, "pretraining-told", passage, around=match.span())
            break
    for passage in card.mentioning(*_CHAT_USE):
        if passage.kind != "code" and _ON_OTHERS.search(passage.lower):
            continue
        yield observed.said(TOPIC, "chat-use", passage)
        break


def _is_on_another(passage: Passage, match: re.Match[str]) -> bool:
    """Whether "base model" is said of what was tuned; a lack of moderation alone says nothing."""
    if _OF_OTHER_MODELS.search(passage.text, 0, match.end()):
        return True
    return "moderation" in passage.lower and not has_any(
        passage.lower, ("base", "pretrain", "pre-")
    )


def _by_lineage(observed: Observed) -> Iterator[Evidence]:
    for base in observed.bases:
        if is_tuned_name(base) and base.partition("/")[0] != observed.snapshot.id.partition("/")[0]:
            yield observed.recorded(TOPIC, "tuned-base", "base_model", value=base, quote=base)
    if observed.relation in {"quantized", "copy"} or is_named_quantized(observed.snapshot.id):
        yield observed.recorded(
            TOPIC, "copy", "id", value=observed.relation or "quantized", quote=observed.snapshot.id
        )
