"""What headings and labels say that a passage is about: data or not, and which training."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from crawlers.passages import Passage
from crawlers.readers.cues import has_any, phrases
from crawlers.readers.lettered import lettered


class Phase(StrEnum):
    """The training that some words are about."""

    PRETRAINING = "pre-training"
    TUNING = "tuning"
    TRAINING = "training"
    """Just "trained": pre-training for a model made from scratch, fine-tuning for a derived one."""
    ELSEWHERE = "elsewhere"
    """Not training at all: evaluation, use, tokenizers, other people's models."""


_DATA_HEADING = re.compile(
    r"train(?:ing|ed)?(?: and evaluation)? (?:data|corp|set\b|mix|on\b)|\bdata ?(?:mix|sources?"
    r"|overview|composition|sheet|card|stat|"
    r"(?:pre-?)?process|filter|curation|clean|collection|quality)|(?:^|> )\W*(?:\d+\W+)?(?:model "
    r"|source |streaming )?(?:data|datasets?"
    r"|corpus|corpora|preprocessing|pre-processing|languages)\b.{0,30}$|\bdata(?:sets?)? (?:and|&)"
    r"|& data|datasets? used"
    r"|what data|训练数据|训练语料|语料|数据集?$|학습 ?데이터|学習データ|コーパス"
    r"|donn[ée]es d.entra|datos de entrenamiento|trainingsdaten",
    re.IGNORECASE,
)
_TRAINING_DATA = re.compile(
    r"train(?:ing|ed)?(?: and evaluation)? (?:data|corp|set\b|mix)", re.IGNORECASE
)
_DATA_WORDS = phrases("data|corp|train|processing|languages|语料|数据|donn|datos")
"""One of these stands in all headings on data."""
_PRE_HEADING = lettered(r"pre-? ?train|预训练|continu\w+ (?:pre-?)?train|mid-?train")
_TUNE_HEADING = lettered(
    r"fine-? ?tun|instruct|\bsft\b|\bdpo\b|\brl(?:hf|vr)?\b|preference|post-?train|alignment|reward"
    r"|\blora\b|\bqlora\b|adapter|微调"
    r"|quanti[sz]|\bgptq\b|\bggu?f\b|\bawq\b|dataset used for"
)
_AWAY_HEADING = lettered(
    r"\bevals?\b|evaluat|benchmark|results?\b|performance|how to|usage|\buses?\b|quick|inference|install"
    r"|licen[cs]e|citation|bibtex|tokeni[sz]"
    r"|limitation|bias|risk|environment|hardware|compute|infrastructure|example|prompt|metrics|评测"
    r"|使用|issues|change|acknowledg"
    r"|disclaimer|contact|framework|hyper-?param|related|reference|download|format|training details"
    r" for|test data|credit|thank"
)


class Headings:
    """What the headings above a passage, or a label of its own, say that it is about."""

    def __init__(self, own: frozenset[str]) -> None:
        self._own = own
        self._known: dict[tuple[str, ...], tuple[bool, Phase]] = {}
        self._section: tuple[str, ...] | None = None
        self._about = (False, Phase.TRAINING)

    def about(self, passage: Passage) -> tuple[bool, Phase]:
        """Whether the passage, the next in order, is on data, and the phase of its place.

        Takes note of headings, and of short lines that serve as one.
        """
        kind = passage.kind
        if passage.section is not self._section or kind == "heading":
            self._section = passage.section
            self._about = self.above(passage.section)
        if (kind == "sentence" or kind == "item") and len(passage.text) <= 45:
            words = passage.text.rstrip(": ")
            if (
                ":" not in words
                and words[-1:] not in ".!?…"
                and words[0].isupper()
                and 0 < words.count(" ") < 6
                and not passage.links
            ):
                self._about = _classified(words) or self.above(passage.section)
        return self._about

    def above(self, section: tuple[str, ...]) -> tuple[bool, Phase]:
        """What the headings above say of the passages in a section."""
        known = self._known.get(section)
        if known is None:
            known = self._known[section] = self._above(section)
        return known

    def _above(self, section: tuple[str, ...]) -> tuple[bool, Phase]:
        found = None
        for heading in reversed(section):
            told = _classified(heading)
            if told is None or (not told[0] and self._is_title(heading)):
                continue
            if found is None:
                found = told
            elif found[1] is Phase.TRAINING and told[1] in {Phase.TUNING, Phase.PRETRAINING}:
                found = (found[0], told[1])
        return found or (False, Phase.TRAINING)

    def _is_title(self, heading: str) -> bool:
        return not self._own.isdisjoint(re.findall(r"[a-z]{3,}", heading.lower()))


def own_label(passage: Passage) -> tuple[bool, Phase] | None:
    """What a passage that begins with "Training data:" says of itself."""
    label, mark, _ = passage.text[:60].partition(":" if passage.kind != "row" else "|")
    if not mark or not _TRAINING_DATA.search(label):
        return None
    found = _classified(label.strip())
    return found if found is not None and found[0] else None


@lru_cache(maxsize=4096)
def _classified(heading: str) -> tuple[bool, Phase] | None:
    """Whether a heading announces data, and of which phase; None when it says neither."""
    lower = heading.lower()
    data = announces_data(heading)
    before, tuning = _PRE_HEADING.search(lower), _TUNE_HEADING.search(lower)
    if data and _TRAINING_DATA.search(heading):
        phase = Phase.PRETRAINING if before else Phase.TRAINING
        return True, Phase.TUNING if tuning else phase
    if before and not tuning:
        return data, Phase.PRETRAINING
    if tuning:
        return data, Phase.TUNING
    if _AWAY_HEADING.search(lower):
        return False, Phase.ELSEWHERE
    return (True, Phase.TRAINING) if data else None


def announces_topic(heading: str) -> bool:
    """Whether a heading says what follows: data, a training, evaluation; a title does not."""
    return _classified(heading) is not None


def announces_data(heading: str) -> bool:
    """Whether a heading announces data, of whatever training."""
    return has_any(heading.lower(), _DATA_WORDS) and bool(_DATA_HEADING.search(heading))
