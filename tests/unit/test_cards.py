"""Cards: any bytes at all become a card, in a time that nobody can stretch."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.boilerplate import is_template
from crawlers.cards import MAX_CARD_BYTES, decode, parse_card
from crawlers.passages import Passage


@pytest.mark.parametrize(
    ("data", "text", "error"),
    [
        (b"plain", "plain", ""),
        ("é 你".encode(), "é 你", ""),
        (b"\xef\xbb\xbfmark", "mark", ""),
        ("é".encode("utf-16"), "é", "UTF-16"),
        (b"\xfe\xff\x00a", "a", "UTF-16"),
        (b"caf\xe9", "café", "not UTF-8"),
        (b"", "", ""),
    ],
)
def test_encodings(data: bytes, text: str, error: str):
    assert decode(data) == (text, error)


def test_a_character_cut_in_two_at_the_limit_is_no_wrong_encoding():
    data = b"x" * (MAX_CARD_BYTES - 1) + "é".encode()
    card = parse_card(data)
    assert card.encoding_error == ""


def test_a_card_finds_what_mentions_a_word():
    card = parse_card(b"# Data\n\nTrained on Dolma.\n\n# Use\n\nRun it.\n")
    assert [p.text for p in card.mentioning("dolma", "pile")] == ["Trained on Dolma."]
    assert [p.text for p in card.in_section("use")] == ["Run it."]
    assert list(card.mentioning("pile")) == []


HOSTILE = {
    "links": "[a](b) " * 150_000,
    "images in html": "<img src=a alt=b>" * 60_000,
    "tags": "<p>x</p>\n" * 100_000,
    "open tags": "<a" * 500_000,
    "one tag": "<" + "a" * 1_000_000,
    "attributes": "<a " + "href " * 200_000,
    "comments": "<!--" * 250_000,
    "styles": "<style>" * 140_000,
    "brackets": "[" * 1_000_000,
    "closing": "](" * 500_000,
    "stars": "*a_ " * 250_000,
    "ticks": "`" * 500_000 + " " + "`" * 499_000,
    "quotes": ">" * 500_000,
    "lists": "- " * 500_000,
    "dots": ". " * 500_000,
    "ends": ".)))" * 250_000,
    "spaces": "a." + " " * 1_000_000 + "b",
    "cjk": "。" * 330_000,
    "cells": "|a" * 200_000 + "\n" + "|-" * 200_000 + "\n" + "|a" * 100_000,
    "entities": "&amp;" * 200_000,
    "headings": "# a\n" * 250_000,
    "addresses": "http://" * 140_000,
    "one line": "a " * 500_000,
    "lines": "\n" * 1_000_000,
    "definitions": "[a]: b\n" * 140_000,
    "front": "---\n" + "a: b\n" * 200_000,
    "dashes": "---\n" * 250_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cards_take_little_time(name: str):
    """A megabyte of each. Where nothing else runs, it is about a second; what is quadratic takes minutes."""
    began = time.process_time()
    parse_card(HOSTILE[name].encode()[:MAX_CARD_BYTES])
    assert time.process_time() - began < 12


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes):
    parse_card(data)


@given(st.text(alphabet="ab .!?\n\t#-*_`[]()<>/=\"'|~&;:。，é你\x00\r0", max_size=200))
def test_no_text_raises_and_lines_are_in_the_file(text: str):
    card = parse_card(text.encode())
    last = text.count("\n") + 1
    assert all(1 <= p.line <= last for p in card.passages)


@given(st.text(alphabet="abp /<>tdrhl!-=\"'\n", max_size=200))
def test_no_html_raises(text: str):
    parse_card(f"<div>{text}".encode())


# Templates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[More Information Needed]",
        "More information needed",
        "- **Developed by:** [More Information Needed]",
        "License: TODO",
        "Training data: N/A",
        "Coming soon!",
        "TBD",
        "...",
        "待补充",
        "Funded by [optional]:",
        "Language(s):",
        "This model card has been automatically generated.",
        "Use the code below to get started with the model.",
    ],
)
def test_template_text(text: str):
    assert is_template(Passage(text, 1, "item"))


@pytest.mark.parametrize(
    "text",
    [
        "Trained on 2T tokens of web text.",
        "Developed by: Example Lab",
        "More information needed to reproduce the run is in the paper.",
        "The data will be coming soon after review of the licence terms.",
        "License: Apache-2.0",
        "We trained it on the following corpora, in this order:",
    ],
)
def test_text_that_only_looks_like_it(text: str):
    assert not is_template(Passage(text, 1, "sentence"))


def test_headings_and_code_are_never_templates():
    assert not is_template(Passage("TODO", 1, "heading"))
    assert not is_template(Passage("...", 1, "code"))


def test_a_card_of_template_text_is_one():
    blank = "".join(f"## Part {n}\n\n[More Information Needed]\n\n" for n in range(12))
    assert parse_card(blank.encode()).is_template
    told = "".join(f"Real words, {n} of them. " for n in range(30))
    assert not parse_card((blank + told).encode()).is_template
    assert parse_card((blank + "The same words. " * 30).encode()).is_template
