"""The items of a training recipe and the words in which cards state them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.readers.told_ways import ToldWays

_SCIENTIFIC = (
    r"\d+(?:\.\d+)?\s?[eE]\s?[-−–‑]?\s?\d+|\d+(?:\.\d+)?\s*\\?(?:[x×*·⋅]|times"
    r"|cdot)\s*10\s*[\^{(]*\s*[-−–⁻]?\s*[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+"
    r"|10\s?\^?\{?\s?[-−–⁻]\s?[\d⁴⁵⁶⁷⁸]|0?\.0\d+"
)
_NUMBER = r"\d[\d,.]*"
_AMOUNT = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|several)"
_GAP = r"[^\d\n;。]{0,40}?"


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One item of a recipe: words that stand in every passage on it, and how it is stated.

    ``evident`` patterns can only mean training; ``in_training`` ones count where training is the
    topic. The groups of a pattern hold the value.
    """

    fact: str
    triggers: tuple[str, ...]
    evident: re.Pattern[str] | ToldWays
    in_training: re.Pattern[str] | ToldWays | None = None


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_OPTIMIZER_NAMES = (
    r"(?:fused[_ ]|paged[_ ]|stable[_ ]?|8-?bit[_ -]?|decoupled[_ ]?|distributed[_ -]?fused[_ ]?)*"
    r"(?:adam[_ ]?(?:weightdecay|w)?(?:[_ -]?(?:torch|hf|bnb|8bit|mini|fused))*|ada[_ -]?factor"
    r"|adagrad|lion"
    r"|muon(?:clip)?|lamb|sophia|rmsprop|sgd|shampoo|soap|galore)"
)
_OPTIMIZER_SIGNS = "ada|lion|muon|lamb|sophia|rmsprop|sgd|shampoo|soap|galore"
_SHAPES = (
    r"(?:cosine|linear|constant|polynomial|inverse[-_ ](?:square|sqrt)|exponential"
    r"|trapezoid\w*|one-?cycle|multi-?step|step-?wise"
    r"|wsd|warm-?up[-_ ]stable[-_ ]decay|warmupdecaylr|reduce_?lr_?on_?plateau|infinite|余弦)"
)
_SHAPE_SIGNS = (
    "cosine|linear|constant|polynomial|inverse|exponential|trapezoid|cycle|step|wsd|warm|reduce"
    "|decay"
    "|infinite|余弦"
)
_FORMATS = (
    r"(?:bf-?16|bfloat-?16|fp-?(?:8|16|32)|float-?(?:8|16|32)|mxfp[48]|nvfp4|tf32|fp4"
    r"|half[- ]precision|mixed[-_ ]precision|混合精度)"
)

