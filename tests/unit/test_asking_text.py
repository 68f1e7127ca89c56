"""The text of a request: what it asks for by default, what it says of each, and that words of others stay words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.asking import (
    MOST,
    About,
    body,
    by_default,
    discussion_in,
    hub_page,
    missing,
    new_discussion,
    title,
)
from registry.asking.markdown import JOINER, code
from registry.asking.wording import LONGEST, LONGEST_TITLE
from registry.improving import improvements
from registry.level_shapes import shape
from registry.resources import rubric
from registry.scoring.evidence import Evidence, Origin, Outcome
from tests.factories import as_opened, mark, marks

PAGE = "https://hub.example/org/model"
HOSTILE = "</code>`` @somebody [x](https://evil.example) ![y](z) <img src=x> # H\n\n# Heading\n- item $$a$$"
MARKDOWN = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_MATH
)


def released(**levels: Any) -> dict[str, Any]:
    """A release with these marks, as the pages have it; the ids with _ instead of the dot."""
    named = {name.replace("_", ".", 1): level for name, level in levels.items()}
    opened = {m.criterion: as_opened(m) for m in marks(named)}
    known = rubric()
    criteria = {
        c: {
            **m,
            "shape": shape(known.criterion(c), m["level"], m["points"]),
            "unread": m.get("unread", ()),
        }
        for c, m in opened.items()
    }
    return {
        "id": "org/model",
        "organization": "org",
        "criteria": criteria,
        "improve": improvements(opened, known),
    }


def about(release_id: str = "org/model") -> About:
    here = f"https://site.example/models/{release_id}"
    day = date(2026, 11, 20)
    return About(release_id, "5e4a0b1" * 5, day, "1.1", here, "https://site.example/requests")


def lacking(criterion: str, found: Any) -> str:
    release = released(**{criterion.replace(".", "_", 1): found})
    return body(about(), [m for m in missing(release, rubric()) if m.criterion.id == criterion])


def events_of(text: str) -> list[tuple[str, Any]]:
    """What a Markdown text is made of: kinds, each with what belongs to it."""
    found: list[tuple[str, Any]] = []
    for event in MARKDOWN.events(text):
        told = event if isinstance(event, dict) else {event: None}
        ((kind, more),) = told.items()
        if kind == "Start":
            kind, more = next(iter(more.items())) if isinstance(more, dict) else (more, None)
        if kind != "End":
            found.append((kind, more))
    return found


# What is asked ----------------------------------------------------------------------------------


def test_by_default_what_brings_most_and_the_publisher_can_answer():
    release = released(
        data_access="unchecked", data_sources=mark("data.sources", "undisclosed", via="other/base"),
        data_license=mark("data.license", "unknown", via="org/base"), code_training="complete",
    )  # fmt: skip
    found = missing(release, rubric())
    asked = [m.criterion.id for m in found]
    assert not {"data.access", "data.sources", "code.training", "weights.base"} & {*asked}
    assert {"data.license", "docs.review"} <= {*asked}
    gains = [m.gain for m in found]
    assert gains == sorted(gains, reverse=True)
    default = by_default(found, ["data.license"])
    assert len(default) == 6
    assert not {"docs.review", "data.license"} & {*default}


def test_nothing_is_missing_where_all_is_open():
    best = {c.id.replace(".", "_", 1): c.levels[0].id for c in rubric().criteria}
    assert missing(released(**best), rubric()) == []


# What is said -----------------------------------------------------------------------------------


def test_it_says_when_and_what_was_read_and_who_asks():
    text = lacking("data.sources", "undisclosed")
    for words in ("20 November 2026", "`5e4a0b15e4a0`", "`org/model`", "version 1.1", "TRANSPARENCY.yaml",
                  "right of reply", "Aperture has not posted this", "#data.sources>",
                  rubric().criterion("data.sources").remedy.text):  # fmt: skip
        assert words in text, words


def denied(criterion: str, quote: str, **more: Any) -> Evidence:
    return Evidence(criterion, "withheld", Outcome.DENIED, quote=quote, **more)


PART = Evidence("data.access", "part", quote="A part of it.", place="README.md:3")
KEPT, SAID, RETOLD = (
    denied("data.access", "We keep it."),
    denied("weights.access", "Not ours."),
    denied("data.access", "I heard so.", origin=Origin.DISCLOSURE),
)


@pytest.mark.parametrize(
    ("criterion", "level", "evidence", "said", "unsaid"),
    [
        ("data.access", "undisclosed", [], "As far as could be read, “undisclosed”", "withheld"),
        ("data.access", "in-part", [PART], "Disclosed in part, “in part”", "say why"),
        ("data.access", "closed", [KEPT], "You say that this is withheld, “closed”. The words: `We", "As far"),
        ("data.access", "closed", [RETOLD], "Somebody disclosed to the registry that this is withheld", "You say"),
        ("data.access", "closed", [], "Read as being withheld, “closed”", "You say"),
        ("weights.access", "withheld", [SAID], "You say that this is withheld", "As far"),
    ],
)  # fmt: skip
def test_each_kind_has_words_of_its_own_and_claims_no_more(
    criterion, level, evidence, said, unsaid
):
    text = lacking(criterion, mark(criterion, level, evidence=evidence))
    assert said in text
    assert unsaid not in text
    assert ("Could you say why, or publish a description of it?" in text) == ("withheld" in said)


def test_whose_words_are_quoted():
    quoted = [Evidence("data.access", "x", quote="A part.", place="README.md:3")]
    text = lacking("data.access", mark("data.access", "in-part", evidence=quoted, via="org/base"))
    assert "The words (`README.md:3` of its base `org/base`): `A part.`" in text


def test_documents_that_nobody_read_are_told():
    release = released()
    release["criteria"]["data.sources"]["unread"] = [
        {"kind": "paper", "url": "x"},
        {"kind": "post", "url": "y"},
    ]
    chosen = [m for m in missing(release, rubric()) if m.criterion.id == "data.sources"]
    assert "links to a paper and a blog post that the registry has not read" in body(
        about(), chosen
    )


def test_titles_are_short_and_name_what_is_asked():
    found = missing(released(), rubric())
    for number in range(1, len(found) + 1):
        told = title(found[:number])
        assert len(told) <= LONGEST_TITLE
        assert found[0].criterion.title in told
    assert title(found[:1]) == f"Could you disclose more: {found[0].criterion.title}?"


# Words of others --------------------------------------------------------------------------------


@given(st.one_of(st.text(), st.text("`@<>[]()!#*_-\\ \n$&:/aw.")))
def test_words_of_others_are_one_span_of_code(words: str):
    made = code(words)
    told = f"1. a\n   - b ({made}): {made} c" if made else ""
    events = events_of(told)
    assert {kind for kind, _ in events} <= {"List", "Item", "Text", "Code"}
    spans = [content for kind, content in events if kind == "Code"]
    assert len(spans) == (2 if made else 0)
    assert len(made) <= 3 * 300
    assert re.search(f"@(?!{JOINER})", made) is None


@given(st.text(), st.text("`@<>[]()!#*_-\\ \n$&:/aw."), st.text())
def test_a_hostile_card_can_put_nothing_but_words_into_the_text(quote: str, place: str, name: str):
    evidence = [Evidence("data.access", "x", Outcome.DENIED, quote=quote, place=place)]
    release = released(
        data_access=mark("data.access", "closed", evidence=evidence, via=f"org/{name}")
    )
    release["criteria"]["data.access"]["via"] = "org/" + name.replace("/", "")
    chosen = [m for m in missing(release, rubric()) if m.criterion.id == "data.access"]
    text = body(about(), chosen)
    events = events_of(text)
    assert {kind for kind, _ in events} <= {
        "Paragraph",
        "List",
        "Item",
        "Text",
        "Code",
        "Strong",
        "Link",
        "SoftBreak",
    }
    links = [more["dest_url"] for kind, more in events if kind == "Link"]
    assert all(link.startswith("https://site.example/") for link in links)
    assert len(links) == 4


def test_what_a_hostile_card_says_is_shown_as_it_is():
    evidence = [Evidence("data.access", "x", Outcome.DENIED, quote=HOSTILE, place="README.md:1")]
    text = lacking("data.access", mark("data.access", "closed", evidence=evidence))
    assert "@somebody" not in text
    assert f"@{JOINER}somebody" in text
    assert not [words for kind, words in events_of(text) if kind == "Text" and "evil" in words]


@given(st.text(min_size=300, max_size=900))
def test_no_text_is_longer_than_promised(quote: str):
    evidence = {"outcome": "found", "origin": "card", "quote": quote, "place": quote}
    release = released()
    for criterion in release["criteria"].values():
        criterion["evidence"] = [evidence]
    chosen = missing(release, rubric())[:MOST]
    assert len(chosen) == MOST
    assert len(body(about("o/" + "n" * 190), chosen)) <= LONGEST


# Addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "release_id", "is_repo"),
    [
        (PAGE, "org/model", True),
        (PAGE, "org/other", False),
        ("https://example.org/blog/gpt-4", "openai/gpt-4", False),
        ("javascript:org/model", "org/model", False),
        ("https://[bad/org/model", "org/model", False),
        ("https://hub.example/gpt2", "gpt2", False),
        (None, "org/model", False),
    ],
)
def test_a_page_at_the_hub_is_that_of_the_repo(page: str | None, release_id: str, is_repo: bool):
    assert hub_page(page, release_id) == (page if is_repo else "")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"{PAGE}/discussions/12", f"{PAGE}/discussions/12"),
        (f" {PAGE}/discussions/12/ ", f"{PAGE}/discussions/12"),
        (f"{PAGE}/discussions/12#65a0f3c1", f"{PAGE}/discussions/12"),
        (f"{PAGE}/discussions/0", None),
        (f"{PAGE}/discussions/", None),
        (f"{PAGE}/discussions/12?x=1", None),
        (f"{PAGE}/discussions/12/../../x", None),
        (f"{PAGE}2/discussions/12", None),
        (f"{PAGE}/discussions/١٢", None),
        ("https://evil.example/org/model/discussions/12", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_discussion_is_one_of_that_repo(address: str, kept: str | None):
    assert discussion_in(PAGE, address) == kept
    assert discussion_in("", address) is None


def test_a_new_discussion_is_filled_in_unless_that_is_too_long():
    link, is_whole = new_discussion(PAGE, "A & b?", "c\n# d")
    parts = urlsplit(link)
    assert is_whole
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{PAGE}/discussions/new"
    assert parse_qs(parts.query) == {"title": ["A & b?"], "description": ["c\n# d"]}
    link, is_whole = new_discussion(PAGE, "A & b?", "ä" * 2000)
    assert not is_whole
    assert parse_qs(urlsplit(link).query) == {"title": ["A & b?"]}
