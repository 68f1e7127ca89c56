"""Words by which cards tie a supervised stage to the data it was done on."""

from __future__ import annotations

import re

from crawlers.readers.cues import cues, phrases
from crawlers.readers.gated import gated

_TUNING = r"(?:fine[- ]?tun(?:ing|e)|finetun(?:ing|e)|instruct(?:ion)?[- ]tuning|sft|微调)"
_SUPERVISED = r"(?:(?:the|our|its|this|further|full|supervised|instruction|model|lora)[- ]){0,3}"
_SET_TO_USE = (
    r"(?:used|utili[sz]ed|employed|leveraged|collected|gathered|selected|curated|constructed|built"
    r"|created|generated|synthesi[sz]ed|prepared|sampled|compiled|assembled|mixed|combined"
    r"|translated)"
)
_THINGS = (
    r"(?:questions|problems|tasks|queries|stories|articles|documents|posts|texts|entries|rows"
    r"|records|reports|books|messages|turns|solutions|programs|functions|sentences|responses"
    r"|completions|abstracts|papers|items|instances|interactions|chats|cases|commits|outputs|images|photos|pictures|utterances|recordings|videos)"
)
_CHINESE_DATA = r"(?:数据(?!处理|安全)|样本|语料|指令集)"
DATA = (
    r"(?:(?<!offline )\bdata[- ]?sets?\b|\bdata\b(?! (?:and model )?paralle)|\bcorp(?:us|ora)\b|conversations\b"
    r"|(?<!<)\binstructions?\b(?![- ](?:follow|tun))|\bdialog(?:ue)?s\b|\bsamples\b|\bexamples\b"
    r"|\bpairs\b|\btraces\b|\btrajectories\b|\bmixture\b(?![- ]of[- ]experts)|\bprompts\b"
    r"|demonstrations|\bq ?& ?as?\b)"
)
"""What a model is tuned on."""
_COUNTED = rf"\d[\d,.]*\s?[kKmM]?\+?(?: [\w-]+| \([^()]{{0,60}}\)){{0,5}}? {_THINGS}\b"
"""Things that may be anything else, unless they are counted."""
DATA_WORDS = phrases(
    "data|conversations|instruction|dialog|samples|examples|pairs|traces|mixture|prompts"
    "|demonstrations|corpus|corpora|trajector|q&a|questions|problems|tasks|queries|stories|articles"
    "|documents|posts|texts|entries|rows|records|reports|books|messages|turns|solutions|programs"
    "|functions|sentences|responses|completions|abstracts|papers|items|instances|interactions"
    "|chats|cases|commits|outputs|images|photos|pictures|utterances|recordings|videos"
    "|portraits|artworks|paintings|generations|answers|数据|指令|样本|语料|对话"
)
"""One of these stands in all that ties tuning to data."""
LONGEST = 3000
"""Characters of a passage in which ties are looked for."""
VERBS = ("tun", "train", "sft", "微调", "精调", "训练")
"""So does one of these."""

TIED = cues(
    r"(?:\bfine[- ]?tun(?:ed|ing|es?)\b(?! control)|\bfinetun(?:ed|ing|es?)\b"
    r"|\binstruct(?:ion)?[- ](?:fine[- ]?)?tun(?:ed|ing)|\binstruction[- ]finetun\w+"
    r"|(?<![-\w])(?:re)?trained\b(?! to (?:max|min|pred|recon))"
    r"|(?<![-\w])tun(?:ed|ing)(?= (?:on|with|using|over)\b)|(?<![-\w])training (?:was|has been)\b"
    r"|undergo(?:es|ne)? training\b|underwent training\b|微调|训练)"
    r"(?:[^.;(]|\.(?=\w)|\([^)]{0,80}\)){0,160}?\b(?:(?:on|upon|with|using|over|utili[sz]ing"
    rf"|leveraging|employing)\b[^;]{{0,200}}?{DATA}|(?:on|with|using) [^.,;]{{0,40}}?{_COUNTED})",
    "fin ins tra ret tun und",
)
"""What was done, and after it the data."""
_UNCOUNTED = (
    r"\b(?:images|photos|pictures|portraits|artworks|paintings|outputs|responses|generations"
    r"|answers)\b"
)
"""Things that are data where a model was tuned on them, also without a number."""

