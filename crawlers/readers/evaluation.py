"""Reads how a release was evaluated: results in tables, words, figures and elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from crawlers.passages import Passage
from crawlers.readers.benchmarks import benchmark_in, lists_scores
from crawlers.readers.caseless import Caseless
from crawlers.readers.evaluation_setting import (
    EVALUATION,
    MAX_QUOTES,
    SETTING_SEEDS,
    SHOTS,
    Table,
    read_commands,
    read_setting,
    table_of,
    under_evaluation,
)
from crawlers.readers.lettered import lettered
from crawlers.readers.observed import Observed
from crawlers.readers.repositories import Repository
from crawlers.readers.scan import OwnWords, mentions
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import topic
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence

_SCORE = re.compile(  # begins with a digit, so that all else is skipped
    r"\d(?<![\w.,@-]\d)(?:\d{0,2},\d{1,2}(?![\d,])|\d{0,2}\.\d+(?!\d|\s?(?i:[bkmt]|[gm]b|[bmtr]+illion)\b)"
    r"|\d{0,2}(?=\s?%)|\d(?=\s*(?:\||$)))\s?%?"
)
_SPEED = lettered(
    r"throughput|latency|tokens?\s?/\s?s|tok/s|speed|memory|vram|\bms\b|inference time|推理速度"
    r"|速度|显存|cost|size\b.{0,20}(?:gb|mb)"
)
_OF_TRAINING_RUN = lettered(
    r"loss\b.*\b(?:step|epoch)|hyper-?param|learning rate|optimi[sz]er|batch size|quant method"
)
"""Of the columns of a table: it logs a training, or lists its settings; scores beside are none."""
_OTHER_TABLE = lettered(
    r"\btokens?\b|proportion|sources?\b|\bweights?\b|licen[sc]e"
    r"|examples\b|samples\b"
)
_TRAINER_RESULTS = re.compile(
    r"achieves the following results on the (?:evaluation|test|validation)", re.IGNORECASE
)
_CLAIM = Caseless(
    r"(?:achiev|attain|reach|obtain|scor|rank|outperform|surpass|exceed|lead"
    r"|state[- ]of[- ]the[- ]art|sota|evaluated (?:\S+ ){0,6}?(?:across|on|with|against)"
    r"|win rate|compare\b|wins?\b)"
)
_SIZED_MODEL = re.compile(r"\b([A-Z][A-Za-z]{2,})(?:[ -][\w.]+)?[ -]\d+(?:\.\d+)?[BM]\b")
_OURS = re.compile(r"\b(?:our|ours|we|this|these|it|its|the model)\b", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\b(?:scores?|results?)\b[^.]{0,20}:\s*$", re.IGNORECASE)
_REFERENCE = Caseless(
    r"(?:(?:evaluation|benchmark|evals?|performance)\w*(?: and \w+)? (?:results?|details?"
    r"|metrics?|scores?|numbers?)|benchmark (?:results?|performance)|evaluations?|results"
    r"|leaderboard|评测结果)"
    r"[^.\n]{0,80}?(?:\b(?:see|refer|report(?:ed)?|found|available|in (?:our|the|this"
    r"|\w+ repo)|details? (?:in|on|are|can)|here|check)\b|参考|请见|查看)"
    r"|\bmetrics of (?:this|the|these|our) models?\b[^.\n]{0,40}\bresults\b"
    r"|(?:see|refer to|please (?:see|refer|check)|find|check out|visit"
    r"|for)[^.\n]{0,60}?(?:evaluation|benchmark|performance) ?(?:results?|details?|metrics?"
    r"|scores?|numbers?|s\b)"
)
_PLACE = re.compile(r"\b(?:tables?|figures?|sections?|appendix) [\dA-Z]", re.IGNORECASE)
"""Where in a paper a result stands, which needs no link to be found."""
_TABLE_OF_RESULTS = lettered(r"\bbench|\btasks?\b|\bmetric|\bscore")
_PICTURED = lettered(
    r"bench|eval|perform|leaderboard|result|score|mmlu|compar|radar|arena|win[_-]?rate"
    r"|human[-_]?eval|mt[-_]?bench|gsm|metric|accuracy"
)
_BASE_COLUMN = lettered(r"\bpt\b|pre-?train(?:ed)?\b|\bbase\b")
_TUNED_NAME = re.compile(r"instruct|chat|[-_]it\b|sft|dpo|rlhf|thinking|reason", re.IGNORECASE)
_LISTED_SCORE = re.compile(
    r"\W*[A-Za-z][^:|=\n]{1,50}[:=]\W{0,4}\d{1,3}(?:\.\d+)?(?:\s?%|(?<=\.\d)|(?<=\.\d\d)"
    r"|(?<=\.\d{3})|(?<=\.\d{4}))(?![\w.])"
)
"""A measure and its value, as in a list of scores: "Word error rate: 6.3 %"."""
_SCORES = re.compile(
    r"\b(?:achiev|attain|reach|obtain|scor)\w* (?:[^.\n]|\.(?=\d)){0,60}?\d+(?:\.\d+| ?%)",
    re.IGNORECASE,
)
_SET = lettered(r"strength|guidance|temperature|top[-_ ]?p|steps|epoch|seed|version|scale|penalty")
"""Labels of settings, which are no measures."""
_WINS = lettered(r"\bwins?\b.*\b(?:ties?|loss|loses?|lost|losses)\b")
_ANYTHING = re.compile(r".*")
_RESULT_WORDS = ("eval", "bench", "result", "performance", "score", "leaderboard", "评测")


def read_evaluation(
    observed: Observed, words: OwnWords, repositories: tuple[Repository, ...]
) -> Iterator[Evidence]:
    """Results of this release that the card gives, pictures or points to, and how they were got."""
    of_base = _tables_of_base(observed, words)
    told = [p for p in words.passages if p.kind != "heading" and (p.kind != "code" or _shows(p))]
    near = words.near(*SETTING_SEEDS)
    if of_base:
        told = [p for p in told if p.kind != "row" or table_of(p) not in of_base]
        near = [p for p in near if p.kind != "row" or table_of(p) not in of_base]
    yield from _recorded_results(observed)
    yield from _told_results(observed, told)
    yield from read_setting(observed, near, repositories)
    yield from read_commands(observed, words.passages)


def names_only_others(observed: Observed, text: str) -> bool:
    """Whether a sentence names models with their sizes, none of them this release or "ours"."""
    named = _SIZED_MODEL.findall(text)
    if not named or _OURS.search(text):
        return False
    own = observed.snapshot.id.lower()
    return not any(name.lower() in own for name in named)


def _shows(block: Passage) -> bool:
    """Whether a block of code shows a table, or a list of benchmarks and scores, as text."""
    if block.text.lstrip().startswith("|") and "|\n" in block.text:
        return True
    return lists_scores(block.lower)


def _told_results(observed: Observed, passages: Iterable[Passage]) -> Iterator[Evidence]:
    told: Counter[str] = Counter()
    for passage in passages:
        if topic(passage) == "usage" and "following results" not in passage.lower:
            continue
        fact, match = _result(passage)
        if not match:
            continue
        if fact == "numbers" and names_only_others(observed, passage.text):
            continue
        if fact == "reference" and stance(passage.text, *match.span()) is not Stance.STATED:
            continue
        told[fact] += 1
        if told[fact] <= MAX_QUOTES:
            images = (x.url for x in passage.links if x.is_image)
            target = next(images, "") if fact == "figure" else ""
            yield observed.said(
                EVALUATION, "results", passage, value=fact, target=target, around=match.span()
            )
        if told["table"] + told["numbers"] > MAX_QUOTES:
            return


def _tables_of_base(observed: Observed, words: OwnWords) -> frozenset[Table]:
    """The tables in which of a tuned release's family only the base stands (ruling 23)."""
    name = observed.snapshot.id.partition("/")[2]
    stem = re.match(r"[A-Za-z]{3,}[\d.]*", name)
    if not stem or not _TUNED_NAME.search(name) or not _BASE_COLUMN.search(words.text):
        return frozenset()
    family = stem[0].lower()
    labels: dict[Table, set[str]] = {}
    for passage in words.passages:
        if passage.kind == "row" and passage.head:
            cells = (passage.text.partition(" | ")[0], *passage.head.split(" | "))
            labels.setdefault(table_of(passage), set()).update(cells)
    named = {table: [c for c in cells if family in c.lower()] for table, cells in labels.items()}
    return frozenset(
        t
        for t, cells in named.items()
        if cells and all(_BASE_COLUMN.search(c.lower()) for c in cells)
    )


