"""Model cards: front matter, sections and passages of a README, with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from unicodedata import normalize

from crawlers.boilerplate import LEFT_BY_TEMPLATES, told_and_left
from crawlers.frontmatter import split_front_matter
from crawlers.glossary import SIGNS, glossed
from crawlers.passage_index import PassageIndex
from crawlers.passages import Link, Passage, read_passages
from crawlers.triggers import Triggers

MAX_CARD_BYTES = 1_048_576
"""Longer cards are read up to here: what a person would not read to the end either."""

MAX_PASSAGES = 10_000
"""So many passages of a card are read. A megabyte of headings holds ten times more, and says less."""

_SIGNS = Triggers((*LEFT_BY_TEMPLATES, *SIGNS), are_all=True)
"""What tells of templates and of other languages."""


@dataclass(frozen=True)
class Card:
    """A model card, parsed.

    ``front`` is its YAML front matter (empty when there is none), ``front_error`` why that could not be parsed.
    ``passages`` are its sentences, list items, table rows, headings and code blocks in order, without the text that
    the Hub's template left there.
    """

    front: Mapping[str, Any] = field(default_factory=dict)
    front_error: str = ""
    passages: tuple[Passage, ...] = ()
    is_template: bool = False
    encoding_error: str = ""
    cut_off: str = ""
    """Where reading ended before the card did; empty when it was read to its end."""
    left: tuple[Passage, ...] = ()
    """What a template left there: no facts."""

    @cached_property
    def labels(self) -> tuple[Passage, ...]:
        """Labels with nothing beside them ("Data sets:"): no facts, but what stands below may belong to them."""
        return tuple(p for p in self.left if p.text.rstrip().endswith(":"))

    @cached_property
    def index(self) -> PassageIndex:
        """The passages, to be searched for words."""
        return PassageIndex(self.passages)

    @property
    def lower(self) -> str:
        """All words of the card in lower case."""
        return self.index.lower

    @cached_property
    def links(self) -> tuple[tuple[Link, Passage], ...]:
        """Every link with the passage that it stands in."""
        return tuple((link, p) for p in self.passages for link in p.links)

    def mentioning(self, *triggers: str) -> Sequence[Passage]:
        """The passages that hold at least one of the (lower-case) triggers, in order."""
        return self.index.mentioning(*triggers)

    def in_section(self, *words: str) -> Iterator[Passage]:
        """The passages below a heading that holds one of the (lower-case) words."""
        for passage in self.passages:
            if any(w in heading for heading in passage.section_lower for w in words):
                yield passage


def parse_card(data: bytes) -> Card:
    """The card that the bytes of a README hold. Never raises: what can't be read is said in the card's errors."""
    text, encoding_error = decode(data[:MAX_CARD_BYTES])
    if not text.isascii():
        text = normalize("NFC", text)  # accents that stand beside their letters
    front_text, body, first_line = split_front_matter(text)
    front, front_error = front_text.parsed()
    passages, are_all = read_passages(body, first_line, MAX_PASSAGES)
    cut_off = f"its first {MAX_CARD_BYTES:,} bytes" if len(data) > MAX_CARD_BYTES else ""
    if not are_all:
        cut_off = f"its first {MAX_PASSAGES:,} sentences, items and rows"
    signs = _SIGNS.within("\n".join([p.lower for p in passages]))
    passages = glossed(passages, signs)
    told, left = told_and_left(passages, signs)
    return Card(
        front=front,
        front_error=front_error,
        passages=tuple(told),
        left=_left(passages, told) if left else (),
        is_template=left > 10 and left > sum(p.kind != "heading" for p in told),
        encoding_error=encoding_error,
        cut_off=cut_off,
    )


def _left(passages: list[Passage], told: list[Passage]) -> tuple[Passage, ...]:
    kept = {id(passage) for passage in told}
    return tuple(p for p in passages if id(p) not in kept)


def decode(data: bytes) -> tuple[str, str]:
    """Text of a card, and what was wrong with its encoding (empty when it is UTF-8).

    A byte order mark is obeyed; what is not UTF-8 is read as Latin-1, in which every byte means something.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :] if encoding == "utf-8" else data
            return text.decode(encoding, "replace"), "" if encoding == "utf-8" else "UTF-16"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if len(data) == MAX_CARD_BYTES and error.start > MAX_CARD_BYTES - 4:
            return data[: error.start].decode("utf-8"), ""
        return data.decode("latin-1"), "not UTF-8"
