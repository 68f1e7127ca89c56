"""What never makes a card more open: order, chatter, promises, denials, removals, form."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sentences import sentences
from registry.scoring.evidence import Outcome
from registry.scoring.grade import Grade
from tests.regression.cards import Built, best, built, joined, risen
from tests.regression.passages import Passage, passages

TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))
DENIED = [(c, text) for c, told in TEXTS["denied"].items() for text in told]
HEADINGS = [(name, other) for name, others in TEXTS["headings"].items() for other in others]

EACH = pytest.mark.parametrize("passage", passages(), ids=lambda p: f"{p.theme}: {p.name}")
STEADY = settings(derandomize=settings.default.max_examples <= 100)
"""The same examples each time, unless the profile ``wide`` asks for more than usual."""
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\([^)]*\)|https?://\S+")


def levels(grade: Grade) -> dict[str, str]:
    return {m.criterion: m.level for m in grade.marks}


# Order and additions ------------------------------------------------------------------------------


@STEADY
@given(built(), st.randoms(use_true_random=False))
def test_the_order_of_sections_does_not_matter(card: Built, chance) -> None:
    sections = card.sections
    chance.shuffle(sections)
    assert levels(card.grade(joined(sections))) == levels(card.grade())


def with_section(card: Built, text: str, at: int) -> str:
    """The card with a section more."""
    sections = card.sections
    sections.insert(at % (len(sections) + 1), f"## More\n\n{text}")
    return joined(sections)


@STEADY
@given(built(), st.sampled_from(TEXTS["unrelated"]), st.integers(0, 4))
def test_unrelated_text_raises_nothing(card: Built, text: str, at: int) -> None:
    assert risen(card.grade(), card.grade(with_section(card, text, at))) == {}


@STEADY
@given(built(), st.sampled_from(TEXTS["usage"]), st.integers(0, 4))
def test_how_to_use_it_raises_the_card_alone(card: Built, text: str, at: int) -> None:
    assert risen(card.grade(), card.grade(with_section(card, text, at)), "docs.card") == {}


@STEADY
@given(built(), st.sampled_from(TEXTS["promised"]), st.integers(0, 4))
def test_a_promise_changes_nothing(card: Built, text: str, at: int) -> None:
    assert levels(card.grade(with_section(card, text, at))) == levels(card.grade())


@STEADY
@given(built(), st.sampled_from(DENIED), st.integers(0, 4))
def test_a_denial_raises_nothing(card: Built, denied: tuple[str, str], at: int) -> None:
    _, text = denied
    assert risen(card.grade(), card.grade(with_section(card, text, at))) == {}


@pytest.mark.parametrize(("criterion", "text"), DENIED)
def test_a_denial_alone_is_worth_nothing(criterion: str, text: str) -> None:
    for release in ("acme/brook-7b", "acme/brook-7b-chat"):
        bare = Passage("", "", text, release=release, metadata={"siblings": []})
        assert [m.criterion for m in bare.grade().marks if m.points] == []


# Removals -----------------------------------------------------------------------------------------


@STEADY
@given(built(), st.integers(0, 3))
def test_without_a_section_nothing_rises_that_it_earned(card: Built, which: int) -> None:
    """A section that earns the best level on a criterion, or says nothing of it, only adds to it.

    One that earns less may well take away: "including", a licence that restricts.
    """
    sections = card.sections
    removed = card.parts[which % len(sections)]
    del sections[which % len(sections)]
    lower = {c for c in removed.levels if c not in best(removed)}
    if "data.sources" in removed.levels:  # one corpus more that may lack a licence or a datasheet
        lower |= {"data.access", "data.license", "data.datasheet"}
    assert risen(card.grade(), card.grade(joined(sections)), *lower, *removed.limits) == {}


@EACH
def test_without_a_link_nothing_rises(passage: Passage) -> None:
    before = passage.grade()
    for match in _LINK.finditer(passage.card):
        without = passage.card[: match.start()] + (match[1] or "") + passage.card[match.end() :]
        assert risen(before, passage.grade(without), *passage.limits) == {}, match[0]


@EACH
def test_without_a_sentence_nothing_rises(passage: Passage) -> None:
    before = passage.grade()
    for sentence, without in _without_each_sentence(passage.card):
        assert risen(before, passage.grade(without), *passage.limits) == {}, sentence


def _without_each_sentence(card: str) -> Iterator[tuple[str, str]]:
    """Each sentence, item or row of a text outside of its front matter, and the text without it."""
    front = re.match(r"\s*---\n.*?\n---\n", card, re.DOTALL)
    head, body = (card[: front.end()], card[front.end() :]) if front else ("", card)
    lines = body.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith(("#", "|--", "```")):
            continue
        is_whole = line.startswith(("|", "-", "<", " "))
        for start, end, text in [(0, len(line), line)] if is_whole else sentences(line):
            rest = line[:start] + line[end:]
            yield text, head + "".join([*lines[:number], rest, *lines[number + 1 :]])


# Form ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("heading", "other"), HEADINGS)
def test_headings_in_another_language(heading: str, other: str) -> None:
    found = 0
    for passage in passages():
        head = re.compile(rf"^(#+ |<h2>){re.escape(heading)}(?=$|</h2>)", re.MULTILINE)
        translated, count = head.subn(rf"\g<1>{other}", passage.card)
        if count:
            found += 1
            assert levels(passage.grade(translated)) == levels(passage.grade()), passage.name
    assert found


FORMS = {
    "a division": lambda text: f"<div>\n\n{text}\n\n</div>\n",
    "folded details": lambda text: f"<details>\n\n{text}\n\n</details>\n",
    "lines that end as on Windows": lambda text: text.replace("\n", "\r\n"),
    "more empty lines": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "accents joined": lambda text: unicodedata.normalize("NFC", text),
    "headings in capitals": lambda text: re.sub(r"(?m)^#+ .*$", lambda m: m[0].upper(), text),
    "headings in small letters": lambda text: re.sub(r"(?m)^#+ .*$", lambda m: m[0].lower(), text),
    "headings one level deeper": lambda text: re.sub(r"(?m)^(#+ )", r"#\1", text),
    "headings in HTML": lambda text: re.sub(r"(?m)^## (.*)$", r"<h2>\1</h2>\n", text),
    "headings underlined": lambda text: re.sub(r"(?m)^## (.*)$", r"\1\n---", text),
}


@pytest.mark.parametrize("form", FORMS)
def test_form_does_not_matter(form: str) -> None:
    told = zip(passages(), _levels(), strict=True)
    changed = [p.name for p, known in told if levels(p.grade(_in_form(p.card, form))) != known]
    assert changed == []


@cache
def _levels() -> tuple[dict[str, str], ...]:
    """The levels of all passages as they stand."""
    return tuple(levels(p.grade()) for p in passages())


def _in_form(card: str, form: str) -> str:
    """The card in another form; what wraps a text leaves its front matter outside."""
    front = re.match(r"\s*---\n.*?\n---\n", card, re.DOTALL)
    if front and form in {"a division", "folded details", "a byte order mark"}:
        return front[0].lstrip() + FORMS[form](card[front.end() :])
    return FORMS[form](card)


# Whatever stands in it ----------------------------------------------------------------------------

_WHOLE = "\n\n".join(p.card for p in passages())


@STEADY
@given(
    st.lists(
        st.tuples(st.integers(0, len(_WHOLE)), st.integers(1, 200), st.text(max_size=4)), max_size=8
    )
)
def test_no_reader_fails_on_splices(cuts: list[tuple[int, int, str]]) -> None:
    text = "".join(_WHOLE[start : start + length] + junk for start, length, junk in cuts)
    spliced = Passage("", "", "", metadata={"siblings": []})
    failed = [e for e in spliced.evidence(text or " ") if e.outcome is Outcome.UNCHECKED]
    assert failed == []
