"""What changed from one moment to the next."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.history import OPPOSITE, Change, Kind, State, changes
from registry.scoring.evidence import Outcome

ID = "acme/brook-7b"


def state(**metadata: Any) -> State:
    return State(ID, metadata=metadata)


def carded(text: str | bytes, **fields: Any) -> State:
    card = text.encode() if isinstance(text, str) else text
    return State(ID, card_outcome=Outcome.FOUND, card=card, **fields)


def files(*names: str) -> State:
    return state(siblings=[{"rfilename": name} for name in names])


def told(before: State, after: State) -> list[tuple[str, str]]:
    return [(str(c.kind), c.words) for c in changes(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        (False, "manual", "gated", "Access became gated: requests are approved by hand."),
        (False, "auto", "gated",
         "Access became gated: whoever accepts the terms is let in at once."),
        (False, True, "gated", "Access became gated."),
        ("auto", False, "ungated", "The gate was removed: anyone can download it."),
        ("auto", "manual", "gate-changed", "The gate changed: requests are approved by hand."),
    ],
)  # fmt: skip
def test_the_gate(before: object, after: object, kind: str, words: str) -> None:
    assert told(state(gated=before), state(gated=after)) == [(kind, words)]


@pytest.mark.parametrize("unknown", ["maybe", None, 2, [], {"auto": 1}])
def test_a_gate_that_nobody_understands_is_not_known(unknown: object) -> None:
    assert not changes(state(gated=False), state(gated=unknown))
    assert not changes(state(gated=True), state(gated="manual"))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"license": "MIT"}, {"license": "other", "license_name": "deepseek-license"},
         "The licence changed from MIT to other (deepseek-license)."),
        ({}, {"license": "mit"}, "A licence was declared: mit."),
        ({"license": ["mit", "apache-2.0"]}, {},
         "No licence is declared any more; it was apache-2.0, mit."),
        ({"license": "other", "license_name": "a"}, {"license": "other", "license_name": "b"},
         "The licence changed from other (a) to other (b)."),
        ({"license": "other"}, {"license": "other", "license_name": "b"},
         "The licence changed from other to other (b)."),
    ],
)  # fmt: skip
def test_the_licence(before: dict[str, Any], after: dict[str, Any], words: str) -> None:
    found = told(state(cardData=before), state(cardData=after))
    assert found == [("license-changed", words)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"cardData": {"license": "MIT"}}, {"cardData": {"license": ["mit"]}}),
        ({"tags": ["license:mit"]}, {"cardData": {"license": "apache-2.0"}}),
        ({"tags": ["license:other"]},
         {"tags": ["license:other"], "cardData": {"license": "other", "license_name": "x"}}),
        ({"cardData": {"license": "mit", "license_name": "x"}}, {"cardData": {"license": "mit"}}),
    ],
)  # fmt: skip
def test_the_same_licence_or_none_that_is_known(before: dict[str, Any], after: dict[str, Any]):
    assert not changes(state(**before), state(**after))


def test_like_is_compared_with_like() -> None:
    front = {"license": "mit", "datasets": ["a/b", "what the tags leave out"]}
    whole = state(tags=["license:mit", "dataset:a/b"], cardData=front)
    bare = state(tags=["license:apache-2.0", "dataset:a/b"])
    assert told(whole, bare) == [("license-changed", "The licence changed from mit to apache-2.0.")]


def test_weights() -> None:
    none, one = files("README.md", "config.json", "training_args.bin"), files("a.safetensors")
    shards = files(*(f"model-{i}-of-7.safetensors" for i in range(7)))
    assert told(none, one) == [("weights-added", "Weights were published: a.safetensors.")]
    assert told(one, none) == [("weights-removed", "All weights were removed: a.safetensors.")]
    (added, removed) = changes(one, shards)
    assert added.words == (
        "7 weight files were added: " + ", ".join(f"model-{i}-of-7.safetensors" for i in range(5))
        + " and 2 more."
    )  # fmt: skip
    assert len(added.after) == 7
    assert removed.words == "1 weight file was removed: a.safetensors."
    assert not changes(none, state())
    assert not changes(none, state(siblings="many"))


def test_links_to_data() -> None:
    before = state(cardData={"datasets": "a/b"})
    after = state(cardData={"datasets": ["c/d", "a/c", 7, None]})
    assert told(before, after) == [
        ("data-links-added", "Links to 2 data sets were added: a/c, c/d."),
        ("data-links-removed", "A link to a data set was removed: a/b."),
    ]


def test_bases() -> None:
    none, one = state(tags=[]), state(tags=["base_model:a/b", "base_model:finetune:a/b"])
    other = state(tags=["base_model:c/d"])
    assert told(none, one) == [("base-changed", "It now names what it was made from: a/b.")]
    assert told(one, none)[0][1] == "It no longer names what it was made from: a/b."
    assert told(one, other)[0][1] == "What it says it was made from changed from a/b to c/d."


def test_presence() -> None:
    gone = State(ID, Outcome.ABSENT)
    assert told(state(gated="auto"), gone) == [("gone", "The repo was deleted or made private.")]
    assert told(gone, state(gated="auto")) == [("returned", "The repo is there again.")]
    assert not changes(state(), State(ID, Outcome.UNCHECKED))
    assert told(state(), State("acme/brook")) == [
        ("renamed", "It was renamed from acme/brook-7b to acme/brook.")
    ]
    open_, closed = state(private=False, disabled=False), state(private=True, disabled=True)
    assert [c.kind for c in changes(open_, closed)] == [Kind.MADE_PRIVATE, Kind.DISABLED]
    assert not changes(state(private=0, disabled="no"), state(private=1, disabled="yes"))


def test_the_card_comes_and_goes() -> None:
    none, some = State(ID, card_outcome=Outcome.ABSENT), carded("# Brook")
    assert told(none, some) == [("card-added", "A model card was added.")]
    assert told(some, none) == [("card-removed", "The model card was removed.")]
    assert not changes(some, State(ID))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("a\nb\nc", "a\nb\nc\nd", "edited: 1 line added."),
        ("a\nb\nc\nd", "a\nb\ne\nf\ng", "edited: 3 lines added, 2 removed."),
        ("a\nb\nb", "a\nb", "edited: 1 line removed."),
        ("a\r\nb", "b  \n\n\na\n", "edited: its lines were only moved or spaced anew."),
        ("a\nb", "c\nd", "rewritten: 2 lines added, 2 removed."),
        (b"\xff\n\0", b"\xff", "edited: 1 line removed."),
    ],
)
def test_the_card_is_edited(before: str | bytes, after: str | bytes, words: str) -> None:
    (change,) = changes(carded(before), carded(after))
    assert change.kind is Kind.CARD_EDITED
    assert change.words == f"The model card was {words}"


def test_a_card_of_which_only_the_digest_is_kept() -> None:
    before, after = (
        State(ID, card_outcome=Outcome.FOUND, card_digest=digest) for digest in ("00", "01")
    )
    assert changes(before, after) == (
        Change(Kind.CARD_EDITED, "00", "01", "The model card was edited."),
    )
    assert not changes(before, State(ID, card_outcome=Outcome.FOUND))


def test_counters_dates_and_revisions_are_no_changes() -> None:
    before = state(downloads=1, likes=2, sha="a", lastModified="2025", trendingScore=3)
    after = state(downloads=9, likes=9, sha="b", lastModified="2026", trendingScore=9)
    assert not changes(before, after)


def test_the_order_is_fixed() -> None:
    before = carded("a", metadata={"tags": [], "gated": False, "siblings": []})
    tags = ["dataset:a/b", "license:mit", "base_model:a/b"]
    after = carded("b", metadata={"gated": "auto", "siblings": [{"rfilename": "x.gguf"}],
                                  "tags": tags})  # fmt: skip
    kinds = [c.kind for c in changes(before, after)]
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert len(kinds) == 6


def test_what_was_written_to_deceive_is_made_plain() -> None:
    front = {"license": "mit\x1b[31m\n\u202eTIM\ud800", "datasets": ["a/b" + "x" * 5000]}
    license_change, data = changes(state(cardData={}), state(cardData=front))
    assert license_change.words == "A licence was declared: mit [31m TIM."
    assert len(data.words) < 200
    assert data.words.isprintable()


def test_a_moment_that_knows_less_hides_nothing() -> None:
    first = State(ID, metadata={"gated": False, "tags": ["license:mit"], "cardData": {}},
                  card_outcome=Outcome.FOUND, card=b"a")  # fmt: skip
    dump = state(tags=["license:mit"]).after(first)
    assert dump.metadata == {"gated": False, "tags": ["license:mit"]}
    assert dump.card == b"a"
    last = carded("b", metadata={"gated": "auto"})
    assert [c.kind for c in changes(dump, last)] == [Kind.GATED, Kind.CARD_EDITED]
    unchecked = State(ID, Outcome.UNCHECKED).after(first)
    assert [c.kind for c in changes(unchecked, State(ID, Outcome.ABSENT))] == [Kind.GONE]


# Whatever a source says ---------------------------------------------------------------------------

NAMES = st.sampled_from(["mit", "MIT", "other", "a/b", "c/d", "x.gguf", "y.bin", "\x00", "\u202e"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
TAGS = st.builds("{}{}".format, st.sampled_from(["license:", "dataset:", "base_model:"]), NAMES)


def metadata(text: st.SearchStrategy, some: st.SearchStrategy) -> st.SearchStrategy:
    """The Hub's JSON, with these for a text and for a text or several."""
    front = {"license": some, "license_name": text, "datasets": some, "base_model": some}
    fields = {
        "gated": text | st.sampled_from(["auto", "manual", False, True]),
        "private": text | st.booleans(),
        "disabled": text | st.booleans(),
        "cardData": text | st.fixed_dictionaries({}, optional=front),
        "tags": text | st.lists(text | TAGS),
        "siblings": text | st.lists(text | st.fixed_dictionaries({"rfilename": text})),
        "downloads": text,
    }
    return st.fixed_dictionaries({}, optional=fields)


