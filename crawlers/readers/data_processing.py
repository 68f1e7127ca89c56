"""Reads how pre-training data was processed: filtered, deduplicated, mixed, in words or code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Link, Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.corpora import named
from crawlers.readers.cues import has_any
from crawlers.readers.observed import Observed
from crawlers.readers.pretraining import Statement
from crawlers.readers.stance import Stance, stance
from registry.scoring.evidence import Evidence

PROCESSING = "data.processing"

_MIX_HEAD = re.compile(
    r"proportion|sampling|weight(?!s\b)|multiplier|epochs|upsampl|fraction", re.IGNORECASE
)
_STEPS = Caseless(
    r"(?<![-/])\b(?:(?:near-)?de-?duplicat\w*|(?<!stack )dedup\w*|minhash\w*|semdedup|decontaminat\w*|heuristic"
    r" (?:filter|rule)\w*|quality (?:filter|classif)\w*|filter(?:ed|ing) (?:\w+ )?\(?(?:for|by"
    r"|based on|using|with|out|to (?:remove|keep|exclude|contain)|personal|content)\b|cleaning and"
    r" filtering|rigorously filtered|safety filtering|csam filtering|blocklists?|perplexity[-"
    r" ]filter\w*|language (?:identification|detection)|personally identifiable|\bpii\b|(?:up"
    r"|down)-?sampl(?:ed|ing)|anonymi[sz]\w+|normali[sz]e the text|boilerplate removal|(?:was|were"
    r"|are|been) (?:\w+ )?(?:cleaned|filtered)|sampl\w+ (?:probabilit|weight|ratio)\w*|with the"
    r" probability specified|with these probabilities|(?:filtering|cleaning|de-?duplication|mixing"
    r"|curation) (?:code|scripts?|pipeline)|(?:code|scripts?) (?:that|which) (?:filtered|cleaned"
    r"|mixed|de-?duplicated|processed))\b|去重|过滤|清洗"
)
_STEPS_TRIGGERS = (
    *("dedup", "de-dup", "filter", "clean", "minhash", "sampl", "pii", "heuristic", "decontam"),
    *("anonym", "identif", "blocklist", "quality", "probability", "normali", "boiler"),
    *("去重", "过滤", "清洗"),
)  # fmt: skip
_NOT_FAR = r"(?:[^.;]|\.(?=\d)){0,%d}?"
_TOLD = Caseless(
    r"(?<![-/\w])(?:(?:pre-?)?filter(?:ed|ing|ation)\b(?! networks?)|clean(?:ed|s?ing|sed)\b"
    r"|(?:we|then|heuristically) filter\b"
    r"|duplicates? (?:removal|elimination)|(?:remov|exclud|discard|drop|eliminat|strip)p?(?:ed|ing)"
    r" (?:\w+[ -]){0,4}?(?:documents?|pages|texts?|sentences?|lines|html|boilerplate|duplicates?"
    r"|urls|samples|repositories|files|subsets?|data|content|books\d?|characters)\b(?!-)"
    r"|(?:text|books\d?|data|subsets?|requests|files|documents|pages|sentences|samples)"
    r" (?:was |were |is |are |being |have been |has been )?(?:removed|excluded|discarded|dropped)"
    r"|opt-?out requests|pseudonymi[sz]\w+|redact(?:ed|ing)|mask(?:ed|ing) out"
    rf"|(?:over|re|sub)-?sampl(?:ed|ing)|sampl(?:ed|ing|e)\b{_NOT_FAR % 40}\b(?:uniform|proportion"
    r"|according to|natural distribution|temperature|phases?|strateg|rates?\b)\w*"
    rf"|(?:mix(?:ed|ing|es|tures?)?|blend(?:ed|s|ing)?|combin(?:e|es|ed|ing))\b{_NOT_FAR % 80}"
    r"\b(?:ratios?|proportions?|\d+ ?: ?\d+)"
    rf"|(?:ratios?|proportions?)\b{_NOT_FAR % 30}\b\d+ ?: ?\d+"
    rf"|combin(?:e|es|ed|ing)\b{_NOT_FAR % 160}\bto (?:arrive at|form|create|build|obtain"
    rf"|yield|reach)\b{_NOT_FAR % 40}\d|curriculum"
    r"|(?:(?:phase|stage)[ -](?:2|two|ii|3|three|iii)\b|(?:second|third|last|final)"
    rf" (?:phase|stage)|cool-?down|anneal\w+)\b{_NOT_FAR % 160}"
    r"\b(?:data(?:sets?)?|corp(?:us|ora)|mix(?:ture)?|tokens (?:from|of))\b"
    r"|gefiltert|bereinigt|dedupliziert|filtr[ée]e?s?\b|nettoy\w+|filtrad[oa]s?\b|depurad[oa]s?\b)"
    r"|筛选|脱敏|配比|采样|重複(?:除去|排除|削除)|フィルタリング|クリーニング|중복 ?제거|필터링|정제"
)
"""Steps by words that are too common to make a link beside them the code of the processing."""
_TOLD_TRIGGERS = (
    *("filter", "clean", "duplicate", "remov", "exclud", "discard", "drop", "eliminat", "strip"),
    *("opt-out", "opt out", "onymi", "redact", "asked out", "asking out", "sampl", "mix", " ratio"),
    *("proportion", "blend", "combin", "curricul", "phase", "stage", "cool-d", "cooldown", "anneal"),
    *("bereinigt", "dedupliziert", "filtr", "nettoy", "depurad"),
    *("筛选", "脱敏", "配比", "采样", "重複", "フィルタ", "クリーニング", "중복", "필터링", "정제"),
)  # fmt: skip
_NO_STEP = Caseless(
    r"\befforts?\b|\bpossible to\b|\b(?:can|could|may|might) (?:also )?be (?:\w+ )?(?:filter|clean|de-?dup"
    r"|remov|exclud)|may (?:still )?contain|may have contained|even after|\b(?:not|never"
    r"|without|no)\b(?: \w+){0,2} (?:de-?duplicat|filter|clean)|failed to|尽管|\brecommend"
    r"|\b(?:you|your|users?|should|must)\b|\bfilter\w* (?:the |out )?(?:\w+ )?(?:outputs?|prompts"
    r"|responses|generat)"
)
_STAGE = re.compile(r"phase|stage|second|third|last|final", re.IGNORECASE)
_DONE = re.compile(
    r"(?<![-/\w])(?:(?:near-)?de-?duplicated|filtered|cleaned)(?! (?:outputs?|responses))\b",
    re.IGNORECASE,
)
_TUNED = ("tuned", "tuning", "instruct", "evaluat", "benchmark")
_NEAR = 90
"""Characters between a corpus and what was done to it."""
_NOT_DEDUPLICATED = re.compile(r"\bnot (?:been )?de-?duplicated\b(?! against)", re.IGNORECASE)
_KEPT_BACK = re.compile(
    r"\b(?:not|n['’]t|without|declin\w+ to|no (?:details|information)) (?:\w+ ){0,3}?(?:disclos|publish"
    r"|releas|shar|reveal|describ|document|on|about)\w*\b[^.;]*$",
    re.IGNORECASE,
)
_IS_KEPT_BACK = re.compile(
    r"\bhow\b[^.;,]{0,80}\b(?:is|are|was|were) (?:not|n['’]t) (?:been )?(?:disclos|describ|document"
    r"|publish|shar|reveal)",
    re.IGNORECASE,
)
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


def read_processing(observed: Observed, statement: Statement, *, as_is: bool) -> Iterator[Evidence]:
    """The facts ``step`` (words) and ``code`` (a link).

    ``as_is``: the card says that the data was not deduplicated, whatever it says of a sibling's.
    """
    passage = statement.passage
    match = _STEPS.search(passage.text) if has_any(passage.lower, _STEPS_TRIGGERS) else None
    may_be_code = match is not None
    if match is None and has_any(passage.lower, _TOLD_TRIGGERS):
        match = _TOLD.search(passage.text)
    if match is None or _NO_STEP.search(passage.text) or not _is_a_change(match):
        return
    if _STAGE.match(match[0]) and not (statement.cues or statement.in_data_section):
        return  # a stage of something else: of a search, of a pipeline in use
    if not statement.is_pretraining(*match.span()):
        return
    if stance(passage.text, *match.span()) is Stance.PROMISED:
        return
    if as_is and match[0].lower().startswith(("dedup", "de-dup")):
        return
    if _KEPT_BACK.search(passage.text, 0, match.start()) or _IS_KEPT_BACK.search(passage.text):
        return
    yield observed.said(
        PROCESSING, "step", passage, value=match[0][:60].lower(), around=match.span()
    )
    if not may_be_code:
        return
    code = next((x for x in passage.links if _is_code(x)), None)
    ends_in = code and passage.text.rstrip(". ").endswith(f": {code.text}")
    if code and (ends_in or _CODE_WORDS.search(passage.text) or _DATA_PATH.search(code.url)):
        yield observed.said(PROCESSING, "code", passage, value=code.text, target=code.url)


def _is_code(link: Link) -> bool:
    """Whether a link leads to a code host, and not there for a dataset that is called by name."""
    if not _CODE_HOST.search(link.url):
        return False
    return "dataset" not in link.text.lower() and not any(named(link.text))


def _is_a_change(match: re.Match[str]) -> bool:
    """Whether a later phase is told to have data of its own."""
    return not re.search(r"\bsame (?:\w+ )?(?:data|mix|corpus)", match[0], re.IGNORECASE)


def read_done_to(observed: Observed, corpora: frozenset[str], *, as_is: bool) -> Iterator[Evidence]:
    """The fact ``step`` where a card says what was done to one of the corpora that it names.

    "the deduplicated Foo corpus", "Foo is a filtered version of Bar": wherever it stands.
    """
    if as_is or not corpora:
        return
    for passage in observed.card.mentioning("dedup", "de-dup", "filtered", "cleaned"):
        if passage.kind == "code" or passage.kind == "heading":
            continue
        done = _DONE.search(passage.text)
        if done is None or _NO_STEP.search(passage.text) or has_any(passage.lower, _TUNED):
            continue
        if any(done[0] in x.text and "datasets/" not in x.url for x in passage.links):
            continue  # the title of a paper
        for naming in named(passage.text):
            gap = max(naming.start - done.end(), done.start() - naming.end)
            if naming.corpus.name in corpora and gap < _NEAR:
                yield observed.said(
                    PROCESSING, "step", passage, value=done[0].lower(), around=done.span()
                )
                return
