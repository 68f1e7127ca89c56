"""Words by which cards tell what a base was tuned on, and by which they tell of something else."""

from __future__ import annotations

import re

from crawlers.readers.gated import gated

TRIGGERS = (
    "data",
    "tuned on",
    "tuning on",
    "trained on",
    "tuned with",
    "tuning with",
    "finetun",
    "fine-tun",
    "fine tun",
    "conversations",
    "instructions",
    "mixture",
    "aligned",
    "dpo",
    "sft on",
    "sft) on",
    "sft with",
    "kto on",
    "orpo on",
    "grpo on",
    "rlvr on",
    "reward model",
    "samples",
    "examples",
    "images",
    "pairs",
    "trained for",
    "preference",
    "feedback",
    "subset of",
    "rl data",
    "数据",
    "rewards",
    "prompts",
    "corpus",
    "corpora",
    "traces",
    "trajectories",
    "questions",
    "instruction set",
    "translat",
    "指令",
    "样本",
    "语料",
)
PRETRAINING = re.compile(
    r"pre-?train|trillion|foundation model|mid-?train|annealing|预训练", re.IGNORECASE
)
EVALUATION = re.compile(
    r"\b(?:evaluat\w+|benchmark\w*|test set|test data|held-out|leaderboard|scor(?:e|es|ed)\b"
    r"|details_|validation|accuracy|similar to those|inspired"
    r"|details can be found|detailed results|decontaminat\w+|embedding-data format|demo\b"
    r"|license|eval\b)",
    re.IGNORECASE,
)
PARTLY = re.compile(
    r"\b(?:including|includes?|such as|among (?:others|other)|e\.g\.|for example|etc\b|and more"
    r"|a part of|parts? of|portions? of|some of|partially|amongst"
    r"|several (?:\w+ ){0,2}(?:data|sources|sets|corpora)"
    r"|subsets? of|sampled? from|samples from|selection (?:of|from)|filtered (?:version|subset"
    r"|from)"
    r"|(?:in-house|internal|proprietary|private|custom|closed)\b|(?:combined|along|together"
    r"|mixed|augmented|supplemented) with (?!(?:two|three|four|five) other)|as well as (?:our|a"
    r"|an|other|some|in|internal|synthetic|human)"
    r"|in addition to|and other (?:data|sources|publicly|sets)|additional(?:ly)? \w*\s?data"
    r"|plus (?:our|some|a))|部分|等数据|结合",
    re.IGNORECASE,
)
CUT = re.compile(r"part|portion|some of|subset|sample|selection|filtered|部分", re.IGNORECASE)
"""Words by which not all of a set was used; the other ones of ``PARTLY`` tell of further data."""
APPOSED = re.compile(r"(?:, (?:which is )?| \()an? (?:\w+ )?$", re.IGNORECASE)
REWORKED = re.compile(
    r"[\W_]*(?:\w+ )?(?:that|which) (?:were|was|are|is|have been|has been)(?: \w+)? (?:transpiled"
    r"|translated|converted|rewritten|rephrased|paraphrased)\b",
    re.IGNORECASE,
)
"""After the name of a set: what was tuned on was made from it."""
PRIVATE = re.compile(
    r"(?:our |some )?(?:proprietary|in-house|internal|private)(?: [\w-]+){0,2}? (?:data ?sets?|data|corp(?:us|ora))\b",
    re.IGNORECASE,
)
"""An item that begins so: further data, which nobody else has."""
OF_TOPICS = re.compile(
    r"\b(?:domains?|topics?|areas?|fields|subjects|categories|skills|capabilities|disciplines|languages)"
    r"(?: [\w ]{1,30})?,? (?:such as|including|e\.g\.)$",
    re.IGNORECASE,
)
"""Ends with "such as": what follows is what the data is about, and not some of the data."""
PLACED = re.compile(r"[^.;]{0,60}\bavailable (?:from|at|in|on|as|here)\b", re.IGNORECASE)
"""After words on further data: all of it is to be had in the place that follows."""
EVALUATION_WORDS = (
    "evaluat",
    "benchmark",
    "test ",
    "held-out",
    "leaderboard",
    "scor",
    "details",
    "detailed",
    "validation",
    "accuracy",
    "similar to",
    "inspired",
    "decontam",
    "embedding-data",
    "demo",
    "license",
    "eval",
)
SEED_WORDS = (
    "generated",
    "derived",
    "synthesi",
    "distil",
    "translat",
    "rewritten",
    "rephrased",
    "created",
    "constructed",
    "obtained",
)
SEED = re.compile(
    r"\b(?:generated|derived|synthesi[sz]ed|distill?ed|translat\w+|rewritten|rephrased|created"
    r"|constructed|obtained)\b(?:(?!tun)[^.;]){0,60}?"
    r"\b(?:from|using|based on|on top of|seeded (?:with|by)|version of|out of)\b[^.;]{0,80}"
    r"|\bwe translated (?:[^.;]|\.(?=\w)){1,60}? (?:in)?to \w+",
    re.IGNORECASE,
)
NAMED_SOURCE = re.compile(
    r"(?:[A-Z][\w-]*[A-Z\d][\w-]*|\b[a-z]+(?:-[a-z]+){1,3}\b"
    r"|[A-Z][a-z]+(?:-[A-Z]\w+)?) (?:data\b|dataset|corpus)"
)
TUNED_ON = re.compile(
    r"\b(?:fine-?|instruction[- ])?tuned (?:\w+ ){0,3}?(?:on|with|using)\b", re.IGNORECASE
)
TUNED_AFTERWARDS = re.compile(
    r"\b(?:pre-?)?trained\b[^;]{0,200}?\b(?:and|then|before|followed by)\b[\w ,]{0,24}?"
    r" (?=(?:fine-?tuned|finetuned)\b)",
    re.IGNORECASE,
)
"""Up to the second of two things that were done in turn: "pre-trained on X and fine-tuned on Y"."""
IN_TURN = re.compile(
    r"^\W*(?:next|then|afterwards)\b|\bpre-?trained\b[^.;]{0,80}? (?:on|in)\b", re.IGNORECASE
)
"""In the card of a model that was made from another's: what was done before belongs to the base."""
ANNOUNCED = re.compile(r"\b(?:releas\w+|open-?sourc\w+|publish\w+)\b", re.IGNORECASE)
NAMED = re.compile(
    r"\b(?:the |our |on |a )?((?:[A-Z][\w.+]*[-_ /]?(?:v?\d[\w.]*[-_ ]?)?){1,4}"
    r"|[a-z]+[-_][\w-]*\d[\w-]*) (?:data ?set|instruction set|collection)\b"
)
NOT_A_NAME = re.compile(
    r"^(?:the|our|a|an|this|these|its|it|training|fine-?tun\w*|sft|dpo|rl|data|english|chinese"
    r"|german|french|japanese|korean|multilingual|hugging ?face|public"
    r"|instruct\w*|preference|post|stage|custom|synthetic|llm|we|large|qa|q&a|nlp|evaluation"
    r"|test|validation|pretrain\w*|hf|gpt-?[34].*)$",
    re.IGNORECASE,
)
TRAINING_DATA = re.compile(
    r"\b(?:training|sft|instruct\w*|fine-?tuning|finetuning|dpo|preference|chat)[- ](?:data|set"
    r"|mix)",
    re.IGNORECASE,
)
IN_HOUSE = re.compile(r"\b(?:in-house|internal|proprietary|private|custom)\b", re.IGNORECASE)
TRAINING_DATA_IS = re.compile(
    r"\btraining data(?:set)? (?:is|are|was|consist\w*|comprises?|contains?|includes?)\b(?! not)",
    re.IGNORECASE,
)
SUBSET = re.compile(r"subset of ['\"`]?[A-Za-z][\w.-]+/[\w.-]+", re.IGNORECASE)
OTHER_KIND = gated(
    (
        "training|sft|instruction|tuning|chat|alignment & corpus|data|mix|set",
        r"\b(?:post-?training|sft|instruction(?:[- ]tuning)?|fine-?tuning|finetuning|chat"
        r"|alignment)\s(?:corpus|data(?:set)?s?\b|mixture|mix\b|set\b)[^.]{0,120}?(?:\d|synthe|mix"
        r"|blend|includ|cover|consist|compris|spann|math|code|reasoning)",
    ),
    (
        " used ",
        r"\bdata\b[^.;]{0,30}? used (?:for|in|during) (?:the )?(?:supervised|sft|instruction"
        r"|fine-?tun|post-?train|alignment)",
    ),
    ("chat-format|chat format", r"\bchat[- ]format (?:\w+ )?data\b"),
    (
        "tuning on|sft on|(sft) on",
        r"\b(?:supervised fine-?tuning|sft)\b(?: \(sft\))? on (?:about |over |more than |around "
        r"|some )?"
        r"\d[\d.,]*\s?(?:[kmbt]\b|thousand|million|billion|trillion)? ?(?:tokens|examples|samples)",
    ),
    ("synthesi & training data", r"\bsynthesi\w+\b[^.]{0,60}\btraining data\b"),
    ("compilation", r"\bcompilation of sft\b"),
    ("数据", "微调数据|指令数据"),
)
SOME_PREFERENCES = gated(
    (
        "preference|comparison|feedback|dpo|rl|rank"
        " & data|pairs|samples|annotations|examples|comparisons|prompts",
        r"(?:\d[\d,.]*\s?[kKmM]?\+?|synthetic\w*|human[- ]annotated|human[- ]labell?ed"
        r"|publicly available|on-policy|curated|open-source|multi-turn|binari[sz]ed|ai|gpt-4"
        r"|small amount of|amount of|scored)\W+"
        r"(?:\w+\W+){0,5}?(?:preferences?|comparisons?|feedback|dpo|rl|ranked|ranking"
        r"|preference-ranked)[\s-](?:data(?:set)?s?|pairs|samples|annotations|examples|comparisons"
        r"|prompts)\b",
    ),
    (
        "comparisons|pairs",
        r"\b\d[\d,.]*[km]? (?:thousand |million )?(?:binary |preference |pairwise )?(?:comparisons"
        r"|pairs)\b",
    ),
    ("pairs ", r"\bpairs (?:found|judged|rated|ranked|scored|labell?ed|annotated) by\b"),
    (
        "preference data:",
        r"^\W*preference data:\W{0,3}"
        r"(?=collected|annotat|human|synthetic|generated|about|over|more)",
    ),
    ("sft and rl data|feedback data", r"\bsft and rl data\b|\bfeedback data\b"),
    (
        "preferences ",
        r"preferences (?:that have been )?(?:scored|ranked|rated|annotated|label\w+)"
        r" (?:via|by|with|using)",
    ),
    (
        "preference pairs|preference data",
        r"\b(?:construct|build|built|creat|collect|generat)\w* (?:\w+ ){0,3}preference (?:pairs"
        r"|data\w*)",
    ),
    ("verifiable ", r"verifiable (?:problems|prompts|questions|tasks|datasets?|math)"),
    (
        "dpo|kto|orpo|ppo|grpo|rlhf|simpo|preference|reinforcement & tuned|trained|aligned|optimi|developed|refined"
        " & data|pairs|samples|examples",
        r"\b(?:tuned|trained|aligned|optimi[sz]ed)\b[^;]{0,160}?\b(?:on|with|using|from)\b[^.;]{0,120}?"
        r"\b(?:data|data ?sets?|pairs|samples|examples)\b[^.;]{0,60}? (?:using|with|via|through|by)"
        r" (?:\w+ ){0,2}?(?:dpo|kto|orpo|ppo|grpo|rlhf|simpo|direct preference|preference optimi"
        r"|reinforcement)",
    ),
    (
        "dpo|kto|orpo|ppo|grpo|rlhf|simpo|preference|reinforcement & tuned|trained|aligned|optimi|developed|refined"
        " & data|pairs|samples|examples",
        r"\b(?:tuned|trained|aligned|optimi[sz]ed|developed|refined) (?:using|with|via|through|by) (?:\w+ ){0,2}?(?:dpo"
        r"|kto|orpo|ppo|grpo|rlhf|simpo|(?:direct )?preference optimi\w+|reinforcement learning)"
        r"\b[^.;]{0,80}?\b(?:on|with|using|from|utili[sz]ing)\b[^.;]{0,120}?"
        r"\b(?:data|data ?sets?|pairs|samples|examples)\b",
    ),
    ("data used & preference", r"\bdata used (?:for|in|during)\b[^.;]{0,60}\bpreference"),
    (
        "preference data",
        r"preference data(?:set)? (?:of|with|from|generated|consist\w+|built|constructed)",
    ),
)


