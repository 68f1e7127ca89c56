"""What tells of data without a heading: announced lists, labels, a column "Training data", word order."""

from __future__ import annotations

import re

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import has_any
from crawlers.readers.headings import Phase

_OF_SOURCES = (
    r"(?:data(?:sets?)?|corp(?:us|ora)|sources?|mix(?:ture)?|blend|subsets?|tokens|texts?|collections?"
    r"|documents)"
)
_ANNOUNCES = Caseless(
    rf"\b{_OF_SOURCES}\b(?:[^.:]|\.(?=\d)){{0,80}}:$|\bfollowing\b[^.:]{{0,40}}\b{_OF_SOURCES}\b"
    rf"[^.:]{{0,60}}[.:]?$|(?:数据|语料)[^。:：]{{0,20}}[:：]$"
)
_COLUMN = re.compile(
    r"(?:pre-?)?train(?:ing|ed)?[ -](?:data(?:sets?)?|corp(?:us|ora)|set|on|sources?)(?: source)?",
    re.IGNORECASE,
)
_SHORTEST = 4
"""Letters of a name that may be part of another: a row on "B" is no row on "Bar"."""
_ANNOUNCING = ("following", ":", "：")
_LABEL = re.compile(
    r"\W*(?:pre-?training |training )?(?:data ?sets?|data|corpus|corpora)(?: (?:mix(?:ture)?|sources?"
    r"|size|used|names?)){0,2}\s*[:：]\s*\S",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\W*(?:the |our |its |this model['’]s )?(?:(?:source|raw|text|entire|full|final|whole) )?(?:data"
    r"|corpus|text corpus|source data)(?:set)? (?:\w+ ){0,6}?(?:consists? of|comprises|is composed of"
    r"|(?:is|was|were) (?:collected|gathered|crawled|drawn|taken|sourced|scraped|assembled|compiled)"
    r"\b|comes? from|is a (?:mix|mixture|combination|collection)\b|is made (?:up )?of)",
    re.IGNORECASE,
)
_AND_THEN_TUNED = re.compile(
    r"train\w* (?:on|with|using) [^.;:()]{3,160}?,? (?:and|then|before being)"
    r" (?:(?:was|is|then|further|later|subsequently|afterwards|finally|been|has|also) ){0,3}fine-? ?tuned",
    re.IGNORECASE,
)


class Lists:
    """Which items belong to a list that the sentence before them announces."""

    def __init__(self) -> None:
        self._phase: Phase | None = None
        self._section: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a list was announced that has not ended."""
        return self._phase is not None

    def about(self, passage: Passage) -> tuple[bool, Phase] | None:
        """That a passage, the next in order, is on data, and of which training, if it is listed."""
        if self._phase is None:
            return None
        if passage.kind == "sentence" or passage.section != self._section:
            self._phase = None
            return None
        return True, self._phase

    def note(self, passage: Passage, phase: Phase) -> None:
        """Takes note of a statement on a training, which may announce a list."""
        if phase is Phase.ELSEWHERE or not has_any(passage.lower, _ANNOUNCING):
            return
        if passage.kind != "row" and _ANNOUNCES.search(passage.text.rstrip()):
            self._phase, self._section = phase, passage.section


def training_cell(row: Passage, release: str) -> Passage | None:
    """The cell "Training data" of the row on a release, in a table with such a column."""
    if "rain" not in row.head or row.text == row.head:
        return None
    heads, cells = row.head.split(" | "), row.text.split(" | ")
    if len(heads) != len(cells):
        return None
    own, named = _plain(release.partition("/")[2]), _plain(cells[0])
    if len(named) < _SHORTEST or not (named in own or own in named):
        return None
    for head, cell in zip(heads[1:], cells[1:], strict=True):
        if _COLUMN.fullmatch(head.strip()):
            return Passage(cell.strip(), row.line, "item", row.section, row.links)
    return None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def has_data_as_subject(passage: Passage) -> bool:
    """Whether a passage without a word on training tells what "the data" or "the corpus" is."""
    if passage.kind == "row":
        return False
    labelled = ":" in passage.text[:40] and _LABEL.match(passage.text)
    return bool(labelled or (passage.kind == "sentence" and _SUBJECT.match(passage.text)))


def then_tuned(text: str, cues: tuple[tuple[int, Phase], ...]) -> tuple[tuple[int, Phase], ...]:
    """What was "trained on this and fine-tuned on that" was pre-trained on this."""
    if len(cues) < 2 or cues[0][1] is not Phase.TRAINING or cues[1][1] is not Phase.TUNING:
        return cues
    if not _AND_THEN_TUNED.match(text, cues[0][0]):
        return cues
    return ((cues[0][0], Phase.PRETRAINING), *cues[1:])
