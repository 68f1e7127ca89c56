"""Words that tell of which training a text speaks: pre-training, tuning, or none but a test."""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers.readers.cues import EAST_ASIAN, cues
from crawlers.readers.headings import Phase
from crawlers.readers.lead_ins import then_tuned
from crawlers.remembered import TEXTS

CUE = cues(
    r"(?P<pre>^pre-? ?training (?=checkpoints?, |code, |data\b)|(?:continu(?:ed|al|ally|ous|ously)"
    r"|further) (?:pre-?)?train\w*|mid-?train\w*"
    r"|\banneal(?:ed|ing)|(?:(?<!\ba )(?<!\bthe )(?<!\ban )(?<!\bour )pre-? ?trained|pre-?"
    r" ?training|pre-? ?trains?)\b(?![- ](?:(?:large |causal |\w+-)?(?:language |transformer |base"
    r" |foundation )?models?|llms?\b|weights|checkpoints?|backbone|encoder|decoder|transformer"
    r"|bert\b|version|network|embeddings?|tokenizer|generative|variants? (?:is|are|of)|and"
    r" (?:instruct|fine|chat)))|from scratch|预训练(?!模型)|사전 ?학습|事前学習(?!済)|vortrainiert|pré-?entra[iî]n\w+"
    r"|pre-?entrenad\w+)|(?P<tune>fine-? ?tun\w*|instruct(?:ion)?[- ]?(?:-?tun|-?follow|data)\w*"
    r"|\bsft\b|\bdpo\b|\brlhf\b|\brlvr\b|post-?train\w*|reinforcement|\baligned\b|alignment"
    r"|preference|微调|对齐|\b(?:q?lora|adapters?) |distill\w+ from|calibrat\w+|quanti[sz]\w+"
    r"|feinabgestimmt|afinad\w+)|(?P<away>\bevaluat\w*|\bbenchmarks?\b|\btested\b|\btest sets?\b"
    r"|\bvalidat(?:ed|ion)\b|leaderboard|\btoken[iy][sz]ers?\b(?= (?:was|is|were|are|has|have"
    r"|trained))|评测)|(?P<train>\btrain(?:ed|ing|s)?\b|训练|학습|学習|entrenad\w+|\btrainiert\b|entra[iî]né\w*)",
    "continue further mid anneal pretrain from vortrainiert pré fine instruct sft dpo rlhf rlvr"
    " post reinforce align preference lora qlora adapter distill calibrate quantize feinab afinad"
    " evaluate benchmark test validate leaderboard token train entrenado entraîné entraine",
    unspaced=EAST_ASIAN,
)
_PHASES = {
    "pre": Phase.PRETRAINING,
    "tune": Phase.TUNING,
    "away": Phase.ELSEWHERE,
    "train": Phase.TRAINING,
}
_BEFORE_OR_AFTER = re.compile(
    r"\b(?:before|prior to|after|following)(?: the| its)? $", re.IGNORECASE
)


@lru_cache(maxsize=TEXTS)
def cues_in(text: str) -> tuple[tuple[int, Phase], ...]:
    """Where words begin that tell of which training they speak, and of which."""
    cues = tuple(
        (m.start(), _PHASES[m.lastgroup or ""])
        for m in CUE.find(text)
        if not _BEFORE_OR_AFTER.search(text, max(0, m.start() - 20), m.start())
    )
    return then_tuned(text, cues)
