"""Judges of the weights pillar: from facts to levels."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.scoring.case import Base, Verdict
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges import JUDGES
from tests.unit.cases import case, criterion


def verdict(criterion_id: str, *evidence: Evidence, **rest: Any) -> Verdict:
    asked = criterion(criterion_id)
    return JUDGES[asked.judge](case(evidence, **rest), asked)


def access(fact: str, value: str = "", outcome: Outcome = Outcome.FOUND) -> Evidence:
    return Evidence("weights.access", fact, outcome, value)


def terms(fact: str, value: str = "", target: str = "") -> Evidence:
    return Evidence("weights.license", fact, value=value, target=target)


def base(name: str, fact: str = "base") -> Evidence:
    return Evidence("lineage", fact, value=name)


def graded(access_level: str, license_level: str) -> Any:
    levels = {"weights.access": access_level, "weights.license": license_level}
    return cast(Any, {c: SimpleNamespace(level=level) for c, level in levels.items()})


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ((access("weights"), access("no-gate")), "open-download"),
        ((access("adapter"),), "open-download"),
        ((access("elsewhere"),), "open-download"),
        ((access("weights"), access("gate", "auto")), "click-through"),
        ((access("weights"), access("gate", "manual")), "approval"),
        ((access("weights"), access("delta")), "delta-only"),
        ((access("no-gate"),), "withheld"),
        ((access("weights", outcome=Outcome.UNCHECKED),), "unchecked"),
        ((access("weights"), access("disabled")), "withheld"),
    ],
)
def test_access(evidence: tuple[Evidence, ...], level: str) -> None:
    assert verdict("weights.access", *evidence).level == level


def test_an_adapter_is_as_hard_to_use_as_its_base() -> None:
    over = (Base("acme/lake", "adapter", graded("approval", "open-source")),)
    assert verdict("weights.access", access("adapter"), bases=over).level == "delta-only"
    free = (Base("acme/lake", "adapter", graded("open-download", "open-source")),)
    assert verdict("weights.access", access("adapter"), bases=free).level == "open-download"


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ((terms("tag", "apache-2.0"),), "open-source"),
        ((terms("tag", "llama2"),), "use-restricted"),
        ((terms("tag", "cc-by-nc-4.0"),), "non-commercial"),
        ((terms("tag", "other"), terms("name", "brook-license")), "use-restricted"),
        ((terms("tag", "other"),), "none"),
        ((), "none"),
        ((terms("statement", "License: MIT"),), "open-source"),
        ((terms("tag", "mit"), terms("statement", "License: CC-BY-NC-4.0")), "non-commercial"),
        ((terms("tag", "mit"), terms("non-commercial", "research only")), "non-commercial"),
        ((terms("tag", "mit"), terms("agreement", "you agree not to")), "use-restricted"),
        ((terms("tag", "mit"), terms("permission", "apply first")), "use-restricted"),
        ((terms("own-terms", "Brook License"),), "use-restricted"),
        ((terms("file", "LICENSE"),), "use-restricted"),
        ((terms("tag", "apache-2.0"), terms("file", "LICENSE")), "open-source"),
        ((terms("tag", "apache-2.0"), terms("file", "LICENSE-LLAMA3.txt")), "use-restricted"),
        ((terms("tag", "apache-2.0"), terms("policy", "USE_POLICY.md")), "open-source"),
        ((terms("notice", "NOTICE"),), "none"),
        ((terms("tag", "cc-by-4.0"), terms("label", "License: Creative Commons")), "open-source"),
        ((terms("label", "License: Creative Commons"),), "use-restricted"),
        ((terms("tag", "other"), terms("link", "https://llama.com/license")), "use-restricted"),
        ((terms("tag", "mit"), terms("link", "https://llama.com/license")), "open-source"),
        ((terms("tag", "mit"), base("meta-llama/Llama-2-7b-hf")), "use-restricted"),
        ((base("LLaMA-13b", "base-name"),), "non-commercial"),
        ((terms("tag", "mit"), base("deepseek-ai/deepseek-coder-6.7b-base")), "use-restricted"),
        ((terms("tag", "mit"), base("deepseek-ai/DeepSeek-R1")), "open-source"),
        ((base("acme/lake-7b"),), "none"),
    ],
)
def test_license(evidence: tuple[Evidence, ...], level: str) -> None:
    assert verdict("weights.license", *evidence).level == level


def test_labels_of_listed_siblings_do_not_count_against_the_declared_licence() -> None:
    tag, same = terms("tag", "apache-2.0"), terms("label", "License: Apache-2.0")
    other = terms("label", "License: CC-BY-NC-SA-4.0")
    assert verdict("weights.license", tag, same, other).level == "open-source"
    assert verdict("weights.license", tag, other).level == "non-commercial"
    assert verdict("weights.license", same, other).level == "non-commercial"


def test_the_reason_says_when_tag_and_card_differ() -> None:
    said = verdict("weights.license", terms("tag", "mit"), terms("non-commercial", "NC only"))
    assert said.reason.startswith("The declared licence says MIT License, but ")


def test_a_tag_without_terms_is_named_in_the_reason() -> None:
    said = verdict("weights.license", terms("tag", "other"))
    assert (said.level, said.evidence) == ("none", (terms("tag", "other"),))
    assert "“other”" in said.reason


FREEDOM = ["open-source", "use-restricted", "non-commercial"]


@given(st.lists(st.sampled_from(["statement", "agreement", "permission", "non-commercial"])))
def test_further_conditions_never_free_anything(facts: list[str]) -> None:
    tag = terms("tag", "llama2")
    more = [terms(fact, "License: MIT") for fact in facts]
    level = verdict("weights.license", tag, *more).level
    assert FREEDOM.index(level) >= FREEDOM.index("use-restricted")


@pytest.mark.parametrize(
    ("access_level", "license_level", "level"),
    [
        ("open-download", "open-source", "open"),
        ("click-through", "open-source", "open"),
        ("open-download", "use-restricted", "restricted"),
        ("approval", "open-source", "restricted"),
        ("withheld", "open-source", "closed"),
        ("open-download", "none", "closed"),
        ("unchecked", "open-source", "unchecked"),
    ],
)
def test_base(access_level: str, license_level: str, level: str) -> None:
    bases = (Base("acme/lake", "finetune", graded(access_level, license_level)),)
    assert verdict("weights.base", base("acme/lake"), bases=bases).level == level


def test_no_base_and_an_unseen_base() -> None:
    assert verdict("weights.base").level == "n/a"
    unseen = (Base("acme/lake", "finetune", None),)
    assert verdict("weights.base", base("acme/lake"), bases=unseen).level == "unchecked"
    assert verdict("weights.base", base("Lake", "base-name")).level == "unchecked"


def test_checkpoints() -> None:
    def seen(fact: str, value: str = "") -> Evidence:
        return Evidence("weights.checkpoints", fact, value=value)

    assert verdict("weights.checkpoints", seen("intermediate")).level == "published"
    assert verdict("weights.checkpoints", seen("single")).level == "some"
    assert (
        verdict("weights.checkpoints", seen("stage", "sft"), seen("stage", "dpo")).level == "some"
    )
    assert verdict("weights.checkpoints", seen("stage", "sft")).level == "none"


def test_an_unread_card_leaves_open_what_only_it_could_tell() -> None:
    unread = Evidence("card", "card", Outcome.UNCHECKED, value="HTTP 500")
    for criterion_id in ("weights.license", "weights.base", "weights.checkpoints"):
        assert verdict(criterion_id, unread).level == "unchecked"
    assert verdict("weights.license", unread, terms("tag", "mit")).level == "open-source"
