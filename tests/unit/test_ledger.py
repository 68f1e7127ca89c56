"""The post-training ledger: from short cards to rows, and what a row says of each thing."""

from __future__ import annotations

import pytest

from crawlers.readers.lineage import find_lineage
from crawlers.readers.post import read_post
from registry.scoring.case import Base, Dataset
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.grade import grade
from registry.scoring.ledger import ledger_of
from registry.scoring.ledger.rows import Cell, Row, Standing, State
from tests.unit.cases import RELEASE, case, observed, rubric

DERIVED = "---\nbase_model: hill/stone-7b\n---\n"
SET = "https://huggingface.co/datasets/"


def rows(text: str, *, id: str = RELEASE, **known: Dataset) -> dict[str, Row]:
    """The rows of a card, by stage; ``known`` are dataset repos that the crawl has seen."""
    seen = observed(text, id=id)
    evidence = (*find_lineage(seen).evidence, *read_post(seen))
    datasets = {d.id: d for d in known.values()}
    return {row.stage: row for row in ledger_of(case(evidence, id=id, datasets=datasets))}


def stages(text: str, **fields: str) -> list[str]:
    return [s for s in rows(text, **fields) if s not in {"unstated", "before"}]


def sets(row: Row) -> set[str]:
    return {s.name for s in row.sets}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We aligned it with DPO after supervised fine-tuning (SFT).", ["sft", "dpo"]),
        ("Trained with supervised fine-tuning, followed by RPO, RLVR and DPO.",
         ["sft", "rpo", "rlvr", "dpo"]),
        ("## Training\n### 1. SFT\nChats.\n### 2. GRPO\nSums.\n### 3. DPO\nPairs.",
         ["sft", "grpo", "dpo"]),
        ("It was tuned with RLHF by means of PPO.", ["ppo"]),
        ("The model was trained by RL with verifiable rewards, using PPO.", ["rlvr"]),
        ("We trained a reward model on rankings. The model was tuned with PPO.",
         ["reward-model", "ppo"]),
        ("It was optimized with PPO using a reward model.", ["ppo"]),
        ("Stone was further pre-trained on river logs, then tuned with SFT.",
         ["continued-pretraining", "sft"]),
        ("It was trained with SFT and went through a safety tuning stage.", ["sft", "safety"]),
        ("Brook was made by merging models of ours.", ["merging"]),
        ("You can add a safety tuning stage of your own.", []),
        ("Answers came from RLHF datasets.", []),
        ("Thanks to Ann: one of her DPO datasets converted to chats was used.", []),
        ("Alignment of any kind can be added later, such as with an RLHF adapter.", []),
    ],
)  # fmt: skip
def test_stages_in_the_order_of_training(text: str, told: list[str]) -> None:
    assert stages(f"{DERIVED}# Brook\n{text}") == told


def test_the_name_tells_a_stage_where_the_card_is_silent() -> None:
    assert stages("# Brook", id="acme/brook-7b-dpo") == ["dpo"]
    assert stages("# Brook", id="acme/brook-7b-sft") == ["sft"]
    assert stages("# Brook\nIt was tuned with KTO.", id="acme/brook-7b-dpo") == ["kto"]


def test_an_algorithm_of_verifiable_rewards_is_no_stage_of_its_own() -> None:
    row = rows(f"{DERIVED}# Brook\nSettings of PPO for the RLVR stage.")["rlvr"]
    assert row.algorithm.text == "RLVR with PPO"
    assert row.algorithm.state is State.OPEN
    assert row.algorithm.place == "README.md:5"


def test_reinforcement_learning_without_its_algorithm() -> None:
    row = rows(f"{DERIVED}# Brook\nIt was trained with large-scale reinforcement learning.")["rl"]
    assert row.algorithm.state is State.DESCRIBED


@pytest.mark.parametrize(
    ("text", "sft", "dpo"),
    [
        (f"It was fine-tuned on [river chats]({SET}ann/a). It was then aligned with DPO on "
         f"[bank pairs]({SET}ann/b).", {"ann/a"}, {"ann/b"}),
        (f"SFT on [A]({SET}ann/a), followed by DPO of the SFT checkpoint on [B]({SET}ann/b).",
         {"ann/a"}, {"ann/b"}),
        (f"Trained with SFT. Then tuned on [B]({SET}ann/b) using DPO.", set(), {"ann/b"}),
        (f"## SFT data\n- [A]({SET}ann/a)\n- [B]({SET}ann/b) also used for DPO\n"
         f"## DPO data\n- [C]({SET}ann/c)", {"ann/a", "ann/b"}, {"ann/b", "ann/c"}),
        ("Tuned with SFT and DPO.\n\nSFT datasets:\n- ann/a\n- ann/b\n\n"
         "Preference datasets:\n- ann/c", {"ann/a", "ann/b"}, {"ann/c"}),
        (f"| Stage | Data |\n|---|---|\n| SFT | the dataset [A]({SET}ann/a) |\n"
         f"| DPO | the dataset [B]({SET}ann/b) |", {"ann/a"}, {"ann/b"}),
    ],
)  # fmt: skip
def test_data_belongs_to_the_stage_that_words_tie_it_to(
    text: str, sft: set[str], dpo: set[str]
) -> None:
    found = rows(f"{DERIVED}# Brook\n{text}")
    assert sets(found["sft"]) == sft
    assert sets(found["dpo"]) == dpo


