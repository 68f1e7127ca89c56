"""Reads post.method: the stages that turned a base into this model, and their algorithms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawlers.passage_index import PassagePart
from crawlers.passages import Passage
from crawlers.readers import corpora
from crawlers.readers import supervised_words as ties
from crawlers.readers.cues import has_any
from crawlers.readers.labelled_sets import labelled_tie
from crawlers.readers.observed import Observed, texts
from crawlers.readers.own_training import is_advice, is_promise
from crawlers.readers.stage_names import (
    FAMILY,
    GENERAL,
    GENERAL_TRIGGERS,
    PRETRAINED_THEN_TUNED,
    STAGE,
    STAGE_TRIGGERS,
    TAGS,
    stage_of,
)
from crawlers.readers.stance import Stance, stance
from crawlers.readers.tuning import is_tuned_name
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence

METHOD = "post.method"
_ON_PRETRAINING = re.compile(r"(?<!from_)pre[- ]?train|trillion|from scratch|预训练")
_PRETRAINING_TRIGGERS = ("pretrain", "pre-train", "pre train", "trillion", "from scratch", "预训练")
_DATA_TRIGGERS = (
    "data",
    "pairs",
    "conversations",
    "instructions",
    "samples",
    "examples",
    "tun",
    "trained on",
)
BEGINNING = 4
"""Letters before the name of a stage with which an item begins."""

_CASED = re.compile(
    r"^(?:IPO|RPO|CPO|APO|MPO|TIES|DARE|SLERP|RL|REINFORCE(?:\+\+)?)$", re.IGNORECASE
)
_ACT = re.compile(
    r"\b(?:train(?:ed|ing)|pre-?trained|fine[- ]?tun(?:ed?|ing)|finetun(?:ed?|ing)|tuned|align(?:ed"
    r"|ing|ment)|optimi[sz](?:ed|ing)|post-?train(?:ed|ing)?|"
    r"under(?:went|go|goes|gone)|using|used?|uses|via|followed by|stages?|through|employ\w*"
    r"|appl(?:y|ied|ies)|leverag\w+|incorporat\w+|combin\w+"
    r"|enhanc\w+|improv\w+|refin\w+|perform(?:ed)?|conduct(?:ed)?|with|then|process|pipeline"
    r"|adopt\w*|distill?ed|merg(?:ed?|ing)|achieved|dataset|steps?|phases?|recipe"
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
    r"\b(?:not|n't|never|without|no|nor|neither|unable|instead of|rather than|lack(?:s|ing)?|skip\w*"
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
_TURN = re.compile(r", (?=(?:it|we|this|our|the model|the release)\b)", re.IGNORECASE)
"""Where a sentence that began with another model comes to this one: "similar to X, it is …"."""
_REPO = re.compile(r"\W*[\w.-]+/[\w.-]+\s")
"""At the beginning of a row: it tells of a release in a list of several."""
_NOT_DONE = re.compile(r"\[ \]|\W*(?:example|e\.g\.)[^:]{0,24}:", re.IGNORECASE)
"""A box of a plan that isn't ticked, or words that others are to write of what they make."""
_THINGS_OF_OTHERS = re.compile(r" (?:data ?sets?\b(?= converted)|tool ?kit)", re.IGNORECASE)
"""After the name of a stage: something that others made for it."""
_MERGED = re.compile(r"\b(?:integrat|merg|combin|blend|mix|fus)\w*[^.;]{0,30}$", re.IGNORECASE)
_MODEL = re.compile(r"[- ](?:tuned )?models?\b", re.IGNORECASE)
"""Before and after the name of a stage: a model of others that this one was mixed from."""
_NAMES_TUNED = re.compile(
    r"\b(?:name|wording|title|prompts?|hyper-?parameters)\b[\w ]{0,30}? (?:has been|have been|was|were|is"
    r"|are) $|(?:名字|名称)进行了?$",
    re.IGNORECASE,
)
"""Before "fine-tuned": what was changed a little, and is no model."""
_DATA_OF_OTHERS = re.compile(r"\b(?:from|of his|of her|of their)(?: \w+)? $", re.IGNORECASE)
_POSSIBLE = re.compile(r"\bcan be (?:added|achieved|reached|obtained)\b", re.IGNORECASE)


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
                fact = "general" if name.endswith("-mentioned") else "stage"
                yield observed.said(METHOD, fact, passage, value=name, around=span)
    for tag in texts(observed.front.get("tags")):
        name = TAGS.get(tag.lower(), "")
        if name and name not in seen:
            seen.add(name)
            yield observed.in_front_matter(METHOD, "stage", "tags", value=name)
    yield from _general(observed, making, seen)


