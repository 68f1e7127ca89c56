"""Data sets in a passage: which ones it links or names, and what they were used for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.passages import Passage
from crawlers.readers.instruction_sets import Use, is_known, known_sets, use_of
from crawlers.readers.instruction_words import PRETRAINING
from crawlers.readers.labelled_sets import has_labelled_sets, labelled_sets
from crawlers.readers.observed import Observed, texts

HUB_DATASET = re.compile(
    r"(?:huggingface\.co|hf\.co)/datasets/([\w.-]+(?:/[\w.-]+)?)", re.IGNORECASE
)
_HUB_ID = re.compile(
    r"(?<![\w./:@-])([A-Za-z0-9][\w.-]*[A-Za-z0-9]/[A-Za-z0-9][\w.-]*[A-Za-z0-9])(?![\w/])"
)
CRITERIA: dict[Use, str] = {
    "instructions": "post.instructions",
    "preferences": "post.preferences",
}
"""The criterion that data of a use bears on."""
BARE_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?")
"""A text that is the id of a repo, and nothing else."""
PREFERENCES = re.compile(
    r"\brl[ -](?=fine|train|tun|stage)"
    r"|\bdpo\b|\bkto\b|\borpo\b|\brlhf\b|\bppo\b|\bgrpo\b|\brlvr\b|preference|reward|verifiable"
    r"|direct p\w+ optimi|reinforcement|feedback|偏好",
    re.IGNORECASE,
)
SUPERVISED = re.compile(
    r"\bsft\b|supervised|instruct|(?<!\brl[ -])(?:fine[- ]?tun|finetun)|微调", re.IGNORECASE
)
_TUNING = re.compile(
    r"fine[- ]?tun|finetun|instruct|\bsft\b|\bdpo\b|align|preference|\brl\b|rlhf|reward|chat"
    r"|conversation|dialog|post-?train|adapter|lora"
    r"|\btrained (?:on|with|using)|train(?:ing)? (?:data|set)|datasets?:|微调|指令|对话",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:train(?:ed|ing)|fine[- ]?tun(?:ed|ing|e)|finetun(?:ed|ing|e)|tuned|tuning|aligned"
    r"|optimi[sz]ation|used|using|uses|sft|dpo|mix(?:ture)?|blend|consist\w*"
    r"|data(?:set)?s?\s?[:|]|datasets? (?:is|are|includes?)|include\w*|stage)\b|微调|训练|使用",
    re.IGNORECASE,
)
_DATA_SECTION = re.compile(
    r"data|sft|fine-?tun|instruct|dpo|preference|training|stage|数据|训练", re.IGNORECASE
)
_NO_DATA = re.compile(
    r"details_|leaderboard|blog-images|evaluat|/results|bench|documentation-images", re.IGNORECASE
)
"""Data set repos that hold results and pictures."""


@dataclass(frozen=True, slots=True)
class TuningSet:
    """A data set that a passage names: its Hub id, its address, whether it is well known, and
    where the name stands.
    """

    id: str
    url: str
    known: bool
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Where the name stands."""
        return self.start, self.end


def sets_in(passage: Passage) -> Iterator[TuningSet]:
    """The data sets that a passage links or names: by link, by a known name, or by an id called a
    data set.
    """
    text, seen = passage.text, set()
    for link in passage.links:
        match = None if link.is_image else HUB_DATASET.search(link.url)
        if match and not _NO_DATA.search(match[1]):
            seen.add(match[1].lower())
            at = max(0, text.find(link.text)) if link.text else 0
            yield TuningSet(match[1], link.url, is_known(match[1]), at, at + len(link.text))
    for known in known_sets(text):
        if known.id.lower() not in seen and not _is_link_text(
            passage, text[known.start : known.end]
        ):
            seen.add(known.id.lower())
            yield TuningSet(known.id, page_of(known.id), True, known.start, known.end)
    if "/" in text and "data" in passage.lower:
        for match in _HUB_ID.finditer(text):
            if match[1].lower() not in seen and _reads_as_dataset(text, match):
                seen.add(match[1].lower())
                yield TuningSet(match[1], page_of(match[1]), is_known(match[1]), *match.span())