def _result(passage: Passage) -> tuple[str, re.Match[str] | None]:
    """How a passage gives results (table, numbers, figure or reference), and in which words."""
    text, lower = passage.text, passage.lower
    if passage.kind == "row" or text.startswith(
        "|"
    ):  # a table without a line before it is read as text
        return "table", _row_result(passage)
    if passage.kind == "code":
        return "numbers", benchmark_in(lower)
    if "following results" in lower and (match := _TRAINER_RESULTS.search(text)):
        return "numbers", match
    scored = _has_score(text)
    if not scored and not passage.links and not mentions(lower, _RESULT_WORDS):
        return "", None
    announced = lower.endswith(":")
    match = benchmark_in(lower) if scored or announced or under_evaluation(passage) else None
    if match and scored and _presents(passage):
        return ("numbers", match) if not _SPEED.search(lower) else ("", None)
    if not match and scored and under_evaluation(passage) and not _SPEED.search(lower):
        measured = _LISTED_SCORE.match(text) or _SCORES.search(text)
        if measured and not _SET.search(measured[0].lower()):
            return "numbers", measured
    if match and announced and _ANNOUNCED.search(text):
        return "numbers", match
    if passage.links and (pictured := _figure(passage)):
        return "figure", pictured
    if not mentions(lower, _RESULT_WORDS):
        return "", None
    placed = passage.links or _PLACE.search(text)
    if placed and (referred := _REFERENCE.search(text)) and not _SPEED.search(lower):
        return "reference", referred
    if (match or "benchmark" in lower) and under_evaluation(passage):
        return "reference", _CLAIM.search(text)
    return "", None


