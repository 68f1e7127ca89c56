"""Each passage has the levels and the evidence that it should have, and nothing beyond."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest

from registry.scoring.evidence import Origin, Outcome
from registry.scoring.rubric import NOT_APPLICABLE
from tests.regression.passages import Passage, passages
from tests.unit.cases import rubric

EACH = pytest.mark.parametrize("passage", passages(), ids=lambda p: f"{p.theme}: {p.name}")


@EACH
def test_levels(passage: Passage) -> None:
    given = {m.criterion: m.level for m in passage.grade().marks}
    expected = {}
    for criterion in rubric().criteria:
        free = {criterion.absent, NOT_APPLICABLE}
        lowest = given[criterion.id] if given[criterion.id] in free else criterion.absent
        expected[criterion.id] = passage.levels.get(criterion.id, lowest)
    assert given == expected


@EACH
def test_evidence(passage: Passage) -> None:
    told = {f"{e.criterion} {e.fact} {e.value}".strip(): e for e in passage.evidence()}
    for wanted in passage.found:
        assert any(t.startswith(wanted) for t in told), f"{wanted} is not among {sorted(told)}"
    marks = {m.criterion: m for m in passage.grade().marks}
    for criterion, words in passage.quotes.items():
        quotes = [e.quote for e in marks[criterion].evidence]
        assert any(words in quote for quote in quotes), f"{words!r} is in none of {quotes}"


@EACH
def test_evidence_stands_on_words_of_the_card(passage: Passage) -> None:
    written = _letters(passage.card)
    for e in passage.evidence():
        if e.origin is Origin.CARD and e.outcome in {Outcome.FOUND, Outcome.DENIED}:
            assert e.quote, e
            for word in e.quote.split():
                assert _letters(word) in written, e


def _letters(text: str) -> str:
    """Letters and digits alone, without markup."""
    return re.sub(r"[\W_]+", "", html.unescape(text))


class TestCoverage:
    """The passages as a whole."""

    def test_names_are_unique(self) -> None:
        names = Counter(f"{p.theme}: {p.name}" for p in passages())
        assert [n for n, count in names.items() if count > 1] == []

    @pytest.mark.parametrize("criterion", rubric().criteria, ids=lambda c: c.id)
    def test_every_level_is_reached(self, criterion) -> None:
        reached = {p.grade().mark(criterion.id).level for p in passages()}
        assert {level.id for level in criterion.levels} <= reached

    def test_there_are_enough(self) -> None:
        assert len(passages()) >= 160
        assert sum(p.theme.startswith("language") for p in passages()) >= 40
