"""Ties what a card tells of post-training to a stage: by the words beside it, or by the heading or
the label of the list that it stands under.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import cues
from crawlers.readers.observed import Observed
from crawlers.readers.stage_names import STAGE, stage_of
from registry.scoring.evidence import Evidence, Outcome

Span = tuple[int, int]

_KINDS = cues(
    r"(?P<sft>\b(?:instruct(?:ion)?(?:[- ](?:fine-?)?tuning)?|fine-?tuning|finetuning)[- ]"
    r"(?:data(?! for\b)|data ?sets?|mix(?:ture)?|stage|phase|sources?)\b|指令(?:微调|数据))"
    r"|(?P<preference>\bpreferences?[- ](?:data|data ?sets?|pairs|mix(?:ture)?|stage|phase"
    r"|alignment|tuned|optimi[sz]\w+)\b|偏好数据)"
    r"|(?P<reward_model>\breward[- ]models?\b)"
    r"|(?P<rl>\bRL[- ](?:data|data ?sets?|prompts|stage|phase)\b)",
    "ins fin pre rew rl",
)
"""Words for the data of a kind of stage, of which the algorithm stands elsewhere."""
_STATE = re.compile(
    r"(?:[- ](?:only|tuned|trained))?[- ](?:checkpoints?|models?|versions?|policy|weights|baseline"
    r"|counterpart)\b",
    re.IGNORECASE,
)
"""After the name of a stage: a model that came out of it, and not the stage that is told of."""
_OTHER_TIME = re.compile(
    r"\b(?:after|before|prior to|instead of|without|than|unlike|no|used (?:during|in))"
    r"(?: the| an?)? $",
    re.I,
)
_OF_ONE_BREATH = re.compile(r"[\W_]*(?:and|or|then|based|with|y|und|et|和)?[\W_]*", re.IGNORECASE)
"""What may stand between two names that are told in one breath ("SFT and DPO", "DPO/KTO")."""
_BY = re.compile(
    r"[\s\w)\]*`'\"]{0,24}?\b(?:using|via|by|through|with|for)\b(?: the| an?)?[\s*(\"'`]*$",
    re.IGNORECASE,
)
"""Between data and the stage told after it: "on X using DPO"."""
_ALSO = re.compile(r"\balso\b[^.;]{0,24}$", re.IGNORECASE)
_LABEL = Caseless(r":\W*$|\b(?:data|data ?sets?|sources?|mix(?:ture)?|stage|phase)\W*$")
LONGEST_LABEL = 60
NEAR = 40
"""Letters before the name of a stage in which the words stand that belong to it."""
_IN_NAMES = re.compile(
    r"(?:^|[^a-z])(sft|dpo|kto|orpo|simpo|ppo|grpo|rlvr|rl)(?:$|[^a-z])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """A stage that words name, and where; ``is_kind`` when they name only its kind of data."""

    name: str
    start: int
    end: int
    is_kind: bool = False


def said(
    observed: Observed,
    criterion: str,
    fact: str,
    passage: Passage,
    *,
    value: str = "",
    outcome: Outcome = Outcome.FOUND,
    target: str = "",
    around: Span | None = None,
    otherwise: str = "",
) -> Evidence:
    """Evidence that stands in a passage, tied to the stages that the words tell of.

    ``around`` is where in the passage the fact stands: of several stages told there, it belongs to
    those named last before it. ``otherwise`` is the stage when none is told by name.
    """
    evidence = observed.said(
        criterion, fact, passage, value=value, outcome=outcome, target=target, around=around
    )
    return evidence.of_stage(" ".join(ties(observed, passage, around)) or otherwise)


def ties(observed: Observed, passage: Passage, around: Span | None = None) -> tuple[str, ...]:
    """The stages that what stands at a place of a passage belongs to, in order."""
    if told := _told(passage.text):
        beside = _beside(passage.text, told, around)
        start = told[0].start
        if _ALSO.search(passage.text[max(0, start - NEAR) : start]):
            return tuple(dict.fromkeys((*ties_above(observed, passage), *beside)))
        return beside
    return ties_above(observed, passage)


def tie_by_name(dataset: str) -> str:
    """The stage that the name of a data set says it is for, or nothing."""
    match = _IN_NAMES.search(dataset.rpartition("/")[2])
    return match[1].lower() if match else ""


def ties_above(observed: Observed, passage: Passage) -> tuple[str, ...]:
    """The stages of the heading or of the label that a passage stands under ("SFT datasets:")."""
    by_heading = _by_heading(observed, passage.section)
    return by_heading or observed.once(_labels).get(passage.line, ())


def told_order(text: str) -> tuple[str, ...]:
    """The stages that a text names, each once, in the order of the words."""
    return tuple(dict.fromkeys(t.name for t in _told(text)))


@lru_cache(maxsize=512)
def _told(text: str) -> tuple[Told, ...]:
    exact = [Told(stage_of(m), *m.span()) for m in STAGE.find(text)]
    kinds = [
        Told((m.lastgroup or "").replace("_", "-"), *m.span(), is_kind=True)
        for m in _KINDS.find(text)
        if not any(t.start <= m.end() and m.start() <= t.end for t in exact)
    ]
    found = sorted((*exact, *kinds), key=lambda t: t.start)
    acts = [
        t
        for t in found
        if not _STATE.match(text, t.end)
        and not _OTHER_TIME.search(text[max(0, t.start - NEAR) : t.start])
    ]
    return tuple(acts)


def _beside(text: str, told: tuple[Told, ...], around: Span | None) -> tuple[str, ...]:
    if around:  # "Human Preferences Dataset" names a set, and not what was done with it
        start, end = around
        told = tuple(t for t in told if not (t.is_kind and start <= t.start < end)) or told
    groups = _groups(text, told)
    if around is None or len(groups) == 1:
        return tuple(dict.fromkeys(t.name for t in told))
    after = next((g for g in groups if g[0].start >= end), None)
    if after and _BY.fullmatch(text[end : after[0].start][: 2 * NEAR]):
        return _names(after)
    before = [g for g in groups if g[0].start < end]
    return _names(before[-1] if before else after or groups[0])


def _groups(text: str, told: tuple[Told, ...]) -> list[list[Told]]:
    groups = [[told[0]]]
    for one, other in pairwise(told):
        between = text[one.end : other.start]
        if len(between) < NEAR and _OF_ONE_BREATH.fullmatch(between):
            groups[-1].append(other)
        else:
            groups.append([other])
    return groups


def _names(group: list[Told]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.name for t in group))


def _by_heading(observed: Observed, section: tuple[str, ...]) -> tuple[str, ...]:
    """The stages of the innermost heading that names any; a card's title is a model's name."""
    title = observed.once(_title)
    for heading in reversed(section):
        if heading != title and (stages := told_order(heading)):
            return stages
    return ()


def _title(observed: Observed) -> str:
    return next((p.text for p in observed.card.passages if p.kind == "heading"), "")


def _labels(observed: Observed) -> dict[int, Any]:
    """By line, the stages of the label that a list or table stands under ("SFT datasets:")."""
    label: tuple[str, ...] = ()
    found: dict[int, Any] = {}
    card = observed.card
    for passage in sorted((*card.passages, *card.labels), key=lambda p: p.line):
        if passage.kind in {"heading", "code"}:
            label = ()
        elif _is_label(passage):
            label = told_order(passage.text)
        elif passage.kind == "sentence":
            label = ()
        elif label:
            found[passage.line] = label
    return found


def _is_label(passage: Passage) -> bool:
    return (
        passage.kind in {"sentence", "item"}
        and len(passage.text) <= LONGEST_LABEL
        and "/" not in passage.text
        and bool(_LABEL.search(passage.text))
    )
