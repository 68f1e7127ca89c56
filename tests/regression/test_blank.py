"""Cards that say nothing, deny everything or only promise: no more than what metadata proves."""

from __future__ import annotations

import pytest
from huggingface_hub import ModelCard, ModelCardData

from registry.scoring.grade import Grade
from tests.regression.passages import Passage

PROVEN = {"weights.access": "open-download", "weights.license": "open-source"}
"""What the metadata of each release here proves: weights without a gate, a licence's tag."""

FRONT = "---\nlicense: mit\n---\n"

# The headings and labels of the Hub's template, each left as it came.
TEMPLATE = """
# Model Card for {name}

<!-- Provide a quick summary of what the model is/does. -->

## Model Details

### Model Description

- **Developed by:** {blank}
- **Funded by [optional]:** {blank}
- **Model type:** {blank}
- **Language(s) (NLP):** {blank}
- **License:** {blank}
- **Finetuned from model [optional]:** {blank}

### Model Sources [optional]

- **Repository:** {blank}
- **Paper [optional]:** {blank}
- **Demo [optional]:** {blank}

## Uses

### Direct Use

{blank}

### Out-of-Scope Use

{blank}

## Bias, Risks, and Limitations

{blank}

## How to Get Started with the Model

Use the code below to get started with the model.

{blank}

## Training Details

### Training Data

{blank}

### Training Procedure

#### Preprocessing [optional]

{blank}

#### Training Hyperparameters

- **Training regime:** {blank}

## Evaluation

### Testing Data, Factors & Metrics

#### Testing Data

{blank}

### Results

{blank}

## Environmental Impact

- **Hardware Type:** {blank}
- **Hours used:** {blank}
- **Carbon Emitted:** {blank}

## Technical Specifications [optional]

### Model Architecture and Objective

{blank}

### Compute Infrastructure

#### Hardware

{blank}

## Citation [optional]

**BibTeX:**

{blank}

## Model Card Contact

{blank}
"""

BLANKS = [
    *("[More Information Needed]", "[Needs More Information]", "More information needed", "TBD"),
    *("TODO", "N/A", "n/a", "-", "—", "...", "…", "xxx", "[To be added]", "To be added.", ""),
    *("Coming soon", "Coming soon!", "*Coming soon…*", "<placeholder>", "[Insert text here]"),
    *(
        "待补充",
        "敬请期待",
        "[Weitere Informationen erforderlich]",
        "Plus d'informations nécessaires",
    ),
    *("Will be released soon.", "To be announced.", "Stay tuned!", "Not yet available."),
    *("Not disclosed.", "Undisclosed", "Unknown", "None", "No information is available."),
]

DENYING = """
# {name}

## Training data

We do not release the training data, and we do not disclose its sources.
How it was filtered is not disclosed either.

## Training

We do not disclose the hyperparameters, the hardware or the training time. The training code is not released.

## Post-training

How the model was post-trained is not disclosed. The instruction data, the preference data and the
reward model are not released. We do not say who annotated the data.

## Evaluation

No evaluation was performed.

## Documentation

There is no paper and no technical report. There are no intermediate checkpoints.
"""

PROMISING = """
# {name}

## Training data

The pre-training data will be released soon, together with a datasheet and the scripts that filtered it.

## Training

Training code, hyperparameters and a report on the hardware: coming soon.

## Post-training

We will publish the instruction data, the preference data and the reward model in the near future.

## Evaluation

Results on MMLU, GSM8K and HumanEval will be added. Stay tuned!

## Documentation

A paper is to be published. We plan to release intermediate checkpoints.
"""

RELEASES = ("acme/brook-7b", "acme/brook-7b-chat", "acme/brook-7b-dpo")


def graded(card: str, release: str) -> Grade:
    metadata = {
        "siblings": [{"rfilename": "model.safetensors"}],
        "gated": False,
        "tags": ["license:mit"],
    }
    return Passage("", "", card, release=release, metadata=metadata).grade()


def earned(grade: Grade) -> dict[str, str]:
    return {m.criterion: m.level for m in grade.marks if m.points}


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("blank", BLANKS)
def test_a_template_left_as_it_came(blank: str, release: str) -> None:
    card = FRONT + TEMPLATE.format(name=release, blank=blank)
    assert earned(graded(card, release)) == PROVEN


@pytest.mark.parametrize("release", RELEASES)
def test_the_template_that_the_hub_fills_in(release: str) -> None:
    card = ModelCard.from_template(ModelCardData(license="mit"), model_id=release)
    assert earned(graded(str(card), release)) == PROVEN


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("card", [DENYING, PROMISING], ids=["denying", "promising"])
def test_denials_and_promises(card: str, release: str) -> None:
    assert earned(graded(FRONT + card.format(name=release), release)) == PROVEN


def test_denials_are_told_apart_from_silence() -> None:
    grade = graded(FRONT + DENYING.format(name="Brook"), "acme/brook-7b-chat")
    closed = {m.criterion for m in grade.marks if m.level == "closed"}
    assert closed >= {"data.sources", "data.access", "code.training", "code.recipe"}
    assert closed >= {"post.method", "post.instructions", "post.preferences", "post.reward"}


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize(
    "card", ["", "\n\n", "# Brook", "# Brook\n\n## Training data\n\n## License"]
)
def test_next_to_nothing(card: str, release: str) -> None:
    assert earned(graded(FRONT + card, release)) == PROVEN
