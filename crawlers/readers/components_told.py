"""Reads what cards tell in words that only frameworks ask for: sizes, costs, providers, versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from crawlers.passages import Passage
from crawlers.readers.component_words import (
    BENCHMARK_SEEDS,
    BENCHMARKS,
    CHANGES,
    LANGUAGES,
    OUTPUT,
    RULES,
    SAMPLES,
    Rule,
)
from crawlers.readers.observed import Observed
from crawlers.readers.scan import OwnWords, mentions
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import addresses_users, speaks_of_base, topic, under_training
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence

MAX_QUOTES = 2
"""Statements of one thing that are kept; the rest say it again."""
FEWEST_LANGUAGES = 3
"""Languages with a share that make a composition."""
TOPIC = "components"
_TRAINING = ("train", "tuned", "tuning", "训练", "entren", "entraî")


def read_told(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """What the card states of each thing; denials and promises state nothing."""
    for rule in RULES:
        found = 0
        for passage in words.near(*rule.seeds):
            match = None if found >= MAX_QUOTES else _match(observed, rule, passage)
            if match:
                found += 1
                yield observed.said(
                    f"{TOPIC}.{rule.name}",
                    rule.name.replace("_", "-"),
                    passage,
                    value=" ".join(match[0].split())[:80],
                    around=match.span() if match.string == passage.text else None,
                )
    yield from _languages(observed, words)
    yield from _benchmarks(observed, words)
    yield from _changes(observed, words)
    yield from _samples(observed, words)


def _match(observed: Observed, rule: Rule, passage: Passage) -> re.Match[str] | None:
    if passage.kind in {"heading", "code"}:
        return None
    match = _worded(rule, passage.text, passage.head)
    if match is None:
        return None
    if rule.of_training and not _is_on_training(passage):
        return None
    if addresses_users(passage.text) or speaks_of_base(observed, match.string, match.start()):
        return None
    return match if stance(match.string, *match.span()) is Stance.STATED else None


@lru_cache(maxsize=TEXTS)
def _worded(rule: Rule, text: str, head: str) -> re.Match[str] | None:
    """The words of a text, or of a row below a head, that the rule asks for."""
    match = rule.pattern.search(text) or _in_cells(rule, text, head)
    if match is None:
        return None
    around = f"{head} {text}"
    if rule.besides and not rule.besides.search(around):
        return None
    return None if rule.unless and rule.unless.search(around) else match


def _in_cells(rule: Rule, row: str, head: str) -> re.Match[str] | None:
    """A match in a row of a table when each cell is read with the head of its column."""
    if not head:
        return None
    pairs = zip(row.split(" | "), head.split(" | "), strict=False)
    read = (
        rule.pattern.search(f"{cell.strip()} {head.strip()}") for cell, head in islice(pairs, 12)
    )
    return next(filter(None, read), None)


def _is_on_training(passage: Passage) -> bool:
    if topic(passage) in {"usage", "evaluation"}:
        return False
    return under_training(passage) or mentions(f"{passage.lower} {passage.head.lower()}", _TRAINING)


def _languages(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """The passages that give shares of languages in the data, when there are enough of them."""
    told: dict[str, Passage] = {}
    for passage in words.near("%"):
        if passage.kind in {"heading", "code"} or topic(passage) in {"usage", "evaluation"}:
            continue
        where = " ".join((*passage.section_lower, passage.head.lower(), passage.lower))
        if not mentions(where, ("data", "corpus", "corpora", "language", "token", "mixture")):
            continue
        for match in LANGUAGES.finditer(passage.text):
            told.setdefault(match[1].lower(), passage)
    if len(told) >= FEWEST_LANGUAGES:
        names = ", ".join(sorted(told))
        for passage in list(dict.fromkeys(told.values()))[:MAX_QUOTES]:
            yield observed.said(f"{TOPIC}.data_languages", "languages", passage, value=names[:80])


def _benchmarks(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """Public sets that results are given on, once each."""
    told: set[str] = set()
    for passage in words.near(*BENCHMARK_SEEDS):
        if passage.kind in {"heading", "code"}:
            continue
        if passage.kind != "row" and topic(passage) != "evaluation":
            continue
        named = f"{passage.head} | {passage.text}"
        lower = named.lower()
        for name, sign, pattern in BENCHMARKS:
            if sign in lower and name not in told and pattern.search(named):
                told.add(name)
                yield observed.said(f"{TOPIC}.evaluation_data", "benchmark", passage, value=name)


def _changes(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    for passage in words.near("change", "release notes", "history", "what's new", "更新日志"):
        linked = any(
            "changelog" in link.url.lower() or "release_notes" in link.url.lower()
            for link in passage.links
        )
        if linked or (passage.kind == "heading" and CHANGES.search(passage.text)):
            yield observed.said(f"{TOPIC}.change_log", "change-log", passage)
            return


def _samples(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """A passage below a heading on examples that shows what the model answered."""
    for index in sorted(
        words.where("sample", "example", "output", "showcase", "show case", "demo")
    ):
        heading = words.passages[index]
        if heading.kind != "heading" or not SAMPLES.search(heading.text):
            continue
        for passage in words.passages[index + 1 : index + 12]:
            if passage.kind == "heading":
                break
            if OUTPUT.search(passage.text):
                yield observed.said(f"{TOPIC}.sample_outputs", "output", passage)
                return
