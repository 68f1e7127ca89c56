"""What people may claim, and what is refused in words that help."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.disclosing.addresses import AddressError, address, same_address
from registry.disclosing.claims import FIELDS, NAMES, Author, Claim, Wrong, claim_of, release_id_of
from registry.models import Disclosure
from registry.resources import rubric
from registry.scoring.evidence import Origin

GOOD = {
    "release": "acme/nimbus-7b",
    "criterion": "data.access",
    "claim": "The corpus can be downloaded since March.",
    "url": "https://example.org/corpus",
    "quote": "Download all 3 TB here.",
    "level": "downloadable",
}
KNOWN = {"acme/nimbus-7b": "Acme/Nimbus-7B", "gpt2": "gpt2"}


def checked(**changed: str) -> tuple[Claim | None, tuple[Wrong, ...]]:
    return claim_of({**GOOD, **changed}, rubric(), lambda written: KNOWN.get(written.casefold()))


def claim(**changed: str) -> Claim:
    made, wrong = checked(**changed)
    assert made is not None, wrong
    return made


def problem(**changed: str) -> Wrong:
    made, wrong = checked(**changed)
    assert made is None
    (one,) = wrong
    return one


def test_a_claim_becomes_columns_of_a_disclosure():
    columns = claim().columns("ab" * 32, Author(7, "Acme"))
    assert columns["release_id"] == "Acme/Nimbus-7B"
    assert (columns["kind"], columns["origin"], columns["organization"]) == (
        "claim", "publisher", "Acme",
    )  # fmt: skip
    assert Disclosure(**columns, status="received").claim == GOOD["claim"]


def test_who_is_of_no_publisher_discloses_as_anybody():
    assert Author().origin is Author(account_id=3).origin is Origin.DISCLOSURE


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("  acme/nimbus-7b ", "Acme/Nimbus-7B"),
        ("https://huggingface.co/acme/nimbus-7b", "Acme/Nimbus-7B"),
        ("https://huggingface.co/acme/nimbus-7b/tree/main?show=all#top", "Acme/Nimbus-7B"),
        ("hf.co/acme/nimbus-7b/", "Acme/Nimbus-7B"),
        ("gpt2", "gpt2"),
        ("openai/gpt-9", "openai/gpt-9"),
    ],
)
def test_a_release_goes_by_its_id_or_its_address(written: str, name: str):
    made = claim(release=written)
    assert made.release == name
    assert made.is_known is (name != "openai/gpt-9")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("release", "", "needed"),
        ("release", "nimbus", "org/name"),
        ("release", "acme/nim bus", "org/name"),
        ("release", "../../etc/passwd", "org/name"),
        ("release", "a/" + "b" * 300, "org/name"),
        ("release", "https://huggingface.co/datasets/acme/corpus", "datasets"),
        ("criterion", "", "choose"),
        ("criterion", "data.acess", "did you mean data.access?"),
        ("criterion", "zzz", "choose"),
        ("claim", "", "few words more"),
        ("claim", "x\u200b" * 9, "few words more"),
        ("claim", "x" * 2001, "2,001"),
        ("claim", "It is \x00 here and there", "U+0000"),
        ("claim", "It is \u202e here and there", "U+202E"),
        ("claim", "Hidden \U000e0041 words in here", "U+E0041"),
        ("claim", "Half a letter: \ud800, no more", "U+D800"),
        ("url", "", "needed"),
        ("url", "javascript:alert(1)", "https://"),
        ("url", "ftp://example.org/x", "https://"),
        ("url", "https://me:secret@example.org/", "password"),
        ("url", "https://example.org/a b", "a space"),
        ("url", "https://example.org\\@evil.example.com", "can't contain"),
        ("url", "https://example.org/" + "x" * 2000, "too long"),
        ("url", "https://exam\x07ple.org/", "U+0007"),
        ("quote", "q" * 601, "600"),
        ("quote", "\u2066mine\u2069", "U+2066"),
        ("level", "comprehensive", "downloadable"),
        ("level", "unchecked", "downloadable"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(field: str, value: str, words: str):
    told = problem(**{field: value})
    assert told.field == field
    assert told.message.startswith(NAMES[field])
    assert words in told.message


def test_all_problems_are_told_at_once_in_the_order_of_the_form():
    made, wrong = claim_of({}, rubric(), lambda _: None)
    assert made is None
    assert [one.field for one in wrong] == ["release", "criterion", "claim", "url"]


@pytest.mark.parametrize("level", ["", "n/a", "in-part"])
def test_levels(level: str):
    assert claim(level=level).level == level


def test_texts_are_normalised():
    made = claim(claim=" Cafe\u0301 data\r\nis there.\r\r\r\rAll of it. ", quote="")
    assert made.claim == "Café data\nis there.\n\nAll of it."


# Addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST.", "intranet", "printer.local", "db.internal", "x.localhost"),
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "10.0.0.8", "0"),
        *("169.254.169.254", "192.168.1.1", "[::1]", "[fe80::1%25eth0]", "[::ffff:127.0.0.1]"),
        *("１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1", "8.8.8.8", "[2606:4700::1111]"),
        *("", ".", "a..b", "-a.org", "a_b.org", "xn--.org", "example.123", "1.2.3.4.5"),
    ],
)  # fmt: skip
def test_hosts_that_are_none_for_everybody(host: str):
    with pytest.raises(AddressError):
        address(f"http://{host}/x")


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://example.org", "https://example.org"),
        ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"),
        ("arxiv.org/abs/2402.00838", "https://arxiv.org/abs/2402.00838"),
        ("https://bücher.example.org/ü", "https://bücher.example.org/ü"),
        ("HTTPS://Example.ORG/A", "HTTPS://Example.ORG/A"),
    ],
)
def test_public_addresses(given: str, taken: str):
    assert address(given) == taken


def test_the_private_is_told_to_be_private():
    with pytest.raises(AddressError, match="private network"):
        address("http://192.168.0.1/")
    with pytest.raises(AddressError, match="only your own network"):
        address("http://localhost:5000/")


@given(st.text(max_size=60))
def test_an_address_is_taken_or_refused(text: str):
    with suppress(AddressError):
        taken = address(text)
        assert address(taken) == taken
        assert same_address(taken)


# Likeness ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "http://www.example.org/corpus/#part"},
        {"url": "https://EXAMPLE.org:443/corpus?utm_source=mail"},
        {"claim": "the CORPUS can be downloaded -- since   march"},
        {"release": "https://hf.co/Acme/Nimbus-7B"},
        {"level": "in-part", "quote": ""},
    ],
)
def test_the_same_claim_in_other_dress(changed: dict[str, str]):
    assert claim(**changed).likeness == claim().likeness


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "https://example.org/corpus?v=2"},
        {"claim": "The corpus can be downloaded since May."},
        {"release": "acme/other"},
        {"criterion": "data.sources", "level": ""},
    ],
)
def test_another_claim(changed: dict[str, str]):
    assert claim(**changed).likeness != claim().likeness


# Whatever is sent -------------------------------------------------------------------------------


@given(st.fixed_dictionaries({name: st.text(max_size=40) for name in FIELDS}))
def test_whatever_is_sent_is_taken_or_told_of(sent: dict[str, str]):
    made, wrong = claim_of(sent, rubric(), lambda _: None)
    assert (made is None) is bool(wrong)
    assert all(one.field in FIELDS and one.message for one in wrong)


@given(st.text(max_size=80))
def test_no_text_gets_through_with_what_cannot_be_seen(text: str):
    made, _ = checked(claim=f"Some words: {text}")
    if made is not None:
        kept: Any = made.claim
        assert unicodedata.is_normalized("NFC", kept)
        assert not {unicodedata.category(c) for c in kept if c not in "\n\t"} & {"Cc", "Cs"}


@given(st.text(max_size=60))
def test_an_id_is_found_or_not_whatever_is_written(text: str):
    assert len(release_id_of(text)) <= 200