def test_data_in_front_matter_belongs_by_its_name_or_its_kind() -> None:
    front = "---\nbase_model: hill/stone-7b\ndatasets: [ann/chats, ann/bank-preferences, ann/rlvr-sums]\n---\n"
    found = rows(f"{front}# Brook\nTrained with SFT, DPO and RLVR.")
    assert {stage: sets(row) for stage, row in found.items() if row.sets} == {
        "sft": {"ann/chats"},
        "rlvr": {"ann/rlvr-sums"},
        "unstated": {"ann/bank-preferences"},  # DPO and RLVR both might have used it
    }


def test_preferences_are_demonstrations_where_all_stages_are_supervised() -> None:
    text = "---\ndatasets: [Anthropic/hh-rlhf]\n---\n# Brook\nIt was trained with SFT on chats."
    assert sets(rows(text)["sft"]) == {"Anthropic/hh-rlhf"}


def test_what_is_published_but_not_said_to_be_a_stages_stays_by_itself() -> None:
    text = f"# Brook\nTrained with SFT and DPO. We released our [training dataset]({SET}ann/a)."
    found = rows(f"{DERIVED}{text}")
    assert sets(found["unstated"]) == {"ann/a"}
    assert found["unstated"].license.state is not State.UNDISCLOSED


def seen(id: str, **fields: str) -> Dataset:
    return Dataset(id, Outcome.FOUND, url=f"{SET}{id}", **fields)


TWO = f"{DERIVED}# Brook\nTrained with SFT on [A]({SET}ann/a) and [B]({SET}ann/b)."


@pytest.mark.parametrize(
    ("a", "b", "data", "license", "terms"),
    [
        (seen("ann/a", license="mit"), seen("ann/b", license="mit"), State.OPEN, State.OPEN, "MIT"),
        (seen("ann/a", license="mit"), seen("ann/b", license="cc-by-nc-4.0"), State.OPEN,
         State.PARTIAL, "CC-BY-NC-4.0, the strictest of 2"),
        (seen("ann/a", license="mit"), seen("ann/b"), State.OPEN, State.PARTIAL,
         "MIT; 1 of 2 not stated"),
        (seen("ann/a"), seen("ann/b"), State.OPEN, State.UNDISCLOSED, "not stated"),
        (seen("ann/a", gated="auto"), seen("ann/b"), State.PARTIAL, State.UNDISCLOSED,
         "not stated"),
        (Dataset("ann/a", Outcome.ABSENT), seen("ann/b", license="mit"), State.PARTIAL,
         State.PARTIAL, "MIT; 1 of 2 not stated"),
        (Dataset("ann/a", Outcome.ABSENT), Dataset("ann/b", Outcome.ABSENT), State.DESCRIBED,
         State.UNDISCLOSED, "not stated"),
        (Dataset("ann/a", Outcome.UNCHECKED), Dataset("ann/b", Outcome.UNCHECKED),
         State.UNCHECKED, State.UNCHECKED, "not looked at yet"),
    ],
)  # fmt: skip
def test_sets_are_resolved_against_what_the_crawl_knows(
    a: Dataset, b: Dataset, data: State, license: State, terms: str
) -> None:
    row = rows(TWO, a=a, b=b)["sft"]
    assert (row.data.state, row.license.state, row.license.text) == (data, license, terms)


def test_standings() -> None:
    gone = Dataset("ann/b", Outcome.ABSENT)
    row = rows(TWO, a=seen("ann/a", gated="manual"), b=gone)["sft"]
    assert [s.standing for s in row.sets] == [Standing.GATED, Standing.GONE]


