"""Words by which a card says that its release is a base model."""

from __future__ import annotations

import re

from crawlers.passages import Passage
from crawlers.readers.cues import has_any, phrases
from crawlers.readers.gated import gated

_SAID_BASE = gated(
    (
        "base |raw|trained only|purely",
        r"\b(?:is|are|contains?|holds?|being|as|hosts?) (?:[\w.,'-]+ ){0,9}?"
        r"(?:\bbase (?:\w+ )?(?:language )?(?:model|version|llm)|raw,? pre-?trained"
        r"|pre-?trained only|purely pre-?trained)",
    ),
    (
        "n't| not| never & instruct|tun|align|rlhf|post|reinforcement",
        r"\b(?:has|have|had|is|are|was|been|were)(?:n'?t| not| never)(?: yet)?(?: been| undergone"
        r"| gone through| be| received)?(?: explicitly| further| specifically)?"
        r"(?: \w+){0,3}? ?(?:instruct\w*|fine-?tun\w+|finetun\w+|tuned|aligned|alignment|rlhf"
        r"|post-?train\w+|reinforcement|an instruction)",
    ),
    ("not a", r"\bnot an? (?:instruct\w*|chat|aligned|chatbot)"),
    (
        "stage & train",
        r"\bmodel stage:? \|? ?pre-?train(?:ing|ed)?\W*$"
        r"|^\W*(?:training )?stages?:? ?\|? ?pre-?training\W*$",
    ),
    (
        "without",
        r"(?<!even )\bwithout (?:any )?(?:fine-?tuning|instruction[- ]tuning|alignment|post-?training|rlhf)",
    ),
    ("provide & base model", r"\bprovides? a (?:strong )?base model\b"),
    ("moderation", r"\bdoes not (?:have|include) any moderation"),
    ("pretrained base|pretrained found", r"\bpretrained (?:base|foundation) model\b"),
    ("base pre", r"\bbase pre-?trained (?:language )?model"),
    (
        "do not",
        r"\bdo not (?:recommend|advise)(?: you)? (?:to use|using) (?:this |the )?"
        r"base (?:language )?models?",
    ),
    ("of the model", r"\b(?:this|the) (?:base|pretrained) (?:version|variant) of the model"),
    (
        "模型|微调|对齐",
        r"(?:本模型|该模型|此模型)(?:是|为)[^。]{0,12}(?:基座|基础|预训练)模型"
        r"|未经(?:过)?(?:指令)?(?:微调|对齐)",
    ),
)
_TO_BE_TUNED = re.compile(
    r"\bneeds? to be fine-?tuned (?:before|prior to)\b"
    r"|\bmostly (?:intended to be|aimed at being) fine-?tuned\b",
    re.IGNORECASE,
)
"""What is yet to be done with the release."""
SAID_BASE_TRIGGERS = (
    "tuned",
    "base",
    "pretrain",
    "pre-train",
    "n't",
    " not ",
    "without",
    "moderation",
    "raw",
    "基座",
    "基础模型",
    "预训练模型",
    "未经",
)
_BASE_TELLS = phrases(
    "base|raw|only|purely|tun|instruct|aligned|alignment|rlhf|post-train|reinforcement|chat"
    "|stage|moderation|foundation|基座|基础|预训练|未经"
)
_NOT_ABOUT_IT = re.compile(
    r"\b(?:fine-?tuned|finetuned|instruct\w*|tuned|aligned|trained|built|based|derived|adapted"
    r"|starting|started|merged?|adapter|lora|quanti\w+) "
    r"(?:version |variant |model )?(?:of|from|on|upon|over)\b|\bas (?:the|a|our) base|\bunlike\b"
    r"|compared|against|benchmark|evaluat"
    r"|\bbase (?:language )?(?:model|version|llm),? (?:(?:that|which|was|is|has|been) ){0,3}"
    r"(?:instruction[- ]|fine-?)?tuned\b"
    r"|\bfor (?:safety|human)|to human preferences|original model|in-the-loop|base and |and base"
    r"|both |, base|base/|specialis|on this|adversar",
    re.IGNORECASE,
)


def said_base(passage: Passage) -> re.Match[str] | None:
    """The words of a passage, if it has such, that say that this release is a base model."""
    if passage.kind == "code" or not has_any(passage.lower, _BASE_TELLS):
        return None
    if "tuned" in passage.lower and (to_be := _TO_BE_TUNED.search(passage.text)):
        return to_be
    match = _SAID_BASE.search(passage.text, passage.lower)
    return None if match is None or _NOT_ABOUT_IT.search(passage.text) else match
