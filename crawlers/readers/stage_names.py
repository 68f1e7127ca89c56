"""The stages of post-training, and the words by which cards name them."""

from __future__ import annotations

import re

from crawlers.readers.cues import Cues, phrases
from crawlers.readers.gated import gated

STAGES: tuple[tuple[str, str], ...] = (
    (
        "sft",
        r"supervised[\w\s,-]{0,30}? fine[- ]?tun\w+|supervised[- ]finetun\w+|supervised instruction"
        r"|\bd?SFT(?:Trainer)?\b|\bQ?LoRA fine-?tun\w+"
        r"|监督微调|有监督(?:指令)?微调",
    ),
    (
        "dpo",
        r"direct[- ](?:preference|performance)[- ]optimi[sz]ation|\b[cd]?DPO(?:Trainer)?\b"
        r"|直接偏好优化",
    ),
    ("kto", r"kahneman[- ]tversky|\bKTO(?:Trainer)?\b"),
    ("ipo", r"identity preference optimi[sz]ation|\bIPO\b(?=[^a-z])"),
    ("orpo", r"(?:odds[- ]ratio|monolithic) preference optimi[sz]ation|\bORPO(?:Trainer)?\b"),
    ("simpo", r"\bSimPO(?:Trainer)?\b|simple preference optimi[sz]ation"),
    ("cpo", r"contrastive preference optimi[sz]ation|\bCPO(?:Trainer)?\b"),
    ("apo", r"anchored preference optimi[sz]ation|\bAPO\b"),
    ("rpo", r"reward-aware preference optimi[sz]ation|\bRPO\b"),
    ("sppo", r"self-play preference optimi[sz]ation|\bSPPO\b"),
    ("mpo", r"mixed preference optimi[sz]ation|\bMPO\b"),
    ("ppo", r"proximal policy optimi[sz]ation|\b[dP]?PPO(?:Trainer)?\b"),
    ("grpo", r"group relative policy optimi[sz]ation|\bGRPO(?:Trainer)?\b"),
    ("qrpo", r"quantile reward policy optimi[sz]ation|\bQRPO\b"),
    ("gspo", r"group sequence policy optimi[sz]ation|\bGSPO\b"),
    ("dapo", r"\bDAPO\b"),
    ("rloo", r"\bRLOO(?:Trainer)?\b|leave-one-out"),
    ("reinforce", r"\bREINFORCE(?:\+\+)?(?![a-z])"),
    (
        "rlvr",
        r"\bRLVR\b|(?:reinforcement[- ]learning|\bRL) (?:with|from|via|using|on) verifiable"
        r"|verifiable[- ]rewards?",
    ),
    ("best-of-n", r"best[- ]of[- ]n (?:sampling|selection)|rejection[- ]sampl\w+|拒绝采样"),
    ("c-rlft", r"\bC-?RLFT\b|conditioned[- ]RLFT|reward-conditioned"),
    ("steerlm", r"\bSteerLM\b"),
    ("constitutional", r"constitutional AI"),
    (
        "distillation",
        r"knowledge distillation|on-policy distillation|\w+-to-\w+ distillation|\bdistill?(?:ed"
        r"|ing) (?:from|version"
        r"|using|with)|知识蒸馏|蒸馏",
    ),
    (
        "merging",
        r"\bmodel merging|\bmerg(?:ed|ing) (?:\w+ ){0,5}?(?:models|checkpoints)|\b(?:SLERP|TIES"
        r"|DARE)\b|\bmergekit\b|model soup",
    ),
    (
        "preference",
        r"(?<!ratio )(?<!direct )(?<!aware )(?:iterative |online "
        r"|offline )?preference (?:optimi[sz]ation|tuning|learning|training)|tun(?:ed|ing) (?:on"
        r"|with|to)"
        r" (?:human )?preferences?\b|偏好优化",
    ),
    ("feedback", r"feedback data|human feedback(?! *\()|\bRL(?:H|AI)F\b|人类反馈"),
    ("rl", r"reinforcement[- ]learning|\bRL\b|强化学习"),
)


def _at_word(pattern: str) -> str:
    r"""A pattern that ignores case, for the beginning of a word: spares looking for capitals, and
    for ``\b`` again.
    """
    return pattern.lower().removeprefix(r"\b").replace(r"|\b", "|")


STAGE = Cues(
    re.compile(
        r"(?<![\w/-])(?:"
        + "|".join(f"({_at_word(p)})" for _, p in STAGES)
        + r")(?![-_]?(?:\d|pairs|mix|binari))",
        re.IGNORECASE | re.ASCII,  # so that a letter beside a Chinese character begins a word
    ),
    frozenset(
        phrases(
            "sup|sft|sel|spp|dsf|lor|qlo|dir|dpo|ddp|cdp|kah|kto|ide|ipo|odd|orp|sim|con|cpo|anc"
            "|apo|rew"
            "|rpo|mix|mpo|mon|pro|ppo|dpp|pdp|gro|grp|gsp|dap|rlo|lea|rei|rlv|rl|ver|bes|rej|c|crl"
            "|ste|rla|kno|on|dis|mod|mer|sli|sle|tie|dar|pre|ite|onl|off|fee|hum|rlh|qua|qrp|str"
            "|wea|tun"
        )
    ),
)
STAGE_TRIGGERS = phrases(
    "supervised|sft|sppo|qrpo|preference opt|preference tun|preference learn|preference train"
    "|preference|direct p|direct-p|dpo|kto|orpo|simpo| cpo|(cpo"
    "| apo|(apo| rpo"
    "|(rpo|"
    " mpo|(mpo| ipo|(ipo|ppo|policy opt|grpo|gspo|rloo|reinforce|verifiable|rlvr|best-of|best of n|"
    "rejection|rlft|reward-conditioned|steerlm|constitutional|rlaif|distil|merg|feedback|rlhf"
    "| rl | rl.|"
    "(rl)|rl,|kahneman|lora fine|model soup|slerp|监督微调|偏好优化|蒸馏|强化学习|人类反馈|拒绝采样"
)
"""Lower-case words of which a passage holds one if it names a stage."""
FAMILY = gated(
    (
        "variants|versions|we |both|available|see ",
        r"\b(?:variants|versions|we (?:also )?(?:release|have|provide)|both)\b"
        r"|available (?:at|here)|see (?:also )?\[",
    ),
    (
        "trained|base",
        r"\b(?:pre-?trained|base)\b[^.]{0,60}\b(?:and|or|as well as)\b[^.]{0,60}"
        r"\b(?:instruct|chat|tuned|post-trained)\b",
    ),
    ("creating|resulting", r"\b(?:creating \w+|resulting in \w+[ -]\w+-(?:Instruct|Chat))\b"),
)
"""Words on a family of models: they tell how the tuned ones were made, not that this is one of
them.
"""
TAGS = {
    "sft": "sft",
    "dpo": "dpo",
    "orpo": "orpo",
    "kto": "kto",
    "ppo": "ppo",
    "grpo": "grpo",
    "simpo": "simpo",
    "rlaif": "feedback",
    "merge": "merging",
    "mergekit": "merging",
    "reinforcement-learning": "rl",
}
"""Front matter tags that name a stage; "rlhf" is put on anything with preferences and names
none.
"""


def stage_of(match: re.Match[str]) -> str:
    """The stage that a match of ``STAGE`` names."""
    return STAGES[(match.lastindex or 1) - 1][0]
