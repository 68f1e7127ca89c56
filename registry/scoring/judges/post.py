"""Judges of the post pillar: what turned a base into this model, and how much of it is open."""

from __future__ import annotations

from registry.scoring.case import Case, Verdict, nothing_found
from registry.scoring.evidence import Evidence
from registry.scoring.judges.tuning import (
    PREFERENCE_STAGES,
    REWARDLESS_STAGES,
    SUPERVISED_STAGES,
    UNRESOLVED_STAGES,
    is_base_model,
    is_supervised_only,
    mentions_rl,
    named,
    stages,
)
from registry.scoring.judges.tuning_data import (
    INSTRUCTIONS,
    PREFERENCES,
    TuningData,
    could_not_look,
    judge_data,
    tuning_data,
)
from registry.scoring.rubric import NOT_APPLICABLE, Criterion

METHOD, RECIPE = "post.method", "code.recipe"
MAIN_SETTINGS = 2
"""Settings beside a framework from which on they are its main ones; accelerators are one."""
BASE_MODEL = Verdict(NOT_APPLICABLE, "This is a base model: it has not been post-trained.")


def judge_method(case: Case, criterion: Criterion) -> Verdict:
    """Every stage with its algorithm, or only that there was tuning."""
    if is_base_model(case):
        return BASE_MODEL
    told = stages(case)
    general = case.found(METHOD, "general", "family")
    resolved = set(told) - UNRESOLVED_STAGES
    algorithms = resolved & (PREFERENCE_STAGES - SUPERVISED_STAGES)
    only_rl = set(told) == {"rl"}
    if (
        only_rl
        or algorithms
        or (resolved and not set(told) & UNRESOLVED_STAGES and not mentions_rl(general))
    ):
        return Verdict("each-stage", f"The stages are given: {named(told)}.", tuple(told.values()))
    if told:
        return Verdict(
            "in-general",
            f"{named(told).capitalize()} is mentioned without the algorithm of each stage.",
            (*told.values(), *general[:1]),
        )
    if general:
        return Verdict("in-general", "Tuning is mentioned, but not how it was done.", general[:2])
    return nothing_found(case, criterion, "How the model was post-trained")


def judge_instructions(case: Case, criterion: Criterion) -> Verdict:
    """How much of the supervised data can be had."""
    if is_base_model(case):
        return BASE_MODEL
    told = stages(case)
    published = case.found(INSTRUCTIONS, "known", "dataset", "linked", "seed", "released")
    if told and not published and _has_no_supervised_stage(case, set(told)):
        return Verdict(
            NOT_APPLICABLE,
            f"There was no separate supervised stage: {named(told)}.",
            tuple(told.values()),
        )
    return judge_data(case, criterion, "Instruction data")


def _has_no_supervised_stage(case: Case, told: set[str]) -> bool:
    if "merging" in told and told <= {"merging"} | PREFERENCE_STAGES | UNRESOLVED_STAGES:
        return True  # models of others, merged and then at most aligned
    if told & SUPERVISED_STAGES:
        return False
    return told <= {"orpo"} or (
        bool(case.found("post", "tuned-base")) and told <= PREFERENCE_STAGES | UNRESOLVED_STAGES
    )


def judge_preferences(case: Case, criterion: Criterion) -> Verdict:
    """How much of the preference, reward or verifier data can be had."""
    if is_base_model(case):
        return BASE_MODEL
    if is_supervised_only(case):
        told = stages(case)
        return Verdict(
            NOT_APPLICABLE,
            f"The stages given are supervised only: {named(told)}.",
            tuple(told.values()),
        )
    return judge_data(case, criterion, "Preference data")


def judge_reward(case: Case, criterion: Criterion) -> Verdict:
    """Whether the reward model, judge or verifiers are published."""
    if is_base_model(case):
        return BASE_MODEL
    told = stages(case)
    published = case.found("post.reward", "published", "named")
    rewards = case.found("post.reward")
    # Reward-aware optimization has the reward that it is named for, self-play has any it is told of.
    learned_from_rewards = (published and "rpo" in told) or (rewards and "sppo" in told)
    if not learned_from_rewards and _has_no_reward(set(told), rewards):
        return Verdict(
            NOT_APPLICABLE,
            f"None of the stages given has a reward: {named(told)}.",
            tuple(told.values()),
        )
    if published:
        reason = f"The reward is published or named: {published[0].value}."
        return Verdict("published", reason, published)
    verifiable = tuple(e for e in told.values() if e.value == "rlvr")
    if described := (*case.found("post.reward", "described"), *verifiable):
        denied = case.denied("post.reward")
        withheld = "; the publisher says that it is not published" if denied else ""
        reason = f"The reward is described: {described[0].value}{withheld}."
        return Verdict("described", reason, (*described, *denied))
    return nothing_found(case, criterion, "A reward model or verifier")


