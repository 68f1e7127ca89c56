"""Reads papers: reports on this release, papers on a part or an earlier version, blog posts, and
their venues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from crawlers.passages import Link, Passage
from crawlers.readers.citations import cited, entries
from crawlers.readers.cues import has_any
from crawlers.readers.known_papers import KNOWN_PAPERS
from crawlers.readers.observed import Observed
from crawlers.readers.paper_kinds import Paper, is_aside, is_worded, kind_of_link, venue_in
from crawlers.readers.paper_words import (
    ACCEPTED,
    ACCEPTED_WORK,
    ARXIV_ID,
    BLOG_HERE,
    BLOG_HINTS,
    BLOG_URL,
    BLOG_WORD,
    CALLED_PAPER,
    ITS_PAPER,
    LABEL,
    MORE,
    NAMED_PAPER,
    NO_PAPER_URL,
    NOT_ACCEPTED,
    NOT_ITS_BLOG,
    OWN_PAPER,
    PAPER_HINTS,
    PAPER_URL,
    POST_URL,
    PUBLISHED_URL,
    REPORT_TEXT,
    TELLS_OF_IT,
)
from crawlers.readers.stance import Stance, stance
from crawlers.readers.titles import Fit, ModelName, fit, model_name
from registry.scoring.evidence import Evidence

MAX_PAPERS = 12
"""Papers of a card that are kept."""
MAX_LINKS = 12
"""Links of a line that are looked at: nobody names a release's own paper among dozens of others."""
_OTHER_DOCUMENTS = (
    *("协议", "policy", "guideline", "datasheet", "data sheet", "data summary"),
    *("training content", "training summary"),
)
"""Words of links to what is no paper, whatever its address."""
_HINTS_IN_WORDS = ("report", "blog", "model card")


def read_papers(observed: Observed) -> Iterator[Evidence]:
    """On ``docs.paper``: ``report`` (on this release or its version), ``earlier`` (on another
    version), ``method``
    (on a part of it) and ``blog``; on ``docs.review``: ``venue`` (of the report) and ``venue-of-
    part``."""
    found = entries(observed)
    titles = {entry.arxiv: entry.title for entry in found if entry.arxiv}
    name = model_name(observed.snapshot.id)
    papers = [*_linked(observed, name, titles), *cited(found, name)]
    for paper in _each_once(papers):
        yield observed.said(
            "docs.paper", paper.kind, paper.passage, value=paper.title, target=paper.target
        )
    for paper in _each_once([p for p in papers if p.venue and p.kind != "blog"]):
        fact = "venue" if paper.kind == "report" else "venue-of-part"
        yield observed.said(
            "docs.review", fact, paper.passage, value=paper.venue, target=paper.target
        )
    if any(paper.kind == "report" for paper in papers):
        yield from _accepted(observed, name)


def _each_once(papers: list[Paper]) -> Iterator[Paper]:
    seen: set[tuple[str, str]] = set()
    for paper in papers:
        key = (paper.kind, paper.target or paper.title)
        if key not in seen and len(seen) < MAX_PAPERS:
            seen.add(key)
            yield paper


def _linked(observed: Observed, name: ModelName, titles: Mapping[str, str]) -> Iterator[Paper]:
    seen: Counter[int] = Counter()
    hints = _hints(observed)
    for link, passage in observed.card.links:
        text = link.text.lower()
        if (
            not _may_be_paper(link, passage, text, hints)
            or passage.kind == "code"
            or "soon" in text
        ):
            continue
        seen[passage.line] += 1
        if seen[passage.line] > MAX_LINKS:
            continue
        paper = _paper(link, passage, name, titles) or _blog(link, passage, name)
        if paper is not None:
            yield paper


def _hints(observed: Observed) -> tuple[str, ...]:
    """The hints at papers that some link of the card holds, to be looked for in each of them."""
    urls = "\n".join([link.url for link, _ in observed.card.links]).lower()
    return tuple([hint for hint in PAPER_HINTS if hint in urls])


def _may_be_paper(link: Link, passage: Passage, text: str, hints: tuple[str, ...]) -> bool:
    """A quick look that spares most links the patterns. ``text`` is the link's in lower case."""
    url = link.url.lower()
    called = "paper" in text or "paper" in passage.lower[:60]
    if not (called or has_any(url, hints) or has_any(text, _HINTS_IN_WORDS)):
        return False
    if link.is_image or "licen" in url or has_any(text, _OTHER_DOCUMENTS):
        return False
    if "guideline" in url:
        return False
    return "licen" not in text or has_any(url, ("report", "paper", "arxiv"))


