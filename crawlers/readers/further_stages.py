"""Reads what else is told of the stages of post-training: those that no algorithm is named for, the
order in which they ran, and the models of a stage that are published as repos of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passage_index import PassagePart
from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import phrases
from crawlers.readers.gated import gated
from crawlers.readers.hub_ids import is_named_quantized, is_repo_page, linked_model
from crawlers.readers.observed import Observed
from crawlers.readers.own_training import is_advice, is_promise
from crawlers.readers.stage_names import STAGE_TRIGGERS
from crawlers.readers.stage_ties import told_order
from crawlers.readers.stance import Stance, stance
from registry.scoring.evidence import Evidence

TOPIC = "post"

_FURTHER = (
    (
        "continued-pretraining",
        gated(
            (
                "continu|incremental|further pre|domain-adaptive|继续预训练|增量预训练",
                r"\b(?:continu(?:ed|al|ing|ously|e)|further|incremental(?:ly)?|domain-adaptive)"
                r"[- ](?:to )?(?:be )?pre-?train\w*|继续预训练|增量预训练",
            ),
        ),
    ),
    (
        "reward-model",
        gated(
            (
                "reward model|reward-model",
                r"\b(?:train(?:ed|ing)?|fine-?tuned|learned|built)\b"
                r"(?: (?!using|with|by|against|on|from|via)[\w-]+){0,6} reward[- ]model"
                r"|\breward[- ]model\w*[^.;]{0,24}\b(?:is|was|were)(?: \w+)? (?:trained|fine-?tuned"
                r"|learned)\b|^\W*reward[- ]model(?:l?ing)?(?: \(RM\))?\W*(?=\||:|$)",
            ),
            ("奖励模型", r"训练[^。]{0,20}奖励模型|奖励模型[^。]{0,12}训练"),
        ),
    ),
    (
        "safety",
        gated(
            (
                "safety",
                r"\bsafety[- ](?:fine-?tun|tun|post-?train|align|train)\w*(?! data)"
                r"(?: (?:stage|phase|approach|process))?",
            ),
        ),
    ),
    (
        "long-context",
        gated(
            (
                "context",
                r"\b(?:long[- ]context|context[- ](?:length|window)?[- ]?extension)"
                r" (?:fine-?tun\w+|tuning|training|stage|phase|sft)",
            ),
        ),
    ),
    (
        "tool-use",
        gated(
            (
                "tool|function",
                r"\b(?:tool[- ](?:use|using|calling)|function[- ]calling) (?:fine-?tun\w+|tuning"
                r"|training|stage|phase|sft)",
            ),
        ),
    ),
)
_TRIGGERS = phrases(
    "continu|incremental|further pre|domain-adaptive|继续预训练|增量预训练|reward model|reward-model"
    "|奖励模型|safety|long-context|long context|context-length|context extension|context length"
    "|context window|tool|function"
)
_DONE = re.compile(
    r"\b(?:was|were|is|are|been|then|first|we|by|with|after|followed|underwent|adopted|using"
    r"|stages?|phases?|through|via|process)\b|训练|阶段|过程",
    re.IGNORECASE,
)
_IN_ORDER = Caseless(
    r"\bthen\b|followed by|\bfirst\b|\bsecond\b|\bfinal\w*|\bstages?\b|\bphases?\b|\bsteps?\b"
    r"|\band\b|→|->|=>|subsequent|然后|随后|接着|和"
)
_REVERSED = Caseless(r"\b(?:after|following|prior to|before|unlike|than|from|vs)\b")
_NUMBERED = re.compile(r"^\W*(?:stage|phase|step)?\s*\d\b", re.IGNORECASE)
_STAGE_WORDS = {
    "sft": "sft",
    "dpo": "dpo",
    "kto": "kto",
    "orpo": "orpo",
    "simpo": "simpo",
    "ppo": "ppo",
    "grpo": "grpo",
    "rlvr": "rlvr",
    "rl": "rl",
    "rlhf": "feedback",
    "rm": "reward-model",
    "reward": "reward-model",
}
_TUNED = frozenset(phrases("instruct|instruction|chat|it|final"))
_PARTS = re.compile(r"[-_.]+")


def read_further_stages(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    """Facts: ``further-stage`` (its value names it), ``stage-order`` (stages in the order in which
    they ran), ``stage-release`` (the repo that a stage came out as).
    """
    yield from _further(observed, making)
    yield from _order(observed, making)
    yield from _releases(observed)


def _further(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    seen: set[str] = set()
    for passage in making.mentioning(*_TRIGGERS):
        text = passage.text
        for name, pattern in _FURTHER:
            match = None if name in seen else pattern.search(text, passage.lower)
            if match and _is_done(passage) and not is_promise(text, *match.span()):
                seen.add(name)
                yield observed.said(
                    TOPIC, "further-stage", passage, value=name, around=match.span()
                )


def _is_done(passage: Passage) -> bool:
    text = passage.text
    if is_advice(text) or stance(text) is Stance.DENIED:
        return False
    return passage.kind in {"heading", "row"} or bool(_DONE.search(text))


def _order(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    """The longest run of stages told in order: in one sentence, or by the numbers of headings and
    items.
    """
    best: tuple[tuple[str, ...], Passage] | None = None
    numbered: list[str] = []
    first: Passage | None = None
    for passage in making.mentioning(*STAGE_TRIGGERS):
        if passage.kind in {"heading", "item"} and _NUMBERED.match(passage.text):
            stages = told_order(passage.text)
            if len(stages) == 1 and stages[0] not in numbered:
                numbered.append(stages[0])
                first = first or passage
            continue
        if passage.kind == "sentence" and _IN_ORDER.search(passage.text):
            stages = told_order(passage.text)
            if _REVERSED.search(passage.text) or is_advice(passage.text):
                continue
            if len(stages) > (len(best[0]) if best else 1):
                best = stages, passage
    if first and len(numbered) > max(1, len(best[0]) if best else 1):
        best = tuple(numbered), first
    if best:
        yield observed.said(TOPIC, "stage-order", best[1], value=" ".join(best[0]))


def _releases(observed: Observed) -> Iterator[Evidence]:
    """Repos of the same publisher that bear the release's own name and that of a stage."""
    own = observed.snapshot.id
    seen = {own.lower()}
    for base in observed.bases:
        if (stage := _stage_of_sibling(own, base)) and base.lower() not in seen:
            seen.add(base.lower())
            yield observed.recorded(
                TOPIC, "stage-release", "base_model", value=base, quote=base
            ).of_stage(stage)
    for link, passage in observed.card.links:
        model = "" if link.is_image else linked_model(link.url)
        if model and model.lower() not in seen and is_repo_page(link.url):
            seen.add(model.lower())
            if stage := _stage_of_sibling(own, model):
                yield observed.said(
                    TOPIC, "stage-release", passage, value=model, target=link.url
                ).of_stage(stage)


def _stage_of_sibling(own: str, other: str) -> str:
    """The stage that another release of the publisher is named for, if else it is named as this."""
    publisher, _, name = own.lower().partition("/")
    owner, _, title = other.lower().partition("/")
    if owner != publisher or is_named_quantized(other):
        return ""
    words = [w for w in _PARTS.split(title) if w in _STAGE_WORDS]
    return _STAGE_WORDS[words[-1]] if words and _core(name) == _core(title) else ""


def _core(name: str) -> frozenset[str]:
    """A name's words without stages, versions and words that any tuned model may bear."""
    return frozenset(
        w
        for w in _PARTS.split(name)
        if w and w not in _STAGE_WORDS and w not in _TUNED and not re.fullmatch(r"v?\d{1,2}", w)
    )
