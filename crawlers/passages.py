"""Passages: a card's Markdown and HTML as sentences, items, rows, headings and code, with their lines."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import pyromark

from crawlers import html_tags
from crawlers.blocks import Block, Link
from crawlers.passage import Passage, PassageKind
from crawlers.sentences import Sentence, sentences, squeezed
from crawlers.told import Told

__all__ = ["Link", "Passage", "PassageKind", "read_passages"]

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


def read_passages(
    markdown: str, first_line: int = 1, most: int = sys.maxsize
) -> tuple[list[Passage], bool]:
    """The passages of a Markdown text whose first line has that number in its file, and whether they are all.

    Reading ends where there are more than ``most``. What stands again under the same headings, and
    what is listed again under the same words, counts but is left out: it tells nothing new, and
    endless cards consist of little else.
    """
    reader = _Reader(markdown, first_line, most)
    return reader.read(), reader.count <= most


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

    def __init__(self, markdown: str, first_line: int, most: int) -> None:
        self.markdown = markdown
        self.lines = _Lines(markdown, first_line)
        self.most = most
        self.passages: list[Passage] = []
        self.count = 0
        """Of all passages, also those that stood there before."""
        self.told = Told()
        self.headings: list[tuple[int, str]] = []
        self.section: tuple[str, ...] = ()
        self.block = Block()
        self.kind: PassageKind = "sentence"
        self.head = ""
        self.open_links: list[tuple[int, str, bool]] = []
        self.heading_level = 0
        self.in_head_row = False
        self.raw_html: list[str] = []
        self.raw_start = 0

    def read(self) -> list[Passage]:
        """The passages. Most events are texts and cells: these are dealt with here, the others called for."""
        pieces, places = self.block.pieces, self.block.bytes
        events: Iterable[tuple[Any, Any]] = _MARKDOWN.events_with_range(self.markdown)
        for event, span in events:
            if event.__class__ is str:
                if event == "SoftBreak":
                    pieces.append(" ")
                    places.append(span["start"])
                else:
                    self._mark(event, span["start"])
            elif "Text" in event:
                pieces.append(event["Text"])
                places.append(span["start"])
            elif "End" in event:
                tag = event["End"]
                if tag != "TableCell":
                    self._end(tag if tag.__class__ is str else next(iter(tag)), span)
            elif "Start" in event:
                tag = event["Start"]
                if tag != "TableCell":
                    if self.count > self.most:
                        break
                    self._start(tag, span)
                elif pieces:
                    pieces.append(" | ")
                    places.append(span["start"])
            elif "Html" in event:
                self.raw_html.append(event["Html"])
            elif "Code" in event:
                pieces.append(event["Code"])
                places.append(span["start"])
            elif "InlineHtml" in event:
                self._html(event["InlineHtml"], span["start"])
        self._flush()
        return self.passages

    def _mark(self, name: str, byte: int) -> None:
        if name == "Rule":
            self._flush()
        elif name == "HardBreak":
            self._flush(keep_kind=True)
        else:
            self.block.add(" ", byte)

    def _start(self, tag: Any, span: Any) -> None:
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
            self.open_links.append((len(self.block.pieces), value["dest_url"], name == "Image"))
        elif name == "HtmlBlock":
            self._flush()
            self.raw_html.clear()
            self.raw_start = span["start"]

    def _end(self, name: str, span: Any) -> None:
        if name in _FLUSHING:
            self._flush()
            if name == "Table":
                self.head = ""
        elif name == "Link" or name == "Image":
            self._close_link(span["start"])
        elif name == "HtmlBlock":
            self._html("".join(self.raw_html), self.raw_start)

    def _close_link(self, byte: int) -> None:
        if self.open_links:
            start, url, is_image = self.open_links.pop()
            self.block.link(start, url, is_image, byte)

    def _html(self, raw: str, byte: int) -> None:
        position, is_ascii = 0, raw.isascii()
        for offset, part in html_tags.parts(raw):
            passed = raw[position:offset]
            byte += len(passed if is_ascii else passed.encode("utf-8", "surrogatepass"))
            position = offset
            if isinstance(part, str):
                self.block.add(part, byte)
            else:
                self._html_tag(part, byte)

    def _html_tag(self, tag: html_tags.Tag, byte: int) -> None:
        name, block = tag.name, self.block
        if name == "a":
            if not tag.is_closing:
                self.open_links.append((len(block.pieces), tag.address, False))
            else:
                self._close_link(byte)
        elif name == "img":
            if url := tag.address:
                block.picture(len(block.pieces), tag.alternative, url, True, byte)
        elif name == "td" or name == "th":
            if not tag.is_closing:
                is_first = not block.pieces and not self.head
                self.in_head_row = name == "th" and (self.in_head_row or is_first)
                if block.pieces:
                    block.add(" | ", byte)
        elif self.kind == "row" and name in _INLINE_IN_ROW:
            block.add(" ", byte)
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
        pieces = block.pieces
        if not pieces and not block.links:
            return
        if self.open_links:
            self.open_links = [(0, url, image) for _, url, image in self.open_links]
        self._cut(pieces[0] if len(pieces) == 1 else "".join(pieces), kind)
        block.clear()

    def _cut(self, text: str, kind: PassageKind) -> None:
        links = self.block.links
        if kind == "heading":
            self._add_heading(text)
        elif kind == "code":
            self._add(text.strip("\n"), len(text) - len(text.lstrip("\n")), kind, _all(links))
        elif kind == "row":
            self._add(squeezed(text), len(text) - len(text.lstrip()), kind, _all(links))
            if self.in_head_row:
                self.head, self.in_head_row = " ".join(text.split()), False
        else:
            pieces = sentences(text) or (Sentence(0, len(text), ""),)
            if not links or len(pieces) == 1:
                for start, _, words in pieces:
                    self._add(words, start, kind, _all(links))
                return
            by_piece = self.block.links_by_piece([(start, end) for start, end, _ in pieces])
            for number, (start, _, words) in enumerate(pieces):
                self._add(words, start, kind, by_piece.get(number, ()))

    def _add_heading(self, text: str) -> None:
        words, level = squeezed(text), self.heading_level
        self.headings = [above for above in self.headings if above[0] < level]
        self.section = tuple([title for _, title in self.headings])
        self.told.enter(self.section)
        self._add(words, len(text) - len(text.lstrip()), "heading", _all(self.block.links))
        title = words[:MAX_PASSAGE]
        self.headings.append((level, title))
        self.section = (*self.section, title)
        self.told.enter(self.section)

    def _add(self, words: str, start: int, kind: PassageKind, links: Sequence[Link]) -> None:
        if words:
            words = words[:MAX_PASSAGE]
            if "://" in words and kind != "code":
                links = _with_bare(links, words)
        elif not links and kind != "heading":
            return  # with a link it stays, and stands where its picture stands
        else:
            start = 0
        self.count += 1
        head = self.head if kind == "row" else ""
        if self.count > self.most or not self.told.is_new(words, kind, head, links):
            return
        places = self.block.bytes
        line = self.lines.at(places[0] if places and not start else self.block.byte_at(start))
        self.passages.append(Passage(words, line, kind, self.section, tuple(links), head))


def _all(placed: Sequence[tuple[int, int, Link]]) -> Sequence[Link]:
    return [link for _, _, link in placed] if placed else ()


def _with_bare(links: Sequence[Link], text: str) -> list[Link]:
    """The links, and the addresses that merely stand in the text."""
    known = {link.url for link in links}
    bare = [m[0].rstrip(".,;:!?*") for m in _BARE_URL.finditer(text)]
    return [*links, *[Link(url, url) for url in bare if url not in known]]
