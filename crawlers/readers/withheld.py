"""Reads what a card says is withheld: data, its sources, rewards and the code of post-training."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from crawlers.passages import Passage
from crawlers.readers.cues import has_any
from crawlers.readers.observed import Observed
from crawlers.readers.own_training import is_embedded
from crawlers.readers.stance import Stance, stance
from crawlers.readers.tuned import is_tuned
from crawlers.readers.tuning_sets import PREFERENCES, SUPERVISED
from crawlers.readers.withheld_words import (
    ANAPHORA,
    CODE,
    DATA,
    DENIALS,
    EVERYTHING,
    MAKING,
    OF_BASE,
    PREFERENCE_DATA,
    PRETRAINING,
    PRETRAINING_DATA,
    REST,
    REWARDS,
    SECRET,
    SOMETHING_ELSE,
    SOURCES,
    SUPERVISED_DATA,
    TRIGGERS,
    TUNING,
)
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence, Outcome

MOST_READ = 2000
"""Passages with a word of denial that are read: no card has a tenth of them."""

_DATA_HEADING = re.compile(r"\bdata|corp(?:us|ora)|数据", re.IGNORECASE)
_MORE = re.compile(r"\b(?:and|or|nor)\b", re.IGNORECASE)
_PLAIN = re.compile(r"\btrain(?:ing|ed)?\b", re.IGNORECASE)
_NEXT = re.compile(r", (?:and )?(?:there|no|it|we)\b", re.IGNORECASE)
"""How the next clause begins, which speaks of something else."""
_IN_WHICH_WAY = re.compile(r"\W*(?:how|who|in which way)\b", re.IGNORECASE)
_TRAINED_ON = re.compile(
    r"\b(?P<pre>pre-?)?trained (?:\w+ ){0,3}?(?:on|with|using|from)\b[^.;]{0,80}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Denial:
    """Words by which something is withheld: what it is said of, how, and where it stands."""

    of: str
    how: str
    span: tuple[int, int]


def read_withheld(observed: Observed, pillar: str) -> Iterator[Evidence]:
    """What is withheld of one pillar, ``data`` or ``post``."""
    return (e for e in observed.once(_withheld) if e.criterion.startswith(f"{pillar}."))


def _withheld(observed: Observed) -> tuple[Evidence, ...]:
    return tuple(_read(observed))


def _read(observed: Observed) -> Iterator[Evidence]:
    """The fact ``withheld``, denied, of the criteria of data and post-training; and ``partly`` of
    tuning data of which "the rest" is withheld.
    """
    place = _Place(observed)
    seen: set[tuple[str, str]] = set()
    for passage in islice(observed.card.mentioning(*TRIGGERS), MOST_READ):
        if passage.kind in {"code", "heading"} or any(map(is_embedded, passage.section)):
            continue
        for denial in denials(passage.text):
            for criterion, fact in place.criteria(passage, denial):
                if (criterion, fact) in seen:
                    continue
                seen.add((criterion, fact))
                outcome = Outcome.FOUND if fact == "partly" else Outcome.DENIED
                yield observed.said(
                    criterion,
                    fact,
                    passage,
                    value=denial.of.strip()[-60:] if fact == "partly" else "",
                    outcome=outcome,
                    around=denial.span,
                )


@lru_cache(maxsize=TEXTS)
def denials(text: str) -> tuple[Denial, ...]:
    """The denials in a text, each with the words that say what is withheld."""
    lower = text.lower()
    return tuple(_denials(text, lower)) if has_any(lower, TRIGGERS) else ()


def _denials(text: str, lower: str) -> Iterator[Denial]:
    for wording in DENIALS:
        for match in wording.find(text, lower):
            of = _NEXT.split(match["of"] or "", maxsplit=1)[0]
            if SOMETHING_ELSE.search(of) or stance(text, *match.span()) is Stance.PROMISED:
                continue
            yield Denial(of, match[0], match.span())


class _Place:
    """Where in the card a denial stands, which tells of what training it speaks."""

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._passages = observed.card.passages

    @cached_property
    def _tuned(self) -> bool:
        return self._observed.once(is_tuned)

    @cached_property
    def _index(self) -> dict[int, int]:
        return {id(p): i for i, p in enumerate(self._passages)}

    @cached_property
    def _apart(self) -> bool:
        """Whether the card has a section of its own on tuning."""
        return any(p.kind == "heading" and TUNING.search(p.text) for p in self._passages[1:])

    def criteria(self, passage: Passage, denial: Denial) -> Iterator[tuple[str, str]]:
        """The criteria that a denial speaks of, each with the fact."""
        words = denial.of
        if not words.strip() or ANAPHORA.fullmatch(words.strip()):
            words = self._spoken_of(passage, denial)
        section = self._phase(passage)
        trained_on = _TRAINED_ON.search(passage.text, 0, denial.span[0])
        if trained_on and not section and (trained_on["pre"] or not self._tuned):
            section = "pre"
        if REST.search(words):
            if section == "post":
                yield from ((c, "partly") for c in self._tuning_data(passage, denial, words))
            return
        base = bool(OF_BASE.search(passage.text))
        for criterion, how in MAKING:
            if how.search(words):
                yield criterion, "withheld"
                if _IN_WHICH_WAY.match(words):
                    return
        if section == "post" and REWARDS.search(words):
            yield "post.reward", "withheld"
        if CODE.search(words) and (
            TUNING.search(words) or (section == "post" and not PRETRAINING.search(words))
        ):
            yield "post.code", "withheld"
        if _is_pretraining(words, section, base=base, tuned=self._tuned):
            yield from _pretraining(words, denial)
        elif section == "post" or TUNING.search(words) or PREFERENCE_DATA.search(words):
            if DATA.search(words):
                told = self._tuning_data(passage, denial, words)
                yield from ((c, "withheld") for c in told)
        elif REWARDS.search(words):
            yield "post.reward", "withheld"

    def _phase(self, passage: Passage) -> str:
        """``pre``, ``post`` or nothing, by the headings above or a label at the beginning."""
        label = passage.text[:40].partition(":")[0] if ":" in passage.text[:40] else ""
        headings = passage.section[1:] if len(passage.section) > 1 else ()
        for words in (label, *reversed(headings)):
            if PRETRAINING.search(words):
                return "pre"
            if TUNING.search(words):
                return "post"
            if words and _DATA_HEADING.search(words) and _PLAIN.search(words):
                return "pre" if not self._tuned or self._apart else "post"
            if words and words != label and _DATA_HEADING.search(words):
                return "pre" if not self._tuned else "post"
        return ""

    def _before(self, passage: Passage) -> str:
        """The text just before a passage in the same section."""
        at = self._index[id(passage)] - 1
        before = self._passages[at] if at >= 0 else None
        if before is None or before.section != passage.section or before.kind == "heading":
            return ""
        return before.text

    def _spoken_of(self, passage: Passage, denial: Denial) -> str:
        """What "it", "them" or a denial without a subject speaks of."""
        said = passage.text[: denial.span[0]]
        return said if DATA.search(said) or REWARDS.search(said) else self._before(passage)

    def _tuning_data(self, passage: Passage, denial: Denial, words: str) -> Iterator[str]:
        """Instruction or preference data, by the words themselves, those before, or both."""
        both = ("post.instructions", "post.preferences")
        told = [bool(SUPERVISED_DATA.search(words)), bool(PREFERENCE_DATA.search(words))]
        if not any(told) and not EVERYTHING.search(denial.how):
            for near in (passage.text[: denial.span[0]], self._before(passage)):
                told = [bool(SUPERVISED.search(near)), bool(PREFERENCES.search(near))]
                if any(told):
                    break
        yield from (c for c, is_told in zip(both, told, strict=True) if is_told or not any(told))


def _is_pretraining(words: str, section: str, *, base: bool, tuned: bool) -> bool:
    if PRETRAINING_DATA.search(words):
        return True
    if SUPERVISED_DATA.search(words) or PREFERENCE_DATA.search(words):
        return False
    if not (DATA.search(words) or SOURCES.search(words)):
        return False
    if section == "pre" or base:
        return True
    return not tuned and section == "" and bool(_PLAIN.search(words))


def _pretraining(words: str, denial: Denial) -> Iterator[tuple[str, str]]:
    of_sources, of_data = SOURCES.search(words), DATA.search(words)
    if of_sources or SECRET.search(denial.how):
        yield "data.sources", "withheld"
    if of_data and not (of_sources and not _MORE.search(words)):
        yield "data.access", "withheld"
