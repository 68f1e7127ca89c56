"""Verdicts: what is kept of a grade says all that the grade says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from crawlers.readers import read
from registry import documents
from registry.resources import frameworks
from registry.scoring.case import Base
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.frameworks import estimate
from registry.scoring.grade import Grade, grade
from registry.scoring.ledger.rows import Row
from registry.scoring.marks import Mark
from registry.verdicts import Verdict, opened, verdict_of
from tests.factories import as_opened
from tests.unit.cases import RELEASE, case, observed, rubric

CARD = """---
license: apache-2.0
datasets: [acme/rivers]
---
# Brook

Brook is a fully open model, trained on 1.5T tokens of [rivers](https://huggingface.co/datasets/acme/rivers).

We then fine-tuned it with SFT and aligned it with DPO on 40k human preferences, which we do not release.
The [code](https://github.com/acme/brook) and a [paper](https://arxiv.org/abs/2999.00001) tell the rest.
"""


def evidence_in(text: str, **metadata: Any) -> tuple[Evidence, ...]:
    bare = observed(text, **metadata)
    return tuple(read(bare.snapshot, bare.card))


def told() -> Grade:
    return grade(case(evidence_in(CARD)), rubric())


def silent() -> Grade:
    return grade(case(), rubric())


def unread() -> Grade:
    lost = Evidence("card", "unread", Outcome.UNCHECKED, value="The Hub answered 500")
    return grade(case([lost]), rubric())


def derived() -> Grade:
    base = told()
    marks = {m.criterion: m for m in (*base.marks, *base.components)}
    bases = (Base(RELEASE, "quantized", marks, base.ledger),)
    said = evidence_in(f"---\nbase_model: {RELEASE}\nlicense: mit\n---\n# Its copy\n", id="b/copy")
    return grade(case(said, id="b/copy", bases=bases), rubric())


def of_an_unseen_base() -> Grade:
    said = evidence_in("---\nbase_model: x/unseen\n---\n# Tuned\n")
    return grade(case(said, bases=(Base("x/unseen", "finetune", None),)), rubric())


graded = pytest.mark.parametrize("made", [told, silent, unread, derived, of_an_unseen_base])


def kept(result: Grade) -> Verdict:
    """The verdict as it comes out of a document."""
    body = documents.masked(verdict_of(result, frameworks()), result.id, "5e4a0b1c")
    return opened(documents.unmasked(body, result.id, "5e4a0b1c"))


def as_json(value: Any) -> Any:
    """A value as it is after a stay in a file."""
    return json.loads(json.dumps(value))


@graded
def test_marks_come_back_whole(made: Callable[[], Grade]):
    result = made()
    verdict = kept(result)
    known = (*result.marks, *result.components)
    assert verdict.marks == {m.criterion: as_opened(m) for m in known}
    assert tuple(Mark.from_dict(c, m) for c, m in verdict.marks.items()) == tuple(
        sorted(known, key=lambda m: m.criterion)
    )


@graded
def test_own_levels_come_back_of_every_criterion(made: Callable[[], Grade]):
    result = made()
    own = (*result.own, *result.own_components)
    assert kept(result).own == {m.criterion: m.level_only() for m in own}


@graded
def test_the_rest_comes_back(made: Callable[[], Grade]):
    result = made()
    verdict = kept(result)
    known = (*result.marks, *result.components)
    assert verdict.frameworks == {f.id: estimate(f, known).flat for f in frameworks()}
    assert verdict.ledger == as_json([row.as_dict() for row in result.ledger])
    assert tuple(map(Row.from_dict, verdict.ledger)) == result.ledger
    assert verdict.claims == as_json([claim.as_dict() for claim in result.claims])


def test_these_grades_have_something_to_lose():
    result = told()
    assert result.ledger
    assert result.claims
    assert any(m.unread for m in result.marks)
    assert sum(len(m.evidence) for m in (*result.marks, *result.components)) > 10
    inherited = derived()
    assert any(m.via for m in inherited.marks)
    assert any(m.level != o.level for m, o in zip(inherited.marks, inherited.own, strict=True))


def test_each_piece_of_evidence_is_kept_once():
    result = told()
    pieces = [e for m in (*result.marks, *result.components) for e in m.evidence]
    stored = verdict_of(result, frameworks())
    assert len(stored["evidence"]) == len(set(pieces)) < len(pieces)


def test_only_the_own_levels_that_lineage_changed_are_kept():
    assert verdict_of(told(), frameworks())["own"] == {}
    stored, inherited = verdict_of(derived(), frameworks()), derived()
    changed = {m.criterion for m in inherited.marks if m.via}
    assert changed <= stored["own"].keys() < stored["marks"].keys()


def test_evidence_that_was_kept_without_its_silent_fields_is_completed():
    result = told()
    stored = verdict_of(result, frameworks())
    silent = {"outcome": "found", "origin": "card"} | dict.fromkeys(
        ("value", "quote", "place", "url", "target", "stage"), ""
    )
    stored["evidence"] = [
        {k: v for k, v in e.items() if silent.get(k) != v} for e in stored["evidence"]
    ]
    assert opened(as_json(stored)) == kept(result)


def test_a_release_without_a_grade_has_an_empty_verdict():
    assert Verdict() == Verdict({}, {}, {}, [], [])
