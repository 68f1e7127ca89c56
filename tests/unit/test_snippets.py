"""Snippets: untouched they earn nothing, and filled in they keep their promise, for every criterion."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from crawlers.drafts import lint
from registry.linting.draft import Draft, Known, Lookup, nothing_known
from registry.linting.snippets import PLACEHOLDER, Example, Snippet, parse_snippets
from registry.resources import rubric, snippets
from registry.scoring.case import Dataset
from registry.scoring.evidence import Outcome
from registry.scoring.marks import Mark
from registry.verdicts import KeptBase

ID = "acme/nimbus-7b-instruct"
CARDS = {
    "bare": "---\nlanguage: en\n---\n\n# Nimbus 7B Instruct\n\nNimbus answers questions.\n",
    "derived": "---\nbase_model: openorg/cirrus-7b\n---\n\n# Nimbus 7B Instruct\n\nA chat model.\n",
}
SNIPPETS = [pytest.param(snippet, id=criterion) for criterion, snippet in snippets().items()]


def pasted(card: str, snippet: Snippet, values: Iterable[str] | None = None) -> str:
    """The card with a snippet in it, its placeholders replaced if there is something to replace them by."""
    left = iter(values) if values is not None else None

    def filled(text: str) -> str:
        return text if left is None else PLACEHOLDER.sub(lambda _: next(left), text)

    front, markdown = filled(snippet.front).strip(), filled(snippet.markdown)
    if front:
        name = front.partition(":")[0]
        kept = [line for line in card.split("\n") if not line.startswith(f"{name}:")]
        card = "\n".join(kept).replace("---\n", f"---\n{front}\n", 1)
    return f"{card}\n{markdown}"


def lookup_of(example: Example) -> Lookup:
    """What the registry knows in an example: that the linked sets are there, that the base is open."""
    best = {c.id: Mark.of(c, c.levels[0].id, "It is open.", ()) for c in rubric().criteria}

    def looked_up(datasets: Iterable[str], bases: Iterable[str]) -> Known:
        there = {d: Dataset(d, Outcome.FOUND, license=example.datasets) for d in datasets}
        return Known(
            there if example.datasets else {},
            {b: KeptBase(best, (), frozenset()) for b in bases} if example.base else {},
        )

    return looked_up


def test_every_criterion_has_one_that_promises_its_best_level():
    assert {c: s.level for c, s in snippets().items()} == {
        c.id: c.levels[0].id for c in rubric().criteria
    }


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_filled_in_it_comes_to_the_level_that_it_promises(snippet: Snippet):
    example = snippet.example
    card = pasted(CARDS["bare"], snippet, example.values).encode()
    told = lint(Draft(card, ID, example.files), lookup_of(example))
    assert told["criteria"][snippet.criterion]["level"] == snippet.level
    assert not [w for w in told["warnings"] if w["kind"] == "placeholder"]


@pytest.mark.parametrize("snippet", SNIPPETS)
@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_untouched_it_earns_nothing(snippet: Snippet, card: str):
    before = lint(Draft(card.encode(), ID), nothing_known)
    after = lint(Draft(pasted(card, snippet).encode(), ID), nothing_known)
    for criterion, mark in after["criteria"].items():
        was = before["criteria"][criterion]
        assert (mark["points"] or 0) <= (was["points"] or 0), criterion
        assert mark["claimed"] == was["claimed"], criterion
    assert after["score"] <= before["score"]
    if snippet.front or snippet.markdown:
        told = [w for w in after["warnings"] if w["kind"] == "placeholder"]
        assert len(told) == len(snippet.placeholders)


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ("[docs.card]\nlevel = 'x'\nmarkdown = '<what it is>'", "1 placeholders"),
        ("[docs.card]\nlevel = 'x'\nmarkdown = '<what, then>'", "words only"),
    ],
)
def test_a_snippet_that_is_not_whole_is_refused(toml: str, problem: str):
    with pytest.raises(ValueError, match=problem):
        parse_snippets(toml)
