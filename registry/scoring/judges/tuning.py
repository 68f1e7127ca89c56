"""What the judges of post-training share: whether there was any, and which stages it had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from registry.scoring.case import Case
from registry.scoring.evidence import Evidence

SUPERVISED_STAGES = frozenset({"sft", "distillation", "merging", "c-rlft", "steerlm"})
REWARDLESS_STAGES = frozenset({"dpo", "kto", "ipo", "orpo", "simpo", "cpo", "apo", "rpo", "sppo"})
"""Preference optimization without a reward model."""
REWARDED_STAGES = frozenset(
    {
        "ppo",
        "grpo",
        "gspo",
        "dapo",
        "rloo",
        "reinforce",
        "qrpo",
        "rlvr",
        "best-of-n",
        "mpo",
    }
)
UNRESOLVED_STAGES = frozenset({"rl", "feedback", "preference", "constitutional"})
"""A stage of which the algorithm is not told."""
PREFERENCE_STAGES = REWARDLESS_STAGES | REWARDED_STAGES

STATED_BASE = "post: none"
"""What a statement says of a base model."""
CALLED_BASE = "called base"
"""The value of a "base model" that may be a size, or the model that was tuned."""

_TITLES: Mapping[str, str] = {
    "sft": "supervised fine-tuning",
    "distillation": "distillation",
    "merging": "model merging",
    "rl": "reinforcement learning",
    "feedback": "learning from feedback",
    "preference": "preference optimization",
    "best-of-n": "rejection sampling",
    "reinforce": "REINFORCE",
    "constitutional": "AI feedback",
    "simpo": "SimPO",
    "steerlm": "SteerLM",
}


def stages(case: Case) -> dict[str, Evidence]:
    """The stages told, each with the first evidence for it.

    A supervised stage need not be named: words that tie tuning to its data, or public instruction
    data without any other stage, tell of one. ORPO has none beside it. A release that its name
    calls the supervised stage ends there, though its card may tell of later ones.
    """
    return case.once(_stages)


def _stages(case: Case) -> dict[str, Evidence]:
    told = {e.value: e for e in reversed(case.found("post.method", "stage"))}
    if case.found("post", "supervised-name"):
        told = {stage: e for stage, e in told.items() if stage in SUPERVISED_STAGES}
    if "orpo" not in told and "sft" not in told:
        tied = case.found("post.method", "tied")
        implied = () if told else case.found("post.instructions", "known", "dataset", "seed")
        for evidence in (*tied, *implied)[:1]:
            told["sft"] = evidence
    return told


def mentions_rl(general: Iterable[Evidence]) -> bool:
    """Whether reinforcement learning is spoken of, though not as a stage."""
    return any(e.value == "rl-mentioned" for e in general)


def is_supervised_only(case: Case) -> bool:
    """Whether all stages told are supervised; preference sets were used as demonstrations then."""
    return case.once(_is_supervised_only)


def _is_supervised_only(case: Case) -> bool:
    told = stages(case)
    in_words = case.found("post.method", "stage", "tied")
    return not (
        not told
        or case.found("post", "preference-name")
        or (case.found("post.preferences") and not in_words)
        or set(told) - SUPERVISED_STAGES
        or mentions_rl(case.found("post.method", "general"))
    )


def named(told: Iterable[str]) -> str:
    """Stages in words."""
    return ", ".join(_TITLES.get(stage, stage.upper()) for stage in sorted(told))


def is_base_model(case: Case) -> bool:
    """Whether nothing was done to the model after pre-training.

    Its own name says most; then its words; then a sibling's name ("X-Instruct" makes X the base);
    then whether it derives from another model, tells of stages, or is shown in conversation.
    Without any sign it is a base model.
    """
    return case.once(_is_base_model)


def _is_base_model(case: Case) -> bool:
    def seen(fact: str) -> bool:
        return bool(case.found("post", fact))

    if seen("tuned-name") or seen("base-name"):
        return not seen("tuned-name")
    if seen("copy"):
        return False
    said = case.found("post", "base-said")
    if seen("tuned-told") or case.found("post.method", "stage", "tied", "general"):
        # One word in a form does not outweigh a card that tells what was done.
        said = tuple(e for e in said if e.value != STATED_BASE)
    if any(e.value != CALLED_BASE for e in said) or (said and not seen("tuned-told")):
        return True
    if seen("tuned-sibling") or seen("base-sibling"):
        return not seen("base-sibling")
    told = case.found("post.method", "stage", "tied", "general")
    tuned = told or seen("tuned-base") or seen("chat-use")
    if not tuned and (seen("continued-pretraining") or seen("pretraining-told")):
        return True
    return not (case.is_derived or tuned or seen("tuned-set"))