def _has_no_reward(told: set[str], rewards: tuple[Evidence, ...]) -> bool:
    """Whether none of the stages has a reward. "RLHF" beside DPO is the same stage by its broad
    name, unless the card tells of a reward, too.
    """
    rewardless = SUPERVISED_STAGES | REWARDLESS_STAGES
    if told & REWARDLESS_STAGES and not rewards:
        rewardless |= {"feedback", "preference"}
    return bool(told) and told <= rewardless


def judge_annotation(case: Case, criterion: Criterion) -> Verdict:
    """Who annotated; not applicable where no people did for this release."""
    if is_base_model(case):
        return BASE_MODEL
    people = case.found("post.annotation", "human")
    if terms := case.found("post.annotation", "terms"):
        return Verdict("published", "Who annotated, or on what terms, is given.", (*terms, *people))
    if people:
        return Verdict("described", f"People took part: {people[0].value}.", people)
    made_without = case.found("post.annotation", "synthetic", "public", "shared")
    if made_without and not (_has_own_set(case) and _only_shared(made_without)):
        return Verdict(
            NOT_APPLICABLE,
            f"Nobody annotated for this release: {made_without[0].value}.",
            made_without,
        )
    return _by_sets(case) or nothing_found(case, criterion, "Who annotated the data")


def _by_sets(case: Case) -> Verdict | None:
    """Not applicable where all data are sets that others had published before."""
    told = _told_data(case)
    sets = tuple(e for data in told for e in (*data.public, *data.seeds))
    doubtful = tuple(e for data in told for e in data.doubtful)
    if (
        not (sets or doubtful)
        or _has_own_set(case)
        or _lacks_demonstrations(case, told[0])
        or case.found("post.annotation", "own-set")
        or any(e.fact == "named" for data in told for e in data.unpublished)
        or (told[1].kinds and not told[1].public)
    ):
        return None
    if doubtful:
        return could_not_look(doubtful)
    return Verdict(NOT_APPLICABLE, "Only data sets that were public before were used.", sets)


def _told_data(case: Case) -> tuple[TuningData, TuningData]:
    return tuning_data(case, INSTRUCTIONS), tuning_data(case, PREFERENCES)


def _lacks_demonstrations(case: Case, data: TuningData) -> bool:
    """Whether a supervised stage came before preferences, of which the data is not told at all."""
    told = set(stages(case))
    known = (*data.public, *data.doubtful, *data.unpublished, *data.released, *data.seeds)
    return "sft" in told and bool(told & PREFERENCE_STAGES) and not (known or data.kinds)


def _only_shared(evidence: tuple[Evidence, ...]) -> bool:
    """Whether it only says that some data was shared by users."""
    return all(e.fact == "shared" for e in evidence)


def _has_own_set(case: Case) -> bool:
    """Whether the publisher's own data sets are among those tuned on."""
    told = (e for data in _told_data(case) for e in (*data.public, *data.seeds, *data.doubtful))
    return any(_is_own_set(case, e) for e in told)


def _is_own_set(case: Case, evidence: Evidence) -> bool:
    publisher, _, _ = case.id.lower().partition("/")
    return evidence.value.lower().partition("/")[0] == publisher


def judge_code(case: Case, criterion: Criterion) -> Verdict:
    """Whether the post-training can be run again."""
    if is_base_model(case):
        return BASE_MODEL
    if code := case.found("post.code", "code"):
        return Verdict("published", f"The post-training code is linked: {code[0].value}.", code)
    if own := case.found("post.code", "code-part", "own-framework", "data-code", "configuration"):
        return Verdict("part", f"Part of what is needed is published: {own[0].value}.", own)
    framework, settings = case.found("post.code", "framework"), case.found(RECIPE)
    accelerators = case.found("code.compute", "accelerators")
    told = {e.fact for e in settings} | {e.fact for e in accelerators}
    if framework and settings and len(told) >= MAIN_SETTINGS:
        return Verdict(
            "part",
            f"The framework ({framework[0].value}) and main settings are given.",
            (*framework, *settings[:2]),
        )
    return nothing_found(case, criterion, "Post-training code")


JUDGES = {
    "post.method": judge_method,
    "post.instructions": judge_instructions,
    "post.preferences": judge_preferences,
    "post.reward": judge_reward,
    "post.annotation": judge_annotation,
    "post.code": judge_code,
}