METADATA = metadata(NAMES, st.lists(NAMES, max_size=4)) | metadata(JSON, JSON) | JSON
CARDS = st.none() | st.binary() | st.lists(st.sampled_from([b"a", b"b", b""])).map(b"\n".join)
STATES = st.builds(
    State,
    st.text() | NAMES,
    st.sampled_from(Outcome),
    METADATA,
    st.sampled_from(Outcome),
    st.sampled_from(["", "00", "01"]),
    CARDS,
)


@given(STATES)
def test_nothing_changes_from_a_moment_to_itself(known: State) -> None:
    assert changes(known, known) == ()


@given(STATES, STATES)
def test_taken_back_each_change_is_its_opposite(before: State, after: State) -> None:
    there = {(OPPOSITE[c.kind], c.after, c.before) for c in changes(before, after)}
    assert there == {(c.kind, c.before, c.after) for c in changes(after, before)}


@given(STATES, STATES)
def test_words_are_one_line_of_print(before: State, after: State) -> None:
    for change in changes(before, after):
        assert not any(unicodedata.category(c)[0] in "CZ" and c != " " for c in change.words)
        assert change.words.endswith(".")
        assert change.words[0].isupper() or change.words[0].isdigit()


@given(STATES, STATES)
def test_a_later_moment_keeps_what_it_knows(earlier: State, later: State) -> None:
    filled = later.after(earlier)
    assert changes(later, filled) == ()
    assert filled.after(earlier) == filled


def test_opposites() -> None:
    assert set(OPPOSITE) == set(Kind)
    assert all(OPPOSITE[OPPOSITE[kind]] is kind for kind in Kind)
    pairs = [kind for kind in Kind if OPPOSITE[kind] is not kind]
    assert len(pairs) == 16
