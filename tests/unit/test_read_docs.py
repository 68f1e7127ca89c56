"""Docs: items of a card, papers and their fit, venues, and the EU's training summary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.readers.docs import read_docs
from crawlers.readers.titles import Fit, fit, model_name
from tests.unit.cases import observed

ARXIV = "https://arxiv.org/abs/2999.00001"


def facts(criterion: str, text: str, **rest: object) -> list[str]:
    return [e.fact for e in read_docs(observed(text, **rest)) if e.criterion == criterion]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("## Intended use\n\nBrook is for drafting letters in offices.", "intended-use"),
        ("## Limitations\n\nIt often gets dates and numbers wrong.", "limitations"),
        ("The model may produce inaccurate or biased text.", "limitations"),
        ("## Training data\n\nTexts from libraries and court records.", "training-data"),
        ("It was fine-tuned on the Ripple dataset of chats.", "training-data"),
        ("## Training procedure\n\nThree stages with falling rates.", "training-procedure"),
        ("We used a learning rate of 2e-5 and AdamW.", "training-procedure"),
        ("1. SFT of the base on chats\n2. DPO of the SFT checkpoint", "training-procedure"),
        (
            "- Training approach: full fine-tuning, then preference optimization on chats",
            "training-procedure",
        ),
        ("This model is designed for research and teaching use.", "intended-use"),
        ("It will comply with any request, even unethical ones.", "limitations"),
        ("Where to send questions: https://github.com/acme/brook/issues", "contact"),
        ("Brook is an architecture consisting of two joined networks.", "architecture"),
        ("A 36-layer network with a hidden size of 2816.", "architecture"),
        ("## Evaluation\n\n| Task | Score |\n|---|---|\n| MMLU | 61.2 |", "evaluation"),
        ("Brook is a decoder-only language model.", "architecture"),
        ("## How to use\n\n```python\nmodel = from_pretrained('acme/brook-7b')\n```", "usage"),
        ("```\n@misc{brook, title={Brook}}\n```", "contact"),
        ("Write to us: brook@example.org is our contact address.", "contact"),
        ("---\nlicense: mit\n---\n", "license"),
        ("---\ndatasets: [acme/ripple]\n---\n", "training-data"),
    ],
)
def test_items(text: str, item: str) -> None:
    assert item in facts("docs.card", text)


@pytest.mark.parametrize(
    "text",
    [
        "## Intended use\n\n[More Information Needed]",
        "## Limitations\n\n## Training data\n\n## Evaluation",
        "## Training data\n\nComing soon.",
        "## Original model card\n\n### Limitations\n\nIt often gets dates and numbers wrong.",
        "## Training details\n\nPlease refer to our paper for details.",
        "Nice to meet you all here today.",
        "- Training stages: two of them",
        "| Brook small (26 layers) | 4B |",
    ],
)
def test_what_has_no_substance_is_no_item(text: str) -> None:
    assert facts("docs.card", text) == []


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (f"- **Paper:** {ARXIV}", "report"),
        (f"[Paper]({ARXIV}) | [Code](https://github.com/acme/brook)", "report"),
        (f"Read [Brook: Small Models for Offices]({ARXIV}).", "report"),
        (f"It was introduced in the paper [Water on Paper Only]({ARXIV}).", "report"),
        (f"[Brook 1 Technical Report on Offices]({ARXIV}) is our paper.", "report"),
        (f"The model was trained with [ripple optimization]({ARXIV}).", "method"),
        (f"## Paper\n\nDoe, *Still Waters*, [arXiv 2999.00001]({ARXIV}).", "report"),
        ("Details are in the [technical report](https://acme.org/2999-06_brook-7b).", "report"),
        ("[Brook: A Freely Licensed Model](https://acme.org/Brook_Report.pdf)", "report"),
        ("[Brook License](https://acme.org/brook-terms.pdf)", None),
        (f"To learn of the data, see [The Ripple Dataset for Brook]({ARXIV}).", "method"),
        (f"It saw 3B tokens of [Ripple]({ARXIV}), trained with AdamW.", None),
        ("Read our [blog post](https://acme.org/blog/brook) on it.", "blog"),
        ("Read more about our training process [here](https://acme.org/blog/x).", "blog"),
        ("The [tool](https://other.org/blog/tool) counts words.", None),
        (
            f"Brook had continued pretraining using ripple thoughts ({ARXIV}), so that it plans"
            " ahead of the words that it writes down.",
            "method",
        ),
        (f"## Evaluation\n\nWe test on [OfficeBench]({ARXIV}).", None),
        (f"See Section 5 of the [LLaMA paper]({ARXIV}).", None),
        ("📄 Technical report (coming soon)", None),
        ("The model uses [FlashAttention](https://arxiv.org/abs/2205.14135).", None),
    ],
)
def test_papers(text: str, fact: str | None) -> None:
    assert facts("docs.paper", text) == ([fact] if fact else [])


def bibtex(title: str, *fields: str) -> str:
    listed = ",\n ".join(fields)
    return f"```bibtex\n@article{{x,\n title={{{title}}},\n {listed}\n}}\n```"


@pytest.mark.parametrize(
    ("id", "title", "fact"),
    [
        ("acme/brook3-7b", "Brook 3: Deeper Water", "report"),
        ("acme/brook3-7b", "Brook 2 Technical Report", "earlier"),
        ("acme/brook3-7b", "Brook: Open Water Models", "earlier"),
        ("acme/brook-7b-v1.5", "Brook: Open Water Models", "report"),
        ("acme/brook-coder-7b", "Brook: Open Water Models", "earlier"),
        ("acme/Llama-3.1-Brook-2-8B", "Brook 2: Deeper Water", "report"),
    ],
)
def test_citations(id: str, title: str, fact: str) -> None:
    text = bibtex(title, "journal={arXiv preprint arXiv:2999.00001}")
    assert facts("docs.paper", text, id=id) == [fact]


def test_a_paper_on_its_publishers_models_is_its_own() -> None:
    text = bibtex("Acme: Open Models for All", "eprint={2999.00001}", "archivePrefix={arXiv}")
    tool = bibtex("Acme: A Toolkit for Models", "eprint={2999.00001}", "archivePrefix={arXiv}")
    other = bibtex("Other work", "eprint={2999.00002}")
    assert facts("docs.paper", f"{text}\n\n{other}") == ["report"]
    assert facts("docs.paper", f"{tool}\n\n{other}") == []


def test_the_papers_of_others_that_a_card_cites_are_not_its_own() -> None:
    llama = bibtex("Llama 2: Open Foundation and Fine-Tuned Chat Models", "eprint={2307.09288}")
    repo = bibtex("Brook models", "howpublished={https://github.com/acme/brook}")
    assert facts("docs.paper", llama + "\n\n" + repo) == []


def test_a_paper_to_cite_beside_the_release_is_its_own_whatever_its_title() -> None:
    itself = bibtex("acme/brook-7b", "url={https://huggingface.co/acme/brook-7b}")
    paper = bibtex("Release of Models for Offices", "booktitle={Proceedings of LREC}")
    tool = bibtex("Pour, a pump", "howpublished={https://github.com/other/pour}")
    assert facts("docs.paper", f"## How to cite\n{itself}\n\n{paper}") == ["report"]
    assert facts("docs.review", f"## How to cite\n{itself}\n\n{paper}") == ["venue"]
    assert facts("docs.paper", f"## How to cite\n{tool}\n\n{paper}") == []
    assert facts("docs.paper", f"{itself}\n\n{paper}") == []


def test_papers_that_a_card_asks_to_cite_as_its_own_work_are_on_parts_of_it() -> None:
    one = bibtex("Continued Training Across Rivers", "eprint={2999.00001}")
    two = bibtex("Filters for Muddy Water", "eprint={2999.00002}")
    asked = "If you find our work helpful, please cite these papers.\n"
    assert facts("docs.paper", f"## Citation\n{asked}\n{one}\n\n{two}") == ["method", "method"]
    assert facts("docs.paper", f"## References\n{one}\n\n{two}") == []
    known = bibtex("Direct Preference Optimization: Your Model Is", "booktitle={NeurIPS}")
    assert facts("docs.paper", f"## Citation\n{asked}\n{known}\n\n{one}") == ["method"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (bibtex("Brook: Open Water", "booktitle={Proceedings of EMNLP}"), ["venue"]),
        (bibtex("Brook: Open Water", "journal={arXiv preprint arXiv:2999.00001}"), []),
        (f"[Paper]({ARXIV})\n\nOur paper has been accepted at ICLR 2999.", ["venue"]),
        (f"[Paper]({ARXIV})\n\nOur paper is under review at ICLR 2999.", []),
        ("Lake was published at NeurIPS 2999.", []),
        (f"[Paper]({ARXIV})\n\nBrook has been accepted at ICLR 2999!", ["venue"]),
        (f"[Paper]({ARXIV})\n\nOur Pond was accepted to ICLR 2999.", ["venue-of-part"]),
        (
            f"Costs are in the [paper]({ARXIV}).\n\n## Paper\n\n*Brook: Open Water*,"
            f" [arXiv 2999.00001]({ARXIV}), published at ICML 2999 (peer reviewed).",
            ["venue"],
        ),
        (f"## Paper\n\n*Brook: Open Water*, [arXiv]({ARXIV}), not peer reviewed.", []),
        (f"[Paper]({ARXIV})\n\nThe corpus paper appeared at ICLR 2999.", ["venue-of-part"]),
        (bibtex("Brook: Open Water", "booktitle={NeurIPS Workshop on Water}"), []),
    ],
)
def test_venues(text: str, fact: list[str]) -> None:
    assert facts("docs.review", text) == fact


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Public summary of training content](https://acme.org/s.pdf) (EU AI Act)", True),
        (
            "The [training data summary](https://acme.org/s.pdf) under Article 53 of the AI Act",
            True,
        ),
        ("The public summary of training content will be released.", False),
        ("Here is a summary of the training: three stages.", False),
    ],
)
def test_training_summary(text: str, found: bool) -> None:
    assert bool(facts("docs.training_summary", text)) is found


def test_fit() -> None:
    assert fit("Tülu 3: Pushing", model_name("acme/Llama-3.1-Tulu-3-405B")) is Fit.SAME
    assert fit("Qwen2 Technical Report", model_name("acme/Qwen2.5-32B")) is Fit.OTHER_VERSION
    assert fit("Something else", model_name("acme/Qwen2.5-32B")) is Fit.UNRELATED
    assert fit("LLaMA: Open Models", model_name("acme/open_llama_7b")) is Fit.UNRELATED


@given(st.text(max_size=200), st.text(max_size=40))
def test_never_raises(text: str, title: str) -> None:
    fit(title, model_name(f"acme/{text[:20]}"))
    for card in (text, f"[Paper]({ARXIV}) {text}", f"```\n@misc{{{text}, title={{{title}}}\n```"):
        list(read_docs(observed(card)))


@pytest.mark.parametrize(
    ("text", "facts_told"),
    [
        ("- **Paper:** https://acme.example/research/brook-in-depth", ["report"]),
        ("- **Paper:** https://github.com/acme/brook", []),
        ("- **Paper or resources:** https://brook.example/", []),
        (f"[Brook]({ARXIV}) is a model of rivers.", ["report"]),
        (f"Distilled by the Pebble approach described in [this paper]({ARXIV}).", ["method"]),
        (
            "Feel free to cite our publication [Sentence-BERT](https://arxiv.org/abs/1908.10084).",
            ["method"],
        ),
    ],
)
def test_papers_by_label_name_and_place(text: str, facts_told: list[str]) -> None:
    assert facts("docs.paper", f"# Brook\n\n{text}") == facts_told


def test_an_entry_for_a_paper_to_come_is_none() -> None:
    text = bibtex("Brook: a model", "journal={arXiv preprint arXiv:(coming soon)}")
    assert facts("docs.paper", text) == []


def test_a_volume_of_a_journal_is_a_venue_and_a_preprint_none() -> None:
    journal = bibtex("Brook: a model", "journal={Annals of Rivers}", "volume={4}")
    assert facts("docs.review", journal) == ["venue"]
    preprint = bibtex("Brook: a model", "journal={arXiv preprint arXiv:2999.00001}", "volume={4}")
    assert facts("docs.review", preprint) == []


@pytest.mark.parametrize(
    ("id", "title", "expected"),
    [
        ("acme/brook-1_5", "Streams II: \\textbf{brook-1.5} report", Fit.SAME),
        ("acme/brooklm-2-1_6b", "Brook LM 2 1.6B Technical Report", Fit.SAME),
        ("acme/Brook1.5-7B", "Brook Technical Report", Fit.OTHER_VERSION),
        ("acme/brook_base_patch4_window7_224", "Brook: vision in windows", Fit.SAME),
    ],
)
def test_versions_and_sizes_in_further_spellings(id: str, title: str, expected: Fit) -> None:
    assert fit(title, model_name(id)) is expected


@pytest.mark.parametrize(
    ("text", "item", "told"),
    [
        (
            "## Intended uses & limitations\n\nUse it to tag river names in text.",
            "limitations",
            False,
        ),
        ("## Intended uses & limitations\n\nIt does not know small creeks.", "limitations", True),
        (
            "## Evaluation\n\nWe checked the data for contamination with 3 benchmarks.",
            "evaluation",
            False,
        ),
        ("Brook leverages the Delta architecture with a Pond backbone.", "architecture", True),
        ("It was tuned on 2,400 manually labelled sentences from diaries.", "training-data", True),
    ],
)
def test_items_told_in_other_words(text: str, item: str, told: bool) -> None:
    assert (item in facts("docs.card", text)) is told
