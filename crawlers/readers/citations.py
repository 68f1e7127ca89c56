"""Citations: the BibTeX entries of a card, and the papers on the release among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from crawlers.passages import Passage
from crawlers.readers.known_papers import KNOWN_PAPERS
from crawlers.readers.observed import Observed
from crawlers.readers.paper_kinds import Paper, names_another, venue_in
from crawlers.readers.paper_words import (
    ABOUT_DATA,
    ARXIV_ID,
    BIBTEX,
    FIELD,
    IN_PRINT,
    ON_DATA,
    PREPRINT,
    SOON,
    WORKSHOP_ONLY,
)
from crawlers.readers.titles import Fit, ModelName, fit

MAX_ASKED = 3
"""Papers that a card asks to cite for one release; more of them are a bibliography."""
_ASKING = re.compile(r"\bcit(?:e|ing|ation)|引用|zitier|citar", re.IGNORECASE)
_REQUEST = re.compile(
    r"\b(?:our|us)\b[^.]{0,120}\b(?:cite|citing)\b|\b(?:cite|citing) (?:us|our|these (?:papers|works))\b"
    r"|我们[^。]{0,40}引用|引用(?:我们|以下|下列)",
    re.IGNORECASE,
)
_KNOWN_BEGINNINGS = tuple(t.lower() for t in KNOWN_PAPERS.values() if len(t) > 20)
_KINDS = {Fit.SAME: "report", Fit.OTHER_VERSION: "earlier", Fit.UNRELATED: ""}
_WHERE = ("journal", "booktitle", "publisher", "series", "note")
_URL = re.compile(r"https?://[^\s{}\"]+|(?<=\{)www\.[^\s{}\"]+")
_PROCEEDINGS = re.compile(r"\b(?:proceedings|conference|symposium)\b", re.IGNORECASE)
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
    venue: str = ""
    """The journal or the proceedings in which it appeared; empty for a preprint."""
    asked: bool = False
    """Whether the words above ask to cite it for the publisher's own work."""


def entries(observed: Observed) -> tuple[Entry, ...]:
    """The entries of a card that have a title, but for those of an embedded original card."""
    asking = frozenset(
        p.section
        for p in observed.card.mentioning("cite", "citing", "引用")
        if p.kind != "code" and _REQUEST.search(p.text)
    )
    return tuple(
        replace(entry, asked=entry.passage.section in asking)
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
        if not fields.get("title") or SOON.search(piece):
            continue
        eprint = _EPRINT.search(fields.get("eprint", "")) or ARXIV_ID.search(piece.lower())
        url = _URL.search(piece)
        yield Entry(
            title=fields["title"],
            where=" ".join(fields.get(field, "") for field in _WHERE),
            url=url[0].rstrip(",.") if url else "",
            arxiv=eprint[1] if eprint else "",
            passage=Passage(fields["title"], passage.line, "sentence", passage.section),
            venue=_venue(fields),
        )


def _venue(fields: Mapping[str, str]) -> str:
    """Where an entry says that it appeared: a venue by name, a volume of a journal, proceedings."""
    where = " ".join(fields.get(field, "") for field in _WHERE)
    if named := venue_in(where):
        return named
    journal, book = fields.get("journal", ""), fields.get("booktitle", "")
    if PREPRINT.search(where) or WORKSHOP_ONLY.search(where):
        return ""
    if journal and (fields.get("volume") or fields.get("publisher")):
        return journal[:80]
    return book[:80] if _PROCEEDINGS.search(book) else ""


def cited(found: tuple[Entry, ...], name: ModelName) -> Iterator[Paper]:
    """The entries that are papers on the release or its family, or blog posts on it."""
    printed = [entry for entry in found if _is_printed(entry)]
    for entry in found:
        fits = fit(entry.title, name)
        if entry in printed:
            kind = _KINDS[fits] or _kind_asked_for(entry, found, printed, name)
            if kind:
                kind = "method" if ON_DATA.search(entry.title) else kind
                yield Paper(kind, entry.title, entry.passage, entry.url, entry.venue)
        elif fits is not Fit.UNRELATED and _BLOG.search(f"{entry.where} {entry.url}"):
            yield Paper("blog", entry.title, entry.passage, entry.url)


def _is_printed(entry: Entry) -> bool:
    """Whether an entry is a paper, and neither a repository nor a post."""
    if _BLOG.search(entry.where):
        return False
    told = entry.arxiv or entry.venue or IN_PRINT.search(entry.where)
    return bool(told) or "eport" in entry.title


def _kind_asked_for(
    entry: Entry, found: tuple[Entry, ...], printed: list[Entry], name: ModelName
) -> str:
    """What a paper is whose title doesn't name the release.

    The only one that a card asks to cite, beside the release itself, is its own whatever its title;
    of two or three cited as the publisher's own work, each is on a part of it. What is known as
    another's is neither.
    """
    if _is_of_others(entry, name):
        return "method" if entry.asked and entry.arxiv in KNOWN_PAPERS else ""
    if len(found) == 1:
        return "report"
    if len(printed) > MAX_ASKED or any(fit(e.title, name) is not Fit.UNRELATED for e in printed):
        return ""
    headed = _ASKING.search(" ".join(entry.passage.section[-1:]))
    others = [e for e in found if e not in printed and fit(e.title, name) is not Fit.SAME]
    if len(printed) == 1 and not others and (headed or entry.asked):
        return "report"
    return "method" if entry.asked else ""


def _is_of_others(entry: Entry, name: ModelName) -> bool:
    title = entry.title.lower()
    known = entry.arxiv in KNOWN_PAPERS or any(title.startswith(t) for t in _KNOWN_BEGINNINGS)
    return bool(known or ABOUT_DATA.search(entry.title) or names_another(entry.title, name))
