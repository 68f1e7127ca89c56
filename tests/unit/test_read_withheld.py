"""What a card says is withheld, and words that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.readers.withheld import denials, read_withheld
from registry.scoring.evidence import Outcome
from tests.unit.cases import observed

DATA = ("data.access",)
SOURCES = ("data.sources",)
BOTH = ("data.access", "data.sources")
SFT = ("post.instructions",)
PREFERENCES = ("post.preferences",)
TUNING = ("post.instructions", "post.preferences")
REWARD = ("post.reward",)

PRETRAINING_DENIALS = [
    ("The data is not published.", DATA),
    ("The training data is not public.", DATA),
    ("The corpus has not been released.", DATA),
    ("The dataset isn't available.", DATA),
    ("The data was never shared.", DATA),
    ("The data cannot be released.", DATA),
    ("The training data is not disclosed.", BOTH),
    ("The data is not disclosed: neither sources nor amount.", BOTH),
    ("The publisher does not disclose the data sources.", SOURCES),
    ("Acme does not disclose the sources and does not release the data.", BOTH),
    ("The sources are not named and the data is not published.", BOTH),
    ("The sources are not named.", SOURCES),
    ("The composition of the corpus has not been disclosed.", SOURCES),
    ("Acme has not said what it was trained on.", SOURCES),
    ("Acme doesn't say what the model was trained on.", SOURCES),
    ("Nothing is known about the training data.", BOTH),
    ("Acme names no sources and doesn't publish the data.", BOTH),
    ("Little is known about the sources.", SOURCES),
    ("No details on the training data are given.", BOTH),
    ("No details are given about the sources of the data.", SOURCES),
    ("No information on the dataset is available.", BOTH),
    ("Acme keeps the training data secret.", BOTH),
    ("Acme keeps its corpus to itself.", DATA),
    ("The corpus is kept in-house.", DATA),
    ("The training data is proprietary.", BOTH),
    ("The dataset remains confidential.", BOTH),
    ("The data is undisclosed.", BOTH),
    ("Trained on a proprietary corpus.", BOTH),
    ("None of the data is published.", DATA),
    ("Neither the data nor its sources are disclosed.", BOTH),
    ("No data is released.", DATA),
    ("Acme declined to share the dataset.", DATA),
    ("The team answered that it could not share details of the training and the datasets.", BOTH),
    ("The weights were released without disclosing the training data.", BOTH),
    ("The weights are open, but the data is not published.", DATA),
]
TUNING_DENIALS = [
    ("The instruction data is not published.", SFT),
    ("The SFT dataset has not been released.", SFT),
    ("The preference data is not public.", PREFERENCES),
    ("More than a million comparisons by people.\n\nAcme does not publish them.", PREFERENCES),
    ("Supervised fine-tuning on 5,000 dialogues. The data is not published.", SFT),
    ("Direct Preference Optimization on ranked answers. The data is not released.", PREFERENCES),
    ("None of the data is published.", TUNING),
    ("The data of these stages is not published.", TUNING),
    ("The reward model is not published.", REWARD),
    ("The preference data and the reward model were not.", (*PREFERENCES, *REWARD)),
    ("Neither the code nor the reward model is published.", ("post.code", *REWARD)),
    ("The post-training code is not published.", ("post.code",)),
    ("Data, reward models and code are not published.", ("post.code", *TUNING, *REWARD)),
    ("SFT on an instruction dataset, which is not named or published.", SFT),
]
NEAR_MISSES = [
    "The data does not include personal data.",
    "The corpus was not deduplicated.",
    "The dataset is no longer gated.",
    "Personal data is not published.",
    "The evaluation data is not published.",
    "The test set was never disclosed.",
    "Nothing is withheld: the data is published.",
    "The data is not yet released.",
    "The data will be released soon.",
    "The data is not only published but documented.",
    "The model does not share data with third parties' servers if it runs locally.",
    "The dataset is not proprietary.",
    "No data was removed.",
    "All data is public, not just a sample.",
    "The data is public and documented.",
    "It does not disclose your data.",
    "The model may not reveal its sources.",
    "User data is kept private.",
    "The vocabulary is not published.",
    "The model cannot release memory while data is loaded.",
    "The training data contains unknown words.",
    "We did not evaluate on private data.",
    "The logo is not available.",
]


def denied(section: str, text: str, **metadata: object) -> tuple[str, ...]:
    """The criteria that a card with one such section denies."""
    seen = observed(f"# Brook 7B\n\n## {section}\n\n{text}\n", **metadata)
    found = [e for pillar in ("data", "post") for e in read_withheld(seen, pillar)]
    return tuple(sorted(e.criterion for e in found if e.outcome is Outcome.DENIED))


@pytest.mark.parametrize(("text", "criteria"), PRETRAINING_DENIALS)
def test_denials_of_pre_training_data(text: str, criteria: tuple[str, ...]) -> None:
    assert denied("Training data", text) == criteria


@pytest.mark.parametrize(("text", "criteria"), TUNING_DENIALS)
def test_denials_of_post_training(text: str, criteria: tuple[str, ...]) -> None:
    assert denied("Post-training", text) == tuple(sorted(criteria))


@pytest.mark.parametrize("section", ["Training data", "Post-training"])
@pytest.mark.parametrize("text", NEAR_MISSES)
def test_words_that_deny_nothing(section: str, text: str) -> None:
    assert denied(section, text) == ()


def test_what_the_base_was_trained_on() -> None:
    text = "What the base was trained on is not disclosed by its publisher."
    tuned = {"cardData": {"base_model": "other/pond-7b"}}
    assert denied("Limitations", text, **tuned) == SOURCES


def test_the_rest_of_tuning_data_is_not_a_denial() -> None:
    text = "Part of the pairs is published in [Pairs](https://huggingface.co/datasets/a/pairs). "
    seen = observed(f"# Brook\n\n## Post-training\n\n{text}The rest isn't.\n")
    assert {e.fact for e in read_withheld(seen, "post")} == {"partly"}


@settings(max_examples=60)
@given(st.text(alphabet="not dialscueprhx.,;:\n#-", max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    list(denials(text))
    list(read_withheld(observed(text), "data"))