def page_of(dataset: str) -> str:
    """The address of a data set on the Hub."""
    return f"https://huggingface.co/datasets/{dataset}"


def _is_link_text(passage: Passage, words: str) -> bool:
    """Whether the words are the text of a link to a data set, which then says better which one it
    is.
    """
    return any(words in link.text and "/datasets/" in link.url for link in passage.links)


def _reads_as_dataset(text: str, match: re.Match[str]) -> bool:
    near = text[match.end() : match.end() + 60]
    before = text[max(0, match.start() - 40) : match.start()]
    return bool(
        re.match(r"[`'\"*)\s]*(?:and (?:the )?[`\w./-]+ )?(?:data ?sets?\b)", near, re.I)
        or re.search(r"data ?sets? [`'\"*(:]*$", before, re.I)
    )


def use_in(dataset: TuningSet, passage: Passage) -> Use:
    """What a data set was used for, by its name, or by the words nearest before it."""
    by_name = use_of(dataset.id)
    if by_name == "preferences" or dataset.known:
        return by_name
    section = passage.section[-1] if passage.section else ""
    before = passage.text[: dataset.start]
    preferred = max((m.start() for m in PREFERENCES.finditer(before)), default=-1)
    supervised = max((m.start() for m in SUPERVISED.finditer(before)), default=-1)
    if preferred != supervised:
        return "preferences" if preferred > supervised else "instructions"
    words = passage.text if passage.kind != "row" else section
    prefers = PREFERENCES.search(words) or (
        PREFERENCES.search(section) and not SUPERVISED.search(section)
    )
    return "preferences" if prefers and not SUPERVISED.search(words) else "instructions"


def is_about_tuning(passage: Passage) -> bool:
    """Whether a passage that names data sets speaks of what was tuned on."""
    section = passage.section[-1] if passage.section else ""
    if passage.kind == "heading":
        return False
    if passage.kind in {"item", "row"} and _DATA_SECTION.search(section):
        return True
    return bool(_TUNING.search(passage.text) and _USED.search(passage.text)) or (
        bool(_DATA_SECTION.search(section))
        and bool(_TUNING.search(section) or re.search("data", section, re.I))
    )


def has_set_of_its_own(observed: Observed) -> bool:
    """Whether a data set of the same publisher bears the release's own name: that is all it was
    tuned on, and words on what else there is tell of what the set is made of.
    """
    publisher, _, name = observed.snapshot.id.lower().partition("/")
    for dataset in texts(observed.front.get("datasets")):
        owner, _, title = dataset.lower().partition("/")
        if owner == publisher and title and (name.startswith(title) or title.startswith(name)):
            return True
    return False


def labelled_in(
    passage: Passage, others: tuple[TuningSet, ...], start: int
) -> tuple[TuningSet, ...]:
    """The public labelled sets that words on tuning name after them."""
    if not has_labelled_sets(passage.lower):
        return ()
    taken = {other.id.lower() for other in others}
    named = {hub: (at, end) for hub, at, end in reversed([*labelled_sets(passage.text, start)])}
    return tuple(
        TuningSet(hub, page_of(hub), True, *span)
        for hub, span in named.items()
        if hub not in taken and not any(o.start <= span[0] < o.end for o in others)
    )


def is_on_pretraining(passage: Passage) -> bool:
    """Whether a passage, or the section it stands in, is on pre-training only."""
    section = passage.section_lower[-1] if passage.section else ""
    if PRETRAINING.search(passage.text):
        return not SUPERVISED.search(passage.text)
    return bool(re.search(r"pre-?train|预训练", section)) and not SUPERVISED.search(section)