OTHERWISE_TIED = gated(
    (
        "for |in |during & tun|sft",
        rf"\b(?:for|in|during) {_SUPERVISED}{_TUNING}\b(?: \(sft\))?(?: (?:stage|phase|step|process"
        rf"|purposes))?,? (?:(?!not )[^.;:]){{0,60}}?\b{_SET_TO_USE}\b[^.;]{{0,120}}?{DATA}",
    ),
    (
        "for |to |in |during & tun|sft",
        rf"{DATA}[^.;]{{0,60}}?\b(?:was|were|is|are|been)(?: (?!not)\w+)? {_SET_TO_USE}"
        rf" (?:for|to|in|during) {_SUPERVISED}{_TUNING}\b",
    ),
    (
        "for |to |in  & tun|sft",
        rf"\b(?:{_SET_TO_USE}|we use|using|utili[sz]ing|leveraging)\b[^.;]{{0,120}}?{DATA}[^.;]{{0,60}}?"
        rf" (?:for|to) {_SUPERVISED}{_TUNING}\b",
    ),
    (
        "tun|sft|instruct & data|corpus|mix|set|samples|examples",
        rf"\b(?:{_TUNING}|instruct(?:ion)?)[- ](?:data[- ]?sets?|data|corpus|corpora|mix(?:ture)?"
        r"|set|samples|examples)\b(?: \([^)]{1,60}\))?\W{0,3}(?:(?:is|are|was|were|consist\w*"
        r"|compris\w*|contain\w*|include[sd]?|covers?|spans?|has|comes?|came|derived|drawn|built"
        rf"|generated|made|of)\b|[|:])(?! (?:not|un)\w*)[^.;]{{0,160}}?(?:\d|{DATA})",
    ),
    (
        "tun|sft|instruct & data|corpus|set|pool & select|sampl|curat|filter|collect|chose|pick",
        r"\b(?:select|sampl|curat|filter|collect|chose|pick)\w*\b[^.;]{0,30}?\d[\d,.]*\s?[km]?\+?"
        rf"(?: [\w-]+){{0,3}}? {DATA}[^.;]{{0,80}}?\b(?:{_TUNING}|instruct(?:ion)?)[- ](?:data"
        r"|corpus|sets?|pool|data[- ]?sets?)\b",
    ),
    (
        "tuning involved|tuning used|tuning uses|tuning consist|tuning relie|tuning employed",
        r"\bfine[- ]?tuning (?:involved|used|uses|consist\w+|relie\w+|employed)\b[^.;]{0,160}?"
        rf"{DATA}",
    ),
    (
        "data-based|data-driven & tuning",
        r"\b(?:instruction |synthetic )data-(?:based|driven) (?:[\w-]+ ){0,2}?[\w-]*tuning",
    ),
    (
        "tuned|tuning|dreambooth & images|photos|pictures|portraits|artworks|paintings|outputs"
        "|responses|generations|answers",
        r"(?:\bfine[- ]?tun(?:ed|ing)|\bfinetun(?:ed|ing)|\bdream ?booth\b[^.;]{0,30}? trained)\b"
        rf"(?:(?!pre-?train)[^.;]){{0,60}}? (?:on|with|using) [^.;:]{{0,60}}?{_UNCOUNTED}",
    ),
    (
        "微调|精调 & 数据|指令|样本|语料",
        rf"(?:微调|精调)[^。；]{{0,60}}?{_CHINESE_DATA}"
        rf"|(?:使用|利用|采用|基于|结合|用|在)[^。；]{{0,60}}?{_CHINESE_DATA}[^。；]{{0,30}}?(?:微调"
        r"|精调)",
    ),
    (
        "训练 & 指令|对话",
        r"(?:使用|利用|采用|基于|结合|用|在)[^。；]{0,60}?(?:指令|对话)[^。；]{0,8}数据[^。；]{0,20}?"
        r"(?<!预)训练",
    ),
)
"""The same in other orders: the data first, or told by what it was for."""

