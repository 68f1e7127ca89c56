"""Citations: the BibTeX entries of a card, and the papers on the release among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.passages import Passage
from crawlers.readers.known_papers import KNOWN_PAPERS
from crawlers.readers.observed import Observed
from crawlers.readers.paper_kinds import Paper, names_another, venue_in
from crawlers.readers.paper_words import ABOUT_DATA, ARXIV_ID, BIBTEX, FIELD, IN_PRINT, ON_DATA
from crawlers.readers.titles import Fit, ModelName, fit

_KINDS = {Fit.SAME: "report", Fit.OTHER_VERSION: "earlier", Fit.UNRELATED: ""}
_WHERE = ("journal", "booktitle", "publisher", "series", "note")
_URL = re.compile(r"https?://[^\s{}\"]+|(?<=\{)www\.[^\s{}\"]+")
_BLOG = re.compile(r"blog|/news/", re.IGNORECASE)
_EPRINT = re.compile(r"\b(\d{4}\.\d{4,5})\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One BibTeX entry: its title, where it appeared, its address and arXiv id, and the passage
    that holds it."""

    title: str
    where: str
    url: str
    arxiv: str
    passage: Passage


def entries(observed: Observed) -> tuple[Entry, ...]:
    """The entries of a card that have a title, but for those of an embedded original card."""
    return tuple(
        entry
        for passage in observed.card.mentioning(
            "@article", "@misc", "@inproc", "@online", "@tech", "@software", "title=", "title ="
        )
        if "@" in passage.text and not any(h.startswith("original") for h in passage.section_lower)
        for entry in _entries(passage)
    )


def _entries(passage: Passage) -> Iterator[Entry]:
    text = passage.text
    starts = [match.start() for match in BIBTEX.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        piece = text[start:end]
        fields = {m[1].lower(): m[2].strip(' ,{}"') for m in FIELD.finditer(piece)}
        if not fields.get("title"):
            continue
        eprint = _EPRINT.search(fields.get("eprint", "")) or ARXIV_ID.search(piece.lower())
        url = _URL.search(piece)
        yield Entry(
            title=fields["title"],
            where=" ".join(fields.get(field, "") for field in _WHERE),
            url=url[0].rstrip(",.") if url else "",
            arxiv=eprint[1] if eprint else "",
            passage=Passage(fields["title"], passage.line, "sentence", passage.section),
        )


def cited(found: tuple[Entry, ...], name: ModelName) -> Iterator[Paper]:
    """The entries that are papers on the release or its family, or blog posts on it."""
    for entry in found:
        fits = fit(entry.title, name)
        venue = venue_in(entry.where)
        printed = entry.arxiv or venue or IN_PRINT.search(entry.where) or "eport" in entry.title
        if printed and not _BLOG.search(entry.where):
            kind = _KINDS[fits] or ("report" if _is_the_only_one(entry, found, name) else "")
            if kind:
                kind = "method" if ON_DATA.search(entry.title) else kind
                yield Paper(kind, entry.title, entry.passage, entry.url, venue)
        elif fits is not Fit.UNRELATED and _BLOG.search(f"{entry.where} {entry.url}"):
            yield Paper("blog", entry.title, entry.passage, entry.url)


def _is_the_only_one(entry: Entry, found: tuple[Entry, ...], name: ModelName) -> bool:
    """Whether a card asks to cite one paper, not known as another's: that is its own whatever its
    title."""
    known = entry.arxiv in KNOWN_PAPERS or entry.title in KNOWN_PAPERS.values()
    others = known or ABOUT_DATA.search(entry.title) or names_another(entry.title, name)
    return len(found) == 1 and not others
