"""The words in which cards tell of what only frameworks ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.readers.caseless import Caseless


@dataclass(frozen=True, eq=False)
class Rule:
    """How one thing is told: ``seeds``, one of which stands in every such passage, and the pattern.

    ``besides`` must stand in the same passage or the head of its row, ``unless`` must not; ``of_training`` says that
    it counts only where training is spoken of.
    """

    name: str
    seeds: tuple[str, ...]
    pattern: Caseless
    of_training: bool = True
    besides: Caseless | None = None
    unless: Caseless | None = None


_MODEL = (
    r"(?:(?:open ?ai'?s? )?(?:gpt-?[345][\w.-]*|chatgpt|text-davinci-\d+|davinci)|claude[\w .-]{0,12}"
    r"|gemini[\w.-]*|gemma[\w.-]*|(?:code|tulu-?)?llama-?\s?[\d.]+[\w.-]*|qwen[\d.]*[\w.-]*|mixtral[\w.-]*"
    r"|mistral[\w.-]*|deepseek[\w.-]*|nemotron[\w.-]*|phi-[\w.]+|command[- ]r\+?|glm-[\w.]+|kimi[\w.-]*)"
)
_CLOUDS = (
    r"aws\b|amazon (?:web services|sagemaker|ec2)|(?:microsoft )?azure\b|google cloud|\bgcp\b"
    r"|oracle cloud|coreweave|lambda ?labs|runpod|crusoe|alibaba cloud|huawei cloud|scaleway|genesis cloud"
    r"|tpu research cloud|nvidia dgx cloud|stability(?: ai)?'?s? (?:aws|hpc) cluster|vast\.ai|hugging ?face cluster"
    r"|jean zay|marenostrum|perlmutter|juwels|jureca|snellius|fugaku|isambard|condor galaxy|meluxina"
    r"|karolina|berzelius|cineca|\btacc\b|\bnersc\b|\babci\b|mosaicml (?:platform|cloud)"
)
_COMPUTERS = (
    r"lumi|leonardo|frontier|polaris|summit|alps|vista|vega|andromeda|discoverer|selene|eos"
)

_ITEMS = "images?|samples|examples|documents|sentences|pairs|instructions|conversations|dialogues"

RULES: tuple[Rule, ...] = (
    Rule(
        "data_size",
        (
            "token",
            "words",
            "images",
            "samples",
            "examples",
            "documents",
            "hours of",
            "dialogues",
            "instructions",
            "conversations",
            "b of text",
            "sentences",
        ),
        Caseless(
            r"(?<![\w.^])\d[\d,.]{0,20}\s?(?:(?:t|b|m|tn|bn|trillion|billion|million|万亿|亿)\+?[\s-]{0,2}"
            r"(?:\w+ )?(?:tokens?|words)\b|(?:k|m|b|thousand|million|billion)\+?[\s-]{0,2}(?:[\w-]+ ){0,2}"
            rf"(?:{_ITEMS})\b"
            r"|(?:k |thousand )?hours of (?:\w+ )?(?:audio|speech|data|video)|\s?[gt]i?b of (?:\w+ )?(?:text|data))"
            rf"|(?<![\w.])\d{{1,3}}(?:,\d{{3}}){{1,4}} (?:[\w-]+ )?(?:tokens|words|{_ITEMS})\b"
        ),
        unless=Caseless(r"\b(?:batch|context|sequence|window|vocab\w*)\b[^.|]{0,30}\d"),
    ),
    Rule(
        "crawler",
        ("robots.txt", "robots exclusion", "opt-out", "opt out"),
        Caseless(r"robots\.txt|robots exclusion|\bopt[- ]outs?\b"),
        of_training=False,
        besides=Caseless(r"crawl|scrap|collect|web data|the stack|source code"),
    ),
    Rule(
        "synthetic_data",
        (
            "generated",
            "synthe",
            "distill",
            "rewritten",
            "produced",
            "created",
            "annotated",
            "translated",
        ),
        Caseless(
            r"\b(?:generated|synthesi[sz]ed|distilled|rewritten|produced|created|annotated|translated|outputs)"
            rf"\s(?:by|with|using|from|through|via)\s[^.;|]{{0,40}}?\b{_MODEL}"
            rf"|\b{_MODEL}[- ](?:generated|synthesi[sz]ed|distilled|written|translated)\b"
        ),
        of_training=False,
        besides=Caseless(
            r"data|samples|responses|conversations|instructions|pairs|dialog|corpus|traces"
        ),
        unless=Caseless(r"\bmodels (?:such as|like)\b"),
    ),
    Rule(
        "compute_amount",
        ("flop", "floating point op"),
        Caseless(
            r"\d[\d.,]{0,20}\s?(?:[x×*·]\s?10\s?\^?\{?\s?\d{2}\}?|e\+?\d{2})\s*(?:\w+ )?(?:flops?\b|floating)"
            r"|\d[\d.,]{0,20}\s?(?:yotta|zetta|exa|peta)flops?(?:[- ]?(?:days?|hours?|s-days?))?\b"
        ),
    ),
    Rule(
        "compute_provider",
        (
            *(
                "aws",
                "amazon",
                "azure",
                "google cloud",
                "gcp",
                "oracle",
                "coreweave",
                "lambda",
                "runpod",
            ),
            *(
                "crusoe",
                "alibaba cloud",
                "huawei cloud",
                "scaleway",
                "genesis",
                "research cloud",
                "dgx",
            ),
            *("cluster", "supercomputer", "hpc", "jean zay", "marenostrum", "perlmutter", "juwels"),
            *(
                "jureca",
                "snellius",
                "fugaku",
                "isambard",
                "condor",
                "meluxina",
                "karolina",
                "berzelius",
            ),
            *("cineca", "tacc", "nersc", "abci", "mosaicml", "cloud provider", "infrastructure"),
        ),
        Caseless(
            rf"\b(?:{_CLOUDS})|\b(?:{_COMPUTERS})\b(?=[^.]{{0,60}}(?:supercomputer|cluster|\bhpc\b))"
            rf"|(?:supercomputer|cluster|\bhpc\b)[^.]{{0,20}}\b(?:{_COMPUTERS})\b"
            r"|cloud provider\W{1,6}(?!none|n/?a\b|unknown|\[)\w[\w ]{1,40}"
            r"|\bour (?:own )?(?:\w+ )?(?:cluster|servers|supercomputer|infrastructure)\b"
            r"|private infrastructure|in-house cluster"
        ),
    ),
    Rule(
        "water",
        ("water",),
        Caseless(
            r"\d[\d,.]{0,20}\s?(?:k|kilo|mega|m)?(?:l|lit(?:er|re)s?|m³|m3|gallons)\b[^.|]{0,40}\bwater\b"
            r"|\bwater (?:usage|use|consum\w+|footprint)\b[^.|]{0,60}\d[\d,.]{0,20}\s?(?:k|kilo|mega|m)?"
            r"(?:l|lit(?:er|re)s?|m³|m3|gallons)\b"
        ),
    ),
    Rule(
        "cost",
        ("cost", "budget", "spent"),
        Caseless(
            r"(?:us)?[$€]\s?\d[\d,.]{0,20}\s?(?:k|m|million|thousand)?\b|\d[\d,.]{0,20}\s?(?:k |m |million |thousand )?"
            r"(?:usd|us dollars|dollars|euros?)\b"
        ),
        besides=Caseless(r"\b(?:train|pre-?train|fine-?tun)\w*"),
    ),
    Rule(
        "dependencies",
        ("from scratch",),
        Caseless(r"\b(?:train|pre-?train|built|initiali[sz]|learn)\w*[^.;]{0,80}\bfrom scratch\b"),
        of_training=False,
    ),
    Rule(
        "inference_speed",
        ("tokens/s", "tok/s", "t/s", "tokens per second", "tokens / s", "ms/token", "latency"),
        Caseless(
            r"\d[\d.,]{0,20}\s?(?:tokens?\s?/\s?s(?:ec(?:ond)?)?\b|tok/s|t/s\b|tokens per second|ms/token)"
            r"|latency[^.|]{0,40}\d[\d.,]{0,20}\s?m?s\b"
        ),
        of_training=False,
        besides=Caseless(
            r"[ahlv]\d{2,3}\b|\brtx\b|\btpu|\bgpu\b|\bcpu\b|\bm[1-4]\b|\bt4\b|ryzen|xeon|intel|snapdragon"
            r"|iphone|jetson|raspberry"
        ),
        unless=Caseless(r"\btrain"),
    ),
    Rule(
        "agent_protocols",
        ("model context protocol", "mcp", "a2a", "agent2agent", "agent-to-agent"),
        Caseless(
            r"model context protocol|(?-i:\bMCP\b)(?![-\w])|(?-i:\bA2A\b)|agent2agent|agent-to-agent protocol"
        ),
        of_training=False,
    ),
    Rule(
        "precision",
        (
            "bf16",
            "bfloat16",
            "fp16",
            "float16",
            "fp8",
            "int8",
            "int4",
            "4-bit",
            "8-bit",
            "4bit",
            "8bit",
            "mxfp4",
        ),
        Caseless(
            r"(?:tensor type|dtype|precision|weights|checkpoint|released|stored|native)\b[^.|]{0,40}"
            r"\b(?:bf16|bfloat16|fp16|float16|fp8|fp4|mxfp4|nvfp4|int8|int4|[248]-?bits?)\b"
            r"|\b(?:bf16|fp16|fp8|mxfp4|nvfp4|int8|int4|[248]-?bits?)\b[^.|]{0,20}\b(?:weights|checkpoint"
            r"|version)"
        ),
        of_training=False,
    ),
)

BENCHMARKS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (name, sign, re.compile(pattern, re.IGNORECASE))
    for name, sign, pattern in (
        ("ARC", "arc", r"\barc[-_ ](?:c|e|chall\w*|easy)\b"),
        ("ARC", "ai2 reasoning", r"\bai2 reasoning"),
        ("BBH", "bbh", r"\bbbh\b"),
        ("BBH", "bench hard", r"big-?bench hard"),
        ("BoolQ", "boolq", r"\bboolq\b"),
        ("C-Eval", "eval", r"\bc-?eval\b"),
        ("CMMLU", "cmmlu", r"\bcmmlu\b"),
        ("DROP", "drop", r"(?-i:\bDROP\b)"),
        ("FLORES", "flores", r"\bflores"),
        ("GPQA", "gpqa", r"\bgpqa\b"),
        ("GSM8K", "gsm", r"\bgsm-?8k?\b"),
        ("HellaSwag", "swag", r"\bhella-?swag"),
        ("HumanEval", "eval", r"\bhuman-?eval"),
        ("IFEval", "eval", r"\bif-?eval"),
        ("LAMBADA", "lambada", r"\blambada"),
        ("MATH", "math", r"(?-i:\bMATH\b)"),
        ("MBPP", "mbpp", r"\bmbpp\b"),
        ("MGSM", "mgsm", r"\bmgsm\b"),
        ("MMLU-Pro", "mmlu", r"\bmmlu[-_ ]?pro\b"),
        ("MMLU", "mmlu", r"\bmmlu\b(?![-_ ]?(?:pro|redux))"),
        ("MT-Bench", "bench", r"\bmt-?bench"),
        ("PIQA", "piqa", r"\bpiqa\b"),
        ("SQuAD", "squad", r"\bsquad"),
        ("TriviaQA", "trivia", r"\btrivia-?qa"),
        ("TruthfulQA", "truthful", r"\btruthful-?qa"),
        ("WinoGrande", "wino", r"\bwino-?grande"),
    )
)
"""Public sets by name: what stands in every text that names one, and the pattern."""
BENCHMARK_SEEDS = tuple(dict.fromkeys(sign for _, sign, _ in BENCHMARKS))
LANGUAGES = Caseless(
    r"\b(english|french|german|spanish|italian|portuguese|dutch|polish|russian|ukrainian|czech|swedish"
    r"|norwegian|danish|finnish|greek|turkish|arabic|hebrew|persian|hindi|bengali|tamil|telugu|urdu|chinese"
    r"|japanese|korean|vietnamese|thai|indonesian|malay|swahili|catalan|basque|galician|romanian|hungarian"
    r"|bulgarian|serbian|croatian|slovak|slovenian|lithuanian|latvian|estonian|icelandic)\b"
    r"[^.\n%]{0,30}?\d{1,2}(?:\.\d+)?\s?%"
)
CHANGES = re.compile(
    r"^\W*(?:model )?(?:change ?-?logs?|release notes|(?:version|revision) history|what'?s new|更新日志)\W*$",
    re.IGNORECASE,
)
SAMPLES = re.compile(
    r"\b(?:sample|example)s?(?: \w+)? (?:outputs?|generations?|responses?|completions?|results)\b"
    r"|\b(?:outputs?|generations?|generated|responses?|model) (?:samples?|examples?)\b"
    r"|^\W*(?:examples?|samples?|show ?cases?|demo(?:nstration)?s?)\W*$",
    re.IGNORECASE,
)
OUTPUT = re.compile(
    r"^\W*(?:outputs?|response|answer|assistant|model|generated(?: text)?|completion|>>>|bot)\W{0,4}[:：]"
    r"|<\|?(?:im_start\|>)?assistant|### response:?",
    re.IGNORECASE | re.MULTILINE,
)