OF_REWARDS = re.compile(r"preference|\bRL(?:HF)?\b|reinforcement|\b[DKP]PO\b|reward", re.IGNORECASE)
PROMPTS_OF = re.compile(r"\bprompts?(?: ?sets?)? (?:from|of|in)(?: the)?[\s`'\"*]*$", re.IGNORECASE)
"""Before a set of preferences: of it, only what was asked is used, and answered anew."""
MADE_OVER = gated(
    (
        "subset of the following|subsets of the following|translated",
        r"\bdata(?:sets?)?\b[^.;]{0,40}? (?:is|are|was|were|has been|have been)\b[^.;]{0,40}?"
        r"(?:\bsubsets? of the following\b|\btranslated\b)",
    ),
)
"""Data of which others can get only what it was made from, or more than was used."""
AVAILABLE = re.compile(
    r"data ?sets?\b[^.;]{0,80}(?:availab|releas|download|found|open-?sourc|\bhere\b)"
    r"|(?:availab|releas|download|open-?sourc)[^.;]{0,60}data ?set",
    re.IGNORECASE,
)
DATA_PLACE = re.compile(
    r"^(?!.*(?:huggingface\.co|/blob/.*\.md|license))(?:.*(?:data|/blog/|zenodo|drive\.google"
    r"|kaggle))",
    re.IGNORECASE,
)
PUBLIC_SOURCE = re.compile(r"subset of|seed|existing|public|open", re.IGNORECASE)
WITHHELD = re.compile(
    r"not[^.]{0,40}(?:releas|publish|open|shar|disclos|publicly)|proprietary|undisclosed",
    re.IGNORECASE,
)
DENIAL_WORDS = ("not ", "n't", "proprietary", "undisclosed")
PREFERENCE_WORDS = (
    "preference",
    "feedback",
    "comparison",
    "dpo",
    "rl ",
    "ppo",
    "rpo",
    "kto",
    "reinforcement",
    "reward",
    "rank",
    "verifiable",
)
