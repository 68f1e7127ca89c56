"""Reads lists of data sets below a heading or label that says what for ("SFT data sources")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.instruction_sets import is_known, is_pretraining_corpus, use_of
from crawlers.readers.instruction_words import TRAINING_DATA
from crawlers.readers.observed import Observed
from crawlers.readers.own_training import is_promise
from crawlers.readers.stage_ties import said, ties_above
from crawlers.readers.tuning_sets import BARE_ID, CRITERIA, HUB_DATASET, is_on_pretraining, page_of
from registry.scoring.evidence import Evidence

_ELSEWHERE = re.compile(r"evaluat|benchmark|result|pre-?train|contaminat|\btest", re.IGNORECASE)
_TRAINED_ON = re.compile(
    r"\b(?:used|training|train|fine-?tuning) data ?sets?\b|\bdata ?sets? used\b", re.IGNORECASE
)


_TUNED = re.compile(r"\b(?:instruct|sft|fine-?tun|finetun)", re.IGNORECASE)


def read_listed_sets(observed: Observed) -> Iterator[Evidence]:
    """Items that begin with a link to a data set, or are nothing but its id. They need no words of
    their own: what was done with them is told above them.
    """
    for passage, dataset in _listed(observed):
        if is_pretraining_corpus(dataset) or not _is_headed(observed, passage):
            continue
        if any(_ELSEWHERE.search(heading) for heading in passage.section[1:]):
            continue
        fact = "known" if is_known(dataset) else "dataset"
        criterion, page = CRITERIA[use_of(dataset)], page_of(dataset)
        yield said(observed, criterion, fact, passage, value=dataset, target=page)


def _is_headed(observed: Observed, passage: Passage) -> bool:
    heading = passage.section[-1] if passage.section else ""
    return _is_of_tuning(passage) or bool(
        _TRAINED_ON.search(heading) or ties_above(observed, passage)
    )


def _is_of_tuning(passage: Passage) -> bool:
    """Whether a row belongs to a table of data sets in a section on tuning."""
    return (
        passage.kind == "row"
        and "data" in passage.head.partition("|")[0].lower()
        and bool(passage.section and _TUNED.search(passage.section[-1]))
    )


def _listed(observed: Observed) -> Iterator[tuple[Passage, str]]:
    for link, passage in observed.card.links:
        if "/datasets/" in link.url and (passage.kind == "item" or _is_of_tuning(passage)):
            match = HUB_DATASET.search(link.url)
            if match and link.text and passage.text.startswith(link.text):
                yield passage, match[1]
    for passage in observed.card.mentioning("/"):
        if passage.kind == "item" and not passage.links and BARE_ID.fullmatch(passage.text):
            yield passage, passage.text


def read_labelled_links(observed: Observed) -> Iterator[Evidence]:
    """Links to data sets by a text that says they are the training data, wherever they stand."""
    for link, passage in observed.card.links:
        if "/datasets/" not in link.url:
            continue
        match = HUB_DATASET.search(link.url) if TRAINING_DATA.search(link.text) else None
        if (
            match
            and not link.is_image
            and not is_promise(link.text)
            and not is_pretraining_corpus(match[1])
            and not is_on_pretraining(passage)
        ):
            yield said(
                observed,
                CRITERIA[use_of(match[1])],
                "dataset",
                passage,
                value=match[1],
                target=link.url,
            )