ITEMS = (
    Item(
        "learning-rate",
        (
            "learning rate",
            "learning-rate",
            "learning_rate",
            "learn rate",
            "lr:",
            "lr=",
            "lr ",
            "学习率",
            "taux d'apprentissage",
            "lernrate",
            "tasa de aprendizaje",
        ),
        _cue(
            rf"(?:learn(?:ing)?[-_ ]?rates?|(?<![a-z])lrs?(?![a-z])|学习率|taux d'apprentissage"
            rf"|lernrate|tasa de aprendizaje)"
            rf"[^\n;。]{{0,60}}?(?<![\d.])(?P<value>{_SCIENTIFIC})"
            rf"|(?<![\d.])(?P<value2>{_SCIENTIFIC})[ *_)-]{{0,3}}(?:\w+ )?learning[-_ ]rate"
        ),
    ),
    Item(
        "batch-size",
        ("batch", "bsz", "批次", "批大小"),
        _cue(
            rf"(?:(?:global|effective|total|train(?:ing)?|per[-_ ]device[-_ ]train"
            rf"|per[-_ ]gpu)[-_ ]batch(?:[-_ ]?sizes?)?|(?:micro|mini)[-_ ]?batch[-_ ]?sizes?"
            rf"|n_batch|bsz|批次?大小|tokens per batch){_GAP}(?P<value>{_NUMBER}\s?[km]?\b)"
        ),
        _cue(
            rf"(?<!eval[-_ ])(?<!evaluation )(?<!test )\bbatch(?:[-_ ]?sizes?|es of|\s*["
            rf"|:=]){_GAP}(?P<value>{_NUMBER}\s?[km]?\b)"
        ),
    ),
    Item(
        "optimizer",
        ("optim", "adam", "优化器"),
        ToldWays(
            (
                f"{_OPTIMIZER_SIGNS} & optim",
                rf"\b(?P<value>{_OPTIMIZER_NAMES})\b[^.\n]{{0,60}}\boptimi[sz]"
                rf"|(?:\boptimi[sz]\w*|\boptim)\b[^.\n]{{0,60}}?\b(?P<value2>{_OPTIMIZER_NAMES})\b",
            ),
            ("优化器", rf"优化器\b[^.\n]{{0,60}}?\b(?P<value4>{_OPTIMIZER_NAMES})\b"),
            ("adamw", r"\b(?P<value3>(?:paged_|8-?bit[_ -]?)?adamw(?:_\w+)?)\b"),
        ),
        ToldWays(
            (
                f"{_OPTIMIZER_SIGNS} & beta|β|eps|learning|decay|momentum",
                rf"\b(?P<value>{_OPTIMIZER_NAMES})\b[^.\n]{{0,60}}(?:beta|β|\beps|learning|decay"
                rf"|momentum)",
            ),
            (
                f"{_OPTIMIZER_SIGNS} & with|using|use|by",
                rf"\b(?:with|using|uses?"
                rf"|by) (?:the )?(?P<value2>{_OPTIMIZER_NAMES})\b(?! \w+ et al)",
            ),
        ),
    ),
    Item(
        "schedule",
        ("schedul", "warmup", "warm-up", "warm up", "warmed", "decay", "anneal", "cosine", "余弦"),
        ToldWays(
            (
                f"{_SHAPE_SIGNS} & lr|learning|schedul|decay|anneal|warm|学习率",
                rf"\b(?:lr|learning[-_ ]rate)\b[^.\n]{{0,60}}\bdecay(?:ed|ing|s) to (?:a "
                rf"|an )?(?:minimum|final|\d)"
                rf"|(?P<value>{_SHAPES})[^.\n|]{{0,50}}?(?:\blr\b|learning[-_ ]?rate|schedul|decay"
                rf"|anneal|warm-?up|学习率)"
                rf"|(?:lr[-_ ](?:schedul|decay)\w*|learning[-_ ]?rate|schedul\w*|\bdecay\b"
                rf"|anneal\w*)[^.\n]{{0,40}}?(?P<value2>{_SHAPES})",
            ),
            (
                "warm",
                rf"(?:\blr|learning[-_ ]?rate|steps?|linear)[^.\n]{{0,60}}warm-?(?:ed[- "
                rf"]?)?up[^\d\n.]{{0,30}}(?P<value3>{_NUMBER})"
                rf"|warm-?up[-_ ](?:steps?|ratio|rate|iters?|iterations|fraction|proportion|tokens"
                rf"|epochs?|period){_GAP}(?P<value4>{_NUMBER}%?)"
                rf"|(?P<value5>{_NUMBER})[^\d\n.]{{0,20}}warm-?up (?:steps|iterations)",
            ),
        ),
        _cue(rf"warm-?up{_GAP}(?P<value>{_NUMBER}%?)"),
    ),
    Item(
        "duration",
        ("epoch", "steps", "iteration", "token", "iters", "époque"),
        ToldWays(
            (
                "epoch",
                rf"--epochs[ =](?P<value9>\d+)\b|(?:ppo[-_ ]"
                rf"|num(?:ber)?[-_ ](?:of[-_ ])?(?:train(?:ing)?[-_ ])?"
                rf"|train(?:ing)?[-_ ]?|max[-_ ]|n[-_ ]|total[-_ "
                rf"])epochs?[^\d\n]{{0,20}}?(?P<value>{_NUMBER})",
            ),
            (
                "steps|iters|iterations & train|tun|max|num|total|optimi|global|gradient",
                rf"(?:train(?:ing)?|fine-?tun\w+|max|num(?:ber of)?|total|optimi[sz]ation|global"
                rf"|gradient)[-_ ](?:(?:train(?:ing)?|optimi[sz]ation)[-_ ])?"
                rf"(?:steps|iters|iterations)[^\d\n]{{0,20}}?(?P<value2>{_NUMBER}\s?[kKmM]?)",
            ),
            (
                "epoch & train|tun",
                rf"(?:pre-?train|train|fine-?tun|tuned)[^.\n]{{0,120}}?\b(?P<value3>{_AMOUNT}(?:\."
                rf"\d+)?)[- ](?:full |training |complete |additional |more )?epochs?\b",
            ),
            (
                "token & train|num|tun",
                rf"(?:train(?:ing)?|pre-?training|num(?:ber)? of"
                rf"|fine-?tuning)[-_ ]?tokens?[^\d\n]{{0,20}}?(?P<value4>{_NUMBER}\s?(?:[TBM]\b"
                rf"|trillion|billion|million))",
            ),
            (
                "token",
                rf"(?P<value5>{_NUMBER}\s?\+?\s?(?:TB?|trillion|tn)\+?)[- ](?:[\w-]+ ){{0,5}}?"
                r"tokens?\b"
                r"|^\W*(?:number of )?(?:training |pre-?training )?tokens\W{1,6}"
                rf"(?P<value7>{_NUMBER}\s?(?:T\b|trillion))",
            ),
            (
                "token & 亿",
                rf"(?P<value6>{_NUMBER}\s?(?:万|兆)?亿?(?:万亿|百亿|千亿|亿))[^。\n]{{0,12}}?tokens?",
            ),
        ),
        ToldWays(
            (
                "epoch",
                rf"\bepochs?[^\d\n|:=]{{0,12}}[|:=]\s*(?P<value>{_NUMBER})"
                rf"|\b(?P<value2>{_AMOUNT}(?:\.\d+)?)[- ](?:full |training )?epochs?\b",
            ),
            (
                "steps|iterations|updates",
                rf"(?<![-\w.])(?P<value3>{_NUMBER}\s?[kKmM]?)[ -](?:training |optimi[sz]\w+ "
                rf"|gradient |update |global )*(?:steps|iterations|updates)\b(?! of warm| warm)"
                rf"|\b(?:steps|iterations)\s*[|:=]\s*(?P<value4>{_NUMBER}\s?[kKmM]?)",
            ),
            (
                "token",
                rf"(?<!documents with )(?<!samples with )"
                rf"(?<![\w.-])(?P<value5>{_NUMBER}\s?\+?\s?(?:B|billion|bn|M|million|Milliarden|milliards"
                rf"|mil millones)\+?)[- ](?:[\w-]+ ){{0,5}}?tokens?\b"
                rf"|(?P<value6>\d{{1,3}}(?:,\d{{3}}){{2,}}) (?:[\w-]+ ){{0,3}}?tokens?\b"
                rf"|\btokens? \((?:in )?(?:billions?|trillions?"
                rf"|[TB])\)\s*[|:]\s*(?P<value8>{_NUMBER})"
                rf"|\btokens\s*[|:=]\s*(?P<value7>~?{_NUMBER}\s?(?:[TBM]\b|trillion|billion"
                rf"|million))",
            ),
        ),
    ),
    Item(
        "precision",
        (
            "bf16",
            "bfloat",
            "fp16",
            "fp8",
            "fp32",
            "float16",
            "float32",
            "fp4",
            "tf32",
            "precision",
            "混合精度",
        ),
        _cue(
            rf"train\w*[^.\n]{{0,60}}?\b(?P<value>{_FORMATS})\b(?! (?:weights|version"
            rf"|checkpoint|format|files?|gguf))"
            rf"|\b(?P<value2>{_FORMATS})\b[^.\n|]{{0,30}}\btraining\b"
            r"|\b(?P<value3>mixed[-_ ]precision)(?![-_ ](?:quanti|weights|inference|gguf|model))"
            r"|\b(?P<value4>bf16|fp16)[\"']?\s*[:=]\s*(?:true|auto)|--(?P<value5>bf16"
            r"|fp16)\b(?! false)"
        ),
        _cue(
            rf"(?<![a-z])(?:precision|dtype|data type"
            rf"|精度)\b\W{{0,6}}(?:\w+ )?\b(?P<value>{_FORMATS})\b"
            rf"|\b(?P<value2>{_FORMATS})\b precision"
        ),
    ),
    Item(
        "context-length",
        (
            "length",
            "sequence",
            "seq_",
            "seq-",
            "context",
            "block_size",
            "cutoff_len",
            "max_len",
            "pieces",
        ),
        _cue(
            rf"train(?:ed|ing)?\b(?!ing data)[^.,;\n]{{0,50}}?\b(?:context|sequences?"
            rf"|seq)(?:[-_ ](?:window|size|len(?:gth)?s?))?(?: (?:of|up to|with|at|sizes?"
            rf"|=))*[^\d\n.(]{{0,20}}?(?P<value>{_NUMBER}\s?k?)\b"
            rf"|\bsequences? (?:of (?:length |up to )?|that contain |containing |with )"
            rf"(?P<value5>{_NUMBER}\s?k?) tokens"
            rf"|fine-?tun(?:ed|ing)\b[^.,;\n]{{0,40}}?(?P<value6>\d[\d,.]*\s?k"
            rf"|\d{{1,3}},?\d{{3}})[- ]"
            rf"(?:tokens? )?(?:long )?(?:context|sequence) (?:length|window|size)"
            rf"|train(?:ed|ing)?\b[^.,;\n]{{0,40}}?(?P<value2>{_NUMBER}\s?k?)[- ](?:tokens? "
            rf")?(?:long )?(?:context|sequence)"
            rf"|(?:sequence_len(?:gth)?|max_seq_len(?:gth)?|seq_len(?:gth)?|cutoff_len"
            rf"|block_size|model_max_length)[\"']?\s*[:=]\s*(?P<value3>\d{{3,}})"
            rf"|\btrained (?:only )?(?:on|with) (?:input )?(?:texts?|inputs"
            rf"|sequences) (?:of )?(?:up to|with up to"
            rf"|of at most|no longer than) (?P<value7>{_NUMBER}) (?:word[- ]?pieces|tokens)"
            rf"|--max[-_]len(?:gth)?[ =](?P<value8>\d{{2,}})\b"
            rf"|--(?:max[-_])?(?:seq(?:uence)?[-_](?:len(?:gth)?)|model_max_length"
            rf"|max_source_length|block_size|cutoff_len)[ =](?P<value4>\d{{3,}})"
        ),
        _cue(
            rf"\b(?:max(?:imum)? )?(?:sequence|seq|token)[-_ ](?:window |size |length"
            rf"|len)[^\d\n.]{{0,25}}?(?P<value>{_NUMBER}\s?k?)\b"
        ),
    ),
)
