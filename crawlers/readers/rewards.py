"""Reads post.reward: reward models, judges and verifiers of a preference or reinforcement stage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passage_index import PassagePart
from crawlers.passages import Passage
from crawlers.readers.hub_ids import linked_model
from crawlers.readers.observed import Observed
from crawlers.readers.own_training import is_advice, is_promise
from crawlers.readers.stage_ties import said
from crawlers.readers.stance import Stance, stance
from registry.scoring.evidence import Evidence, Outcome

REWARD = "post.reward"

_REWARD_MODEL = re.compile(
    r"\b(?:reward|preference|critic|judge|verifier)[- ]models?\b(?: \(RM\))?"
    r"|\b(?-i:RMs?)\b(?=\W)|奖励模型",
    re.IGNORECASE,
)
_REWARD = re.compile(
    r"verifiable[- ]rewards?|\brlvr\b|(?:rule|model|outcome|process|test|execution|unit[- ]test"
    r"|format|accuracy|llm)[- ]based (?:\w+ )?rewards?"
    r"|(?:outcome|process|accuracy|format|correctness|length|verifiable|composite|binary|sparse"
    r"|dense) rewards?\b|rewards? functions?|rewards? signals?"
    r"|(?:gains?|receiv\w+|earns?|get|give[ns]?) (?:a )?rewards?\b|\breward[- ]model\w*"
    r"|\bverifiers?\b|reward design|奖励",
    re.IGNORECASE,
)
_KNOWN_REWARD_MODELS = re.compile(
    r"(?<![\w/.:-])(?:ArmoRM[\w.-]*|PairRM|UltraRM[\w-]*|Starling-RM[\w-]*|Skywork-Reward[\w.-]*"
    r"|Eurus-RM[\w-]*|Nemotron-4-340B-Reward|OpenAssistant/reward-model[\w.-]*"
    r"|(?!posts/|blog/)[\w.-]+/[\w.-]*(?:reward|-rm)(?![a-z])[\w.-]*"
    r"|Llama-3\.[13]-Nemotron-70B-Reward[\w-]*|internlm2?-[\w.]+-reward)",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\b(reward models?)\b[^.;]{0,160}\b(?:described|trained|initiali[sz]ed|based) (?:in|on|from"
    r"|with)\b",
    re.IGNORECASE,
)
"""What is withheld can still be told of: "trained on comparisons, not published"."""
_CODE_OF = re.compile(
    r"\b((?:verifiers?|judges?|rewards?)(?: and \w+)?(?: functions?| models?)? (?:code|functions"
    r"|prompts))"
    r" (?:is|are) (?:a )?(?:part of|in|included in|published|available)\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"train|tun|reinforce|\brl|ppo|grpo|rloo|align|stage|used|using|rank|scor|select|optimi|训练",
    re.IGNORECASE,
)


def read_rewards(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    """Reward models that are linked or named in full, and rewards that are only described."""
    own = observed.snapshot.id.lower()
    for passage in making.mentioning("reward", "verifier", "pairrm", " rm", "(rm)", "rlvr", "奖励"):
        text = passage.text
        if is_advice(text) or is_promise(text):
            continue
        if stance(text) is Stance.DENIED:
            if re.search(r"reward model[^.]{0,40}not|not[^.]{0,40}reward model", text, re.I):
                yield said(observed, REWARD, "reward-model", passage, outcome=Outcome.DENIED)
            if told := _DESCRIBED.search(text):
                yield said(observed, REWARD, "described", passage, value=told[1].lower())
            continue
        yield from _in_passage(observed, passage, own)


def _in_passage(observed: Observed, passage: Passage, own: str) -> Iterator[Evidence]:
    told = _REWARD_MODEL.search(passage.text)
    owner = own.partition("/")[0]
    for link in passage.links:
        model = linked_model(link.url)
        if (
            model
            and model.lower() != own
            and (told or "rm" in model.lower() or model.partition("/")[0].lower() == owner)
            and re.search(r"rm\b|reward|judge|verifier", model, re.I)
        ):
            yield said(observed, REWARD, "published", passage, value=model, target=link.url)
            return
    named = _KNOWN_REWARD_MODELS.search(passage.text)
    if named and named[0].lower() != own and _TRAINING.search(passage.text):
        yield said(observed, REWARD, "named", passage, value=named[0], around=named.span())
    if published := _CODE_OF.search(passage.text):
        yield said(
            observed, REWARD, "published", passage, value=published[1], around=published.span()
        )
    match = _REWARD.search(passage.text) or told
    is_label = passage.kind == "row" and len(passage.text) <= 100
    if match and not named and not is_label:
        yield said(
            observed, REWARD, "described", passage, value=match[0].lower(), around=match.span()
        )