def _general(observed: Observed, making: PassagePart, seen: set[str]) -> Iterator[Evidence]:
    derived, told = observed.once(is_tuned_from), False
    for passage in making.mentioning(*GENERAL_TRIGGERS, *_DATA_TRIGGERS):
        if passage.kind == "heading":
            continue
        if "sft" not in seen and (tied := data_tied(passage, derived)):
            seen.add("sft")
            yield observed.said(METHOD, "tied", passage, value="sft", around=tied.span())
            if _is_tuning(tied):
                yield observed.said("post", "tuned-told", passage, around=tied.span())
        match = None if told or _is_row_name(passage) else next(GENERAL.find(passage.text), None)
        denied = match and stance(passage.text, *match.span()) is Stance.DENIED
        if match and not denied and _is_stated(passage.text, match.span()):
            in_turn = PRETRAINED_THEN_TUNED.search(passage.text)
            told = bool(in_turn) or not FAMILY.search(passage.text, passage.lower)
            fact = "general" if told else "family"
            yield observed.said(METHOD, fact, passage, value=match[0].lower(), around=match.span())
        if told and "sft" in seen:
            return


def is_tuned_from(observed: Observed) -> bool:
    """Whether "trained on" speaks of tuning: the release was made from another publisher's model
    or a tuned one.

    A publisher who releases base and tuned models writes one card for both, which tells of
    pre-training, too. A tuned one's card that never speaks of it tells of tuning.
    """
    own = observed.snapshot.id.partition("/")[0].lower()
    if not observed.bases:
        likely = observed.card.mentioning(*_PRETRAINING_TRIGGERS)
        return is_tuned_name(observed.snapshot.id) and not any(
            _ON_PRETRAINING.search(passage.lower) for passage in likely
        )
    return any(b.partition("/")[0].lower() != own or is_tuned_name(b) for b in observed.bases)


def data_tied(passage: Passage, derived: bool) -> re.Match[str] | None:
    """The words that tie a supervised stage to its data, if the passage has such.

    Of a release that derives from another, "trained on" is enough.
    """
    if passage.kind == "heading" or (passage.kind == "row" and _REPO.match(passage.text)):
        return None
    if tied := _tied(passage.text, passage.lower, derived):
        return tied
    by_name = labelled_tie(passage.text, passage.lower)
    if by_name and _is_stated(passage.text, by_name.span()):
        return by_name
    below = derived and passage.section and ties.DATA_HEADING.search(passage.section[-1])
    match = ties.BELOW_IT.search(passage.text[: ties.LONGEST]) if below else None
    preferred = match and ties.PREFERRED.search(passage.text)
    return match if match and not preferred and _is_stated(passage.text, match.span()) else None


@lru_cache(maxsize=TEXTS)
def _tied(text: str, lower: str, derived: bool) -> re.Match[str] | None:
    if not (has_any(lower, ties.VERBS) and has_any(lower, ties.DATA_WORDS)):
        return None
    text, lower = text[: ties.LONGEST], lower[: ties.LONGEST]
    match = next(ties.TIED.find(text), None)
    if match and not (
        derived or ties.SUPERVISED_HINT.search(text, match.start(), match.end() + 60)
    ):
        match = None
    match = match or ties.OTHERWISE_TIED.search(text, lower)
    if match is None and derived:
        match = ties.OF_DERIVED.search(text, lower)
    if match is None or ties.FROM_SCRATCH.search(text, _begin_of_tuning(match)):
        return None
    of_bases = (named for named in corpora.named(match[0]) if not named.corpus.generic)
    if not ties.SUPERVISED_HINT.search(match[0]) and any(of_bases):
        return None
    if ties.BY_PREFERENCE.search(match[0]) and not ties.SUPERVISED.search(match[0]):
        return None  # "fine-tuned with DPO using …": the data is preferences
    return match if _is_stated(text, match.span()) else None


def _begin_of_tuning(match: re.Match[str]) -> int:
    """Where the words on tuning begin, if pre-training may be told before them: "pre-trained on X
    and fine-tuned on Y".
    """
    return match.start() if _is_tuning(match) else 0


def _is_tuning(match: re.Match[str]) -> bool:
    """Whether words that tie a model to data say that it was fine-tuned, and not only trained."""
    return match[0].lower().startswith("fine") or "微调" in match[0]


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
        if _MODEL.match(text, match.end()) and _MERGED.search(text[: match.start()][-60:]):
            name = "merging-mentioned"
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


@lru_cache(maxsize=TEXTS)
def _is_stated(text: str, span: tuple[int, int]) -> bool:
    before = _TURN.split(text[max(0, span[0] - 120) : span[0]])[-1]
    if (
        _DENIED.match(text, span[1])
        or _NEGATED.search(before)
        or _OTHERS.search(before)
        or is_advice(text)
        or _NOT_DONE.match(text)
        or _is_of_others(text, span)
    ):
        return False
    return not is_promise(text, *span)


def _is_of_others(text: str, span: tuple[int, int]) -> bool:
    """Whether a stage is named only for a thing of others, or for what is possible."""
    if _THINGS_OF_OTHERS.match(text, span[1]) or ("can be" in text and _POSSIBLE.search(text)):
        return True
    before = text[max(0, span[0] - 60) : span[0]]
    if _NAMES_TUNED.search(before):
        return True
    return text[span[1] : span[1] + 8].lower() == " dataset" and bool(
        _DATA_OF_OTHERS.search(text[: span[0]])
    )


def _is_row_name(passage: Passage) -> bool:
    return (
        passage.kind == "row"
        and len(passage.text) < 60
        and "|" in passage.text
        and "from" not in passage.lower
    )
