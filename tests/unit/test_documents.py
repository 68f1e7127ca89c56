"""Documents: packed and unpacked, masked and unmasked, without a loss."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import documents
from registry.documents import (
    is_retold,
    masked,
    packed,
    plain,
    unmasked,
    unnamed,
    unpacked,
    value_of,
)

REVISION = "5e4a0b1" * 5 + "c0ffe"

names = st.text("ab-._1", min_size=1, max_size=4)
ids = st.one_of(names, st.builds("{}/{}".format, names, names))
revisions = st.one_of(st.just(""), st.text("0123456789abcdef", max_size=12), st.just(REVISION))
characters = st.characters()  # all of them: control characters and lone surrogates too


@st.composite
def repos(draw: st.DrawFn) -> tuple[Any, str, str]:
    """A JSON value in which a repo's names stand in all kinds of places, the repo and its revision."""
    repo_id, revision = draw(ids), draw(revisions)
    known = st.sampled_from(
        [repo_id, f"{repo_id}{repo_id}", repo_id.partition("/")[0] + "/", revision, "\x01", "\x02/"]
    )
    word = st.one_of(st.text(characters, max_size=6), known)
    text = st.lists(word, max_size=4).map("".join)
    leaf = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | text
    )
    value = st.recursive(
        leaf,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
        max_leaves=8,
    )
    return draw(value), repo_id, revision


@given(st.binary(max_size=5000))
def test_what_is_packed_comes_out_as_it_was(body: bytes):
    assert unpacked(packed(body)) == body


def test_packing_makes_texts_smaller():
    body = plain([{"quote": "The weights are released under the MIT licence."}] * 20)
    assert len(packed(body)) < len(body) / 5


@given(st.binary(max_size=200))
def test_what_was_never_packed_is_refused(garbage: bytes):
    with pytest.raises(ValueError, match="can't be unpacked"):
        unpacked(garbage)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_half_a_document_is_refused(body: bytes, data: st.DataObject):
    frame = packed(body)
    cut = data.draw(st.integers(0, len(frame) - 1))
    with pytest.raises(ValueError, match="can't be unpacked"):
        unpacked(frame[:cut])


@given(repos())
def test_values_come_back_as_they_were(repo: tuple[Any, str, str]):
    value, _, _ = repo
    assert value_of(plain(value)) == value


@given(repos())
def test_names_come_back_where_they_were(repo: tuple[Any, str, str]):
    value, repo_id, revision = repo
    assert unmasked(masked(value, repo_id, revision), repo_id, revision) == value


@given(repos())
def test_what_is_masked_holds_the_names_no_more(repo: tuple[Any, str, str]):
    value, repo_id, revision = repo
    body = masked(value, repo_id, revision)
    assert "/" not in repo_id or repo_id.encode() not in body
    assert len(revision) < 7 or revision.encode() not in body


@pytest.mark.parametrize("repo_id", ["a/a", "a/a/", "a/b/a", "aa/a", "a/aa", "u/u0001", "u0001/x"])
def test_names_that_hold_each_other(repo_id: str):
    value = ["aa/aa", "a/a/a/a", "a/ a/a", "\x01/a", "u0001/x\x01", {"a/a": "b/a/", "u/": "u/u"}]
    assert unmasked(masked(value, repo_id, "aaaaaaa"), repo_id, "aaaaaaa") == value


def said_of(repo_id: str, revision: str) -> dict[str, Any]:
    publisher = repo_id.partition("/")[0]
    return {
        "url": f"https://huggingface.co/{repo_id}/blob/{revision}/README.md#L3",
        "value": f"{publisher}/corpus",
        "quote": "Trained on our corpus.",
    }


def test_repos_of_which_the_same_is_said_share_a_document():
    one = masked(said_of("acme/brook-7b", REVISION), "acme/brook-7b", REVISION)
    other = masked(said_of("z/rill", REVISION[::-1]), "z/rill", REVISION[::-1])
    assert one == other
    assert documents.digest_of(one) == documents.digest_of(other)
    assert unmasked(one, "z/rill", REVISION[::-1]) == said_of("z/rill", REVISION[::-1])


def test_repos_of_which_something_else_is_said_do_not():
    said = said_of("acme/brook-7b", REVISION)
    one = masked(said, "acme/brook-7b", REVISION)
    assert masked(said, "acme/rill-7b", REVISION) != one, "it speaks of another repo"
    assert masked(said, "acme/brook-7b", REVISION[::-1]) != one, "it speaks of another revision"
    assert masked({**said, "quote": ""}, "acme/brook-7b", REVISION) != one


def test_order_of_keys_makes_no_difference():
    assert plain({"a": 1, "b": [2]}) == plain({"b": [2], "a": 1})


def test_a_document_is_still_readable_json_but_for_its_names():
    body = masked(said_of("acme/brook-7b", REVISION), "acme/brook-7b", REVISION)
    told = json.loads(body.translate(bytes(32 if b < 32 else b for b in range(256))))
    assert told["quote"] == "Trained on our corpus."


@given(st.integers(-(2**70), 2**70), st.sampled_from(["", "x", "0" * 25, "\ud800"]))
def test_no_number_is_rounded(number: int, beside: str):
    assert value_of(plain({beside: [number, beside]})) == {beside: [number, beside]}


def test_names_may_be_left_out():
    value = {"url": "https://huggingface.co/u/m/blob/aaaaaaa/README.md", "level": "open"}
    assert unnamed(masked(value, "u/m", "aaaaaaa"))["level"] == "open"


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [({}, False), ({"aperture": {}}, True), ({"tags": ["aperture"]}, False)],
)
def test_what_is_retold(metadata: dict[str, Any], *, expected: bool):
    assert is_retold(plain(metadata)) is expected
