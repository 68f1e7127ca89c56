"""The shape of a statement, version 1: what a publisher tells of a release, by pillar. It holds facts, never levels."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Tag
from pydantic_core import PydanticCustomError

from registry.scoring.judges.tuning import (
    REWARDED_STAGES,
    REWARDLESS_STAGES,
    STATED_BASE,
    SUPERVISED_STAGES,
    UNRESOLVED_STAGES,
)
from registry.statements.parts import (
    Address,
    Count,
    Flag,
    Part,
    Rows,
    Text,
    Withheld,
)

FURTHER_STAGES = ("continued-pretraining", "long-context", "reward-model", "safety", "tool-use")
"""Stages that no algorithm names."""
INSTRUCTING = SUPERVISED_STAGES | {"safety", "tool-use"}
"""Stages whose data is instructions; what the others learn from is preferences, rewards or tasks."""
METHODS = (
    *sorted(SUPERVISED_STAGES | REWARDLESS_STAGES | REWARDED_STAGES),
    *sorted(UNRESOLVED_STAGES),
    *FURTHER_STAGES,
)
"""What a stage of post-training may be called."""
NO_POST = "none"
"""What stands for the post-training of a base model."""


class Checkpoint(Part):
    """A published state of the weights from before the end of training, or many of them behind one address."""

    url: Address | None = None
    """Where it is: a branch, a revision, or a repo."""
    what: Text | None = None
    """Which state it is, such as "after 1T tokens"."""
    covers: Literal["one", "many"] | None = None
    """Whether one state is there, or many."""


class Weights(Part):
    """The weights. Who may download them is what the Hub itself says."""

    license: Text | None = None
    """Their licence: an SPDX id or the Hub's tag."""
    checkpoints: Rows[Checkpoint] | None = None
    """Published states from before the end of training."""


class Source(Part):
    """One source of the pre-training data."""

    name: Text | None = None
    """What it is called. A row with a kind alone is a source that is not named."""
    url: Address | None = None
    """Where it can be had: best its dataset repo at the Hub."""
    share: Text | None = None
    """How much of the data it makes up, such as "60 %" or "600B tokens"."""
    license: Text | None = None
    """Its licence."""
    kind: Text | None = None
    """What it is, such as "web pages"."""
    withheld: Text | None = None
    """Why this source is not given out."""


class Step(Part):
    """One step of processing the pre-training data."""

    step: Text | None = None
    """What was done: filtering, deduplication, mixing."""
    code: Address | None = None
    """The code that did it."""


class Data(Part):
    """The pre-training data; that of post-training stands with its stage."""

    sources: Rows[Source] | None = None
    """What it is made of, a row for each source."""
    complete: Flag | None = None
    """Whether these sources are all. What is not said to be complete counts as a part."""
    withheld: Text | None = None
    """Why the data is not given out."""
    rebuild: Address | None = None
    """Scripts or exact lists with which it can be rebuilt."""
    datasheet: Address | None = None
    """What documents its collection, composition and processing."""
    processing: Rows[Step] | None = None
    """How it was filtered, deduplicated and mixed."""


class TrainingCode(Part):
    """Code that trained this model."""

    url: Address | None = None
    """Where it is."""
    covers: Literal["pre-training", "post-training", "everything"] | None = None
    """What it trained."""


class Recipe(Part):
    """The settings of the main stage of training."""

    learning_rate: Text | None = None
    batch_size: Text | None = None
    optimizer: Text | None = None
    schedule: Text | None = None
    """The schedule of the learning rate, with its values."""
    duration: Text | None = None
    """Steps, epochs or tokens."""
    precision: Text | None = None
    context_length: Text | None = None
    """The length of sequences in training."""
    withheld: Text | None = None
    """Why the settings, or some of them, are not given out."""


class Evaluation(Part):
    """Results of this release, and what it takes to get them again."""

    results: Address | None = None
    """Where the results are."""
    harness: Text | None = None
    """The harness, with its version."""
    shots: Text | None = None
    prompts: Text | None = None
    """The prompts, or where they are."""
    sampling: Text | None = None
    """Settings of sampling, such as the temperature."""
    code: Address | None = None
    """The code of the evaluation."""


