"""The stages of post-training, and the words by which cards name them."""

from __future__ import annotations

import re

from crawlers.readers.cues import Cues, cues, phrases
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
GENERAL = cues(
    r"\binstruct(?:ion)?[- ](?:fine[- ]?)?(?:tun|finetun)(?:ed|ing)|\binstruct[- ]?tuned|\b(?:chat"
    r"|dialogue?|conversation\w*)[- ](?:fine[- ]?)?(?:tuned|finetuned|tuning)"
    r"|\bfine[- ]?tuned\b(?! control| performance)|\bfinetuned\b|\b(?:by|via|through|after|underwent|supervised"
    r"|safety|full|we|lora|obtained by) (?:fine[- ]?tun|finetun)(?:e|ing)\b|\bpost-?train(?:ed"
    r"|ing)\b(?! (?:with |in |using )?[\w-]* ?(?:quant|mxfp|fp8)| research| (?:code|scripts?)\b)"
    r"|(?<![\w-])instruct(?:ion|ed)? (?:model|version|variant)s?\b"
    r"|\bdream ?booth\b|\btextual inversion\b|(?<![\w-])(?:lora|controlnet)s?\b"
    r"(?:(?!pre-?train)[^.;]){0,40}? trained (?:on|for|with|from)\b"
    r"|\balign(?:ed|ment) (?:(?:with|to)(?! \w+['’]s (?:commit|goal|polic|standard|principle))"
    r"|techniques?|process|stage|tuning|procedure|training)"
    r"|\bsafety alignment|\bhuman preferences?\b"
    r"|\bpreference (?:optimi[sz]ation|alignment|tuning|learning)|\btuned for (?:chat|dialog"
    r"|instruction|assistant|conversation)"
    r"|iterated distillation|指令(?:微调|精调)|微调|对齐|后训练"
    r"|entrenad[oa] (?:con|para) instrucciones"
    r"|ajuste fino|affiné|feinabgestimmt",
    "ins cha dia con fin by via thr aft und sup saf ful we lor obt pos ali hum pre tun ite ent "
    "dre tex lor con "
    "aju aff fei",
)
GENERAL_TRIGGERS = phrases(
    "trained|training|instruct|dreambooth|textual inv|tun|sft|post-train|posttrain|align|preference|iterated distil"
    "|微调|精调|对齐|后训练|训练"
    "|affin|ajuste fino|feinabg"
)
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
PRETRAINED_THEN_TUNED = re.compile(
    r"\bpre-?trained (?:on|with|using|in)\b[^;]{0,160}?\b(?:and|then|before|followed by)\b"
    r"(?: then| later| subsequently| further| finally| being)* (?:fine-?tuned|finetuned) (?:on|with|using)",
    re.IGNORECASE,
)
"""One model that was first one, and then the other."""
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
