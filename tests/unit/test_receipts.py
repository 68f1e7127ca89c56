"""The pure core of receipts: where quotes stand, what differs, what waits, and how strangers' words are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.receipts.awaiting import Standing, awaits
from registry.receipts.comparing import Difference, differences
from registry.receipts.quotes import CardWords, Quotes
from registry.receipts.snapshots import card_bytes, file_told
from registry.receipts.texts import LONGEST, shown
from registry.scoring.evidence import Evidence, Origin
from registry.shapes.snapshots import SnapshotDocument

CARD = "# Modèle\r\n\r\nEntraîné sur **2 T** tokens,\r\n> dits _propres_.\r\n\nTrained on `x`. Use _x_.\n"


@pytest.mark.parametrize(
    ("quote", "line", "words"),
    [
        ("sur 2 T tokens, dits propres.", 3, None),  # the last sign is part of a word
        ("sur 2 T tokens, dits propres", 3, "sur **2 T** tokens,\r\n> dits _propres"),
        ("Entraîné sur 2 T tokens,", 3, "Entraîné sur **2 T** tokens,"),
        ("T tokens, dits", 3, "T** tokens,\r\n> dits"),
        ("Trained on", 6, "Trained on"),
        ("Trained on", 3, "Trained on"),
        ("Modèle", 1, "Modèle"),
        ("Modèle", 3, None),
        ("Trained on", 7, None),
        ("Trained on", 99, None),
        ("Trained  on", 6, "Trained on"),
        ("", 1, None),
        ("* _", 1, None),
    ],
)
def test_where_a_quote_stands(quote: str, line: int, words: str | None):
    span = CardWords(CARD.encode()).span(quote, line)
    assert (span and CARD[span["start"] : span["end"]]) == words
    if span:
        assert CARD.encode()[span["byte_start"] : span["byte_end"]].decode() == words


def test_a_card_in_other_bytes_has_no_words():
    assert CardWords(CARD.encode("latin-1")).span("Trained on", 1) is None
    assert CardWords(None).span("Trained on", 1) is None


@given(st.text("ab*_ >\n\u00e9\r", max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_a_span_holds_the_words_whatever_surrounds_them(card: str, start: int, length: int):
    quote = card[start : start + length]
    span = CardWords(card.encode()).span(quote, 1)
    if span:
        found = card[span["start"] : span["end"]]
        assert [c for c in found if c.isalpha()] == [c for c in quote if c.isalpha()]
        assert card.encode()[span["byte_start"] : span["byte_end"]].decode() == found


@pytest.mark.parametrize("card", ["*" * 500_000, "** " * 200_000, "a " * 250_000, "> " * 250_000])
def test_no_card_makes_it_turn_back(card: str):
    words = CardWords(card.encode())
    for _ in range(50):  # which would take hours if it turned back at every word
        assert words.span("a " * 1900 + "b", 1) is None


def test_each_quote_stands_there_once():
    read = Evidence("data.sources", "dataset", value="x", quote="Trained on", place="README.md:6")
    field = Evidence(
        "weights.license",
        "tag",
        quote="license: mit",
        place="metadata:license",
        origin=Origin.METADATA,
    )
    quotes = Quotes("org/name", [read, read, field], CARD.encode())
    of_base = Evidence(
        "data.access", "link", place="README.md:1", url="https://hub/org/base/blob/1"
    )
    assert quotes.read == 2
    assert quotes.number(read.as_dict()) == 0
    assert quotes.number(of_base.as_dict(), "org/base") == 2
    first, second, third = quotes.all
    assert (first["file"], first["line"], first["field"]) == ("README.md", 6, None)
    assert first["card"]
    assert (second["file"], second["line"], second["field"]) == ("metadata", None, "license")
    assert (third["release"], third["card"]) == ("org/base", None)


@pytest.mark.parametrize(
    "card", [None, b"", b"# A card\n", b"\xff\xfe\x00", "\ufeff# Ä\r\n".encode()]
)
def test_every_byte_of_a_card_is_told(card: bytes | None):
    document = dict.fromkeys(get_type_hints(SnapshotDocument), "") | {"card": file_told(card)}
    assert card_bytes(document) == card  # type: ignore[arg-type]


def test_where_values_differ():
    told = {"a": [1, {"b": "x"}], "c": True, "d": 1}
    here = {"a": [1, {"b": "y"}, 3], "c": 1, "e": 1.0}
    assert list(differences(told, told)) == []
    assert [d.what for d in differences(told, here)] == ["a[1].b", "a[2]", "c", "d", "e"]
    assert list(differences(1, 1.0)) == []
    assert next(differences("x", ["x"], "w")) == Difference("w", "x", ["x"])


def test_what_a_grade_awaits():
    then = datetime(2026, 11, 20, 12, tzinfo=UTC)
    later = then + timedelta(hours=1)
    same = Standing(1, 1)
    assert list(awaits(then, same, same, same, same, same, {"a/b": then}, {"c/d": then})) == []
    found = awaits(
        then, Standing(1, 2), Standing("4", "5"), same, same, same, {"a/b": later}, {"c/d": later}
    )
    assert [(a["cause"], a["name"], a["changed_at"]) for a in found] == [
        ("release", "", None),
        ("readers", "5", None),
        ("dataset", "a/b", "2026-11-20T13:00:00Z"),
        ("base", "c/d", "2026-11-20T13:00:00Z"),
    ]


@given(st.one_of(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.floats())))
def test_what_is_shown_is_one_short_line(value: object):
    line = shown(value)
    assert len(line) <= LONGEST + 1
    assert all(c.isprintable() for c in line)