class Compute(Part):
    """What the training took."""

    hardware: Text | None = None
    """The kind of accelerators, such as "H100"."""
    count: Count | None = None
    """How many of them."""
    device_hours: Text | None = None
    """Hours of all accelerators together."""
    duration: Text | None = None
    """How long it took, such as "21 days"."""
    energy: Text | None = None
    """The energy or the emissions, with the unit."""
    withheld: Text | None = None
    """Why this is not given out."""


class Code(Part):
    """Training code, settings, evaluation and compute."""

    training: Rows[TrainingCode] | None = None
    """The code that trained this model."""
    license: Text | None = None
    """The licence of that code."""
    recipe: Recipe | None = None
    evaluation: Evaluation | None = None
    compute: Compute | None = None


class TuningSet(Part):
    """One data set of a stage of post-training."""

    name: Text | None = None
    """What it is called. A row with a kind alone is a set that is not named."""
    url: Address | None = None
    """Where it can be had: best its dataset repo at the Hub."""
    kind: Text | None = None
    """What it is, such as "50k dialogues"."""
    withheld: Text | None = None
    """Why this set is not given out."""


class Reward(Part):
    """The reward model, judge or verifiers of a stage."""

    kind: Text | None = None
    """What rewards, such as "unit tests" or the name of a reward model."""
    url: Address | None = None
    """Where it is."""
    withheld: Text | None = None
    """Why it is not given out."""


class Stage(Part):
    """One stage of post-training."""

    method: Literal[METHODS]  # type: ignore[valid-type]  # the names are those of the ledger
    """How it was done."""
    data: Rows[TuningSet] | None = None
    """What it was trained on."""
    complete: Flag | None = None
    """Whether these data sets are all. What is not said to be complete counts as a part."""
    reward: Reward | None = None
    code: Address | None = None
    """The code of this stage."""


class Annotation(Part):
    """The people who wrote or rated data for this release."""

    who: Text | None = None
    how_many: Text | None = None
    pay: Text | None = None
    guidelines: Address | None = None
    """The guidelines that they were given."""
    none: Text | None = None
    """Why there were none, such as "all data is synthetic"."""
    withheld: Text | None = None
    """Why this is not given out."""


class Post(Part):
    """Post-training; ``none`` in its place says that this is a base model."""

    stages: Rows[Stage] | None = None
    """The stages in the order of training."""
    annotation: Annotation | None = None


def _post(value: Any) -> str:
    return NONE if isinstance(value, str) else SECTION


NONE, SECTION = "<none>", "<post>"
PostOrNone = Annotated[
    Annotated[Post, Tag(SECTION)] | Annotated[Literal["none"], Tag(NONE)], Discriminator(_post)
]


class Review(Part):
    """A peer-reviewed publication."""

    venue: Text | None = None
    """The conference or journal that the paper on this release appeared at."""
    url: Address | None = None


class Docs(Part):
    """Documents."""

    paper: Address | None = None
    """The paper or technical report on this release."""
    review: Review | None = None
    training_summary: Address | None = None
    """The public summary of training content (EU AI Act, Art. 53(1)(d))."""


def _number(value: Any) -> Any:
    if isinstance(value, bool):  # which Python takes for 1
        raise PydanticCustomError("literal_error", "1")
    return value


class Statement(Part):
    """What a publisher states about a release: the contents of a ``TRANSPARENCY.yaml``."""

    transparency: Annotated[Literal[1], BeforeValidator(_number)]
    """The version of this shape."""
    weights: Weights | None = None
    data: Data | None = None
    code: Code | None = None
    post: PostOrNone | None = None
    docs: Docs | None = None

    @classmethod
    def _says_nothing(cls, name: str, told: Any) -> bool:
        return not (name == "post" and told == NO_POST) and super()._says_nothing(name, told)


__all__ = ["METHODS", "NO_POST", "STATED_BASE", "Statement", "Withheld"]
