"""Reads the code pillar: training code and its terms, recipe, evaluation and compute."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.readers.code_license import read_code_license
from crawlers.readers.compute import read_compute
from crawlers.readers.evaluation import read_evaluation
from crawlers.readers.observed import Observed
from crawlers.readers.recipe import read_recipe
from crawlers.readers.repositories import repositories
from crawlers.readers.scan import own_words
from crawlers.readers.subjects import own_lines
from crawlers.readers.training_claims import read_training_claims
from crawlers.readers.training_code import read_training_code
from crawlers.readers.training_settings import read_training_settings
from registry.scoring.evidence import Evidence

_TOLD_BY_VALUE = frozenset({"training-code", "evaluation-code", "public-framework"})
"""Facts of which one passage may hold several: code of two stages, two repositories."""


def read_code(observed: Observed) -> Iterator[Evidence]:
    """All evidence on ``code.*`` that a snapshot holds, each fact once with the same words."""
    seen: set[tuple[str, ...]] = set()
    for told in _read(observed):
        value = told.value if told.fact in _TOLD_BY_VALUE else ""
        key = (told.criterion, told.fact, told.place, told.quote, value)
        if key not in seen:
            seen.add(key)
            yield told


def _read(observed: Observed) -> Iterator[Evidence]:
    words = own_words(observed)
    end = own_lines(observed)
    linked = tuple(r for r in repositories(observed) if r.passage.line < end)
    yield from read_training_code(observed, linked)
    yield from read_training_claims(observed, words, linked)
    yield from read_training_settings(observed, words)
    yield from read_code_license(observed, words)
    yield from read_recipe(observed, words)
    yield from read_evaluation(observed, words, linked)
    yield from read_compute(observed, words)
