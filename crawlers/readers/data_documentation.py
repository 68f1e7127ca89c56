"""Reads how pre-training data can be had, under which licence, and how it is documented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawlers.passages import Link, Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.corpora import CORPORA, dataset_id, named
from crawlers.readers.cues import has_any
from crawlers.readers.data_processing import (
    not_deduplicated,
    read_done_to,
    read_mix,
    read_preparation,
    read_processing,
)
from crawlers.readers.observed import Observed
from crawlers.readers.pretraining import Statement
from registry.scoring.evidence import Evidence

ACCESS, LICENSE, DATASHEET = "data.access", "data.license", "data.datasheet"
SOURCES = "data.sources"

_BY_NAME = {c.name: c for c in CORPORA}
_DATA = r"(?:data ?(?:sets?)?|corpus|corpora)"
_WITHHELD = Caseless(
    rf"\b{_DATA}\b[^.]{{0,80}}?\b(?:(?:is|are|was|were|has|have|will)? ?(?:not|n't|never) (?:be "
    rf"|been |yet )?(?:publicly |openly |currently "
    r"|fully )?(?:releas\w+|available|public\b|published|disclos\w+|shar(?:ed|ing)|open)|(?:cannot"
    r"|can't|won't|unable to) (?:be )?(?:publicly )?(?:releas|shar|publish|disclos|mak)\w*|(?:is"
    r"|are) (?:proprietary|confidential|kept private|undisclosed))|(?:cannot|can't|not|unable to"
    r"|do not|don't|won't|decline to) (?:be able to )?(?:releas|shar|publish|disclos"
    r"|reveal)\w*[^.]{0,40}"
    rf"\b(?:pre-?)?training {_DATA}\b"
)
_WITHHELD_TRIGGERS = (
    "releas",
    "public",
    "disclos",
    "shar",
    "availab",
    "confident",
    "propriet",
    "reveal",
)
_WHOLE = re.compile(
    r"(?<!-)\b(?:full|fully|entire|complete|whole|all|tokeni[sz]ed|processed|prepared"
    r"|exact)\b(?![^.]{0,40}\b(?:prob|evaluat|test|benchmark))[^.]{0,40}\b(?:data(?:sets?)?"
    r"|corpus|training sequence)\b|\b(?:pre-?)?training (?:data|datasets?"
    r"|corpus|corpora|mix)\b|\bdata mix\b",
    re.IGNORECASE,
)
_HANDED_OUT = re.compile(
    r"\b(?:here|access|available|download\w*|found|released?|releasing|published?|open-?sourced?"
    r"|refer to|see)\b|:",
    re.IGNORECASE,
)
_REBUILD = re.compile(
    r"\b(?:scripts?|code|instructions?|recipes?|pipeline|tools?)\b[^.]{0,60}\b(?:re-?creat\w*"
    r"|reproduc\w*|re-?construct\w*|rebuild\w*|prepar\w*|download\w*|build\w*|generat\w*"
    r"|process\w*)\b[^.]{0,40}\b(?:data(?:sets?)?|corpus|mix)\b|\b(?:re-?create|reproduce"
    r"|re-?construct|rebuild)\b[^.]{0,40}\b(?:training data|dataset|corpus|data mix)\b|\b(?:list"
    r" of|manifest of|index of) (?:all |the )?(?:urls?|documents?|file ?ids?|swhids?)\b",
    re.IGNORECASE,
)
_BY_ID = re.compile(
    r"\b(?:with|whose|by) (?:an? |the |their )?IDs? (?:modulo|up to|from|between) \d"
)
"""An exact list in words: what numbers of a public collection the data is."""
_LICENSED = re.compile(
    rf"\b{_DATA}\b[^.]{{0,80}}?\b(?:licen[cs]ed|released|distributed|available) under (?:the |a |an"
    rf" )?([\w. -]{{2,40}}?)(?: licen[cs]e)?(?:[.,;)](?!\d)|$)"
    rf"|\b{_DATA}\b[^.]{{0,40}}?\b(?:is|are|under|as)\b(?: \w+){{0,2}}? (ODC-?BY|CC0"
    r"|CC[- ]BY(?:[- ]SA|[- ]NC)*(?: ?-?[34]\.0)?)\b",
    re.IGNORECASE,
)
_ALL_DATA = re.compile(
    r"\b(?:full|entire|complete|whole|(?:pre-?)?training) (?:pre-?training )?(?:data|corpus)",
    re.IGNORECASE,
)
_SHEET = re.compile(
    r"\bdata ?sheets?\b|\bdata ?(?:set )?cards?\b|\bdata statements?\b|\bdataset documentation\b",
    re.IGNORECASE,
)
_PAPER_SECTION = re.compile(
    r"\b(?:see|refer|consult|details?|breakdown|described|documented"
    r"|documentation)\b[^.]{0,80}\b(?:paper|report|appendix|documentation)\b"
    r"[^.]{0,80}\b(?:data(?:sets?)?|corpus|sources|composition|methodology)\b|\b(?:details?"
    r"|information|breakdown)\b[^.]{0,50}\b(?:data(?:sets?)?|corpus|sources)\b[^.]{0,80}\b(?:paper"
    r"|report|appendix|documentation)\b",
    re.IGNORECASE,
)
_PAPERS = ("paper", "report", "appendix", "documentation")
_OF_DATA = ("data", "corp", "语料")
_OF_TEXT = ("token", "text", "crawl", "document", "wikipedia", "image", "tweets")
"""What data is made of: words in which cards tell of its processing without the word data."""
_AMOUNT = re.compile(
    r"\d[\d.,]{0,12}\s?(?:%|[KMGT]i?B\b|[BMT]\b|billion|million|trillion|gigabytes|tokens|words"
    r"|documents|examples|hours|files)",
    re.IGNORECASE,
)
_SHARE_HEAD = re.compile(
    r"proportion|fraction|weight|percent|share|%|\bsize|tokens|\bgb\b|\bnumber of|words|documents"
    r"|multiplier|占比|比例",
    re.IGNORECASE,
)


def read_documentation(
    observed: Observed, told: tuple[Statement, ...], sources: tuple[Evidence, ...]
) -> Iterator[Evidence]:
    """The facts on access, licence, documentation and processing of the data in ``sources``."""
    yield from known_of(sources)
    if told and not told[0].tuned:
        yield from _terms_of_all(observed)
        yield from read_preparation(observed)
    rows = 0
    as_is = any(map(not_deduplicated, told))
    corpora = frozenset(e.value for e in sources if e.fact == "corpus")
    yield from read_done_to(observed, corpora, as_is=as_is)
    for statement in told:
        passage = statement.passage
        on_data = statement.in_data_section or has_any(passage.lower, _OF_DATA)
        if not (on_data or has_any(passage.lower, _OF_TEXT)):
            continue
        if not statement.is_pretraining(0, 0):
            continue
        if not on_data:
            if passage.kind != "row":
                yield from read_processing(observed, statement, as_is=as_is)
            continue
        if passage.kind == "row":
            rows += 1
            if rows < 40:
                yield from _row(observed, statement)
            continue
        yield from _access(observed, passage)
        yield from _documentation(observed, statement)
        yield from read_processing(observed, statement, as_is=as_is)


def _terms_of_all(observed: Observed) -> Iterator[Evidence]:
    """The licence of "the full data sequence" and the like, wherever the card states it."""
    for passage in observed.card.mentioning("licen"):
        if "data" in passage.lower and _ALL_DATA.search(passage.text):
            yield from _license(observed, passage)


def _license(observed: Observed, passage: Passage) -> Iterator[Evidence]:
    if "licen" in passage.lower or "odc" in passage.lower or "cc" in passage.lower:
        match = _LICENSED.search(passage.text)
        if match and (match[1] or "licen" in passage.lower):
            words = (match[1] or match[2]).strip()
            yield observed.said(LICENSE, "license", passage, value=words, around=match.span())


def known_of(sources: tuple[Evidence, ...]) -> Iterator[Evidence]:
    """What is known of the named corpora beyond this card, on the words that name them."""
    told: set[tuple[str, bool]] = set()
    for e in sources:
        corpus = _BY_NAME.get(e.value) if e.fact == "corpus" else None
        if corpus is None or (corpus.name, bool(e.target)) in told:
            continue
        told.add((corpus.name, bool(e.target)))
        if corpus.public and corpus.page:
            target = e.target or corpus.page
            yield replace(e, criterion=ACCESS, fact="public", target=target)
        if corpus.documented and e.target:
            yield replace(e, criterion=DATASHEET, fact="documented")


def _access(observed: Observed, passage: Passage) -> Iterator[Evidence]:
    if match := _BY_ID.search(passage.text):
        yield observed.said(ACCESS, "rebuild", passage, value=match[0], around=match.span())
    told = has_any(passage.lower, _WITHHELD_TRIGGERS)
    if told and _WITHHELD.search(passage.text):  # ``withheld`` reads it
        return
    for link in passage.links:
        dataset = "" if link.is_image else dataset_id(link.url)
        if dataset and _WHOLE.search(passage.text) and _HANDED_OUT.search(passage.text):
            own = (
                dataset.partition("/")[0].lower() == observed.snapshot.id.partition("/")[0].lower()
            )
            if own:
                yield observed.said(ACCESS, "whole", passage, value=dataset, target=link.url)
    outside = next((x for x in passage.links if "://" in x.url), None)
    if outside and _REBUILD.search(passage.text):
        yield observed.said(ACCESS, "rebuild", passage, value=outside.text, target=outside.url)
    yield from _license(observed, passage)


def _is_paper_of_corpus(link: Link) -> bool:
    """Whether a link leads to the paper of a known corpus: "the RefinedWeb paper"."""
    return "aper" in link.text and len(link.text) < 40 and any(named(link.text))


def _row(observed: Observed, statement: Statement) -> Iterator[Evidence]:
    passage = statement.passage
    if not statement.in_data_section or not passage.head or passage.text == passage.head:
        return
    if _AMOUNT.search(passage.text) or (
        _SHARE_HEAD.search(passage.head) and re.search(r"\d", passage.text)
    ):
        yield observed.said(
            DATASHEET, "composition", passage, value=passage.text.partition(" | ")[0][:60]
        )
        yield from read_mix(observed, passage)


def _documentation(observed: Observed, statement: Statement) -> Iterator[Evidence]:
    passage = statement.passage
    target = next((x.url for x in passage.links if not x.is_image), "")
    paper = next((x for x in passage.links if _is_paper_of_corpus(x)), None)
    if paper:
        yield observed.said(DATASHEET, "datasheet", passage, value=paper.text, target=paper.url)
    elif target and (match := _SHEET.search(passage.text)):
        yield observed.said(
            DATASHEET, "datasheet", passage, value=match[0], target=target, around=match.span()
        )
    elif (
        target
        and has_any(passage.lower, _PAPERS)
        and (match := _PAPER_SECTION.search(passage.text))
    ):
        yield observed.said(DATASHEET, "paper-section", passage, target=target, around=match.span())
    shares = "%" in passage.text and "mask" not in passage.lower  # no word of what is masked
    if shares and statement.in_data_section and re.search(r"\d\s?%", passage.text):
        yield observed.said(DATASHEET, "composition", passage, value="shares")
