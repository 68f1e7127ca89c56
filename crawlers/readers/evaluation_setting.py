"""Reads how an evaluation was done: harness, shots, prompts, sampling settings, code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from crawlers.passages import Passage
from crawlers.readers.benchmarks import benchmark_in
from crawlers.readers.lettered import lettered
from crawlers.readers.observed import Observed
from crawlers.readers.repositories import Repository
from crawlers.readers.scan import mentions
from crawlers.readers.stance import Stance
from crawlers.readers.subjects import topic
from registry.scoring.evidence import Evidence

EVALUATION = "code.evaluation"
MAX_QUOTES = 3
"""Statements of one fact that are kept; the rest say it again."""

Table = tuple[tuple[str, ...], str]
"""What tells one table of a card from another: the headings above it and its own head."""

_HARNESS = re.compile(
    r"(?:lm[-_ ]?(?:eval(?:uation)?)[-_ ]?harness|lm[-_]eval\b|eval(?:uation)?[- ]harness"
    r"|language model evaluation harness|light-?eval|opencompass|simple[-_]evals"
    r"|eval-?plus (?:frame|harness|repo)|bigcode[-_]evaluation|helm (?:frame|bench|eval"
    r"|harness)|olmes\b|olmo-?eval|nemo[-_ ]skills|vlm-?eval-?kit|lmms-eval|llm[-_]judge"
    r"|(?:mosaic(?:ml)?|llm) (?:eval )?gauntlet|fast-?chat eval|catwalk|evalscope"
    r"|inspect[-_ ]evals|instruct-?eval|llm[- ]foundry eval|eval suite)"
)
SHOTS = re.compile(
    r"(?<![\w.])\d{1,3}[- ]?shots?\b|\b(?:zero|one|two|three|four|five|few|eight"
    r"|ten)[- ]shot\b|零样本|\b\d-?样本",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:details|settings?|setup)\b[^.\d]{0,60}\b(?:see|refer|check|read|consult|found|given in)\b"
    r"|\b(?:see|refer|check|read|consult)\b[^.\d]{0,60}\bfor\b[^.\d]{0,30}(?:details|settings?|setup)",
    re.IGNORECASE,
)
"""Settings of an evaluation that are told in another place."""
_SAMPLING = re.compile(
    r"temperature\W{0,4}(?:of |is |set to |to |at )?\W{0,4}(?:0|1|2)(?:\.\d+)?\b"
    r"|greedy (?:decoding|sampling)|\btop[-_ ]?p\W{0,4}(?:of )?0\.\d",
    re.IGNORECASE,
)
_PROMPTS = re.compile(
    r"\bprompt(?:ed|ing)? ?(?:templates?|format\w*|style)|(?:with|using|following|tailored"
    r"|same|standard|official|default|simple|system|instruction|best"
    r"|adopt\w*) (?:[\w-]+ ){0,3}?prompts?\b"
    r"|chat template|chain[- ]of[- ]thought(?! hub)|\bcot\b|\bprompted\b",
    re.IGNORECASE,
)
_EVALUATED = lettered(
    r"\beval(?:s|uat\w*)?\b|\bbench(?:mark\w*|es)?\b|\bscor(?:e|es|ed|ing)\b|\bresults?\b"
    r"|\bmetric|评测|评估|测试"
)
_EVAL_CODE = re.compile(
    r"(?:eval|bench)\w*[ -](?:and |[\w-]+ ){0,2}(?:code|scripts?|repo(?:sitory)?|suite|harness"
    r"|framework|toolkit|pipeline|library|notebook|codebase|tools?)\b|\b(?:code|scripts?"
    r"|repo(?:sitory)?)\b[^.\n]{0,40}\b(?:evaluat|reproduc\w+ (?:the |our |these )?(?:result"
    r"|eval|bench|score))"
    r"|reproduc\w+[^.\n]{0,40}(?:results?|evaluations?|scores?|benchmarks?)|for evaluat"
    r"|reposit\w+[^.\n]{0,10}eval|\beval\w* repo",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:evaluat\w+|scores?|results|tested|measured|computed"
    r"|obtained)\b[^.\n]{0,60}\b(?:using|with|via|by|on)\b",
    re.IGNORECASE,
)
_HARNESS_WORDS = (
    *("harness", "lm_eval", "lm-eval", "lm eval", "light-eval", "lighteval", "opencompass"),
    *("simple-eval", "simple_eval", "evalplus", "eval-plus", "bigcode", "helm", "olmes"),
    *("olmo-eval", "olmoeval", "nemo", "evalkit", "eval-kit", "lmms-eval", "judge", "gauntlet"),
    *("chat eval", "fastchat-eval", "catwalk", "evalscope", "inspect", "instructeval"),
    *("instruct-eval", "foundry eval", "eval suite"),
)
_HOW = (
    *("shot", "temperature", "greedy", "top_p", "top-p", "top p", "prompt", "chat template"),
    *("chain-of", "chain of", "cot", "样本"),
)
SETTING_SEEDS = (*_HARNESS_WORDS, *_HOW)
"""One of these stands in every passage on how results were got."""


def table_of(row: Passage) -> Table:
    """The table that a row stands in."""
    return row.section, row.head


def under_evaluation(passage: Passage) -> bool:
    """Whether the passage stands below a heading on evaluation."""
    return topic(passage) == "evaluation"


def read_setting(
    observed: Observed, passages: Iterable[Passage], repositories: tuple[Repository, ...]
) -> Iterator[Evidence]:
    """Harness, shots, prompts, sampling settings and code of the evaluation."""
    told: Counter[str] = Counter()
    for passage in passages:
        if passage.kind == "code":
            continue
        for fact, match in _settings(passage):
            told[fact] += 1
            if told[fact] <= MAX_QUOTES:
                yield observed.said(EVALUATION, fact, passage, value=match[0], around=match.span())
    for repository in repositories:
        if _evaluates(repository):
            name = f"{repository.owner}/{repository.name}"
            yield observed.said(
                EVALUATION, "evaluation-code", repository.passage, value=name, target=repository.url
            )


def _settings(passage: Passage) -> Iterator[tuple[str, re.Match[str]]]:
    text, lower = passage.text, passage.lower
    if mentions(lower, _HARNESS_WORDS) and (match := _HARNESS.search(lower)):
        yield "harness", match
    if not mentions(lower, _HOW):
        return
    of_evaluation = under_evaluation(passage)
    evaluated = _EVALUATED.search(lower)
    if not (of_evaluation or evaluated or benchmark_in(lower)):
        return
    shots = SHOTS.search(text) if mentions(lower, ("shot", "样本")) else None
    of_results = shots and (of_evaluation or passage.kind == "row" or benchmark_in(lower))
    if shots and of_results and not _ELSEWHERE.search(text):
        yield "shots", shots
    if match := _SAMPLING.search(text):
        yield "sampling", match
    prompted = of_evaluation and evaluated and passage.kind != "row"
    if prompted and (match := _PROMPTS.search(text)):
        yield "prompts", match


def _evaluates(repository: Repository) -> bool:
    """Whether a repository holds the code of the evaluation, and not only its results."""
    words = repository.words
    if "evaluation" not in repository.holds and "eval" not in words.lower():
        return False
    by_name = re.search(r"eval|bench|harness", repository.name, re.IGNORECASE) and _USED.search(
        words
    )
    return repository.stance is Stance.STATED and bool(by_name or _EVAL_CODE.search(words))
