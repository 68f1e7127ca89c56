"""Reads how an evaluation was done: harness, shots, prompts, sampling settings, code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from crawlers.passages import Passage
from crawlers.readers.benchmarks import benchmark_in
from crawlers.readers.caseless import Caseless
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
_SHOTS_COLUMN = re.compile(
    r"\W*(?:n|k|#|num(?:ber of)?|no\. of|few)?[-_ ]?shots?\b[^|]{0,12}(?:\||$)", re.IGNORECASE
)
"""A cell that says that its row or column is of shots."""
_SAME_METHOD = re.compile(
    r"\b(?:same|follow(?:s|ing|ed)?|adopt\w*|accord\w+ to)\b[^.\n]{0,60}\bevaluation (?:method\w*"
    r"|protocols?|settings?|setup|procedures?|pipeline|framework)\b[^.\n]{0,20}"
    r"\b(?:as|of|from|used|in|by)\b",
    re.IGNORECASE,
)
"""A known evaluation whose way of measuring was taken over."""
_LABELLED = re.compile(
    r"^\W*(?:impl\w{4,12}|(?:llm )?(?:judge|evaluator)(?: model)?|evaluation (?:tools?|framework"
    r"|library|code|harness|scripts?|software)|(?:evaluation |judge )prompts?"
    r"|prompts? for (?:the )?judge"
    r"|(?:number of )?shots?)\s*[:：]\s*\S",
    re.IGNORECASE,
)
"""An item that says how the evaluation above was done."""
_A_NUMBER = re.compile(r"\b\d{1,3}\b(?!\.\d)")
_EVAL_NAME = re.compile(r"eval|bench|harness|leaderboard", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:appreciat|thank|grateful|acknowledg|gratitude)", re.IGNORECASE)
_ELSEWHERE = Caseless(
    r"(?:details|settings?|setup)\b[^.\d]{0,60}\b(?:see|refer|check|read|consult|found|given in)\b"
    r"|\b(?:see|refer|check|read|consult)\b[^.\d]{0,60}\bfor\b[^.\d]{0,30}(?:details|settings?"
    r"|setup)",
)
"""Settings of an evaluation that are told in another place."""
_SAMPLING = Caseless(
    r"temperature\W{0,4}(?:of |is |set to |to |at )?\W{0,4}(?:0|1|2)(?:\.\d+)?\b"
    r"|\b\d+ (?:ddim|plms|euler|dpm|sampling|denoising|diffusion|inference) (?:sampling )?steps\b"
    r"|guidance scales?\b[^.\d]{0,20}\d|greedy (?:decoding|sampling)"
    r"|\btop[-_ ]?p\W{0,4}(?:of )?0\.\d",
)
_PROMPTS = Caseless(
    r"\bprompt(?:ed|ing)? ?(?:templates?|format\w*|style)|(?:with|using|following|tailored"
    r"|same|standard|official|default|simple|system|instruction|best"
    r"|adopt\w*) (?:[\w-]+ ){0,3}?prompts?\b"
    r"|chat template|chain[- ]of[- ]thought(?! hub)|\bcot\b|\bprompted\b"
)
_WITH_SCRIPTS = re.compile(
    r"\b(?:evaluat(?:ed|ion)|scor(?:ed|es)|measured|computed)\b(?:[^.]|\.(?=\d)){0,80}\b(?:with"
    r"|using|by|via) (?:the |these"
    r" |this |our |its |an? )?(?:official |original |standard "
    r"|same )?(?:eval(?:uation)? )?scripts?\b"
    r"|\b(?:notebook|script) (?:to|for) (?:\w+ )?(?:run |running )?(?:the )?evaluat",
    re.IGNORECASE,
)
"""Linked scripts with which a release was evaluated."""
_COMMAND = re.compile(
    r"\s*(?:\$ ?|! ?)?(?:\w+=\S+ )*(?:python3?|bash|sh|torchrun|accelerate launch|lm[-_]eval)\b"
    r"[^\n]{0,120}(?:(?!\n\s*\n)[\s\S]){0,600}?(?<![a-z])(?:eval|test|bench|lm_eval)",
)
"""A command with which an evaluation is run."""
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
    r"|\brun(?:ning)? (?:the |this |our )?evaluations?\b|reposit\w+[^.\n]{0,10}eval|\beval\w* repo",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:evaluat(?:e[ds]?|ing|ors?)|evaluation (?:is|was|were|uses?|on)|scores?|results|tested"
    r"|measured|computed|obtained)\b[^.\n]{0,60}\b(?:using|with|via|by|on)\b"
    r"|[在用于][^。\n]{0,80}(?:测试|评测|评估|实验)",
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
    *("chain-of", "chain of", "cot", "样本", "evaluation method", "evaluation protocol"),
    *("evaluation setting", "evaluation setup", "evaluation procedure", "evaluation pipeline"),
    *("ddim", "plms", "sampling steps", "guidance scale", "eval script", "scripts", "notebook"),
    *("implem", "evaluator", "evaluation tool", "evaluation framework", "evaluation library"),
    *("evaluation code", "evaluation script", "evaluation software", "fewshot"),
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
    harness = mentions(lower, _HARNESS_WORDS) and _HARNESS.search(lower)
    if harness and not _THANKS.search(text):
        yield "harness", harness
    head = passage.head.lower()
    if not mentions(lower, _HOW) and "shot" not in head:
        return
    of_evaluation = under_evaluation(passage)
    evaluated = _EVALUATED.search(lower)
    if not (of_evaluation or evaluated or benchmark_in(lower) or "shot" in head):
        return
    of_results = of_evaluation or passage.kind == "row" or benchmark_in(lower)
    if of_results and (shots := _shots(passage)) and not _ELSEWHERE.search(text):
        yield "shots", shots
    if match := _SAME_METHOD.search(text):
        yield "harness", match
    if of_evaluation and passage.kind != "row" and (match := _LABELLED.match(text)):
        yield "harness", match
    if match := _SAMPLING.search(text):
        yield "sampling", match
    if (passage.links or "below" in lower) and (match := _WITH_SCRIPTS.search(text)):
        yield "evaluation-code", match
    prompted = of_evaluation and evaluated and passage.kind != "row"
    if prompted and (match := _PROMPTS.search(text)):
        yield "prompts", match


def _shots(passage: Passage) -> re.Match[str] | None:
    """The shots that a passage tells, or that a row or column of them holds."""
    if not mentions(passage.lower, ("shot", "样本")):
        in_column = passage.kind == "row" and "shot" in passage.head.lower()
        return _A_NUMBER.search(passage.text) if in_column and _shots_column(passage) else None
    if match := SHOTS.search(passage.text):
        return match
    of_shots = passage.kind == "row" and _SHOTS_COLUMN.match(passage.text)
    return of_shots if of_shots and _A_NUMBER.search(passage.text) else None


def _shots_column(row: Passage) -> bool:
    """Whether one of the columns of a row's table gives shots, and this row holds a number there."""
    cells = zip(row.head.split(" | "), row.text.split(" | "), strict=False)
    return any(_SHOTS_COLUMN.match(head) and _A_NUMBER.match(cell) for head, cell in cells)


def _evaluates(repository: Repository) -> bool:
    """Whether a repository holds the code of the evaluation, and not only its results."""
    words = repository.words
    named = _EVAL_NAME.search(repository.name + repository.path)
    if "evaluation" not in repository.holds and "eval" not in words.lower() and not named:
        return False
    if _THANKS.search(words):
        return False
    alone = under_evaluation(repository.passage) and _is_alone(repository)
    by_name = named and (alone or _USED.search(words))
    return repository.stance is Stance.STATED and bool(by_name or _EVAL_CODE.search(words))


def _is_alone(repository: Repository) -> bool:
    """Whether a link is all that its passage holds."""
    links = repository.passage.links
    return len(links) == 1 and repository.passage.text.strip() in (links[0].text, repository.url)


def read_commands(observed: Observed, passages: Iterable[Passage]) -> Iterator[Evidence]:
    """The command that ran the evaluation, printed below a heading on it."""
    for passage in passages:
        if passage.kind != "code" or not under_evaluation(passage):
            continue
        if match := _COMMAND.match(passage.text):
            value = " ".join(match[0].split())[:80]
            yield observed.said(EVALUATION, "evaluation-code", passage, value=value)
            return
