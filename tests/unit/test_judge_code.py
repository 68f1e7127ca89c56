"""Judges of the code pillar: from evidence to levels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.scoring.case import Verdict
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges.code import JUDGES, RECIPE_ITEMS
from tests.unit.cases import case, criterion

BASE = Evidence("lineage", "base", value="hill/stone-7b")


def verdict(criterion_id: str, *evidence: Evidence) -> Verdict:
    """The verdict of the criterion's judge on that evidence."""
    return JUDGES[criterion_id](case(evidence), criterion(criterion_id))


def training(fact: str, value: str = "training", outcome: Outcome = Outcome.FOUND) -> Evidence:
    """Evidence on training code."""
    return Evidence("code.training", fact, outcome, value, target="https://github.com/acme/brook")


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ((), "none"),
        ((training("training-code"),), "complete"),
        ((training("training-code", "pre-training"),), "complete"),
        ((training("training-code", "post-training"),), "part"),
        ((BASE, training("training-code")), "part"),
        ((BASE, training("training-code", "pre-training and post-training")), "complete"),
        ((training("own-framework", "acme/flume"),), "part"),
        (
            (training("own-framework", "acme/flume"), training("configuration", "config.yaml")),
            "complete",
        ),
        ((BASE, training("own-framework"), training("configuration")), "part"),
        ((training("public-framework", "axolotl"),), "none"),
        ((training("public-framework", "axolotl"), training("configuration")), "part"),
        ((training("training-code", outcome=Outcome.DENIED),), "closed"),
    ],
)
def test_training_code(evidence: tuple[Evidence, ...], level: str) -> None:
    assert verdict("code.training", *evidence).level == level


@pytest.mark.parametrize(
    ("terms", "level"),
    [("MIT", "open"), ("Apache 2.0", "open"), ("CC BY-NC-SA 4.0", "restricted"), ("", "none")],
)
def test_the_licence_counts_where_there_is_code(terms: str, level: str) -> None:
    told = (Evidence("code.license", "license", value=terms),) if terms else ()
    assert verdict("code.license", training("training-code"), *told).level == level
    assert verdict("code.license", *told).level == "none"
    assert verdict("code.license", *told).evidence == ()


@given(st.sets(st.sampled_from(sorted(RECIPE_ITEMS))))
def test_four_items_make_a_recipe_full(items: set[str]) -> None:
    told = verdict("code.recipe", *(Evidence("code.recipe", i, value="1") for i in items))
    assert told.level == ("full" if len(items) >= 4 else "some" if items else "undisclosed")


def test_a_recipe_that_is_withheld_is_closed() -> None:
    denied = Evidence("code.recipe", "hyperparameters", Outcome.DENIED)
    assert verdict("code.recipe", denied).level == "closed"


def test_the_reason_names_what_is_given() -> None:
    told = verdict("code.recipe", *(Evidence("code.recipe", i) for i in ("optimizer", "precision")))
    assert told.reason == "Optimizer and precision are given; 5 other settings are not."


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ((), "none"),
        ((("results", "table"),), "results"),
        ((("results", "figure"),), "results"),
        ((("shots", "5-shot"),), "none"),
        ((("results", "table"), ("shots", "5-shot")), "harness-and-results"),
        ((("results", "reference"), ("harness", "lighteval")), "harness-and-results"),
        ((("results", "table"), ("evaluation-code", "acme/gauge")), "harness-and-results"),
    ],
)
def test_evaluation(found: tuple[tuple[str, str], ...], level: str) -> None:
    evidence = (Evidence("code.evaluation", fact, value=value) for fact, value in found)
    assert verdict("code.evaluation", *evidence).level == level


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ((), "undisclosed"),
        ((("accelerators", "64 × A100"),), "one"),
        ((("accelerators", "A100"),), "one"),
        ((("duration", "for 3 days"),), "one"),
        ((("energy", "12 MWh"),), "one"),
        ((("accelerators", "64 × A100"), ("duration", "for 3 days")), "hardware-and-time"),
        ((("accelerators", "A100"), ("duration", "for 3 days")), "one"),
        ((("accelerators", "A100"), ("device-hours", "7M GPU hours")), "hardware-and-time"),
        ((("accelerators", "64 × A100"), ("energy", "12 MWh")), "hardware-and-time"),
    ],
)
def test_compute(found: tuple[tuple[str, str], ...], level: str) -> None:
    evidence = (Evidence("code.compute", fact, value=value) for fact, value in found)
    assert verdict("code.compute", *evidence).level == level


EVIDENCE = st.builds(
    Evidence,
    st.sampled_from(sorted(JUDGES)),
    st.sampled_from(
        [
            "training-code",
            "own-framework",
            "configuration",
            "results",
            "shots",
            "accelerators",
            "duration",
            "energy",
            "optimizer",
            "precision",
        ]
    ),
    st.just(Outcome.FOUND),
    st.sampled_from(["training", "pre-training", "post-training", "8 × A100", "A100", "table"]),
)


@given(
    st.sampled_from(sorted(set(JUDGES) - {"code.license"})),
    st.lists(EVIDENCE, max_size=6),
    EVIDENCE,
)
def test_more_evidence_never_lowers_a_level(
    criterion_id: str, evidence: list[Evidence], more: Evidence
) -> None:
    rules = criterion(criterion_id)
    before = verdict(criterion_id, *evidence)
    after = verdict(criterion_id, *evidence, more)
    assert rules.level(after.level).points >= rules.level(before.level).points


@pytest.mark.parametrize("criterion_id", sorted(JUDGES))
def test_silence_rests_on_no_evidence(criterion_id: str) -> None:
    silent = verdict(criterion_id)
    assert silent.level == criterion(criterion_id).absent
    assert silent.evidence == ()
