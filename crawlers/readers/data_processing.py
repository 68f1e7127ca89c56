"""Reads how pre-training data was processed: filtered, deduplicated, mixed, in words or code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.cues import has_any
from crawlers.readers.observed import Observed
from crawlers.readers.pretraining import Statement
from registry.scoring.evidence import Evidence

PROCESSING = "data.processing"

_MIX_HEAD = re.compile(
    r"proportion|sampling|weight(?!s\b)|multiplier|epochs|upsampl|fraction", re.IGNORECASE
)
_STEPS = re.compile(
    r"(?<![-/])\b(?:(?:near-)?de-?duplicat\w*|dedup\w*|minhash\w*|semdedup|decontaminat\w*|heuristic"
    r" (?:filter|rule)\w*|quality (?:filter|classif)\w*|filter(?:ed|ing) (?:\w+ )?\(?(?:for|by"
    r"|based on|using|with|out|to (?:remove|keep|exclude|contain)|personal|content)\b|cleaning and"
    r" filtering|rigorously filtered|safety filtering|csam filtering|blocklists?|perplexity[-"
    r" ]filter\w*|language (?:identification|detection)|personally identifiable|\bpii\b|(?:up"
    r"|down)-?sampl(?:ed|ing)|anonymi[sz]\w+|normali[sz]e the text|boilerplate removal|(?:was|were"
    r"|are|been) (?:\w+ )?(?:cleaned|filtered)|sampl\w+ (?:probabilit|weight|ratio)\w*|with the"
    r" probability specified|with these probabilities|(?:filtering|cleaning|de-?duplication|mixing"
    r"|curation) (?:code|scripts?|pipeline)|(?:code|scripts?) (?:that|which) (?:filtered|cleaned"
    r"|mixed|de-?duplicated|processed))\b|去重|过滤|清洗",
    re.IGNORECASE,
)
_STEPS_TRIGGERS = (
    *("dedup", "de-dup", "filter", "clean", "minhash", "sampl", "pii", "heuristic", "decontam"),
    *("anonym", "identif", "blocklist", "quality", "probability", "normali", "boiler"),
    *("去重", "过滤", "清洗"),
)  # fmt: skip
_NO_STEP = re.compile(
    r"great efforts|may (?:still )?contain|may have contained|even after|\b(?:not|never"
    r"|without)\b(?: \w+){0,2} (?:de-?duplicat|filter|cleaned)|failed to|尽管",
    re.IGNORECASE,
)
_NOT_DEDUPLICATED = re.compile(r"\bnot (?:been )?de-?duplicated\b(?! against)", re.IGNORECASE)
_CODE_HOST = re.compile(r"//(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]+", re.IGNORECASE)
_CODE_WORDS = re.compile(
    r"\b(?:code|scripts?|pipelines?|toolkit|tools?|repo(?:sitory)?|library|github)\b", re.IGNORECASE
)
_PREPARATION = re.compile(
    r"\W*(?:pre-?training |training )?data(?:set)? ?(?:pre-?)?(?:prep\w*|process\w*|curation"
    r"|pipeline"
    r"|filtering|cleaning)(?: \w+)?\W*$",
    re.IGNORECASE,
)
_PREPARATION_PATH = re.compile(r"/[\w.-]*data[-_](?:prep|process|clean|curation|pipeline)", re.I)
_DATA_PATH = re.compile(
    r"/[\w./-]*(?:data[-_]?(?:prep|process|clean|pipeline|trove)|datatrove|dolma|dclm|cc_net"
    r"|preprocess|text-dedup)",
    re.I,
)


def read_preparation(observed: Observed) -> Iterator[Evidence]:
    """The fact ``code`` for a repository that is called the preparation of the data."""
    for link, passage in observed.card.links:
        if "git" not in link.url:
            continue
        if "data" not in link.text.lower() and "data" not in link.url.lower():
            continue
        is_terms = "icen" in link.text
        told = _PREPARATION.match(link.text) or _PREPARATION_PATH.search(link.url)
        if told and not is_terms and _CODE_HOST.search(link.url):
            yield observed.said(PROCESSING, "code", passage, value=link.text, target=link.url)


def not_deduplicated(statement: Statement) -> bool:
    """Whether a statement says that the data was used without deduplication."""
    text = statement.passage.text
    return "dedup" in statement.passage.lower and bool(_NOT_DEDUPLICATED.search(text))


def read_mix(observed: Observed, passage: Passage) -> Iterator[Evidence]:
    """The fact ``mix`` for a row of a table that gives the proportions of the sources."""
    if _MIX_HEAD.search(passage.head):
        yield observed.said(PROCESSING, "mix", passage)


def read_processing(observed: Observed, passage: Passage, *, as_is: bool) -> Iterator[Evidence]:
    """The facts ``step`` (words) and ``code`` (a link).

    ``as_is``: the card says that the data was not deduplicated, whatever it says of a sibling's.
    """
    match = _STEPS.search(passage.text) if has_any(passage.lower, _STEPS_TRIGGERS) else None
    if match is None or _NO_STEP.search(passage.text):
        return
    if as_is and match[0].lower().startswith(("dedup", "de-dup")):
        return
    yield observed.said(
        PROCESSING, "step", passage, value=match[0][:60].lower(), around=match.span()
    )
    code = next((x for x in passage.links if _CODE_HOST.search(x.url)), None)
    ends_in = code and passage.text.rstrip(". ").endswith(f": {code.text}")
    if code and (ends_in or _CODE_WORDS.search(passage.text) or _DATA_PATH.search(code.url)):
        yield observed.said(PROCESSING, "code", passage, value=code.text, target=code.url)