def _paper(
    link: Link, passage: Passage, name: ModelName, titles: Mapping[str, str]
) -> Paper | None:
    url = link.url.lower()
    if not (
        PAPER_URL.search(url) or REPORT_TEXT.search(link.text) or _is_called_one(link, passage)
    ):
        return None
    arxiv = ARXIV_ID.search(url)
    known = (titles.get(arxiv[1]) or KNOWN_PAPERS.get(arxiv[1], "")) if arxiv else ""
    in_words = len(link.text.split()) > 3 and "://" not in link.text
    title = known or (link.text if in_words else "")
    kind = kind_of_link(title, link, passage, name)
    if not kind:
        return None
    return Paper(kind, title or link.text, passage, link.url, _venue(kind, link, passage))


def _is_called_one(link: Link, passage: Passage) -> bool:
    """Whether a link to a page on the web stands behind the label "Paper:", or is named so itself."""
    url = link.url.lower()
    is_page = len(url.partition("://")[2].partition("/")[2]) > 2
    if not (url.startswith("http") and is_page) or NO_PAPER_URL.search(
        f"{url} {link.text.lower()}"
    ):
        return False
    first = next((k for k in passage.links if not k.is_image), None) == link
    return bool(CALLED_PAPER.fullmatch(link.text) or (first and LABEL.match(passage.text)))


def _venue(kind: str, link: Link, passage: Passage) -> str:
    """The venue that the words around a link or its address tell."""
    text = passage.text
    tells = len(text) < 80 or ACCEPTED.search(text)
    called = LABEL.match(text) or (is_worded(link) and tells)
    venue = venue_in(text) if kind == "report" and called else ""
    return venue or (
        link.url.split("/")[2] if PUBLISHED_URL.search(link.url) and "://" in link.url else ""
    )


def _blog(link: Link, passage: Passage, name: ModelName) -> Paper | None:
    text = link.text.lower()
    words = f"{link.text} {passage.text}" if len(passage.text) < 700 else link.text
    called_blog = has_any(text, BLOG_HINTS) and bool(BLOG_WORD.search(link.text))
    url = link.url.lower()
    if not (called_blog or BLOG_URL.search(url)) or NOT_ITS_BLOG.search(words):
        return None
    own_page = "github.io/" in url and any(len(w) > 3 and w in url for w in name.words)
    called_blog = called_blog or (
        "blog" in words.lower() and bool(BLOG_WORD.search(words) and BLOG_HERE.search(words))
    )
    called_blog = called_blog or (bool(POST_URL.search(url)) and _is_on_it(link, passage, name))
    if not (own_page or called_blog):
        return None
    told_of_it = "our " in passage.lower or "detailed" in passage.lower
    if is_aside(passage) and not (own_page or told_of_it):
        return None
    return Paper("blog", link.text, passage, link.url)


def _is_on_it(link: Link, passage: Passage, name: ModelName) -> bool:
    """Whether the words of a link to a post name the release, or those around say it is on it."""
    if TELLS_OF_IT.search(passage.text):
        return True
    return fit(link.text, name) is Fit.SAME and bool(MORE.search(passage.text))


def _accepted(observed: Observed, name: ModelName) -> Iterator[Evidence]:
    """Sentences that say where this release's paper, or one on a part of it, was accepted."""
    for passage in observed.card.mentioning(
        "accepted", "published", "appear", "spotlight", "proceedings", "接收", "录用"
    ):
        text = passage.text
        if passage.kind == "code" or NOT_ACCEPTED.search(text):
            continue
        if not (OWN_PAPER.search(text) and ACCEPTED.search(text)):
            continue
        venue = venue_in(text)
        if venue and stance(text) is Stance.STATED and not is_aside(passage):
            named = NAMED_PAPER.search(text) or ACCEPTED_WORK.search(text)
            part = named and _is_on_a_part(named[1].lower(), name)
            yield observed.said(
                "docs.review", "venue-of-part" if part else "venue", passage, value=venue
            )


def _is_on_a_part(word: str, name: ModelName) -> bool:
    """Whether the word before "paper" names something else than the release."""
    return word not in ITS_PAPER and not any(w in word or word in w for w in name.words)