def test_reward_code_and_annotators_stand_with_their_stage() -> None:
    found = rows(
        f"{DERIVED}# Brook\n## Stage 1: SFT\nThe conversations were written by paid annotators of ours.\n"
        "## Stage 2: PPO\nRewards came from the reward model "
        "[bank-rm](https://huggingface.co/acme/bank-rm).\n"
        "The training code of this stage is at [bank](https://github.com/acme/bank-ppo)."
    )
    assert found["sft"].reward.state is State.NOT_APPLICABLE
    assert found["sft"].annotators.text == "people"
    assert found["ppo"].reward == Cell(
        State.OPEN,
        "acme/bank-rm",
        "Rewards came from the reward model bank-rm.",
        "README.md:8",
        found["ppo"].reward.url,
        "https://huggingface.co/acme/bank-rm",
    )
    assert found["ppo"].code.state is State.OPEN
    assert found["sft"].code.state is State.UNDISCLOSED


def test_annotators_of_public_sets_are_none_of_this_publishers() -> None:
    a, b = seen("ann/a"), seen("ann/b")
    assert rows(TWO, a=a, b=b)["sft"].annotators.text == "public sets"
    assert rows(TWO, id="ann/brook-7b", a=a, b=b)["sft"].annotators.state is State.UNDISCLOSED


def test_untold_is_not_withheld() -> None:
    told = rows(f"{DERIVED}# Brook\nIt was tuned with DPO.")["dpo"]
    assert told.data.state is State.UNDISCLOSED
    denied = rows(
        f"{DERIVED}# Brook\nIt was tuned with DPO. We do not release the preference data."
    )["dpo"]
    assert denied.data.state is State.WITHHELD
    assert denied.data.quote == "We do not release the preference data."


def test_models_of_a_stage_that_are_published() -> None:
    hub = "https://huggingface.co/acme"
    text = (
        f"---\nbase_model: acme/Brook-7B-Instruct-DPO\n---\n# Brook\n| Stage | 7B | 70B |\n|---|---|---|\n"
        f"| SFT | [s]({hub}/Brook-7B-Instruct-SFT) | [s]({hub}/Brook-70B-Instruct-SFT) |\n"
        f"| DPO | [d]({hub}/Brook-7B-Instruct-DPO) | [d]({hub}/Brook-70B-Instruct-DPO) |\n"
        f"| RLVR | [r]({hub}/Brook-7B-Instruct) | [r]({hub}/Brook-70B-Instruct) |\n"
    )
    found = rows(text, id="acme/Brook-7B-Instruct")
    assert [(s, row.checkpoint.text) for s, row in found.items() if s != "unstated"] == [
        ("sft", "acme/Brook-7B-Instruct-SFT"),
        ("dpo", "acme/Brook-7B-Instruct-DPO"),
        ("rlvr", "this release"),
    ]


def test_a_base_model_has_no_ledger() -> None:
    assert not rows("# Brook\nA base model, trained from scratch on river logs.")


def test_a_tuned_release_that_tells_nothing_has_no_rows() -> None:
    assert not rows("# Brook", id="acme/brook-7b-instruct")


def test_tuning_in_general_stands_without_a_stage() -> None:
    found = rows(f"{DERIVED}# Brook\nBrook is instruction-tuned.")
    assert list(found) == ["unstated"]
    assert found["unstated"].algorithm.state is State.DESCRIBED


def graded_base(text: str, id: str, relation: str) -> Base:
    result = grade(case(read_post(observed(text, id=id)), id=id), rubric())
    return Base(id, relation, {m.criterion: m for m in result.marks}, result.ledger)


def ledger_over(base: Base, text: str) -> tuple[Row, ...]:
    return ledger_of(case(read_post(observed(text)), bases=(base,)))


def test_a_copy_has_its_bases_rows() -> None:
    base = graded_base("# Rill\nTuned with DPO.", "hill/rill-7b-chat", "quantized")
    assert [(r.stage, r.via) for r in ledger_over(base, "# Brook\nTuned with KTO.")] == [
        ("dpo", "hill/rill-7b-chat")
    ]


def test_what_a_tuned_base_had_been_through_stands_in_its_own_ledger() -> None:
    base = graded_base("# Rill\nTuned with DPO.", "hill/rill-7b-chat", "finetune")
    assert [(r.stage, r.via) for r in ledger_over(base, "# Brook\nTuned with KTO.")] == [
        ("before", "hill/rill-7b-chat"),
        ("kto", ""),
    ]
    plain = graded_base("# Rill\nA base model.", "hill/rill-7b-base", "finetune")
    assert [r.stage for r in ledger_over(plain, "# Brook\nTuned with KTO.")] == ["kto"]


def test_rows_survive_storing() -> None:
    for row in rows(TWO, a=seen("ann/a", license="mit"), b=seen("ann/b")).values():
        assert Row.from_dict(row.as_dict()) == row


def test_evidence_without_a_stage_reads_as_before() -> None:
    stored = Evidence("post.code", "code").as_dict()
    assert "stage" not in stored
    assert Evidence.from_dict(stored) == Evidence("post.code", "code")
