"""Judges of the post-training pillar: evidence and the level that it earns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.scoring.case import Dataset, Verdict
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges.post import JUDGES
from tests.unit.cases import case, criterion

TUNED = Evidence("post", "tuned-name")
SFT = Evidence("post.method", "stage", value="sft")
DPO = Evidence("post.method", "stage", value="dpo")
SPPO = Evidence("post.method", "stage", value="sppo")
MERGING = Evidence("post.method", "stage", value="merging")
PPO = Evidence("post.method", "stage", value="ppo")
RL = Evidence("post.method", "stage", value="rl")
GENERAL = Evidence("post.method", "general", value="instruction-tuned")
LINEAGE = Evidence("lineage", "base", value="hill/stone-7b")


def data(criterion_id: str, fact: str, value: str = "hill/river") -> Evidence:
    return Evidence(f"post.{criterion_id}", fact, value=value)


def judged(criterion_id: str, *evidence: Evidence, **known: Dataset) -> Verdict:
    full = f"post.{criterion_id}"
    there = {e.value: Dataset(e.value, Outcome.FOUND) for e in evidence if e.fact == "dataset"}
    datasets = there | {d.id: d for d in known.values()}
    return JUDGES[full](case((TUNED, *evidence), datasets=datasets), criterion(full))


def level(criterion_id: str, *evidence: Evidence, **known: Dataset) -> str:
    return judged(criterion_id, *evidence, **known).level


def test_a_statement_of_none_does_not_outweigh_a_card_that_tells_of_stages():
    none = Evidence("post", "base-said", value="post: none")
    wanted = criterion("post.method")
    assert JUDGES["post.method"](case((none,)), wanted).level == "n/a"
    assert JUDGES["post.method"](case((none, LINEAGE)), wanted).level == "n/a"
    assert JUDGES["post.method"](case((none, SFT)), wanted).level == "each-stage"
    assert JUDGES["post.method"](case((none, GENERAL)), wanted).level == "in-general"


@pytest.mark.parametrize("criterion_id", sorted(JUDGES))
@pytest.mark.parametrize(
    "evidence",
    [
        (),
        (Evidence("post", "base-name"),),
        (Evidence("post", "base-said"), LINEAGE),
        (Evidence("post", "tuned-sibling"), SFT),
        (Evidence("post", "continued-pretraining"), LINEAGE),
        (Evidence("post.method", "family"),),
        (data("instructions", "dataset"),),
    ],
)
def test_a_base_model_has_no_post_training(criterion_id: str, evidence: tuple[Evidence]) -> None:
    assert JUDGES[criterion_id](case(evidence), criterion(criterion_id)).level == "n/a"


@pytest.mark.parametrize(
    "evidence",
    [
        (Evidence("post", "tuned-name"), Evidence("post", "base-name")),
        (Evidence("post", "base-sibling"),),
        (LINEAGE,),
        (SFT,),
        (GENERAL,),
        (Evidence("post", "chat-use"),),
        (Evidence("post", "copy"),),
    ],
)
def test_a_tuned_model_has_one(evidence: tuple[Evidence]) -> None:
    assert JUDGES["post.code"](case(evidence), criterion("post.code")).level == "none"


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((), "undisclosed"),
        ((GENERAL,), "in-general"),
        ((SFT,), "each-stage"),
        ((SFT, DPO), "each-stage"),
        ((SFT, RL), "in-general"),
        ((RL,), "each-stage"),
        ((RL, PPO, SFT), "each-stage"),
        ((SFT, Evidence("post.method", "stage", value="feedback")), "in-general"),
        ((SFT, Evidence("post.method", "stage", value="preference")), "in-general"),
        ((Evidence("post.method", "tied", value="sft"),), "each-stage"),
        ((data("instructions", "known"),), "each-stage"),
    ],
)
def test_method(evidence: tuple[Evidence, ...], expected: str) -> None:
    assert level("method", *evidence) == expected


@pytest.mark.parametrize("which", ["instructions", "preferences"])
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "undisclosed"),
        (["known"], "downloadable"),
        (["dataset"], "downloadable"),
        (["linked"], "downloadable"),
        (["known", "partly"], "in-part"),
        (["known", "named"], "in-part"),
        (["released"], "in-part"),
        (["seed"], "in-part"),
        (["named"], "described"),
        (["kind"], "described"),
    ],
)
def test_data(which: str, found: list[str], expected: str) -> None:
    evidence = [data(which, fact, f"hill/{i}") for i, fact in enumerate(found)]
    assert level(which, SFT, DPO, *evidence) == expected


def test_a_linked_set_that_does_not_exist_is_only_described() -> None:
    gone = Dataset("hill/river", Outcome.ABSENT)
    assert level("instructions", SFT, data("instructions", "dataset"), gone=gone) == "described"


def test_a_set_that_moved_counts_once_under_its_old_name() -> None:
    gone = Dataset("river", Outcome.ABSENT)
    tag, found = data("instructions", "dataset", "river"), data("instructions", "dataset")
    assert level("instructions", SFT, tag, found, gone=gone) == "downloadable"
    other = data("instructions", "dataset", "hill/brook")
    assert level("instructions", SFT, tag, other, gone=gone) == "in-part"


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((), "unchecked"),
        ((data("instructions", "kind"),), "unchecked"),
        ((data("instructions", "known", "hill/lake"),), "unchecked"),
        ((data("instructions", "known", "hill/lake"), data("instructions", "partly")), "in-part"),
    ],
)
def test_a_link_that_could_not_be_looked_at_is_only_a_claim(
    evidence: tuple[Evidence, ...], expected: str
) -> None:
    doubt = Dataset("hill/river", Outcome.UNCHECKED)
    verdict = judged("instructions", SFT, data("instructions", "dataset"), *evidence, doubt=doubt)
    assert verdict.level == expected
    assert expected != "unchecked" or "hill/river" in verdict.reason


def test_a_link_that_nobody_followed_is_only_a_claim() -> None:
    evidence = (TUNED, SFT, data("instructions", "dataset"))
    full = "post.instructions"
    assert JUDGES[full](case(evidence), criterion(full)).level == "unchecked"


def test_others_sets_that_could_not_be_looked_at_leave_annotation_open() -> None:
    doubt = Dataset("hill/river", Outcome.UNCHECKED)
    found = data("instructions", "dataset")
    assert level("annotation", SFT, found, doubt=doubt) == "unchecked"


def test_a_release_named_after_the_supervised_stage_ends_there() -> None:
    named = Evidence("post", "supervised-name")
    assert level("preferences", SFT, DPO, named) == "n/a"
    assert level("preferences", SFT, DPO) == "undisclosed"


def test_rlhf_beside_dpo_is_its_broad_name() -> None:
    broad = Evidence("post.method", "stage", value="feedback")
    assert level("reward", SFT, DPO, broad) == "n/a"
    assert level("reward", SFT, DPO, broad, data("reward", "published", "hill/rm")) == "published"
    assert level("reward", SFT, broad) == "undisclosed"


def test_withheld_data_is_closed() -> None:
    denied = Evidence("post.instructions", "data", Outcome.DENIED)
    assert level("instructions", SFT, denied) == "closed"


def test_without_a_supervised_stage_there_are_no_instructions() -> None:
    orpo = Evidence("post.method", "stage", value="orpo")
    assert level("instructions", orpo, data("instructions", "kind")) == "n/a"
    assert level("instructions", DPO, Evidence("post", "tuned-base")) == "n/a"
    assert level("instructions", DPO) == "undisclosed"


def test_merged_models_of_others_have_no_instructions() -> None:
    assert level("instructions", MERGING) == "n/a"
    assert level("instructions", MERGING, DPO) == "n/a"
    assert level("instructions", MERGING, SFT) == "undisclosed"


@pytest.mark.parametrize("criterion_id", ["preferences", "reward"])
def test_supervised_stages_have_no_preferences_and_no_reward(criterion_id: str) -> None:
    assert level(criterion_id, SFT) == "n/a"
    assert level(criterion_id, GENERAL) == "undisclosed"


def test_preference_sets_in_a_supervised_stage_are_instructions() -> None:
    demonstrations = data("preferences", "known")
    assert level("preferences", SFT, demonstrations) == "n/a"
    assert level("instructions", SFT, demonstrations) == "downloadable"


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((SFT, DPO), "n/a"),
        ((SFT, PPO), "undisclosed"),
        ((PPO, data("reward", "described", "reward model")), "described"),
        ((PPO, data("reward", "published", "hill/rm")), "published"),
        ((PPO, data("reward", "named", "PairRM")), "published"),
        ((Evidence("post.method", "stage", value="rlvr"),), "described"),
        ((SPPO,), "n/a"),
        ((SPPO, data("reward", "described", "preference model")), "described"),
    ],
)
def test_reward(evidence: tuple[Evidence, ...], expected: str) -> None:
    assert level("reward", *evidence) == expected


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((SFT,), "undisclosed"),
        ((SFT, data("annotation", "human", "annotators")), "described"),
        ((SFT, data("annotation", "terms", "paid")), "published"),
        ((SFT, data("annotation", "synthetic", "synthetic data")), "n/a"),
        ((SFT, data("instructions", "known")), "n/a"),
        ((SFT, data("instructions", "dataset", "acme/river")), "undisclosed"),
        ((SFT, data("instructions", "known", "acme/river")), "undisclosed"),
        ((SFT, data("instructions", "known"), data("annotation", "own-set")), "undisclosed"),
        (
            (SFT, data("instructions", "known", "acme/river"), data("annotation", "shared")),
            "undisclosed",
        ),
        (
            (SFT, data("instructions", "known", "acme/river"), data("annotation", "synthetic")),
            "n/a",
        ),
        ((SFT, DPO, data("preferences", "known")), "undisclosed"),
        ((DPO, data("preferences", "known")), "n/a"),
    ],
)
def test_annotation(evidence: tuple[Evidence, ...], expected: str) -> None:
    assert level("annotation", *evidence) == expected


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((), "none"),
        ((data("code", "code"),), "published"),
        ((data("code", "code-part"),), "part"),
        ((data("code", "configuration"),), "part"),
        ((data("code", "framework"),), "none"),
        ((data("code", "framework"), Evidence("code.recipe", "duration")), "none"),
        ((data("code", "framework"), Evidence("code.compute", "accelerators")), "none"),
        (
            (
                data("code", "framework"),
                Evidence("code.recipe", "batch-size"),
                Evidence("code.compute", "accelerators"),
            ),
            "part",
        ),
        (
            (
                data("code", "framework"),
                Evidence("code.recipe", "learning-rate"),
                Evidence("code.recipe", "batch-size"),
            ),
            "part",
        ),
    ],
)
def test_code(evidence: tuple[Evidence, ...], expected: str) -> None:
    assert level("code", *evidence) == expected


@pytest.mark.parametrize("criterion_id", sorted(JUDGES))
def test_an_unread_card_is_unchecked(criterion_id: str) -> None:
    unread = Evidence("card", "card", Outcome.UNCHECKED, value="timed out")
    assert level(criterion_id.removeprefix("post."), unread) == "unchecked"


PUBLIC = [data("instructions", fact, f"hill/{fact}") for fact in ("known", "dataset", "linked")]
SOME = [data("instructions", fact, f"hill/{fact}") for fact in ("named", "kind", "seed")]


@given(st.lists(st.sampled_from([*PUBLIC, *SOME]), max_size=4), st.sampled_from(PUBLIC))
def test_public_data_beside_what_is_told_never_lowers_the_level(
    told: list[Evidence], public: Evidence
) -> None:
    ranked = criterion("post.instructions")
    before = level("instructions", SFT, *told)
    assert ranked.rank(level("instructions", SFT, *told, public)) <= ranked.rank(before)


@given(st.sampled_from(sorted(JUDGES)), st.lists(st.sampled_from([SFT, DPO, PPO, RL, GENERAL])))
def test_every_reason_is_a_sentence(criterion_id: str, told: list[Evidence]) -> None:
    verdict = judged(criterion_id.removeprefix("post."), *told)
    assert verdict.reason.endswith(".")
    assert verdict.reason[0].isupper()
