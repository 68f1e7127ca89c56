"""Drafts: what is read in them, what stays unchecked, what is wrong with them; and that no text breaks the linter."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from crawlers.drafts import lint
from registry.linting.draft import WEIGHTS, Draft, DraftIdError, Known
from registry.linting.requirements import RequirementError, parse_requirement, unmet
from registry.resources import rubric
from registry.scoring.case import Dataset
from registry.scoring.evidence import Outcome
from registry.shapes.drafts import DraftReport

SHAPE = TypeAdapter(DraftReport)
CARD = dedent("""\
    ---
    license: apache-2.0
    datasets:
    - acme/nimbus-corpus
    ---

    # Nimbus 7B

    Nimbus was pre-trained from scratch on [the Nimbus corpus](https://huggingface.co/datasets/acme/nimbus-corpus).
    """)


def linted(card: str, **told: Any) -> dict[str, Any]:
    return lint(Draft(card.encode(), **told))


def warned(card: str, kind: str) -> list[tuple[int | None, str]]:
    return [(w["line"], w["text"]) for w in linted(card)["warnings"] if w["kind"] == kind]


# What is certain and what is not -----------------------------------------------------------------


def test_a_link_is_a_claim_until_it_is_checked():
    told = linted(CARD)
    mark = told["criteria"]["data.access"]
    assert (mark["level"], mark["points"], mark["ceiling"]) == ("unchecked", 0, 1)
    assert mark["claimed"] == "downloadable"
    assert mark["evidence"][0]["line"] == 3
    assert "access to the data" in told["bounds"]["unchecked"]
    assert "data.access" not in [step["criterion"] for step in told["steps"]]
    assert told["high"] > told["score"]


@pytest.mark.parametrize(
    ("outcome", "level"), [(Outcome.FOUND, "downloadable"), (Outcome.ABSENT, "undisclosed")]
)
def test_what_the_registry_has_looked_at_is_settled(outcome: Outcome, level: str):
    def lookup(datasets, bases):
        return Known({d: Dataset(d, outcome, license="mit") for d in datasets})

    told = lint(Draft(CARD.encode(), "acme/nimbus-7b"), lookup)
    mark = told["criteria"]["data.access"]
    assert (mark["level"], mark["claimed"]) == (level, None)


@pytest.mark.parametrize(
    ("files", "gated", "level"),
    [
        (None, "", "unchecked"),
        (None, "manual", "unchecked"),
        (WEIGHTS, "", "open-download"),
        (WEIGHTS, "manual", "approval"),
        (("README.md",), "", "withheld"),
    ],
)
def test_weights_are_known_by_the_files(files: tuple[str, ...] | None, gated: str, level: str):
    told = linted(CARD, files=files, gated=gated)
    assert told["criteria"]["weights.access"]["level"] == level
    assert (told["class"] is None) == (level == "unchecked")


def test_an_unknown_base_is_unchecked():
    told = linted("---\nbase_model: acme/cirrus-7b\n---\n# Nimbus\n")
    assert told["criteria"]["weights.base"]["level"] == "unchecked"
    assert told["criteria"]["weights.base"]["evidence"][0]["line"] == 2


def test_its_title_stands_for_an_id():
    card = "# Nimbus 7B\n\n[Nimbus 7B: technical report](https://arxiv.org/abs/2611.01234)\n"
    assert linted(card)["criteria"]["docs.paper"]["level"] == "detailed"
    with pytest.raises(DraftIdError, match="no id"):
        linted(card, id="a b/c")


def test_steps_go_from_low_effort_to_high_and_by_gain():
    steps = linted("# A\n")["steps"]
    order = ["low", "medium", "high"]
    keys = [(order.index(s["effort"]), -s["gain"]) for s in steps]
    assert keys == sorted(keys)
    assert len(keys) > 10
    assert all(s["snippet"]["level"] == s["to"] for s in steps)


# Warnings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("card", "kind", "line", "words"),
    [
        ("---\nlicense: mit\ntags: [a\n---\n# A\n", "malformed", 4, "can't be read"),
        ("---\nlicense: mit\n# A\n", "front-matter", 1, "no line ---"),
        ("# A\n", "front-matter", 1, "no front matter"),
        ("", "empty", None, "empty"),
        ("---\nx: 1\nlicense: apach-2.0\n---\n# A\n", "license", 3, "nearest known is apache-2.0"),
        ("---\nlicense: mit\n---\n# A\n\n[More Information Needed]\n", "placeholder", 6, "More"),
        ("---\nlicense: mit\n---\n# A\n\nSee <link to the data>.\n", "placeholder", 6, "<link to"),
        (
            "---\nlicense: mit\n---\n# A\n\nThe model is released under the Llama 2 license.\n",
            "license",
            2,
            "the more restrictive",
        ),
        (
            "---\nlicense: cc-by-nc-4.0\n---\n# A\n\nThis is a fully open-source model.\n",
            "claim",
            6,
            "not",
        ),
        ("x" * 1_048_600, "too-long", None, "too long"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(card: str, kind: str, line: int | None, words: str):
    found = warned(card, kind)
    assert [at for at, _ in found] == [line]
    assert words in found[0][1]


def test_bytes_that_are_not_utf_8_are_told():
    told = lint(Draft("# Modèle\n".encode("latin-1")))
    assert "encoding" in [w["kind"] for w in told["warnings"]]


@pytest.mark.parametrize(
    "text",
    [
        "See `<your own token>`.",
        "```\n<a b c>\n```",
        "<details open>x</details>",
        "**Data sets:**\n\n- C4",
    ],
)
def test_no_placeholder_is_seen_where_there_is_none(text: str):
    assert not warned(f"---\nlicense: mit\n---\n# A\n\n{text}\n", "placeholder")


def test_a_known_licence_is_no_warning():
    for tag in ("apache-2.0", "llama3.1", "Apache License 2.0", "gemma"):
        assert not warned(f"---\nlicense: {tag}\n---\n# A\n", "license"), tag


# Requirements ------------------------------------------------------------------------------------


def test_a_requirement_is_a_level_or_a_better_one():
    told = linted(CARD)
    wanted = [
        parse_requirement(w, rubric())
        for w in (
            "data.sources=named-in-part",
            "data.access=in-part",
            "weights.license = open-source",
            "post.method=each-stage",
        )
    ]
    # This base model has no post-training; a link is taken at its word.
    assert told["criteria"]["post.method"]["level"] == "n/a"
    assert list(unmet(told, wanted, told["score"])) == []
    missed = list(unmet(told, [parse_requirement("docs.paper=partial", rubric())], 100))
    assert len(missed) == 2
    assert "docs.paper is “none”, and “partial” is required" in missed[1]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("data.source=itemised", "nearest is data.sources"),
        ("data.sources=itemized", "nearest is itemised"),
        ("data.sources=zzz", "its levels are itemised"),
        ("data.sources", "of the form"),
    ],
)
def test_an_unknown_requirement_names_the_nearest(written: str, words: str):
    with pytest.raises(RequirementError, match=words):
        parse_requirement(written, rubric())


# Any text ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "license: mit\n",
            "base_model: a/b\n",
            "# A\n",
            "<a b>",
            "trained on C4",
            "\r\n",
        ),
        *(
            "```",
            "| a | b |\n|---|---|\n",
            "[x](",
            "datasets:\n- a/b\n",
            "<!--",
            "\ud800",
            "\0",
            "训练",
        ),
        'license: "\\ud800"\n',
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=30), max_size=12).map("".join)


@given(TEXTS | st.binary(max_size=200))
@example("---\n" * 50)
@example('---\nlicense: "\\ud800"\n---\n# A\n')
@settings(max_examples=60)
def test_no_text_breaks_it(text: str | bytes):
    card = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    told = SHAPE.validate_python(lint(Draft(card)), strict=True)
    json.dumps(told, allow_nan=False, ensure_ascii=False).encode()
    assert 0 <= told["score"] <= told["high"] <= 100


@given(
    st.sampled_from([CARD, "# A\n\nTrained on C4.\n"]),
    st.lists(st.sampled_from("\n\t "), max_size=9),
)
@settings(max_examples=20)
def test_adding_nothing_never_raises_the_grade(card: str, blank: list[str]):
    before = linted(card)
    for nothing in ("".join(blank), "\n## Training data\n", "\n<!-- trained on C4 -->\n"):
        after = linted(f"{card}\n{nothing}")
        assert (after["score"], after["high"]) == (before["score"], before["high"])
