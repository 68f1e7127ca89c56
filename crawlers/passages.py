"""Passages: a card's Markdown and HTML as sentences, items, rows, headings and code, with their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import pyromark

from crawlers import html_tags
from crawlers.blocks import Block, Link
from crawlers.sentences import sentences

__all__ = ["Link", "Passage", "PassageKind", "read_passages"]

PassageKind = Literal["heading", "sentence", "item", "row", "code"]

MAX_PASSAGE = 4000
"""Characters of a passage that are kept; nobody states a fact in a longer one."""

_MARKDOWN = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
)
_BARE_URL = re.compile(r"https?://[^\s<>()\[\]\"'`|，。、（）]+")
_FLUSHING = frozenset(
    {"Paragraph", "Heading", "Item", "TableHead", "TableRow", "CodeBlock", "Table"}
)
_KIND_OF_START: dict[str, PassageKind] = {
    "Heading": "heading",
    "Item": "item",
    "TableHead": "row",
    "TableRow": "row",
    "CodeBlock": "code",
}
_KIND_OF_TAG: dict[str, PassageKind] = {"li": "item", "tr": "row", "pre": "code"}
_INLINE_IN_ROW = frozenset({"br", "p", "div", "center"})


@dataclass(frozen=True)
class Passage:
    """A sentence, list item, table row, heading or code block.

    ``text`` has the words as a reader sees them, cells of a row parted by `` | ``. ``line`` counts
    from 1 in the README. ``section`` are the headings above, outermost first, and ``head`` is the
    header row for a row of a table.
    """

    text: str
    line: int
    kind: PassageKind
    section: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    head: str = ""
    lower: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", self.text.lower())

    @cached_property
    def section_lower(self) -> tuple[str, ...]:
        """The headings above, in lower case."""
        return tuple(s.lower() for s in self.section)

    @property
    def place(self) -> str:
        """Where it stands, as evidence names it."""
        return f"README.md:{self.line}"


def read_passages(markdown: str, first_line: int = 1) -> Iterator[Passage]:
    """The passages of a Markdown text whose first line has that number in its file."""
    return iter(_Reader(markdown, first_line).read())


class _Lines:
    """The line of a byte. Asked in rising order, it counts each newline once."""

    def __init__(self, markdown: str, first_line: int) -> None:
        self._data = markdown.encode("utf-8", "surrogatepass")
        self._first = self._line = first_line
        self._byte = 0

    def at(self, byte: int) -> int:
        if byte < self._byte:
            self._byte, self._line = 0, self._first
        self._line += self._data.count(b"\n", self._byte, byte)
        self._byte = byte
        return self._line


class _Reader:
    """Walks the Markdown events once, gathering blocks and cutting them into passages."""

    def __init__(self, markdown: str, first_line: int) -> None:
        self.markdown = markdown
        self.lines = _Lines(markdown, first_line)
        self.passages: list[Passage] = []
        self.headings: list[tuple[int, str]] = []
        self.section: tuple[str, ...] = ()
        self.block = Block()
        self.kind: PassageKind = "sentence"
        self.head = ""
        self.open_links: list[tuple[int, str, bool]] = []
        self.heading_level = 0
        self.in_head_row = False
        self.raw_html: list[str] | None = None
        self.raw_start = 0

    def read(self) -> list[Passage]:
        handlers: dict[str, Callable[[Any, int], None]] = {
            "Start": self._start,
            "End": self._end,
            "InlineHtml": self._html,
            "Html": self._gather_html,
        }
        events: Iterable[tuple[Any, Any]] = _MARKDOWN.events_with_range(self.markdown)
        for event, span in events:
            if event.__class__ is str:
                self._mark(event, span["start"])
                continue
            for name, value in event.items():
                if name == "Text" or name == "Code":
                    self.block.add(value, span["start"])
                elif handler := handlers.get(name):
                    handler(value, span["start"])
        self._flush()
        return self.passages

    def _mark(self, name: str, byte: int) -> None:
        if name == "Rule":
            self._flush()
        elif name == "HardBreak":
            self._flush(keep_kind=True)
        else:
            self.block.add(" ", byte)

    def _gather_html(self, raw: str, _byte: int) -> None:
        if self.raw_html is not None:
            self.raw_html.append(raw)

    def _start(self, tag: Any, byte: int) -> None:
        name, value = (tag, {}) if tag.__class__ is str else next(iter(tag.items()))
        if name in _FLUSHING:
            self._flush(keep_kind=name == "Paragraph")
            self.kind = _KIND_OF_START.get(name, self.kind)
            if name == "Heading":
                self.heading_level = int(value["level"][1])
            elif name == "TableHead" or name == "TableRow":
                self.in_head_row = name == "TableHead"
            elif name == "Table":
                self.head = ""
        elif name == "Link" or name == "Image":
            self.open_links.append((self.block.length, value["dest_url"], name == "Image"))
        elif name == "TableCell":
            if self.block.length:
                self.block.add(" | ", byte)
        elif name == "HtmlBlock":
            self._flush()
            self.raw_html, self.raw_start = [], byte

    def _end(self, tag: Any, byte: int) -> None:
        name = tag if tag.__class__ is str else next(iter(tag))
        if name in _FLUSHING:
            self._flush()
            if name == "Table":
                self.head = ""
        elif name == "Link" or name == "Image":
            self._close_link(byte)
        elif name == "HtmlBlock":
            raw, self.raw_html = "".join(self.raw_html or []), None
            self._html(raw, self.raw_start)

    def _close_link(self, byte: int) -> None:
        if self.open_links:
            start, url, is_image = self.open_links.pop()
            self.block.link(start, url, is_image, byte)

    def _html(self, raw: str, byte: int) -> None:
        position = 0
        for offset, part in html_tags.parts(raw):
            byte += len(raw[position:offset].encode("utf-8", "surrogatepass"))
            position = offset
            if isinstance(part, str):
                self.block.add(part, byte)
            else:
                self._html_tag(part, byte)

    def _html_tag(self, tag: html_tags.Tag, byte: int) -> None:
        name = tag.name
        if name == "a":
            if not tag.is_closing:
                self.open_links.append((self.block.length, tag.address, False))
            else:
                self._close_link(byte)
        elif name == "img":
            if url := tag.address:
                self.block.picture(self.block.length, tag.alternative, url, True, byte)
        elif name == "td" or name == "th":
            if not tag.is_closing:
                is_first = not self.block.length and not self.head
                self.in_head_row = name == "th" and (self.in_head_row or is_first)
                if self.block.length:
                    self.block.add(" | ", byte)
        elif self.kind == "row" and name in _INLINE_IN_ROW:
            self.block.add(" ", byte)
        elif name in html_tags.BLOCKS:
            self._flush()
            if name == "table":
                self.head = ""
            if not tag.is_closing:
                self.kind = _KIND_OF_TAG.get(name, "sentence")
                self.in_head_row = False
                if name[0] == "h" and name != "hr":
                    self.kind, self.heading_level = "heading", int(name[1])

    def _flush(self, *, keep_kind: bool = False) -> None:
        block, kind = self.block, self.kind
        if not keep_kind:
            self.kind = "sentence"
        if not block.length and not block.links:
            return
        self.block = Block()
        if self.open_links:
            self.open_links = [(0, url, image) for _, url, image in self.open_links]
        self._cut(block, kind)

    def _cut(self, block: Block, kind: PassageKind) -> None:
        text = "".join(block.pieces)
        if kind == "heading":
            title = " ".join(text.split())[:MAX_PASSAGE]
            self.headings = [(n, t) for n, t in self.headings if n < self.heading_level]
            self.section = tuple(t for _, t in self.headings)
            self._add(title, block, text, 0, kind, [link for _, _, link in block.links])
            self.headings.append((self.heading_level, title))
            self.section = tuple(t for _, t in self.headings)
            return
        is_whole = kind == "row" or kind == "code" or not text.strip()
        pieces = [(0, text)] if is_whole else list(sentences(text))
        spans = [(start, start + len(sentence)) for start, sentence in pieces]
        links = block.links_by_piece(spans) if block.links else {}
        for number, (start, sentence) in enumerate(pieces):
            shown = sentence.strip("\n") if kind == "code" else " ".join(sentence.split())
            if shown or number in links:
                self._add(shown[:MAX_PASSAGE], block, sentence, start, kind, links.get(number, []))
        if kind == "row" and self.in_head_row:
            self.head, self.in_head_row = " ".join(text.split()), False

    def _add(
        self,
        shown: str,
        block: Block,
        sentence: str,
        start: int,
        kind: PassageKind,
        links: list[Link],
    ) -> None:
        if kind != "code" and "://" in shown:
            known = {link.url for link in links}
            bare = (m[0].rstrip(".,;:!?*") for m in _BARE_URL.finditer(shown))
            links = links + [Link(url, url) for url in bare if url not in known]
        lead = len(sentence) - len(sentence.lstrip("\n" if kind == "code" else None))
        lead = lead if shown else 0  # a picture stands where it stands
        line = self.lines.at(block.byte_at(start + lead))
        head = self.head if kind == "row" else ""
        self.passages.append(Passage(shown, line, kind, self.section, tuple(links), head))
