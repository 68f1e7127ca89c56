"""The words in which cards tell what a linked repository of code holds."""

from __future__ import annotations

import re

from crawlers.readers.caseless import Caseless
from crawlers.readers.lettered import lettered

CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, lettered(pattern))
    for name, pattern in (
        ("pre-training", r"\bpre-?train|预训练"),
        (
            "post-training",
            r"\bsft\b|instruction[- ](?:tun|finetun|fine-tun)|\bdpo\b|\bppo\b|\bgrpo\b|\brlhf\b"
            r"|\brlvr\b|\borpo\b|\bkto\b|post-?train|fine-?tun"
            r"|\balignment|preference (?:tun|optim)|open-?instruct|reinforcement learning"
            r"|\brl\b|微调",
        ),
        (
            "training",
            r"\bdistillation\b|\btrain(?:ing|er|ed)?\b|t(?<![a-z]t)rain(?:ing|er)?(?![a-z])|pre-?train|fine-?tun"
            r"|\bsft\b|reproduc"
            r"|open-?instruct|alignment-?handbook|post-?train|entrenamiento|entra[iî]nement"
            r"|训练|微调",
        ),
        (
            "inference",
            r"inferenc|deploy|demo\b|quickstart|serving|run(?:ning)? (?:this|the) model"
            r"|llama\.cpp|推理|部署",
        ),
        ("evaluation", r"\beval|benchmark|lm-evaluation-harness|评测|评估"),
        ("data", r"\bdata(?:set|sets)?\b|corpus|corpora|数据"),
        ("configuration", r"config|recipe|hyper-?parameter|y(?<=\.y)a?ml\b|配置"),
    )
)
SIGNS: dict[str, tuple[str, ...]] = {
    "pre-training": ("pretrain", "pre-train", "预训练"),
    "post-training": (
        *("sft", "tun", "dpo", "ppo", "grpo", "rlhf", "rlvr", "orpo", "kto", "align", "prefer"),
        *("post", "open-instruct", "openinstruct", "reinforce", "rl", "微调"),
    ),
    "training": (
        *(
            "distillation",
            "train",
            "tun",
            "sft",
            "reproduc",
            "instruct",
            "align",
            "entrenamiento",
            "entra",
        ),
        *("训练", "微调"),
    ),
    "inference": (
        *("inferenc", "deploy", "demo", "quickstart", "serving", "run", "llama.cpp", "推理"),
        "部署",
    ),
    "evaluation": ("eval", "bench", "harness", "评测", "评估"),
    "data": ("data", "corp", "数据"),
    "configuration": ("config", "recipe", "param", ".y", "配置"),
}
"""One of these stands in all words of a class: to rule the class out without a search."""
ABOUT_CODE = lettered(
    r"\bcode\b|codebase|\brepo(?:sitory)?\b|script|recipe|implementation|github"
    r"|p(?<=\.p)y\b|s(?<=\.s)h\b"
    r"|notebook|\bcore\b"
    r"|代码|脚本|仓库|código|\bfor (?:pre-?)?training\b|\bfor (?:sft|dpo|rl)"
)
CODE_SIGNS = (
    *("code", "repo", "script", "recipe", "implementation", "github", ".py", ".sh", "notebook"),
    *("core", "代码", "脚本", "仓库", "código", "for pretrain", "for pre-train", "for train"),
    *("for sft", "for dpo", "for rl"),
)
"""One of these stands in all words about code."""
TRAINED_WITH = Caseless(
    r"(?:\b(?:pre-?|post-?)?train(?:ed|ing)?|fine-?tun(?:ed|ing)|tuned|merged|distilled"
    r"|aligned|built|developed|run|done|made"
    r"|created|optimi[sz]ed)\b[^.]{0,80}?"
    r"\b(?:with|using|by|on|via|through|in|uses?|based on|thanks to)\b"
    r"|^\W*(?:training )?(?:framework|library|librer[ií]a|software|orchestration|trainer"
    r"|training (?:library|stack|software)"
    r"|codebase|training code|engine|infrastructure)\b"
    r"|(?:使用|基于|采用)[^。]{0,40}(?:训练|微调)|(?:训练|微调)[^。]{0,20}(?:使用|基于|采用)"
    r"|we (?:developed?|built|use[ds]?)\b"
)
TRAINED_WITH_SIGNS = (
    *("with", "using", " by ", " on ", "via", "through", " in ", "use", "based on", "thanks"),
    *("framework", "librar", "librer", "software", "orchestration", "trainer", "codebase"),
    *("training code", "training stack", "engine", "infrastructure", "we develop", "we built"),
    *("使用", "基于", "采用"),
)
"""One of these stands in all words by which a model was trained with something."""
MADE_SIGNS = (
    *("train", "tun", "merge", "distil", "align", "built", "develop", "run", "done", "made"),
    *("created", "optimi", "framework", "librar", "librer", "software", "orchestration"),
    *("codebase", "engine", "infrastructure", "we use", "训练", "微调"),
)
"""And one of these."""
FOR_USERS = lettered(
    r"\byou(?:'d|r)?\b|\bhow to (?:fine-?tune|train|use|run)|to (?:fine-?tune|train|adapt"
    r"|customi[sz]e) (?:this|the|it|our|a)\b"
    r"|\bfurther (?:fine-?tun|train)(?!ing code)|please (?:refer|see|check"
    r"|visit)[^.]{0,60}(?:usage|use|install|inference|deploy)"
    r"|supports? (?:fine-?tun|train)|tutorial|quick ?start|example notebook|\bcolab\b|您|你可以"
)


UNSURE = (
    "stay tuned",
    "shall",
    "hope",
    "closed",
    "unable",
    "not",
    "n't",
    "never",
    "no ",
    "soon",
    "will",
    "plan",
    "future",
    "going to",
    "aim",
    "intend",
    "progress",
    "wip",
    "undisclosed",
    "unreleased",
    "unpublished",
    "proprietary",
    "private",
    "confidential",
    "without",
    "to be ",
    "未",
    "不",
    "没有",
    "即将",
    "敬请",
    "后续",
    "próxim",
    "bient",
    "demn",
    "non ",
    "nicht",
)
"""One of these stands in all words that deny or promise something; the rest states it."""
