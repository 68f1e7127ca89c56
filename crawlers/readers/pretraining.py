"""Which passages of a card speak of the data that the release, or its base, was pre-trained on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from crawlers.passages import Passage
from crawlers.readers.cues import has_any, phrases
from crawlers.readers.headings import (
    Headings,
    Phase,
    announces_data,
    announces_topic,
    own_label,
)
from crawlers.readers.lead_ins import Lists, has_data_as_subject, training_cell
from crawlers.readers.observed import Observed
from crawlers.readers.phase_cues import CUE, cues_in
from crawlers.remembered import TEXTS

_PURPOSE = re.compile(
    r"[^.;,&]{0,20}?\b(?:for|during|in|into|as)\s+(?:the\s+|its\s+)?(?:(?P<pre>pre-?train)"
    r"|(?P<tune>fine-?tun|instruct|post-?train))",
    re.IGNORECASE,
)
_TRIGGERS = ("train", "corp", "pile", "anneal")
_TRIGGERS_ABROAD = (
    "训练",
    "语料",
    "entrena",
    "entraî",
    "학습",
    "말뭉치",
    "코퍼스",
    "学習",
    "コーパス",
)
_OF_DATA = ("data", "dedup", "数据")

_SUBJECT = re.compile(
    r"\b([A-Z][A-Za-z]{2,}[\w.-]*(?: [\w.-]+){0,2}) (?:is|was|were|are|has been|have been) (?:\w+ly"
    r" |also |only |first )?(?:pre-?)?trained\b"
)
_SUBJECT_HINTS = (
    *("s trained", "e trained", "n trained", "s pre", "e pre", "n pre", "ly ", "also ", "first "),
)
_ANYONE_WORDS = (
    "the this these our all it its they model models both each we here weights version base "
    "training data language large that small dataset datasets network backbone encoder "
    "checkpoint first since while and but initially"
)
_ANYONE = frozenset(_ANYONE_WORDS.split())
_NAMED_SUBJECT = re.compile(
    r"([A-Z][\w.+-]*(?: [A-Z\d][\w.+-]*){0,2}) (?:is|was|were|has been|have been) (?:\w+ly |also "
    r"|first )?(?:(?:pre-?|post-?)?trained|(?:fine-?|instruction-)?tuned|aligned)\b"
)
_MOST = re.compile(r"most (?:of the )?(?:[\w-]+ ){0,3}models\b")
_MADE = ("trained", "tuned", "aligned")
_PART_WORDS = (
    "adapter adapters lora qlora stage stages phase phases step steps head heads layer layers "
    "module modules policy reward run runs experiment experiments variant variants family "
    "series student everything projector chat instruct"
)
_PARTS = frozenset(_PART_WORDS.split())
"""What of a release may be said to be trained, beside itself."""
_OTHERS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (phrases(words), re.compile(pattern, re.IGNORECASE))
    for words, pattern in (
        (
            "trained on ",
            r"\bmodels? (?:pre-?)?trained on (?:hundreds|more|fewer|much|less|significantly|larger)",
        ),
        (
            "unlike|in contrast to|compared ",
            r"\b(?:unlike|in contrast to|compared (?:to|with))\b",
        ),
        ("most ", r"\bmost (?:of the )?(?:\w+ ){0,3}models\b"),
        ("you can|your ", r"\byou can\b|\byour (?:own )?(?:data|dataset|model)\b"),
        (
            "tokeni|tokeny",
            r"(?:^|[:;,.] )token[iy][sz]\w+ (?:\w+ ){0,3}trained"
            r"|\btoken[iy][sz]ers?,? (?:was |is |were |that was |which was |has been )?(?:\w+"
            r" )?trained|\btrain(?:ed|ing)? (?:an?|the|our) (?:\w+ ){0,2}token[iy][sz]er"
            r"|token[iy][sz]er has|tokenizer training",
        ),
        ("vocabulary ", r"\bvocabulary (?:was |is )?trained"),
        ("results of ", r"\bresults of [A-Z]"),
        ("model trained", r", an? [\w.]+ (?:parameter )?model trained"),
    )
)
"""How other models are spoken of: words that stand in it, and the pattern."""
_OTHERS_TRIGGERS = (
    *("odel trained", "odels trained", "odel pre", "odels pre", "nlike", "contrast", "ompared"),
    *("most ", "Most ", "ou can", "your ", "Your ", "oken", "esults of", "ocabulary"),
)  # fmt: skip
_BIG = re.compile(
    r"\b\d[\d.,]{0,12}\+?\s?(?:t\b|trillion|gt\b)[^.]{0,20}tokens"
    r"|\b[1-9]\d{2,6}[\d,.]{0,9}\+?\s?(?:b\b"
    r"|billion) tokens|万亿",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage on training or on data.

    ``in_data_section`` tells that it stands below a heading or label such as "Training data";
    ``default`` is the phase of words in it that no cue of their own settles, ``cues`` are the words
    that do. ``tuned`` is whether the release was made from a model that was there before.
    """

    passage: Passage
    in_data_section: bool
    default: Phase
    cues: tuple[tuple[int, Phase], ...]
    tuned: bool

    def phase(self, start: int, end: int) -> Phase:
        """The training that the words from ``start`` to ``end`` belong to, or all of them."""
        if purpose := _PURPOSE.match(self.passage.text, end):
            return Phase.PRETRAINING if purpose["pre"] else Phase.TUNING
        within = [
            phase for at, phase in self.cues if start <= at < end and phase is not Phase.TRAINING
        ]
        if within:
            return within[0]
        before = [phase for at, phase in self.cues if at < start]
        if self.default is Phase.ELSEWHERE and end:
            return before[-1] if before else Phase.ELSEWHERE
        found = before[-1] if before else next((phase for _, phase in self.cues), self.default)
        if found is Phase.TRAINING and self.default is not Phase.ELSEWHERE:
            return self.default
        return found

    @property
    def last_phase(self) -> Phase:
        """The training that the end of the passage belongs to; none once it speaks of tests."""
        if any(phase is Phase.ELSEWHERE for _, phase in self.cues):
            return Phase.ELSEWHERE
        end = len(self.passage.text)
        return self.phase(end, end)

    @property
    def may_be_pretraining(self) -> bool:
        """Whether any of its words could speak of pre-training."""
        if not self.tuned or self.default is Phase.PRETRAINING:
            return True
        return any(phase is Phase.PRETRAINING for _, phase in self.cues)

    def is_pretraining(self, start: int = 0, end: int = 0) -> bool:
        """Whether the words speak of pre-training; a tuned model's "training" is something else."""
        phase = self.phase(start, end)
        return phase is Phase.PRETRAINING or (phase is Phase.TRAINING and not self.tuned)


