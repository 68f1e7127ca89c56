"""Reads post.method: the stages that turned a base into this model, and their algorithms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawlers.passage_index import PassagePart
from crawlers.passages import Passage
from crawlers.readers.cues import cues, has_any, phrases
from crawlers.readers.observed import Observed, texts
from crawlers.readers.own_training import is_advice, is_promise
from crawlers.readers.stage_names import FAMILY, STAGE, STAGE_TRIGGERS, TAGS, stage_of
from crawlers.readers.tuning import is_tuned_name
from registry.scoring.evidence import Evidence

METHOD = "post.method"
BEGINNING = 4
"""Letters before the name of a stage with which an item begins."""

_CASED = re.compile(
    r"^(?:IPO|RPO|CPO|APO|MPO|TIES|DARE|SLERP|RL|REINFORCE(?:\+\+)?)$", re.IGNORECASE
)
_ACT = re.compile(
    r"\b(?:train(?:ed|ing)|pre-?trained|fine-?tun(?:ed|ing)|finetun(?:ed|ing)|tuned|align(?:ed"
    r"|ing|ment)|optimi[sz](?:ed|ing)|post-?train(?:ed|ing)?|"
    r"under(?:went|go|goes|gone)|using|used?|uses|via|followed by|stages?|through|employ\w*"
    r"|appl(?:y|ied|ies)|leverag\w+|incorporat\w+|combin\w+"
    r"|enhanc\w+|improv\w+|refin\w+|perform(?:ed)?|conduct(?:ed)?|with|then|process|pipeline"
    r"|adopt\w*|distill?ed|merged?|dataset|steps?|phases?|recipe"
    r"|procedure|method|algorithm|by|version|sft|result\w*|include\w*|including)\b|训练|采用|经过|通过"
    r"|使用|进行|基于",
    re.IGNORECASE,
)
_RL_ACT = re.compile(
    r"\b(?:trained|optimi[sz]ed|fine-?tuned|finetuned|tuned|enhanced|improved|post-?trained"
    r"|post-?training|refined|achieved|followed by|appl(?:y|ied)|conduct(?:ed)?|perform(?:ed)?"
    r"|undergo\w*|underwent|involv\w+"
    r"|fine-?tuning and)\b[^.;]{0,140}?(?:reinforcement[- ]learning|\bRL\b)(?! (?:infrastructure"
    r"|framework|protocol|system|environment|training in))"
    r"|(?:经过|采用|通过)[^。]{0,30}强化学习",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|n't|never|without|no|nor|neither|instead of|rather than|lack(?:s|ing)?|skip\w*"
    r"|absence of|does not require)\b[^.;]{0,90}$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?: \([^)]{1,20}\))? (?:is|was|are|were|has|have) (?:not|never|n't) (?:been )?(?:mentioned"
    r"|used|applied"
    r"|performed|done|involved|part)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:unlike|than (?:methods|techniques|algorithms|approaches)|methods? like"
    r"|techniques? like|such as|e\.g\.|similar to|compared (?:to|with)|outperform\w*|surpass\w*"
    r"|inspired by|instead of|paper|library|trainer for|introduced in|proposed)\b[^.;]{0,60}$"
    r"|\bwhich (?:was|is|were)(?: \w+ and)? (?:the |an? )?$",
    re.IGNORECASE,
)
_GENERAL = cues(
    r"\binstruct(?:ion)?[- ](?:fine-?)?(?:tun|finetun)(?:ed|ing)|\binstruct[- ]?tuned|\b(?:chat"
    r"|dialogue?|conversation\w*)[- ](?:fine-?)?(?:tuned|finetuned|tuning)"
    r"|\bfine-?tuned\b|\bfinetuned\b|\b(?:by|via|through|after|underwent|supervised|safety|full"
    r"|we|lora|obtained by) (?:fine-?tun|finetun)(?:e|ing)\b|\bpost-?train(?:ed"
    r"|ing)\b(?! (?:with |in |using )?[\w-]* ?(?:quant|mxfp|fp8)| research)"
    r"|(?<![\w-])instruct(?:ion)? (?:model|version|variant)s?\b"
    r"|\balign(?:ed|ment) (?:with|to|techniques?|process|stage|tuning|procedure|training)"
    r"|\bsafety alignment|\bhuman preferences?\b"
    r"|\bpreference (?:optimi[sz]ation|alignment|tuning|learning)|\btuned for (?:chat|dialog"
    r"|instruction|assistant|conversation)"
    r"|iterated distillation|指令(?:微调|精调)|微调|对齐|后训练"
    r"|entrenad[oa] (?:con|para) instrucciones"
    r"|ajuste fino|affiné|feinabgestimmt",
    "ins cha dia con fin by via thr aft und sup saf ful we lor obt pos ali hum pre tun ite ent "
    "aju aff fei",
)
_GENERAL_TRIGGERS = phrases(
    "trained on|instruct|tun|post-train|posttrain|align|preference|iterated distil"
    "|微调|精调|对齐|后训练"
    "|affin|ajuste fino|feinabg"
)
_DATA_TIED = cues(
    r"(?:\bfine-?tun(?:ed|ing|e)\b|\bfinetun(?:ed|ing|e)\b"
    r"|\binstruct(?:ion)?[- ](?:fine-?)?tun(?:ed|ing)|\binstruction[- ]finetun\w+"
    r"|(?<![-\w])trained\b|微调|训练)"
    r"[^.;]{0,160}?\b(?:on|upon|with|using|from|over|of)\b[^;]{0,200}?"
    r"(?:\bdata\s?sets?\b|\bdata\b(?! (?:and model )?paralle)|conversations\b"
    r"|\binstructions?\b(?![- ](?:follow|tun))|dialog(?:ue)?s\b|\bsamples\b|\bexamples\b"
    r"|\bpairs\b|\btraces\b|\bmixture\b(?![- ]of[- ]experts)|\bprompts\b|demonstrations"
    r"|\bcorpus\b)",
    "fin ins tra",
)
_TIED_TO = phrases(
    "data|conversations|instructions|dialog|samples|examples|pairs|traces|mixture|prompts"
    "|demonstrations|corpus"
)
_BY_PREFERENCE = re.compile(
    r"\b(?:c?dpo|ppo|kto|orpo|grpo|rlhf|simpo|direct preference|preference optimi|reinforcement)",
    re.IGNORECASE,
)
_SUPERVISED = re.compile(r"\bsft\b|supervised|instruct", re.IGNORECASE)
_TIES = ("tun", "trained", "微调", "训练")
_FROM_SCRATCH = re.compile(
    r"trillion|\d ?T tokens|\bfrom scratch|pre-?trained on|万亿", re.IGNORECASE
)
_SUPERVISED_HINT = re.compile(
    r"fine-?tun|finetun|instruct|chat|conversation|dialog|sharegpt|alpaca|微调|指令", re.IGNORECASE
)


def read_stages(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    """Each stage told with its algorithm, and words on tuning that do not say how.

    Facts: ``stage``, ``tied`` (a supervised stage told by its data), ``general``, and ``family``
    for words on the tuned ones among several releases.
    """
    seen: set[str] = set()
    for passage in making.mentioning(*STAGE_TRIGGERS):
        for name, span in stages_in(passage):
            if name not in seen:
                seen.add(name)
                fact = "general" if name == "rl-mentioned" else "stage"
                yield observed.said(METHOD, fact, passage, value=name, around=span)
    for tag in texts(observed.front.get("tags")):
        name = TAGS.get(tag.lower(), "")
        if name and name not in seen:
            seen.add(name)
            yield observed.in_front_matter(METHOD, "stage", "tags", value=name)
    yield from _general(observed, making, seen)


def _general(observed: Observed, making: PassagePart, seen: set[str]) -> Iterator[Evidence]:
    derived, told = observed.once(is_tuned_from), False
    for passage in making.mentioning(*_GENERAL_TRIGGERS):
        if passage.kind == "heading":
            continue
        if "sft" not in seen and (tied := data_tied(passage, derived)):
            seen.add("sft")
            yield observed.said(METHOD, "tied", passage, value="sft", around=tied.span())
        match = None if told or _is_row_name(passage) else next(_GENERAL.find(passage.text), None)
        if match and _is_stated(passage.text, match.span()):
            told = not FAMILY.search(passage.text, passage.lower)
            fact = "general" if told else "family"
            yield observed.said(METHOD, fact, passage, value=match[0].lower(), around=match.span())
        if told and "sft" in seen:
            return


def is_tuned_from(observed: Observed) -> bool:
    """Whether "trained on" speaks of tuning: the release was made from another publisher's model
    or a tuned one.

    A publisher who releases base and tuned models writes one card for both, which tells of
    pre-training, too.
    """
    own = observed.snapshot.id.partition("/")[0].lower()
    return any(b.partition("/")[0].lower() != own or is_tuned_name(b) for b in observed.bases)


def data_tied(passage: Passage, derived: bool) -> re.Match[str] | None:
    """The words that tie a supervised stage to its data, if the passage has such.

    Of a release that derives from another, "trained on" is enough.
    """
    return None if passage.kind == "heading" else _tied(passage.text, passage.lower, derived)


@lru_cache(maxsize=512)
def _tied(text: str, lower: str, derived: bool) -> re.Match[str] | None:
    if not (has_any(lower, _TIES) and has_any(lower, _TIED_TO)):
        return None
    match = next(_DATA_TIED.find(text), None)
    if match is None or not (derived or _SUPERVISED_HINT.search(match[0])):
        return None
    if _FROM_SCRATCH.search(text):
        return None
    if _BY_PREFERENCE.search(match[0]) and not _SUPERVISED.search(match[0]):
        return None  # "fine-tuned with DPO using …": the data is preferences
    return match if _is_stated(text, match.span()) else None


def stages_in(passage: Passage) -> Iterator[tuple[str, tuple[int, int]]]:
    """The stages that a passage tells of, each with the span of its name."""
    text = passage.text
    for match in STAGE.find(text):
        if _CASED.match(match[0]) and not match[0].isupper():
            continue
        name = stage_of(match)
        if not _is_stated(text, match.span()) or not _is_told(passage, match):
            continue
        if name == "rl":
            name = (
                "rl"
                if _RL_ACT.search(text) or (passage.kind in {"heading", "item"} and len(text) < 60)
                else "rl-mentioned"
            )
        if name == "distillation" and "iterated distillation" in passage.lower:
            continue
        yield name, match.span()


def _is_told(passage: Passage, match: re.Match[str]) -> bool:
    short = len(passage.text) < 90
    if passage.kind in {"heading", "item"} and (short or match.start() < BEGINNING):
        return True
    if passage.kind == "row":
        first = passage.text.partition("|")[0]
        return (
            match.end() <= len(first) + 1
            or len(passage.text) > 120
            or "stage" in passage.head.lower()
        )
    return bool(_ACT.search(passage.text))


def _is_stated(text: str, span: tuple[int, int]) -> bool:
    before = text[max(0, span[0] - 120) : span[0]]
    if (
        _DENIED.match(text, span[1])
        or _NEGATED.search(before)
        or _OTHERS.search(before)
        or is_advice(text)
    ):
        return False
    return not is_promise(text, *span)


def _is_row_name(passage: Passage) -> bool:
    return (
        passage.kind == "row"
        and len(passage.text) < 60
        and "|" in passage.text
        and "from" not in passage.lower
    )
