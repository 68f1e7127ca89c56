"""Which stages of post-training a case tells of, and in which order they ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.scoring.case import Case
from registry.scoring.evidence import Evidence, Origin
from registry.scoring.judges.tuning import REWARDED_STAGES, REWARDLESS_STAGES, stages

SUPERVISED = frozenset({"sft", "c-rlft", "steerlm"})
PREFERENCE = REWARDLESS_STAGES | {"sppo", "mpo", "preference"}
REINFORCEMENT = (REWARDED_STAGES - {"best-of-n", "sppo", "mpo"}) | {"rl", "feedback"}
POLICY = REINFORCEMENT - {"rlvr", "rl", "feedback"}
"""Algorithms that the other words for reinforcement learning leave open."""

_ORDER = (
    {"continued-pretraining"},
    {"long-context"},
    {"distillation"},
    SUPERVISED,
    {"tool-use"},
    {"safety"},
    {"best-of-n"},
    {"reward-model"},
    PREFERENCE | {"constitutional"},
    REINFORCEMENT,
    {"merging"},
)
_TITLES = {
    "continued-pretraining": "Continued pre-training",
    "long-context": "Long-context tuning",
    "distillation": "Distillation",
    "tool-use": "Tool-use tuning",
    "safety": "Safety tuning",
    "best-of-n": "Rejection sampling",
    "reward-model": "Reward modelling",
    "constitutional": "AI feedback",
    "merging": "Merging",
    "feedback": "Learning from feedback",
    "rlvr": "Reinforcement learning from verifiable rewards",
}
_ALGORITHMS = {
    "simpo": "SimPO",
    "steerlm": "SteerLM",
    "reinforce": "REINFORCE",
    "best-of-n": "best of n",
}
_IN_GENERAL = frozenset({"rl", "feedback", "preference", "safety", "long-context", "tool-use"})


_KINDS = {
    "preference": PREFERENCE,
    "rl": REINFORCEMENT,
    "feedback": REINFORCEMENT,
    "reward-model": REINFORCEMENT,
}
"""What a broad name may stand for; a reward model is told of with the stage that it was made for."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its short name, the evidence for it, and the algorithm where another word names
    it (PPO in reinforcement learning from verifiable rewards).
    """

    name: str
    evidence: Evidence
    algorithm: str = ""

    @property
    def title(self) -> str:
        """The kind of stage in words."""
        if self.name in SUPERVISED:
            return "Supervised fine-tuning"
        if self.name in PREFERENCE:
            return "Preference optimization"
        return _TITLES.get(self.name, "Reinforcement learning")

    @property
    def method(self) -> str:
        """Its algorithm in words, empty when only the kind of stage is told."""
        if self.name in _IN_GENERAL:
            return ""
        own = _ALGORITHMS.get(self.name, self.name.upper())
        if self.name in {"continued-pretraining", "distillation", "merging", "reward-model"}:
            own = _TITLES[self.name].lower()
        return f"{own} with {self.algorithm.upper()}" if self.algorithm else own


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages told, in order; ``other_names`` are words for one of them that need no row."""

    told: tuple[Stage, ...]
    other_names: Mapping[str, str]

    @property
    def last(self) -> str:
        """The stage that this release came out of, empty when none is told."""
        return self.told[-1].name if self.told else ""

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The stages that words tie something to; none when they name a stage that is not told."""
        found: list[str] = []
        own = [stage.name for stage in self.told]
        for name in names:
            known = self.other_names.get(name, name)
            found += [known] if known in own else self._of_kind(known)
        return tuple(dict.fromkeys(found))

    def among(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """The stages told that are of these kinds."""
        wanted = frozenset(kinds)
        return tuple(stage.name for stage in self.told if stage.name in wanted)

    def _of_kind(self, name: str) -> list[str]:
        """The only stage of the kind that a broad name stands for."""
        only = self.among(_KINDS.get(name, ()))
        return list(only) if len(only) == 1 else []


def stages_of(case: Case) -> Stages:
    """The stages that the release's own words tell of, in the order of training."""
    told = {
        name: e
        for name, e in stages(case).items()
        if e.criterion == "post.method"  # words, and not only data that a stage may have used
    }
    _by_name(case, told)
    for e in case.found("post", "further-stage"):
        told.setdefault(e.value, e)
    other_names = _broader(case, told)
    _by_data(case, told)
    algorithms = {stage: n for n, stage in other_names.items() if n in POLICY}
    ordered = _in_order(case, list(told))
    return Stages(tuple(Stage(n, told[n], algorithms.get(n, "")) for n in ordered), other_names)


def _by_name(case: Case, told: dict[str, Evidence]) -> None:
    """Adds the stages that the release's own name says, where its card is silent."""
    for e in case.found("post", "supervised-name"):
        if not SUPERVISED & set(told):
            told["sft"] = e
    for e in case.found("post", "preference-name"):
        if e.value and not (PREFERENCE | REINFORCEMENT) & set(told):
            told[e.value] = e


def _by_data(case: Case, told: dict[str, Evidence]) -> None:
    """Adds the supervised stage when words call a set its data; ORPO learns from both kinds.

    These words say more of it than "fine-tuned on …" elsewhere, which may speak of all stages.
    """
    if (SUPERVISED | {"orpo"}) & set(told) and not ("sft" in told and told["sft"].fact == "tied"):
        return
    for e in case.found("post.instructions"):
        if e.stage == "sft" and e.fact != "partly" and e.origin is Origin.CARD:
            told["sft"] = e
            return


def _broader(case: Case, told: dict[str, Evidence]) -> dict[str, str]:
    """Takes out the words that name again, more broadly, what another one names; gives what each
    stands for.
    """
    stands_for: dict[str, str] = {}
    policies = [n for n in told if n in POLICY]
    if "rlvr" in told and len(policies) == 1:
        stands_for[policies[0]] = "rlvr"
        del told[policies[0]]
    exact = [n for n in told if n in POLICY or n == "rlvr"]
    supervised = [n for n in told if n in SUPERVISED - {"sft"}]
    if "sft" in told and told["sft"].fact == "tied":
        if supervised:
            stands_for["sft"] = supervised[0]
        if supervised or (len(told) == 2 and _is_of_tuned_base(case)):
            del told["sft"]
    preferring = [n for n in told if n in PREFERENCE - {"preference"}]
    for broad, exacts in (
        ("rl", exact or [n for n in told if n == "feedback"]),
        ("feedback", exact or preferring),
        ("preference", preferring),
    ):
        if broad in told and exacts:
            del told[broad]
            if len(exacts) == 1:
                stands_for[broad] = exacts[0]
    return stands_for


def _is_of_tuned_base(case: Case) -> bool:
    """Whether "fine-tuned on …" is but another word for the one stage that a tuned base went
    through: no instruction data is named.
    """
    return bool(case.found("post", "tuned-base")) and not case.found(
        "post.instructions", "known", "dataset", "seed"
    )


def _in_order(case: Case, names: list[str]) -> list[str]:
    """The order that the card tells, and the usual one for what it leaves open."""
    usual = sorted(names, key=_usual_place)
    for e in case.found("post", "stage-order"):
        told = [n for n in e.value.split() if n in usual]
        places = sorted(usual.index(n) for n in told)
        for place, name in zip(places, told, strict=True):
            usual[place] = name
    return usual


def _usual_place(name: str) -> int:
    return next((i for i, kind in enumerate(_ORDER) if name in kind), len(_ORDER))
