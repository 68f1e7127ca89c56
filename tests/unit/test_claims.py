"""Claims: what a publisher says of a release, and what measuring makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.readers.claims import read_claims
from registry.scoring.claims import TOPIC, Claim, measured_claims
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.unread import Document
from tests.factories import mark, marks
from tests.unit.cases import observed

OPEN = {
    "weights.access": "open-download",
    "weights.license": "open-source",
    "data.sources": "itemised",
    "data.access": "downloadable",
    "data.processing": "code",
    "code.training": "complete",
    "code.license": "open",
    "post.method": "n/a",
    "post.instructions": "n/a",
    "post.preferences": "n/a",
    "post.code": "n/a",
}


def claims(text: str, **rest: object) -> list[str]:
    return [e.fact for e in read_claims(observed(text, **rest))]


@pytest.mark.parametrize(
    "text",
    [
        "Brook is an open-source language model for letters.",
        "Brook-7B is one of the strongest open source chat models of its size.",
        "This model is open source.",
        "All models of this series are now open-sourced under MIT.",
        "We open-source Brook, a model for letters.",
        "We are happy to open source the model and its tokenizer.",
        "Today we announce the open-sourcing of Brook.",
        "We have made Brook and its base open source for everybody.",
        "Brook: a small open-source LLM",
        "We introduce Brook, a compact open-source model for letters.",
        "Introducing an open-source assistant that writes letters.",
        "Our open-source model writes letters.",
        "The first open-source letter-writing model",
        "As an open-source model, Brook may be studied by anyone.",
        "- **Model description:** A 7B open source chat model",
        "For more on the open-source model of Brook, see the manual.",
        "The Rivers team open-sources a Brook model for letters.",
        "Brook 是一个开源的对话模型。",
        "Brook 是一个开源的，支持图像的语言模型。",
        "我们开源了 Brook 模型。",
        "首个开源的书信模型。",
        "Brook 模型均已开源。",
        "Brook est un modèle de langue open source.",
        "Brook ist ein Open-Source-Sprachmodell.",
        "Brook es un modelo de lenguaje open source.",
        "---\ntags: [open-source]\n---\n",
    ],
)
def test_a_claim_of_open_source(text: str):
    assert claims(text) == ["open-source"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Brook is a fully open language model.", "fully-open"),
        ("Brook is 100% open source.", "fully-open"),
        ("We open-source all artifacts: data, code and weights.", "fully-open"),
        ("Brook 完全开源可商用。", "fully-open"),
        ("Brook is an open-weights model.", "open-weights"),
        ("They are language models with open weights.", "open-weights"),
        ("We open-source the weights.", "open-weights"),
        ("We have open-sourced the data that it was tuned on.", "open-data"),
        ("We also open-sourced the training code.", "open-training"),
    ],
)
def test_other_kinds_of_claims(text: str, kind: str):
    assert claims(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Brook outperforms all open-source models of its size.",
        "Brook is better than open-source models such as Llama.",
        "Brook is competitive with the best open-source chat models.",
        "Brook was trained on open-source data sets.",
        "Brook is based on the open-source model Llama.",
        "We thank the open-source community for its tools.",
        "We release Brook to the open-source community.",
        "Brook was tuned with the open-source library TRL.",
        "Our open-source tools are described elsewhere.",
        "Brook is not open source.",
        "We will open-source Brook soon.",
        "Model and code to be open-sourced.",
        "- [ ] Open-source the model",
        "The code of Brook is open source.",
        "| Model | Open source |\n|---|---|\n| Brook | open-source model |",
        "Brook is an openly written story about open windows.",
        "Results on the Open LLM Leaderboard",
        "If you change the weights you must open-source your changes.",
        "Brook 超越了大多数开源模型。",
        "Brook 基于开源模型训练。",
        "感谢开源社区。",
        "Brook is open to academic research.",
        "",
    ],
)
def test_no_claim(text: str):
    assert claims(text) == []


def test_a_name_claims_only_when_it_says_so():
    assert claims("", id="acme/brook-opensource") == ["open-source"]
    assert claims("", id="acme/OpenBrook-7b") == []


def test_a_base_claims_nothing_for_what_others_made_of_it():
    card = "---\nbase_model: rivers/delta-7b\n---\n\nDelta is an open-source model."
    assert claims(card, id="acme/delta-letters-7b") == []
    copy = "---\nbase_model: rivers/delta-7b\nbase_model_relation: quantized\n---\n\nThis model is open source."
    assert claims(copy, id="acme/delta-7b-gguf") == []


def test_another_version_is_another_release():
    assert claims("Brook 2 is an open-source model.", id="acme/brook-3-7b") == []


def test_the_words_are_quoted():
    [found] = read_claims(observed("# Brook\n\nBrook is an open-source model."))
    assert (found.criterion, found.place) == (TOPIC, "README.md:3")
    assert found.quote == "Brook is an open-source model."


def measured(levels: dict[str, object], kind: str = "open-source") -> Claim:
    told = Evidence(TOPIC, kind, quote="Brook is an open-source model.", place="README.md:3")
    [claim] = measured_claims([told], marks(levels))  # type: ignore[arg-type]
    return claim


def test_a_claim_that_holds():
    claim = measured(OPEN)
    assert claim.measured == "holds"
    assert not claim.contradicted_by
    assert "it is" in claim.sentence


def test_terms_contradict_a_claim_with_their_words():
    terms = Evidence("weights.license", "tag", quote="license: llama2", place="metadata:tags")
    claim = measured(
        {**OPEN, "weights.license": mark("weights.license", "use-restricted", evidence=[terms])}
    )
    assert claim.measured == "contradicted"
    [against] = claim.contradicted_by
    assert (against.criterion, against.quote) == ("weights.license", "license: llama2")
    assert "conditions" in claim.sentence


def test_a_denial_contradicts_a_claim():
    denial = Evidence("code.training", "code", Outcome.DENIED, quote="The code stays with us.")
    withheld = mark("code.training", "closed", evidence=[denial])
    assert measured({**OPEN, "code.training": withheld}).measured == "contradicted"


def test_silence_does_not_contradict_a_claim():
    claim = measured({**OPEN, "code.training": "none", "code.license": "none"})
    assert claim.measured == "unsupported"
    assert not claim.contradicted_by
    assert "code.training" in [m.criterion for m in claim.missing]


def test_what_is_linked_and_not_read_leaves_a_claim_open():
    repository = Document("repository", "acme/brook", "https://github.com/acme/brook")
    unread = replace(mark("code.training", "none"), ceiling=0.5, unread=(repository,))
    assert measured({**OPEN, "code.training": unread}).measured == "undecided"


def test_what_could_not_be_checked_leaves_a_claim_open():
    assert measured({**OPEN, "data.sources": "unchecked"}).measured == "undecided"


@pytest.mark.parametrize(
    ("kind", "levels", "result"),
    [
        ("open-weights", {"weights.access": "open-download"}, "holds"),
        ("open-weights", {"weights.access": "approval"}, "contradicted"),
        ("open-data", {"post.instructions": "in-part"}, "holds"),
        ("open-data", {"data.access": "closed"}, "undecided"),
        ("open-training", {"code.training": "part"}, "holds"),
        ("open-training", {"code.training": "closed"}, "contradicted"),
    ],
)
def test_lesser_claims_are_measured_as_such(kind: str, levels: dict[str, str], result: str):
    assert measured(levels, kind).measured == result


def test_contradicted_claims_come_first():
    told = [Evidence(TOPIC, kind, quote=kind) for kind in ("open-weights", "open-source")]
    found = measured_claims(told, marks({"weights.access": "open-download"}))
    assert [c.claim for c in found] == ["open-source", "open-weights"]
