"""Reads what a training took: accelerators, device-hours, duration, energy and emissions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from crawlers.passages import Passage
from crawlers.readers.accelerators import KIND_SIGNS, accelerators_told, find_accelerators
from crawlers.readers.compute_words import (
    DONE,
    ENERGY_WORDS,
    HARDWARE_WORDS,
    INFERENCE,
    KEY,
    KEYS,
    OTHER_SECTION,
    RUN_OF_OURS,
    RUNNING_SECTION,
    SEEDS,
    TIME_WORDS,
    TRAINING,
    TRAINING_SECTION,
    TRAINING_WORDS,
    WITHHELD,
)
from crawlers.readers.observed import Observed
from crawlers.readers.pretraining import tells_of_another_model
from crawlers.readers.scan import OwnWords, mentions
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import speaks_of_base
from crawlers.readers.training_costs import DEVICE_HOURS, DURATION, ENERGY, MAY_LAST, asks_users
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence, Outcome

COMPUTE = "code.compute"
MAX_QUOTES = 4
"""Statements of one fact that are kept; the rest say it again."""


def read_compute(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """What the card says of the hardware, time and energy that training took."""
    yield from _recorded_emissions(observed)
    told: Counter[str] = Counter()
    likely = words.on_training | words.where(*KEYS)
    for index in sorted(words.where(*SEEDS)):
        passage = words.passages[index]
        if passage.kind in {"code", "heading"}:
            continue
        if index not in likely and _section_on(passage) != "training":
            continue
        if tells_of_another_model(observed, passage):
            continue
        if _is_training(passage) or _goes_on(words, index):
            for evidence in _in_passage(observed, passage):
                told[evidence.fact] += 1
                if told[evidence.fact] <= MAX_QUOTES:
                    yield evidence
    yield from _withheld(observed)


def _goes_on(words: OwnWords, index: int) -> bool:
    """Whether a sentence on hardware and time goes on from one that tells of training."""
    passage = words.passages[index]
    before = words.passages[index - 1] if index else passage
    if passage.kind != "sentence" or before.kind != "sentence" or before.line != passage.line:
        return False
    if not DURATION.search(passage.text) or _section_on(passage) == "other":
        return False
    asked = asks_users(passage.text) or INFERENCE.search(passage.lower)
    return not asked and bool(TRAINING.search(before.lower))


def _is_training(passage: Passage) -> bool:
    """Whether a passage is on training, and not on what it takes to run the model."""
    section = _section_on(passage)
    told = _tells_of_training(passage.text) or _tells_of_training(passage.head)
    told = told or ("we " in passage.lower and _tells_of_our_run(passage.text))
    if not told and section != "training" and not KEY.match(passage.text):
        return False
    if section == "other" and (not told or passage.kind == "row"):
        return False
    return not _is_on_running(passage.text, is_aside=section == "other")


@lru_cache(maxsize=TEXTS)
def _is_on_running(text: str, *, is_aside: bool) -> bool:
    """Whether words are on what it takes to run the model; ``is_aside`` where other things are told."""
    if asks_users(text):
        return True
    lower = text.lower()
    return bool(INFERENCE.search(lower)) and (is_aside or not DONE.search(lower))


def _tells_of_our_run(text: str) -> bool:
    """Whether a sentence tells which hardware its writers used, and for how long."""
    return bool(RUN_OF_OURS.search(text) and find_accelerators(text) and DURATION.search(text))


@lru_cache(maxsize=TEXTS)
def _tells_of_training(text: str) -> bool:
    lower = text.lower()
    return mentions(lower, TRAINING_WORDS) and bool(TRAINING.search(lower))


def _section_on(passage: Passage) -> str:
    """What the innermost telling heading is on: ``training``, ``other`` or neither (empty)."""
    return _below(passage.section)


@lru_cache(maxsize=4096)
def _below(section: tuple[str, ...]) -> str:
    return next(filter(None, map(_heading_on, reversed(section))), "")


@lru_cache(maxsize=4096)
def _heading_on(heading: str) -> str:
    lower = heading.lower()
    if TRAINING_SECTION.search(lower) and not RUNNING_SECTION.search(lower):
        return "training"
    return "other" if OTHER_SECTION.search(lower) else ""


def _in_passage(observed: Observed, passage: Passage) -> Iterator[Evidence]:
    texts = [passage.text, *islice(_labelled_cells(passage), 12)]
    for text in texts:
        for fact, match in _matches(text):
            if speaks_of_base(observed, text, match.start()):
                continue
            around = match.span() if text is passage.text else None
            yield observed.said(
                COMPUTE, fact, passage, value=_value(fact, match, text), around=around
            )


@lru_cache(maxsize=TEXTS)
def _matches(text: str) -> tuple[tuple[str, re.Match[str]], ...]:
    withheld = WITHHELD.search(text)
    return tuple(
        (fact, match)
        for fact, match in _measures(text)
        if not (withheld and stance(text, *match.span()) is Stance.DENIED)
    )


def _measures(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    lower = text.lower()
    named = mentions(lower, HARDWARE_WORDS) and mentions(lower, KIND_SIGNS)
    if named and (match := find_accelerators(text)):
        yield "accelerators", match
    timed = mentions(lower, TIME_WORDS)
    for fact, cue, possible in (
        ("device-hours", DEVICE_HOURS, timed),
        ("duration", DURATION, timed and MAY_LAST.search(lower)),
        ("energy", ENERGY, mentions(lower, ENERGY_WORDS)),
    ):
        if possible and (match := cue.search(text)):
            yield fact, match


def _value(fact: str, match: re.Match[str], text: str) -> str:
    if fact == "accelerators":
        return accelerators_told(match, text)
    return " ".join(match[0].split())[:80]


def _labelled_cells(passage: Passage) -> Iterator[str]:
    """The cells of a row, each with what the head of its column says."""
    if passage.head:
        for head, cell in zip(passage.head.split(" | "), passage.text.split(" | "), strict=False):
            if head.strip() and cell.strip():
                yield f"{head.strip()}: {cell.strip()}"


def _recorded_emissions(observed: Observed) -> Iterator[Evidence]:
    told = observed.front.get("co2_eq_emissions")
    field = "co2_eq_emissions"
    amount = told.get("emissions") if isinstance(told, dict) else told
    if (
        isinstance(amount, int | float | str)
        and str(amount) != "1"
        and re.search(r"[1-9]", str(amount))
    ):
        yield observed.in_front_matter(COMPUTE, "energy", field, value=f"{amount} g CO2eq"[:80])
    hardware = told.get("hardware_used") if isinstance(told, dict) else None
    if isinstance(hardware, str) and (match := find_accelerators(hardware)):
        yield observed.in_front_matter(
            COMPUTE, "accelerators", field, value=_value("accelerators", match, hardware)
        )


def _withheld(observed: Observed) -> Iterator[Evidence]:
    for passage in observed.card.mentioning(
        "training compute", "training cost", "training hardware", "gpu hours"
    ):
        match = WITHHELD.search(passage.text)
        if (
            match
            and passage.kind != "heading"
            and stance(passage.text, *match.span()) is Stance.DENIED
        ):
            yield observed.said(
                COMPUTE, "compute", passage, outcome=Outcome.DENIED, around=match.span()
            )
            return