@lru_cache(maxsize=TEXTS)
def _has_score(text: str) -> bool:
    return _SCORE.search(text) is not None


def _presents(passage: Passage) -> bool:
    """Whether a passage with a benchmark and a number presents these as a result."""
    listed = under_evaluation(passage) or passage.kind == "item"
    return listed or bool(_CLAIM.search(passage.text))


def _row_result(passage: Passage) -> re.Match[str] | None:
    if not _SCORE.search(passage.text):
        return None
    if _is_of_other_things(passage.head):
        return None
    if match := benchmark_in(passage.lower):
        return match
    head = passage.head.lower()
    scores = len(_SCORE.findall(passage.text))
    unnamed = under_evaluation(passage) and (scores > 1 or bool(_TABLE_OF_RESULTS.search(head)))
    told = unnamed or benchmark_in(head) or ("win" in head and _WINS.search(head))
    return _ANYTHING.match(passage.text) if told else None


@lru_cache(maxsize=4096)
def _is_of_other_things(head: str) -> bool:
    """Whether the head of a table says that it is on speed, data or settings."""
    lower = head.lower()
    if _SPEED.search(lower) or _OF_TRAINING_RUN.search(lower):
        return True
    return bool(_OTHER_TABLE.search(lower)) and not benchmark_in(lower)


def _figure(passage: Passage) -> re.Match[str] | None:
    for image in passage.links:
        if not image.is_image or "shields.io" in image.url or "badge" in image.url:
            continue
        shown = f"{image.text} {image.url.rpartition('/')[2]}".lower()
        if _SPEED.search(shown) or any(map(_SPEED.search, passage.section_lower[-1:])):
            continue
        if _PICTURED.search(shown) or under_evaluation(passage):
            return _ANYTHING.match(passage.text)
    return None


def _recorded_results(observed: Observed) -> Iterator[Evidence]:
    """Results in the front matter, and the shots that its data sets' names or settings give."""
    index = observed.front.get("model-index")
    results = [r for entry in _dicts(index) for r in _dicts(entry.get("results"))]
    scored = [r for r in results if any(_has_value(m) for m in _dicts(r.get("metrics")))]
    if not scored:
        return
    yield observed.in_front_matter(EVALUATION, "results", "model-index", value="metadata")
    shots = next(filter(None, map(_recorded_shots, scored)), "")
    if shots:
        yield observed.in_front_matter(EVALUATION, "shots", "model-index", value=shots)


def _recorded_shots(result: dict[str, Any]) -> str:
    told = result.get("dataset")
    if not isinstance(told, dict):
        return ""
    for name in (told.get("name"), told.get("type")):
        if isinstance(name, str) and SHOTS.search(name):
            return name[:80]
    settings = told.get("args")
    shots = settings.get("num_few_shot") if isinstance(settings, dict) else None
    return f"num_few_shot: {shots}"[:80] if isinstance(shots, int) else ""


def _has_value(metric: dict[str, Any]) -> bool:
    return metric.get("value") not in (None, "")


def _dicts(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