OF_DERIVED = gated(
    (
        "training & data|corpus|set|mix",
        r"(?<![-\w])training (?:data[- ]?sets?|data|corpus|set|mix(?:ture)?)\b(?! format)[^.;:|]{0,40}?"
        r"(?:[|:]|\b(?:is|was|were|are|consist\w*|compris\w*|contain\w*|includ\w*|came|comes"
        r"|sourced|derived|drawn|built|composed|made|generated)\b)(?! (?:not|un|small|large)\w*)"
        rf"[^.;]{{0,160}}?(?:{_COUNTED}|{DATA})",
    ),
    (
        "trained & images|photos|pictures|portraits|artworks|paintings",
        rf"(?<![-\w])trained (?:on|with|using) [^.;:]{{0,60}}?{_UNCOUNTED}",
    ),
    (
        "used to train|used for training",
        rf"{DATA}[^.;]{{0,60}}?\b(?:was|were|is|are|been) used (?:to train|for training)\b",
    ),
    (
        "训练 & 数据|样本|语料|指令集",
        rf"(?<!预)训练(?!过程|代码|方式|成本)[^。；，]{{0,40}}?{_CHINESE_DATA}"
        rf"|(?:使用|利用|采用|基于|结合|用|在)[^。；，]{{0,60}}?{_CHINESE_DATA}[^。；，]{{0,20}}?"
        r"(?<!预)训练",
    ),
)
"""Words on training that speak of tuning where a release was made from another."""

DATA_HEADING = re.compile(
    r"^\W*(?:\d[\d.]*\W+)?(?:(?:model|supervised|instruction) )?(?:training|fine[- ]?tuning|finetuning"
    r"|sft|instruction(?:[- ]tuning)?|post-training)[- ](?:data ?sets?|data|corpus|mixture)\b",
    re.IGNORECASE,
)
BELOW_IT = re.compile(
    r"\b(?:use|used|using|collected|gathered|generated|created|curated|consist\w*|compris\w*"
    r"|contains?|includes?|combin\w+|sampled|mix(?:ed|ing))\b[^.;]{0,120}?"
    rf"(?:{_COUNTED}|{DATA})|\btrained (?:for [\w, ]{{1,20}}? )?on (?!top|an? \d|\d+ ?x|the same)\w",
    re.IGNORECASE,
)
"""Below such a heading, what a release derived from another was tuned on."""

PREFERRED = re.compile(
    r"\b(?:c?dpo|kto|orpo|ppo|grpo|rlhf)\b|preferenc|preferred|feedback|reward|rank(?:ed|ing)"
    r"|rejected|reinforcement",
    re.IGNORECASE,
)
BY_PREFERENCE = re.compile(
    r"\b(?:c?dpo|ppo|kto|orpo|grpo|rlhf|simpo|sppo|direct preference|preference optimi"
    r"|reinforcement)",
    re.IGNORECASE,
)
SUPERVISED = re.compile(r"\bsft\b|supervised|instruct", re.IGNORECASE)
FROM_SCRATCH = re.compile(
    r"trillion|\d ?T tokens|\bfrom scratch|pre-?trained on|pre-?training data|万亿", re.IGNORECASE
)
SUPERVISED_HINT = re.compile(
    r"fine[- ]?tun|finetun|instruct|chat|conversation|dialog|sharegpt|alpaca|\borca\b|\bsft\b|\bquestions\b"
    r"|微调|精调|指令|对话",
    re.IGNORECASE,
)
"""A word that says tuning is meant, where a release isn't known to derive from another."""
