"""What a paper is to a release: its report, a paper on another version or on a part, a blog
post."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.passages import Link, Passage
from crawlers.readers.cues import has_any
from crawlers.readers.known_papers import KNOWN_PAPERS
from crawlers.readers.paper_words import (
    ASIDE,
    DATA_BEFORE,
    DESCRIBED_IN,
    FAMILY_PAPER,
    LABEL,
    MADE_FOR,
    METHOD,
    OF_ITS_BASE,
    OF_ITS_BASE_HINTS,
    ON_A_METHOD,
    ON_DATA,
    OURS,
    PAPER_SECTION,
    PAPER_WORD,
    PAPER_WORD_HINTS,
    TRAINED_WITH,
    VENUE,
    WORKSHOP_ONLY,
)
from crawlers.readers.titles import Fit, ModelName, fit

_KNOWN_TITLES = frozenset(KNOWN_PAPERS.values())


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the card names: its kind, its title if known, where it stands, and where it
    appeared."""

    kind: str
    title: str
    passage: Passage
    target: str
    venue: str = ""


def kind_of_link(title: str, link: Link, passage: Passage, name: ModelName) -> str:
    """What the paper behind a link is to the release; empty when it is none of its own.

    ``title`` is the paper's title where it is known. Without a title that fits, the label, the
    place or the words
    around must say that it is this release's.
    """
    worded, labelled = is_worded(link), bool(LABEL.match(passage.text))
    found = fit(title, name) if title else Fit.UNRELATED
    if found is Fit.SAME or (not title and worded and _is_named_by_link(link, name)):
        return "method" if ON_DATA.search(title or link.text) else "report"
    if found is Fit.OTHER_VERSION:
        if MADE_FOR.search(passage.text) and not is_aside(passage):
            return "report"
        told = worded or labelled or OURS.search(passage.text)
        return "earlier" if told or DESCRIBED_IN.search(passage.text) else ""
    if has_any(passage.lower, OF_ITS_BASE_HINTS) and OF_ITS_BASE.search(passage.text):
        return ""
    aside = is_aside(passage)
    theirs = title in _KNOWN_TITLES or names_another(link.text, name)
    if theirs and not aside and (_is_in_paper_section(link, passage) or _is_asked_for(passage)):
        return "method"
    if not theirs and not aside and _is_named_at_the_head(link, passage, name):
        return "report"
    if not theirs and _is_called_its_own(title, link, passage, aside=aside):
        if ON_A_METHOD.search(passage.text):
            return "" if aside else "method"
        return "report" if not aside or re.search(r"\bour\b", passage.lower) else ""
    if not aside and TRAINED_WITH.search(passage.text) and not FAMILY_PAPER.match(link.text):
        on_data = DATA_BEFORE.search(passage.text.partition(link.text)[0])
        return "" if on_data else "method"
    return ""


def is_worded(link: Link) -> bool:
    """Whether the words of a link say that it leads to a paper."""
    return has_any(link.text.lower(), PAPER_WORD_HINTS) and bool(PAPER_WORD.search(link.text))


def _is_named_by_link(link: Link, name: ModelName) -> bool:
    """Whether the words of a link or the last part of its address name the release."""
    slug = link.url.rstrip("/").rpartition("/")[2]
    return fit(link.text, name) is Fit.SAME or fit(slug, name) is Fit.SAME


def _is_in_paper_section(link: Link, passage: Passage) -> bool:
    """Whether a link is the first of a passage below a heading such as "Paper and citation"."""
    if not passage.section or not PAPER_SECTION.fullmatch(passage.section[-1]):
        return False
    return next((k for k in passage.links if not k.is_image), None) == link


def _is_called_its_own(title: str, link: Link, passage: Passage, *, aside: bool) -> bool:
    """Whether label, place or words say that a paper is the one on this release."""
    worded, in_head = is_worded(link), len(passage.section) <= 1
    if LABEL.match(passage.text) or _is_in_paper_section(link, passage):
        return True
    if in_head and len(title.split()) > 3 and passage.text.startswith(link.text):
        return True
    badge = _is_badge(passage) or (passage.kind == "heading" and in_head)
    if worded and badge and not aside:
        return True
    return bool((worded or title) and OURS.search(passage.text)) and not (
        METHOD.search(passage.text) and not OURS.search(passage.text)
    )


def names_another(words: str, name: ModelName) -> bool:
    """Whether words name another family's paper ("the LLaMA paper")."""
    own = "".join(name.words)
    return any(m[1].lower() not in own for m in FAMILY_PAPER.finditer(words))


def _is_asked_for(passage: Passage) -> bool:
    """Whether a passage asks to cite a paper as the publisher's own."""
    return "our publication" in passage.lower or "our paper" in passage.lower


def _is_named_at_the_head(link: Link, passage: Passage, name: ModelName) -> bool:
    """Whether a paper is linked behind the release's own name, the first words of the card."""
    words = link.text.lower()
    begins = len(passage.section) <= 1 and passage.text.startswith(link.text)
    telling = [word for word in name.words if len(word) > 3]
    return begins and bool(telling) and all(word in words for word in telling)


def _is_badge(passage: Passage) -> bool:
    """A line of links such as "Paper • GitHub • Demo": short, and little but links."""
    linked = sum(len(link.text) for link in passage.links if not link.is_image)
    bare = re.sub(r"[\W_]", "", passage.text)
    return len(passage.text) < 300 and linked >= 0.5 * len(bare)


def is_aside(passage: Passage) -> bool:
    """Whether a passage stands where links lead to the work of others."""
    innermost = passage.section[-1].lower() if passage.section else ""
    if any(heading.startswith("original") for heading in passage.section_lower):
        return True
    in_table = passage.kind == "row" and not LABEL.match(passage.text)
    return in_table or any(words in innermost for words in ASIDE)


def venue_in(text: str) -> str:
    """The peer-reviewed venue that a text names; a workshop or a submission is none."""
    match = VENUE.search(text)
    return match[0] if match and not WORKSHOP_ONLY.search(text) else ""
