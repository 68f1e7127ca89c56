"""Of what a passage speaks: of this release's training, of its base, or of what users may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawlers.passages import Passage
from crawlers.readers.lettered import lettered
from crawlers.readers.observed import Observed

_EMBEDDED_CARD = re.compile(
    r"original (?:\w+ ){0,2}(?:model )?(?:card|readme|description)|original model"
    r"|原模型|model card (?:of|for) the (?:base|original)",
    re.IGNORECASE,
)
_EMBEDDING = ("original", "base model", "model card of the", "model card for the", "原模型")
_TRAINING_HEADING = lettered(
    r"\btrain|\bpre-?train|\bpost-?train|fine-?tun|\bsft\b|\bdpo\b|\brlhf\b|hyper-?param"
    r"|optimi[sz]|recipe|procedure|regime"
    r"|entrenamiento|entra[iî]nement|trainingsdetails|训练|訓練|微调|学習|학습"
)
_USER_HEADING = lettered(
    r"\busage\b|how[- ]to|quick ?-?start|get(?:ting)? started|inferenc|deploy|\bdemo|install"
    r"|\bserv(?:e|ing)\b"
    r"|\brun(?:ning)?\b|\buses?\b|\busing\b|prompt|generat|example|tutorial|notebook|transformers"
    r"|\bvllm\b|gguf|quanti[sz]|provided files|requirements|utilisation|\buso\b"
    r"|使用|推理|部署|快速|示例"
)
_NEUTRAL_HEADING = re.compile(
    r"model (?:description|sources?|details|summary|information)|^\W*(?:sources|licen[cs]e"
    r"|citation|software|about|links|resources)\b"
    r"|模型介绍|简介"
)
"""Headings of general information: cards with careless levels put them below "Usage"."""
_EVALUATION_HEADING = lettered(
    r"\beval|benchmark|performance|\bresults?\b|leaderboard|\bscores?\b|metric|accuracy|测|评|結果"
    r"|性能|evaluaci|évaluation|rendimiento"
)
_HYPERPARAMETERS = lettered(r"hyper-?param")
_FOR_USERS = lettered(
    r"\byou(?:'d|r)?\b|\bcan (?:also )?be (?:further )?(?:fine-?)?(?:tuned|trained)"
    r"|\bto (?:fine-?tune|train) (?:this|the|it|our|a|on)\b"
    r"|fine-?tuning can be|\bwe recommend|\bfor example, to\b|您|你可以|用户"
)
_USER_SIGNS = (
    *("you", "can be ", "can also be", "to fine", "to train ", "tuning can be", "we recommend"),
    *("for example, to", "您", "你可以", "用户"),
)
"""One of these stands in all words that address users."""
_OWN_SUBJECT = re.compile(
    r"\b(?:we|our|this model|these models|the models?)\b|本模型|我们", re.IGNORECASE
)
_CLAUSE_START = re.compile(r"[;；。]|, (?:which|while|whereas|but)\b")
_STEM = re.compile(r"[a-z]+")


def own_passages(observed: Observed) -> Iterator[Passage]:
    """The passages up to where a card starts to quote the card of its base."""
    end = own_lines(observed)
    if end == float("inf"):
        yield from observed.card.passages
        return
    for passage in observed.card.passages:
        if passage.line >= end:
            return
        yield passage


def own_lines(observed: Observed) -> float:
    """The line from which on a card quotes the card of its base; infinite when it does not."""
    return observed.once(_own_lines)


def _own_lines(observed: Observed) -> float:
    mentioned = observed.card.mentioning(*_EMBEDDING)
    quoting = (p.line for p in mentioned if p.kind == "heading" and _quotes_the_base(p))
    return next(quoting, float("inf"))


def _quotes_the_base(heading: Passage) -> bool:
    alone = not heading.section and heading.lower.strip(" :") == "base model"
    if not alone and not any(t in heading.lower for t in _EMBEDDING):
        return False
    return alone or bool(_EMBEDDED_CARD.search(heading.text))


def under_training(passage: Passage) -> bool:
    """Whether the passage stands below a heading on training."""
    return topic(passage) == "training"


def under_usage(passage: Passage) -> bool:
    """Whether the passage stands below a heading on use, inference or evaluation."""
    return topic(passage) in {"usage", "evaluation"}


def topic(passage: Passage) -> str:
    """What the headings above are on: ``training``, ``evaluation``, ``usage`` or none (empty).

    The innermost telling heading decides, and of "Training and evaluation" the training.
    """
    return _topic_below(passage.section)


@lru_cache(maxsize=4096)
def _topic_below(section: tuple[str, ...]) -> str:
    for heading in reversed(section):
        if told := _topic_of(heading):
            return told if told != "neutral" else ""
    return ""


@lru_cache(maxsize=4096)
def _topic_of(heading: str) -> str:
    lower = heading.lower()
    if _NEUTRAL_HEADING.search(lower):
        return "neutral"
    training = bool(_TRAINING_HEADING.search(lower))
    if not training and _EVALUATION_HEADING.search(lower):
        return "evaluation"
    if _USER_HEADING.search(lower) and not _HYPERPARAMETERS.search(lower):
        return "usage"
    return "training" if training else ""


@lru_cache(maxsize=512)
def addresses_users(text: str) -> bool:
    """Whether the words invite readers to do something themselves."""
    lower = text.lower()
    for sign in _USER_SIGNS:
        if sign in lower:
            return bool(_FOR_USERS.search(lower))
    return False


def speaks_of_base(observed: Observed, text: str, at: int) -> bool:
    """Whether what stands at an offset is said of a base by another publisher.

    Families keep their name across stages: what "Gemma" was trained on is told of
    ``google/gemma-7b-it`` too.
    """
    if not observed.bases:
        return False
    owner, _, name = observed.snapshot.id.partition("/")
    start = max((m.end() for m in _CLAUSE_START.finditer(text, 0, at)), default=0)
    clause = text[start:at].lower()
    if _OWN_SUBJECT.search(clause) or any(stem in clause for stem in _stems(name)):
        return False
    if "base model" in clause or "original model" in clause:
        return True
    foreign = {
        s
        for b in observed.bases
        if b.partition("/")[0].lower() != owner.lower()
        for s in _stems(b.partition("/")[2])[:1]
    }
    return any(stem in clause for stem in foreign)


@lru_cache(maxsize=1024)
def _stems(name: str) -> tuple[str, ...]:
    return tuple(s for s in _STEM.findall(name.lower()) if len(s) > 2 and s not in _GENERIC)


_GENERIC = frozenset(
    [
        "instruct",
        "chat",
        "base",
        "model",
        "hf",
        "gguf",
        "gptq",
        "awq",
        "lora",
        "adapter",
        "merged",
        "bit",
        "delta",
        "sft",
        "dpo",
        "rlhf",
        "it",
        "pt",
        "preview",
        "exp",
        "mini",
        "small",
        "medium",
        "large",
        "xl",
        "xxl",
        "the",
        "and",
        "for",
        "open",
        "pretrain",
        "pretrained",
        "finetuned",
        "tuned",
        "reasoning",
        "thinking",
        "think",
        "code",
        "math",
    ]
)