def statements(observed: Observed, *, tuned: bool) -> Iterator[Statement]:
    """The passages that may speak of training data, in order, without those on other models.

    ``tuned`` is what ``is_tuned`` says of the release.
    """
    card, own = observed.card, _own_words(observed)
    headings = Headings(own)
    big = _big_sections(observed, headings) if tuned else frozenset()
    triggers = _TRIGGERS if card.lower.isascii() else _TRIGGERS + _TRIGGERS_ABROAD
    cued = {id(p) for p in card.mentioning(*triggers)}
    on_data = {id(p) for p in card.mentioning("data", "corp")}
    lists = Lists()
    for passage in card.passages:
        about = headings.about(passage)
        if passage.kind == "heading" or passage.kind == "code":
            continue
        if passage.kind == "row" and (cell := training_cell(passage, observed.snapshot.id)):
            yield _statement(cell, True, about[1], tuned)
        if lists.is_open:
            about = lists.about(passage) or about
        is_cued = id(passage) in cued
        if is_cued:
            about = own_label(passage) or about
        in_data, default = about
        if not in_data and id(passage) in on_data and default is not Phase.ELSEWHERE:
            in_data = has_data_as_subject(passage)
        if not (is_cued or in_data):
            if default is not Phase.PRETRAINING or passage.kind != "sentence":
                continue
            if not has_any(passage.lower, _OF_DATA):
                continue
            in_data = True
        if _of_another_model(passage.text, own):
            continue
        if default is Phase.TRAINING and big and _within(passage.section, big):
            default = Phase.PRETRAINING
        statement = _statement(passage, in_data, default, tuned)
        if statement.in_data_section or statement.cues:
            lists.note(passage, statement.last_phase)
        yield statement


