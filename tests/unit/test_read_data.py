"""The readers of pre-training data and of dataset repos, on short cards written for these tests."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.readers.corpora import CORPORA, dataset_id, known, named
from crawlers.readers.cues import cues
from crawlers.readers.data import read_data
from crawlers.readers.datasets import read_dataset
from registry.scoring.datasets import dataset_from_evidence, linked_datasets
from registry.scoring.evidence import Evidence, Outcome
from tests.unit.cases import observed

PILE = "EleutherAI/pile"


def facts(text: str, criterion: str = "data.sources", **metadata: object) -> set[tuple[str, str]]:
    found = read_data(observed(text, **metadata))
    return {
        (e.fact, e.value) for e in found if e.criterion == criterion and e.outcome is Outcome.FOUND
    }


def names(text: str, **metadata: object) -> set[str]:
    kinds = {"corpus", "dataset", "name"}
    return {value for fact, value in facts(text, **metadata) if fact in kinds}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brook was pre-trained on the Pile.", {"The Pile"}),
        ("Brook is a model trained from scratch on Dolma 3 and C4.", {"Dolma 3", "C4"}),
        ("## Training data\n\n- FineWeb-Edu\n- Cosmopedia", {"FineWeb-Edu", "Cosmopedia"}),
        ("**Training Data**\n\nPlease refer to SlimPajama.", {"SlimPajama"}),
        ("The weights were trained on the Lindera corpus.", {"Lindera"}),
        (
            "We pre-train on [our mix](https://huggingface.co/datasets/acme/brook-mix).",
            {"acme/brook-mix"},
        ),
        ("Pre-trained on RefinedWeb and fine-tuned on Cosmopedia.", {"RefinedWeb"}),
        ("See mC4 for pretraining and xP3 for finetuning, both trained to the end.", {"mC4"}),
        ("模型在悟道数据集上进行预训练。", {"WuDao"}),
        ("Pre-trained on 9B tokens from the Thai subset of FjordWeb24.", {"FjordWeb24"}),
        ("Trained on a blend of the following corpora.\n\n- Dolma\n- C4", {"Dolma", "C4"}),
        ("Brook was trained on a data mix consisting of:\n\n- FineWeb\n- peS2o", {"FineWeb", "peS2o"}),
        ("The data for the model consists of a Wikipedia dump and ParaCrawl.", {"Wikipedia", "ParaCrawl"}),
        ("## Notes\n\n- Data set: SlimPajama\n- Tokenizer: BPE", {"SlimPajama"}),
        ("Trained on the SlimPajamas dataset.", {"SlimPajama"}),
        ("## Training data\n\n- Heron 2, a large corpus of letters\n- C4", {"Heron 2", "C4"}),
        ("Trained on [Thai C4](https://huggingface.co/datasets/mc4).", {"mC4"}),
        ("## Training data\n\n| Corpus | Share |\n|---|---|\n| proof_pile | 9 |", {"Proof-Pile"}),
        ("모델은 OSCAR 말뭉치로 사전학습되었습니다.", {"OSCAR"}),
        ("## Training data\n\n- Heron9 (12.5 GB of letters)\n- C4", {"Heron9", "C4"}),
        ("## Training data\n\n- Books (12.5 GB of letters)\n- C4", {"C4"}),
        ("Trained on Fjordbooru images with IDs modulo 0000-0899.", {"Fjordbooru"}),
        ("To train it, get TinyStoriesV2-GPT4-train.txt first.", {"TinyStories"}),
    ],
)  # fmt: skip
def test_a_corpus_named_as_pretraining_data_is_a_source(text: str, expected: set[str]):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Brook was evaluated on C4 and the Pile.",
        "## Evaluation\n\nPerplexity on C4 is given in the table for every model we trained.",
        "Brook was not trained on Books3 or any part of the Pile.",
        "All pages of Wikipedia were removed before we trained on the rest.",
        "Unlike Tern, which was pre-trained on the Pile, ours is small.",
        "Pythia was pre-trained on the Pile.",
        "The tokenizer was trained on C4.",
        "Results will improve: a version trained on FineWeb will be released soon.",
        "You can train it on RedPajama yourself with the script below.",
        "GPTQ calibration used C4; the model was trained by others.",
        "Paper: arXiv:2001.00001. We trained for a week (arxiv).",
        "```\npython train.py --data the Pile\n```",
        "The following corpora are left for tests:\n\n- Dolma\n- C4",
        "We benchmark the trained model on the following datasets:\n\n- Dolma\n- C4",
        "Trained to be kind. The model follows:\n\n- FineWeb\n- C4",
        "## Training data\n\n1. Remove pages that look like Wikipedia.",
        "## Evaluation\n\n- Data set: SlimPajama",
        "## Evals\n\nThe data was drawn from C4.",
        "Trained on a part of the A100 cluster.",
    ],
)
def test_what_is_no_pretraining_data_is_no_source(text: str):
    assert names(text, id="acme/brook-7b-chat" if "GPTQ" in text else "acme/brook-7b") == set()


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Trained on the Pile, C4 and proprietary data.", "rest", "proprietary"),
        ("Trained on public datasets, including C4 and Dolma.", "rest", "including C4"[:9]),
        ("Trained on a subset of C4.", "part", "subset of"),
        ("Trained primarily on C4.", "rest", "primarily"),
        ("Trained on sources like the splits 0.5-to-0.7 of C4 and Dolma.", "rest", "like"),
        ("Trained on C4, Wikipedia and news articles.", "part", "and news"),
        ("Trained on C4 and publicly available data.", "rest", "and publicly"),
        ("Trained on ~9m letters from the ChEMBL database.", "part", "9m letters from"),
        ("Trained on Wikipedia and part of the C4 corpus.", "part", "part of"),
        (
            "## Training data\n\nC4 is used. A blend of parallel data is also used.",
            "rest",
            "data is also",
        ),
    ],
)
def test_words_that_leave_a_part_unnamed(text: str, fact: str, value: str):
    assert any(f == fact and v.startswith(value) for f, v in facts(text))


@pytest.mark.parametrize(
    "text",
    [
        "Trained on C4, with primarily English language.",
        "Trained on C4 and Dolma, mostly in German.",
        "Trained on C4 with our proprietary training framework.",
        "Including for long texts, we trained it on C4.",
        "A BERT-like model that was trained on C4.",
        "Trained on the LAION-2B English subset of LAION-5B.",
        "Trained on 300B tokens from the Pile.",
        "Trained on 1.2 million pictures from ImageNet-1k.",
        "## Usage\n\nTrained on C4. Data of your own is also used.",
    ],
)
def test_words_that_leave_nothing_unnamed(text: str):
    assert not [fact for fact, _ in facts(text) if fact in {"rest", "part"}]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("| Brook-7B | Publicly available online data. | 7B |", {"publicly available data"}),
        ("| Tern-7B | Publicly available online data. | 7B |", set()),
        ("| Brook-7B | - | Publicly available online data. |", set()),
    ],
)
def test_the_column_on_training_data_counts_in_the_own_row(rows: str, expected: set[str]):
    table = f"| Model | Training data | Size |\n|---|---|---|\n{rows}"
    assert {value for fact, value in facts(table) if fact.startswith("kind")} == expected


def test_an_item_that_goes_on_describes_what_it_began_with():
    found = facts("## Training data\n\n- Dolma is large. It has news and books.\n- C4")
    assert found == {("corpus", "Dolma"), ("corpus", "C4")}


@pytest.mark.parametrize("value", ["null", "None", "[null]", "n/a"])
def test_no_dataset_in_the_front_matter_is_none(value: str):
    assert facts(f"---\ndatasets: {value}\n---\nBrook was pre-trained at length.") == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Brook is trained on web pages and books.", "books"),
        ("Brook was pre-trained on a large corpus of financial texts.", "financial texts"),
        ("Trained on web pages and books from undisclosed sources.", "books"),
        ("사전 학습 데이터는 뉴스와 도서로 이루어져 있습니다.", "books"),
        ("The model was pretrained on 2T tokens of public data and code.", "code"),
        ("## Training data\n\n| Source | Share |\n|---|---|\n| Korean blogs | 40% |", "forums"),
        ("预训练数据包括大量网页、书籍。", "books"),
        ("Trained on publicly available data.", "publicly available data"),
        ("Trained to predict the next word on news articles.", "news"),
        ("## Dataset\n\n- some 150 pictures of boats", "images"),
    ],
)
def test_kinds_of_data(text: str, kind: str):
    assert any(value.startswith(kind) for fact, value in facts(text) if fact.startswith("kind"))


@pytest.mark.parametrize(
    "text",
    [
        "Brook was trained on 3T tokens in English and Chinese.",
        "Trained on a large, carefully curated, high-quality corpus.",
        "Our training code is on GitHub.",
        "The data may contain text of the web.",
        "Never trained on books or code.",
        "Brook is trained to make short clips from an image.",
        "The model was trained to answer depending on an image.",
        "## Training data\n\n[More Information Needed]",
    ],
)
def test_what_tells_no_kind(text: str):
    assert facts(text) == set()


@pytest.mark.parametrize(
    ("text", "fact", "value", "criterion"),
    [
        (
            "# Brook\n\n- **Pretraining** [Checkpoints](https://hf.co/acme/b), "
            "[Data](https://huggingface.co/datasets/acme/stream)",
            "dataset",
            "acme/stream",
            "data.sources",
        ),
        (
            "# Brook\n\n## Continual pretraining\n\nThe raw data holds text from OpenWebText.",
            "corpus",
            "OpenWebText",
            "data.sources",
        ),
        (
            "Trained on C4.\n\nCode and the full data sequence are available under the Apache 2.0 "
            "license.",
            "license",
            "Apache 2.0",
            "data.license",
        ),
        (
            "Trained on C4.\n\n- [Data preparation](https://github.com/acme/brook-prep)",
            "code",
            "Data preparation",
            "data.processing",
        ),
        (
            "## Training data\n\nFor the pretraining data, see the "
            "[RefinedWeb paper](https://arxiv.org/abs/1).",
            "datasheet",
            "RefinedWeb paper",
            "data.datasheet",
        ),
    ],
)
def test_data_told_of_in_lists_sections_and_links(text: str, fact: str, value: str, criterion: str):
    assert (fact, value) in facts(text, criterion)


@pytest.mark.parametrize(
    "text",
    [
        "---\ndatasets: [acme/leaves]\n---\n# Leaf classifier\n\nIt tells leaves apart.",
        "## Pretraining\n\nOur probing datasets are at "
        "[here](https://huggingface.co/datasets/acme/questions).",
        "## Training data\n\n- [scores](https://huggingface.co/datasets/acme/brook-evals)",
        "The model was trained on Polish corpora.",
    ],
)
def test_lists_of_unknown_sets_and_of_tests_name_no_source(text: str):
    assert names(text) == set()


LISTED = "---\ndatasets: [acme/leaves, acme/birds]\n---\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trained on Leaves, pictures of trees.", {"acme/leaves", "acme/birds"}),
        ("All of the datasets and the code are released publicly.", {"acme/leaves", "acme/birds"}),
        ("Pre-trained on Leaves and fine-tuned on Birds.", {"acme/leaves"}),
        ("Fine-tuned on Leaves and tested on Birds.", set()),
        ("All of the code is released publicly.", set()),
    ],
)
def test_the_front_matter_counts_by_what_the_card_says_of_it(text: str, expected: set[str]):
    assert names(LISTED + text) == expected


def test_a_dataset_that_is_called_as_the_release_is_not_told_from_it():
    assert names("---\ndatasets: [brook]\n---\nBrook was trained for a week.") == set()


def test_a_listed_dataset_of_which_only_a_part_was_used():
    text = f"{LISTED}Trained on a subset of the Leaves collection."
    assert ("part", "subset of") in facts(text)


def test_sets_to_test_on_are_not_trained_on():
    text = "---\ndatasets: [acme/leaves, acme/Set14, acme/leaf-bench]\n---\nPre-trained on Leaves."
    assert names(text) == {"acme/leaves"}


def test_an_old_id_leads_to_where_the_repo_is():
    text = "---\ndatasets: [imagenet-1k, bookcorpus]\n---\nA base model."
    targets = {e.target.partition("datasets/")[2] for e in read_data(observed(text))}
    assert targets == {"ILSVRC/imagenet-1k", "bookcorpus/bookcorpus"}


class TestTunedReleases:
    """Of a fine-tuned model, "trained on" tells of fine-tuning."""

    CHAT = "acme/brook-7b-chat"

    @pytest.mark.parametrize(
        "text",
        [
            "Brook Chat was trained on books and forum posts.",
            "---\ndatasets: [acme/talks, wikipedia]\n---\nA chat model.",
            "## Training data\n\nThe [talks](https://huggingface.co/datasets/acme/talks) set.",
            "Fine-tuned on the Pile.",
        ],
    )
    def test_fine_tuning_data_does_not_count(self, text: str):
        assert facts(text, id=self.CHAT) == set()

    def test_a_known_corpus_tells_of_the_base(self):
        text = "---\ndatasets: [acme/talks, cerebras/SlimPajama-627B]\n---\nA chat model."
        assert names(text, id=self.CHAT) == {"SlimPajama"}

    def test_what_is_said_of_the_base_counts(self):
        text = "Its base was pre-trained on Dolma, and it was then fine-tuned on talks."
        assert names(text, base_model="acme/brook-7b", id=self.CHAT) == {"Dolma"}

    def test_trained_and_then_fine_tuned(self):
        text = "Brook is trained on ~9M tweets and finetuned for moods."
        assert facts(text, id=self.CHAT) == {("kind", "forums and social media")}
        assert facts("Brook is trained on tweets with fine-tuning.", id=self.CHAT) == set()

    @pytest.mark.parametrize(
        "words", ["This is a Dreambooth model", "Made with dreambooth: it was"]
    )
    def test_a_method_that_begins_with_a_finished_model(self, words: str):
        assert facts(f"{words} trained on photos.") == set()

    def test_trillions_of_tokens_tell_of_the_base(self):
        text = (
            "## Model data\n\n### Training dataset\n\nTrained with 4 trillion tokens of:\n\n"
            "- Web documents of many languages.\n- Mathematics for reasoning."
        )
        assert {v for _, v in facts(text, id=self.CHAT)} >= {"web pages", "mathematics"}

    def test_a_base_of_unknown_data(self):
        text = "It is unknown what the composition of the corpus was used to train the base model."
        assert ("unknown", "") in facts(text, id=self.CHAT)

    @pytest.mark.parametrize(
        "hint",
        [{"pipeline_tag": "token-classification"}, {"tags": ["trl"]}, {"id": "acme/brook-dpo"}],
    )
    def test_metadata_tells_that_a_release_is_tuned(self, hint: dict[str, object]):
        assert facts("The model was trained on books.", **hint) == set()


def test_front_matter_of_a_base_model_counts():
    text = f"---\ndatasets:\n- {PILE}\n- acme/more\n---\nA base model."
    assert facts(text) == {("corpus", "The Pile"), ("dataset", "acme/more")}


class TestDocumentation:
    """Access, licence, datasheet and processing."""

    def test_numbers_of_a_collection_are_an_exact_list(self):
        text = "## Dataset\n\nTrained on Fjordbooru images with IDs modulo 0000-0899."
        assert ("rebuild", "with IDs modulo 0") in facts(text, "data.access")
        assert facts("Trained on C4, with IDs for all.", "data.access") == {("public", "C4")}

    @pytest.mark.parametrize(
        "text",
        [
            "The second stage is to embed documents, with a view to the corpus.",
            "Trained on C4. It is possible to get a safe subset by filtering out the rest.",
            "Trained on C4. Its pages can be filtered by their marks.",
        ],
    )
    def test_what_could_be_done_is_no_processing(self, text: str):
        assert facts(text, "data.processing") == set()

    def test_a_name_with_its_size_is_composition(self):
        text = "## Training data\n\n- Heron9 (12.5 GB of letters)"
        assert ("composition", "Heron9") in facts(text, "data.datasheet")

    def test_what_is_masked_is_no_composition(self):
        text = "## Training data\n\nTrained on letters. 15% of the tokens are masked."
        assert facts(text, "data.datasheet") == set()

    def test_a_withheld_corpus_is_denied(self):
        text = "Trained on the Lindera corpus. The training data will not be released."
        denied = [e for e in read_data(observed(text)) if e.outcome is Outcome.DENIED]
        assert [e.criterion for e in denied] == ["data.access"]

    def test_undisclosed_sources_are_denied(self):
        text = "We do not disclose the pre-training data of this model."
        denied = {e.criterion for e in read_data(observed(text)) if e.outcome is Outcome.DENIED}
        assert denied == {"data.access", "data.sources"}

    def test_a_known_corpus_is_public_wherever_it_is_named(self):
        assert ("public", "C4") in facts("Pre-trained on C4.", "data.access")

    def test_a_corpus_that_was_never_published_is_not(self):
        assert facts("Pre-trained on WebText.", "data.access") == set()

    def test_the_whole_corpus(self):
        url = "https://huggingface.co/datasets/acme/brook-mix"
        text = f"The full pre-training data is available [here]({url})."
        assert ("whole", "acme/brook-mix") in facts(text, "data.access")

    def test_scripts_that_rebuild_the_data(self):
        text = "[Scripts](https://github.com/acme/mix) to reproduce the training data mix."
        assert facts(text, "data.access") == {("rebuild", "Scripts")}

    def test_a_licence_of_the_data(self):
        text = "## Training data\n\nThe dataset is released under the ODC-BY license."
        assert facts(text, "data.license") == {("license", "ODC-BY")}

    def test_a_datasheet_needs_a_link(self):
        linked = "Trained on Ripple; see the [datasheet](https://acme.org/s) of the training data."
        assert ("datasheet", "datasheet") in facts(linked, "data.datasheet")
        assert facts("We wrote no datasheet of the training data.", "data.datasheet") == set()

    def test_composition_in_a_table(self):
        text = "## Training data\n\n| Source | Tokens |\n|---|---|\n| Books | 12B |"
        assert ("composition", "Books") in facts(text, "data.datasheet")

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("The training data was deduplicated with MinHash.", True),
            ("The training corpus was filtered by a quality classifier.", True),
            ("The training data was not deduplicated.", False),
            ("Great efforts were made to clean the training data.", False),
            ("Trained on https://huggingface.co/datasets/acme/mix-dedup data.", False),
            ("Fine-tuning data was deduplicated.", False),
            ("Pre-trained on 2 TB of filtered text from the web.", True),
            ("Training runs in three sampling phases over the data.", True),
            (
                "To train it we combine 3.1T tokens of C4 and Dolma to form a 4T token dataset.",
                True,
            ),
            ("Phase 2 is pre-training on 50B tokens of better data.", True),
            ("Small languages were oversampled in the training data.", True),
            ("The training data mixes text and code at a ratio of 4:1.", True),
            ("All pages were removed from the training corpus that hold less than a line.", True),
            ("## Data\n\nC4. Elsewhere: the filtered, deduplicated C4 helps.", True),
            (
                "Trained on C4.\n\n## Notes\n\nIt is fast thanks to the cleaned and deduplicated C4.",
                True,
            ),
            ("Les données d'entraînement ont été filtrées avant l'entraînement.", True),
            ("Phase 2 is pre-training on the same data with longer sequences.", False),
            ("The training data was unfiltered.", False),
            ("We pre-trained on raw data; later the filtered data will be released.", False),
            (
                "The training data may be harmful; we recommend that you use filtered outputs.",
                False,
            ),
            ("Pre-trained on tweets and fine-tuned for hate language identification.", False),
            ("Trained on C4.\n\n## Notes\n\nPerplexity was evaluated on the cleaned C4.", False),
            ("Trained on the Stack Dedup dataset.", False),
        ],
    )
    def test_steps_of_processing(self, text: str, found: bool):
        assert bool(facts(text, "data.processing")) is found

    def test_code_of_processing(self):
        text = "The training data was filtered with [scripts](https://github.com/acme/sieve)."
        assert ("code", "scripts") in facts(text, "data.processing")

    def test_a_repository_that_holds_a_dataset_is_no_code_of_processing(self):
        text = "Trained on code and the filtered [Foo dataset](https://github.com/acme/foo)."
        assert {fact for fact, _ in facts(text, "data.processing")} == {"step"}


class TestCorpora:
    """The table of known corpora."""

    def test_names_and_ids_are_unique(self):
        ids = [i.lower() for c in CORPORA for i in c.hub]
        shared = {"eleutherai/proof-pile-2", "huggingfacetb/smollm-corpus"}
        assert {i for i in ids if ids.count(i) > 1} <= shared

    def test_longer_names_win(self):
        found = [n.corpus.name for n in named("FineWeb-Edu, FineWeb, the Stack v2, Dolma 3, Dolma")]
        assert found == ["FineWeb-Edu", "FineWeb", "The Stack v2", "Dolma 3", "Dolma"]

    def test_a_model_with_a_corpus_in_its_name_is_none(self):
        assert list(named("a pile of RedPajama-INCITE-7B oscars, and the stack overflowed")) == []

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://huggingface.co/datasets/acme/mix/tree/main", "acme/mix"),
            ("https://hf.co/datasets/mc4", "mc4"),
            ("https://huggingface.co/datasets/squad/viewer/x", "squad"),
            ("https://huggingface.co/datasets/acme/mix/resolve/main/a.png", ""),
            ("https://example.org/datasets", ""),
        ],
    )
    def test_ids_in_addresses(self, url: str, expected: str):
        assert dataset_id(url) == expected

    def test_known_ids(self):
        corpus = known("the_pile")
        assert corpus is not None
        assert corpus.name == "The Pile"
        assert known("acme/mix") is None


class TestDatasetRepos:
    """What is read in a dataset repo becomes a dataset of the registry."""

    CARD = (
        "---\nlicense: odc-by\n---\n# Mix\n\nThe corpus consists of 3M documents. "
        "It was collected from crawls of public sites in five languages. "
        "Documents were filtered by length and deduplicated. "
    ) + "".join(f"More is told of part {n} here. " for n in range(20))

    def read(self, text: str, **metadata: object) -> dict[str, str]:
        found = read_dataset(observed(text, kind="dataset", id="acme/mix", **metadata))
        return {e.fact: e.value for e in found}

    def test_a_documented_repo(self):
        assert self.read(self.CARD) == {"license": "odc-by", "documented": ""}

    def test_tags_where_the_card_says_nothing(self):
        found = self.read("", tags=["license:mit", "region:us"], gated="auto")
        assert found == {"license": "mit", "gated": "auto", "bare": ""}

    def test_the_same_words_again_document_nothing(self):
        text = "The corpus consists of cleaned documents that we collected. " * 20
        assert self.read(text) == {"bare": ""}

    @pytest.mark.parametrize("text", ["", "# Mix\n\nData.", "[More Information Needed]\n\n" * 90])
    def test_an_empty_or_template_card_documents_nothing(self, text: str):
        assert self.read(text) == {"bare": ""}

    def test_of_a_card_that_was_not_seen_nothing_is_said(self):
        seen = observed("", kind="dataset", id="acme/mix")
        unseen = replace(seen, snapshot=replace(seen.snapshot, card=None))
        assert list(read_dataset(unseen)) == []

    def test_from_evidence(self):
        evidence = read_dataset(observed(self.CARD, kind="dataset", id="acme/mix", gated="manual"))
        found = dataset_from_evidence("acme/mix", evidence, "https://hf.example/acme/mix")
        assert (found.outcome, found.gated, found.license) == (Outcome.FOUND, "manual", "odc-by")
        assert found.documented

    def test_linked_datasets_of_all_criteria(self):
        page = "https://huggingface.co/datasets"
        evidence = (
            Evidence("data.sources", "corpus", value="The Pile", target=f"{page}/{PILE}"),
            Evidence("post.instructions", "dataset", value="acme/talks"),
            Evidence("post.preferences", "dataset", Outcome.DENIED, value="acme/secret"),
            Evidence("data.sources", "dataset", value="acme/talks"),
            Evidence("dataset", "license", value="mit"),
            Evidence("code.training", "repository", target="https://github.com/acme/x"),
        )
        assert linked_datasets(evidence) == (PILE, "acme/talks")


@given(st.text(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read(text: str):
    for evidence in read_data(observed(text)):
        assert evidence.criterion.startswith("data.")
        assert evidence.url


@given(
    st.lists(
        st.sampled_from(["pre-trained", "on", "the", "Pile", ",", "not", "data", "|", "#", "12B"])
    )
)
@settings(max_examples=150, deadline=None)
def test_any_words_can_be_read(words: list[str]):
    list(read_data(observed(" ".join(words))))


@pytest.mark.parametrize("unit", ["trained on A ", "data of the ", "1,1", "the Pile ", "((", "a-"])
def test_hostile_text_is_read_in_time(unit: str):
    card = observed(f"## Training data\n\n{unit * 2000}")
    start = time.perf_counter()
    list(read_data(card))
    assert time.perf_counter() - start < 2


def test_cues_are_tried_at_their_stems_only():
    found = cues(r"pre-?training|网页", "pretraining")
    assert [m[0] for m in found.find("Pre-training and unpretraining")] == ["Pre-training"]
    assert [m[0] for m in found.find("使用网页")] == ["网页"]
