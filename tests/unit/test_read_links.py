"""Links: the kind of every address, and what the registry knows of the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.readers.link_kinds import kind_of
from crawlers.readers.links import MAX_LINKS, read_links
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence
from registry.scoring.links import repo_of, resolved
from tests.unit.cases import observed


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://huggingface.co/datasets/brook/water", "dataset"),
        ("https://hf.co/brook/brook-7b", "model"),
        ("https://huggingface.co/gpt2", "page"),
        ("https://huggingface.co/brook/brook-7b/blob/main/LICENSE.txt", "license"),
        ("https://huggingface.co/collections/brook/all-of-it-123", "collection"),
        ("https://huggingface.co/spaces/brook/chat", "demo"),
        ("https://huggingface.co/papers/2301.00001", "paper"),
        ("https://huggingface.co/docs/transformers", "documentation"),
        ("https://huggingface.co/blog/brook", "blog"),
        ("https://www.github.com/brook/train", "code"),
        ("https://github.com/brook/train/blob/main/LICENSE", "license"),
        ("https://github.com/brook/train/blob/main/report.pdf", "paper"),
        ("https://raw.githubusercontent.com/brook/x/main/data.jsonl", "dataset"),
        ("http://arxiv.org/abs/2301.00001v2", "paper"),
        ("https://brook.example/tech-report.pdf", "paper"),
        ("https://doi.org/10.5555/12345", "paper"),
        ("https://creativecommons.org/licenses/by/4.0/", "license"),
        ("https://brook.example/terms-of-use", "license"),
        ("https://colab.research.google.com/drive/1", "demo"),
        ("https://zenodo.org/record/1", "dataset"),
        ("https://brook.example/blog/a-model", "blog"),
        ("https://someone.medium.com/a-post", "blog"),
        ("https://brook.readthedocs.io/en/latest", "documentation"),
        ("https://wandb.ai/brook/runs/1", "training log"),
        ("https://modelscope.cn/models/brook/brook", "weights elsewhere"),
        ("https://youtu.be/abc", "video"),
        ("https://discord.gg/abc", "community"),
        ("https://brook.example", "page"),
        ("//brook.example/x", "page"),
        ("#usage", ""),
        ("LICENSE", ""),
        ("mailto:brook@example.org", ""),
        ("./figures/loss.png", ""),
        ("", ""),
    ],
)
def test_kinds(url: str, kind: str):
    assert kind_of(url) == kind


@given(st.text(alphabet="htps:/.?#[]@huggingface.coàb %\n", max_size=60))
def test_any_text_has_a_kind_or_none(url: str):
    assert isinstance(kind_of(url), str)


CARD = """
It reads [Water](https://huggingface.co/datasets/brook/water), as told in [the
paper](https://arxiv.org/abs/2301.00001). ![a figure](https://brook.example/loss.png)
[![badge](https://img.example/badge.svg)](https://github.com/brook/train) See [above](#water),
[Water again](https://huggingface.co/datasets/brook/water) and https://huggingface.co/brook/base.
"""


def test_each_address_is_told_once_with_its_words_and_place():
    found = {e.target: e for e in read_links(observed(CARD))}
    assert [(e.fact, e.quote) for e in found.values()] == [
        ("dataset", "Water"),
        ("paper", "the paper"),
        ("code", "badge"),
        ("model", "https://huggingface.co/brook/base"),
    ]
    assert all(e.place.startswith("README.md:") and e.url for e in found.values())


def test_a_card_of_nothing_but_links():
    many = " ".join(f"[a](https://brook.example/{n})" for n in range(3 * MAX_LINKS))
    assert len(list(read_links(observed(many)))) == MAX_LINKS


def test_a_link_alone_is_no_training_data():
    assert linked_datasets(read_links(observed(CARD))) == ()


def test_what_is_known_of_the_places():
    links = tuple(read_links(observed(CARD)))
    states = [
        (link.repo, link.state)
        for link in resolved(links, {"brook/water": "gone"}, {"brook/base": "gated"})
    ]
    assert states == [
        ("brook/water", "gone"),
        ("", ""),
        ("", ""),
        ("brook/base", "gated"),
    ]


@pytest.mark.parametrize(
    ("kind", "url", "repo"),
    [
        ("dataset", "https://huggingface.co/datasets/brook/water/viewer", "brook/water"),
        ("dataset", "https://huggingface.co/datasets/squad", "squad"),
        ("dataset", "https://zenodo.org/record/1", ""),
        ("model", "https://hf.co/brook/base?x=1", "brook/base"),
        ("model", "https://huggingface.co/datasets/brook/water", ""),
        ("code", "https://huggingface.co/brook/base", ""),
    ],
)
def test_repos_of_links(kind: str, url: str, repo: str):
    assert repo_of(Evidence("link", kind, target=url)) == repo
