"""The reader of statements: facts as cards tell them, with the line that they stand on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.readers import read
from crawlers.readers.statement import read_statement
from crawlers.snapshots import Snapshot
from registry.scoring.evidence import Evidence, Origin, Outcome
from tests.statements import example

PAGE = "https://huggingface.co/acme/nimbus"


def snapshot(statement: str | bytes | None, **told: object) -> Snapshot:
    body = statement.encode() if isinstance(statement, str) else statement
    return Snapshot("model", "acme/nimbus", "abc", told, PAGE, statement=body)


def facts(body: str) -> list[tuple[str, str, str]]:
    return [
        (e.criterion, "denied" if e.outcome is Outcome.DENIED else e.fact, e.value)
        for e in read_statement(snapshot(f"transparency: 1\n{body}"))
    ]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("weights: {license: mit}", [("weights.license", "tag", "mit")]),
        (
            "weights: {checkpoints: [{url: 'https://a.example/1', what: step 1}]}",
            [("weights.checkpoints", "single", "step 1")],
        ),
        (
            "weights: {checkpoints: [{url: 'https://a.example/1', covers: many}]}",
            [("weights.checkpoints", "intermediate", "https://a.example/1")],
        ),
        ("weights: {checkpoints: [{what: step 1}]}", []),
        ("weights: {checkpoints: {withheld: no}}", [("weights.checkpoints", "denied", "")]),
        (
            "data: {sources: [{name: acme/own}], complete: true}",
            [("data.sources", "dataset", "acme/own")],
        ),
        (
            "data: {sources: [{name: Nimbus Crawl}]}",
            [
                ("data.sources", "name", "Nimbus Crawl"),
                ("data.sources", "rest", "not said to be all"),
            ],
        ),
        (
            "data: {sources: [{kind: books}], complete: true}",
            [("data.sources", "kind-listed", "books"), ("data.datasheet", "composition", "books")],
        ),
        ("data: {sources: {withheld: secret}}", [("data.sources", "denied", "")]),
        ("data: {withheld: rights}", [("data.access", "denied", "")]),
        ("data: {withheld: TODO}", []),
        ("data: {processing: [{step: MinHash}]}", [("data.processing", "step", "MinHash")]),
        ("data: {processing: {withheld: no}}", [("data.processing", "denied", "")]),
        (
            "code: {training: [{url: 'https://a.example/c', covers: everything}]}",
            [
                ("code.training", "training-code", "pre-training and post-training"),
                ("post.code", "code", "https://a.example/c"),
            ],
        ),
        ("code: {training: {withheld: no}}", [("code.training", "denied", "")]),
        ("code: {recipe: {withheld: no}}", [("code.recipe", "denied", "")]),
        (
            "code: {compute: {hardware: H100, count: 8, device_hours: 90}}",
            [
                ("code.compute", "accelerators", "8 × H100"),
                ("code.compute", "device-hours", "90 device-hours"),
            ],
        ),
        ("code: {compute: {withheld: no}}", [("code.compute", "denied", "")]),
        ("post: none", [("post", "base-said", "post: none")]),
        ("post: {stages: {withheld: no}}", [("post.method", "denied", "")]),
        (
            "post: {stages: [{method: sft, data: [{name: a/b}], complete: true}]}",
            [("post.method", "stage", "sft"), ("post.instructions", "dataset", "a/b")],
        ),
        (
            "post: {stages: [{method: dpo, data: {withheld: no}}]}",
            [("post.method", "stage", "dpo"), ("post.preferences", "denied", "")],
        ),
        (
            "post: {stages: [{method: long-context, data: [{name: a/b}]}]}",
            [("post", "further-stage", "long-context")],
        ),
        (
            "post: {stages: [{method: ppo, reward: {kind: acme/reward-7b, withheld: no}}]}",
            [
                ("post.method", "stage", "ppo"),
                ("post.reward", "described", "acme/reward-7b"),
                ("post.reward", "denied", ""),
            ],
        ),
        (
            "post: {annotation: {none: all synthetic}}",
            [("post.annotation", "synthetic", "all synthetic")],
        ),
        ("post: {annotation: {withheld: no}}", [("post.annotation", "denied", "")]),
        ("docs: {review: {venue: ACL 2026}}", [("docs.review", "venue", "ACL 2026")]),
    ],
)
def test_facts(body: str, wanted: list[tuple[str, str, str]]):
    assert facts(body) == wanted


@pytest.mark.parametrize(
    "body",
    [
        "data: {sources: [{name: undisclosed}], complete: true}",
        "data: {sources: [{name: Proprietary data}], complete: true}",
        "data: {sources: [{kind: not disclosed}], complete: true}",
        "data: {processing: [{step: standard}]}",
        "code: {license: confidential}",
        "weights: {license: open source}",
        "weights: {license: see LICENSE}",
        "code: {recipe: {learning_rate: secret, batch_size: large, optimizer: standard, schedule: usual}}",
        "code: {recipe: {learning_rate: 0, duration: long, precision: high, context_length: full}}",
        "code: {evaluation: {harness: internal, shots: various}}",
        "code: {compute: {hardware: GPUs, count: 8}}",
        "code: {compute: {hardware: 8 GPUs}}",
        "code: {compute: {duration: a while, energy: a lot, device_hours: many}}",
        "code: {compute: {duration: 2023-01-01}}",
        "post: {annotation: {who: internal, how_many: several, pay: fair}}",
        "docs: {review: {venue: arXiv}}",
        "docs: {review: {venue: under review at NeurIPS}}",
        "weights: {checkpoints: [{url: 'https://huggingface.co/acme/nimbus'}]}",
    ],
)
def test_words_that_tell_nothing_are_no_facts(body: str):
    assert facts(body) == []


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("name: web data", [("data.sources", "kind-listed", "web data")]),
        (
            "name: C4, withheld: our copy is filtered",
            [("data.sources", "name", "C4"), ("data.access", "denied", "")],
        ),
    ],
)
def test_a_source_is_no_more_than_it_says(source: str, wanted: list[tuple[str, str, str]]):
    assert facts(f"data: {{sources: [{{{source}}}], complete: true}}") == wanted


def test_sources_without_a_name_leave_a_rest_however_complete_the_list():
    told = facts("data: {sources: [{name: C4}, {withheld: contracts}], complete: true}")
    assert ("data.sources", "rest", "others have no name") in told


def test_what_is_withheld_is_not_public_for_its_sources_are():
    told = facts("data: {sources: [{name: C4}], complete: true, withheld: rights}")
    assert ("data.sources", "part", "withheld") in told


def test_a_tuning_set_that_is_withheld_is_not_the_public_one_of_its_name():
    row = "{name: HuggingFaceH4/ultrachat_200k, withheld: ours is filtered}"
    told = facts(f"post: {{stages: [{{method: sft, data: [{row}], complete: true}}]}}")
    assert ("post.instructions", "named", "HuggingFaceH4/ultrachat_200k") in told
    assert not [fact for fact in told if fact[1] in ("known", "dataset")]


def test_a_post_on_a_blog_is_no_paper():
    for url, fact in (
        ("https://a.example/blog/x", "blog"),
        ("https://a.example/blog/x.pdf", "report"),
    ):
        assert facts(f"docs: {{paper: '{url}'}}") == [("docs.paper", fact, url)]


def test_one_address_given_thrice_is_one_checkpoint():
    row = "{url: 'https://a.example/1', what: step 1}"
    told = facts(f"weights: {{checkpoints: [{row}, {row}, {row}]}}")
    assert {fact for _, fact, _ in told} == {"single"}


def test_a_known_corpus_is_one_however_it_is_named():
    for row in ("name: C4", "url: 'https://huggingface.co/datasets/allenai/c4'"):
        told = facts(f"data: {{sources: [{{{row}}}], complete: true}}")
        assert ("data.sources", "corpus", "C4") in told
        assert ("data.access", "public", "C4") in told


def test_one_stage_without_code_makes_that_of_the_others_a_part():
    stage = "{method: sft, code: 'https://a.example/sft'}"
    assert ("post.code", "code", "https://a.example/sft") in facts(f"post: {{stages: [{stage}]}}")
    told = facts(f"post: {{stages: [{stage}, {{method: dpo}}]}}")
    assert ("post.code", "code-part", "https://a.example/sft") in told
    assert ("post", "stage-order", "sft dpo") in told


def test_licences_count_where_every_source_has_one():
    rows = "{name: C4, license: odc-by}, {name: Dolma}"
    assert not [f for f in facts(f"data: {{sources: [{rows}]}}") if f[0] == "data.license"]


def test_evidence_stands_on_its_lines_and_leads_there():
    lines = example().splitlines()
    found = list(read_statement(snapshot(example())))
    assert len(found) > 50
    for e in found:
        file, _, line = e.place.partition(":")
        assert file == "TRANSPARENCY.yaml"
        assert e.origin is Origin.PUBLISHER
        assert e.url == f"{PAGE}/blob/abc/TRANSPARENCY.yaml?code=true#L{line}"
        assert lines[int(line) - 1].strip().startswith(e.quote.splitlines()[0].rstrip("…"))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (b"\xff", "line 1: It is not UTF-8"),
        (b"", "line 1: It is empty"),
        (b"transparency: 1\nx: 1\ny: 2", "line 2: `x` is no key of a statement"),
    ],
)
def test_what_cannot_be_read_says_so_and_makes_nothing_unchecked(statement: bytes, words: str):
    [told] = [e for e in read(snapshot(statement, siblings=[])) if e.origin is Origin.PUBLISHER]
    assert (told.criterion, told.fact) == ("statement", "unreadable")
    assert told.outcome is Outcome.UNCHECKED
    assert told.value.startswith(words)


def test_what_is_listed_and_was_not_fetched_is_unchecked():
    listed = [{"rfilename": "TRANSPARENCY.yaml"}]
    [told] = read_statement(snapshot(None, siblings=listed))
    assert told.value == "it could not be fetched"
    assert list(read_statement(snapshot(None, siblings=[]))) == []


def test_the_digest_of_what_has_no_statement_is_what_it_was():
    plain = snapshot(None, siblings=[])
    assert plain.digest == "9978d7eb27c888830dfc90da6280dd32bab78e0299a975fbc48b128312502224"
    assert snapshot("x", siblings=[]).digest != plain.digest


@settings(max_examples=100)
@given(st.binary(max_size=200) | st.text().map(lambda t: f"transparency: 1\n{t}".encode()))
def test_nothing_makes_the_reader_fail(statement: bytes):
    told = [e for e in read(snapshot(statement, siblings=[])) if e.origin is Origin.PUBLISHER]
    assert not [e for e in told if "failed" in e.value]
    assert all(Evidence.from_dict(e.as_dict()) == e for e in told)
