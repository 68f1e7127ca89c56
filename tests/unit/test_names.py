"""Names: a grade does not hang on what a release is called, but for the terms of its family."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from registry.resources import frameworks, licenses, rubric
from registry.scoring.case import Base, Case, Dataset
from registry.scoring.evidence import Evidence, Origin, Outcome
from registry.scoring.frameworks import estimate, flat_estimates
from registry.scoring.grade import grade
from registry.scoring.marks import Mark
from tests.factories import as_opened

ID, PUBLISHER = "acme/brook-7b", "acme"
FACTS = (
    *(("lineage", fact) for fact in ("base", "base-name", "relation")),
    *(("weights.access", fact) for fact in ("weights", "adapter", "no-gate", "delta")),
    *(("weights.license", fact) for fact in ("tag", "name", "link", "label", "statement", "file")),
    *(("weights.checkpoints", fact) for fact in ("intermediate", "single", "stage")),
    *(("data.sources", fact) for fact in ("corpus", "dataset", "name", "kind", "rest")),
    *(("data.access", fact) for fact in ("whole", "public", "rebuild")),
    *(("post.instructions", fact) for fact in ("known", "dataset", "named", "released", "seed")),
    *(("post.preferences", fact) for fact in ("known", "dataset", "linked", "partly")),
    *(("post.annotation", fact) for fact in ("human", "public", "shared", "own-set")),
    *(("post", fact) for fact in ("tuned-name", "base-name", "tuned-base", "stage-release")),
    *(("docs.paper", fact) for fact in ("report", "blog", "method")),
    *(("docs.card", fact) for fact in ("architecture", "license", "usage", "limitations")),
    *(("code.training", fact) for fact in ("training-code", "own-framework")),
    *(("post.method", fact) for fact in ("stage", "general", "tied")),
    *(("reference", "repository"), ("card", "card"), ("claim", "open-source")),
)
WORDS = st.sampled_from(
    [ID, "acme/tulu-set", "other/base-1b", "other/data", "sft", "dpo", "mit", "auto", "The Pile"]
)

NAMELESS = {"weights.license": "mit", "post.method": "dpo"}
"""What is read of these as a licence's or a stage's name, and never of a release."""
EVIDENCE = st.builds(
    lambda about, outcome, value, target, origin, stage: Evidence(
        *about,
        outcome,
        NAMELESS.get(about[0], value) if "/" in value else value,
        f"We call it {value}.",
        "README.md:3",
        f"https://huggingface.co/{ID}/blob/0/README.md",
        f"https://huggingface.co/datasets/{target}" if target else "",
        origin,
        stage,
    ),
    st.sampled_from(FACTS),
    st.sampled_from([Outcome.FOUND, Outcome.FOUND, Outcome.DENIED, Outcome.UNCHECKED]),
    WORDS,
    st.sampled_from(["", "acme/tulu-set", "other/data"]),
    st.sampled_from(list(Origin)),
    st.sampled_from(["", "sft", "dpo"]),
)
DATASETS = {
    name: Dataset(name, Outcome.FOUND, license="mit", documented=True, url=f"https://h/{name}")
    for name in ("acme/tulu-set", "other/data")
}
NAMES = st.from_regex(r"[a-z]{3,8}[0-9]/[a-z]{3,12}-[0-9]{1,2}b", fullmatch=True)


def renamed(thing: Any, name: str) -> Any:
    """The same with the release, and all else of its publisher, under another name."""
    if isinstance(thing, str) and type(thing) is str:
        publisher = name.partition("/")[0]
        return re.sub(r"\bacme/", f"{publisher}/", re.sub(rf"\b{re.escape(ID)}\b", name, thing))
    if is_dataclass(thing) and not isinstance(thing, type):
        told = {f.name: renamed(getattr(thing, f.name), name) for f in fields(thing) if f.init}
        return type(thing)(**told)
    if isinstance(thing, dict):
        return {renamed(k, name): renamed(v, name) for k, v in thing.items()}
    return type(thing)(renamed(t, name) for t in thing) if isinstance(thing, tuple) else thing


def graded(case: Case) -> Any:
    return grade(case, rubric())


def case_of(evidence: tuple[Evidence, ...], base: str, name: str) -> Case:
    bases = ()
    if base:
        own = graded(Case(base, evidence[::2], licenses(), DATASETS))
        marks = {m.criterion: m for m in (*own.marks, *own.components)}
        bases = (Base(base, "finetune", marks, own.ledger),)
    made = (ID, evidence, dict(DATASETS), bases)
    id, told, datasets, from_ = renamed(made, name) if name != ID else made
    return Case(id, told, licenses(), datasets, from_)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(EVIDENCE, max_size=14).map(tuple), st.sampled_from(["", "acme/b", "other/b"]), NAMES
)
def test_a_grade_does_not_hang_on_the_name(evidence: Any, base: str, name: str) -> None:
    assume(name.partition("/")[0] not in {"other", PUBLISHER})
    assume(licenses().family_terms(name) == licenses().family_terms(ID))
    before, after = graded(case_of(evidence, base, ID)), graded(case_of(evidence, base, name))
    assert renamed(before, name) == after


def test_the_terms_of_a_family_hang_on_the_name() -> None:
    levels = [
        graded(Case(name, (), licenses())).mark("weights.license").level
        for name in (ID, "acme/llama-3-8b")
    ]
    assert levels[0] != levels[1]


@settings(max_examples=60, deadline=None)
@given(st.lists(EVIDENCE, max_size=14).map(tuple), st.sampled_from(["", "other/b"]))
def test_a_flat_estimate_says_what_the_full_one_says(evidence: Any, base: str) -> None:
    told = graded(case_of(evidence, base, ID))
    known = (*told.marks, *told.components)
    assert flat_estimates(frameworks(), known) == {
        f.id: estimate(f, known).flat for f in frameworks()
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(EVIDENCE, max_size=14).map(tuple))
def test_stored_marks_come_back_from_the_short_and_the_whole_form(evidence: Any) -> None:
    for mark in graded(case_of(evidence, "", ID)).marks:
        stored = mark.as_dict()
        assert Mark.from_dict(mark.criterion, stored) == mark
        assert Mark.from_dict(mark.criterion, as_opened(mark)) == mark


def test_steps_rest_on_the_criteria_that_their_item_names() -> None:
    for framework in frameworks():
        for item in framework.items:
            for ways in item.options.get("steps", {}).values():
                assert {c for way in ways for c in way} <= set(item.criteria)


@pytest.mark.parametrize("field", ["outcome", "origin"])
def test_stored_evidence_of_an_unknown_kind_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Evidence.from_dict({"criterion": "a", "fact": "b", field: "nonsense"})