def _statement(passage: Passage, in_data: bool, default: Phase, tuned: bool) -> Statement:
    text = passage.text
    cues = cues_in(text)
    if cues and cues[0][0] < 20 and ":" in text[:60] and cues[0][1] is not Phase.TRAINING:
        default = cues[0][1]
    if (
        default is Phase.TRAINING
        and has_any(passage.lower, ("token", "万亿"))
        and _BIG.search(text)
    ):
        default = Phase.PRETRAINING
    return Statement(passage, in_data, default, cues, tuned)


def _big_sections(observed: Observed, headings: Headings) -> frozenset[tuple[str, ...]]:
    """Data sections of a tuned model's card that tell of trillions of tokens: the base's."""
    found = set()
    for passage in observed.card.mentioning("token", "万亿"):
        if passage.kind in {"sentence", "item", "row"} and headings.above(passage.section)[0]:
            pre = any(m.lastgroup == "pre" for m in CUE.find(passage.text))
            if _BIG.search(passage.text) or (pre and "token" in passage.lower):
                above = passage.section[:-1]
                found.add(above if above and announces_data(above[-1]) else passage.section)
    return frozenset(found)


def _within(section: tuple[str, ...], sections: frozenset[tuple[str, ...]]) -> bool:
    return any(section[: len(s)] == s for s in sections)


def _own_words(observed: Observed) -> frozenset[str]:
    ids = (observed.snapshot.id, *observed.bases)
    headings = [p.text for p in observed.card.passages[:12] if p.kind == "heading"]
    titles = [h for h in headings[:1] if not announces_topic(h)]
    names = " ".join([i.partition("/")[2] or i for i in ids] + titles).lower()
    return frozenset(re.findall(r"[a-z]{3,}", names))


def _of_another_model(text: str, own: frozenset[str]) -> bool:
    if _speaks_of_others(text):
        return True
    subject = _trained_subject(text)
    return bool(subject) and _is_another(subject, own, _ANYONE)


@lru_cache(maxsize=TEXTS)
def _speaks_of_others(text: str) -> bool:
    if not has_any(text, _OTHERS_TRIGGERS):
        return False
    lower = text.lower()
    return any(has_any(lower, words) and pattern.search(text) for words, pattern in _OTHERS)


@lru_cache(maxsize=TEXTS)
def _trained_subject(text: str) -> str:
    """What a sentence says was trained, if it names it."""
    if "trained" not in text or not has_any(text.lower(), _SUBJECT_HINTS):
        return ""
    subject = _SUBJECT.search(text)
    return subject[1] if subject else ""


def tells_of_another_model(observed: Observed, passage: Passage) -> bool:
    """Whether a sentence begins to say how a model of another name was trained."""
    subject = _first_subject(passage.text)
    if not subject:
        return subject is not None
    publisher = re.findall(r"[a-z]{3,}", observed.snapshot.id.partition("/")[0].lower())
    own = observed.once(_own_words).union(publisher)
    return _is_another(subject, own, _ANYONE | _PARTS)


@lru_cache(maxsize=TEXTS)
def _first_subject(text: str) -> str | None:
    """The model of which a sentence begins to say how it was made, empty for most models; or None."""
    if not has_any(text, _MADE):
        return None
    if _MOST.match(text.lower()):
        return ""
    subject = _NAMED_SUBJECT.match(text)
    return subject[1] if subject else None


def _is_another(subject: str, own: frozenset[str], anyone: frozenset[str]) -> bool:
    names = [n for n in re.findall(r"[a-z]{3,}", subject.lower()) if n not in anyone]
    return bool(names) and not any(n[:4] in word or word in n for n in names for word in own)
