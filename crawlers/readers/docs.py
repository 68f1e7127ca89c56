"""Reads docs: what the card tells, the papers on the release, and the EU's summary of training
content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.readers.card_items import read_items
from crawlers.readers.observed import Observed
from crawlers.readers.papers import read_papers
from crawlers.readers.stance import Stance, stance
from registry.scoring.evidence import Evidence

_SUMMARY = re.compile(
    r"(?:public )?summary of (?:the |its |our )?(?:model(?:['’]s)? )?(?:content used for "
    r"|data used for )?(?:pre-?)?training(?: content| data)?"
    r"|training[- ](?:content|data) summary|public summary|data summary|article 53\b|art\. ?53\b",
    re.IGNORECASE,
)
_EU = re.compile(
    r"\beu\b|\bai act\b|european|article 53|art\. ?53|general-purpose ai|\bgpai\b|public summary"
    r"|training content|data[-_ ]summary",
    re.IGNORECASE,
)


def read_docs(observed: Observed) -> Iterator[Evidence]:
    """Facts on ``docs.card`` (the nine items), ``docs.paper``, ``docs.review`` and
    ``docs.training_summary``."""
    yield from read_items(observed)
    yield from read_papers(observed)
    yield from _training_summary(observed)


def _training_summary(observed: Observed) -> Iterator[Evidence]:
    """The summary of Article 53(1)(d) of the AI Act: a link to it, or a section that is it."""
    for passage in observed.card.mentioning("summary", "article 53", "art. 53"):
        match = _SUMMARY.search(passage.text)
        where = f"{passage.text} {' '.join(link.url for link in passage.links)}"
        if match is None or passage.kind in {"code", "heading"} or not _EU.search(where):
            continue
        target = next((k.url for k in passage.links if not k.is_image), "")
        if target and stance(passage.text, *match.span()) is Stance.STATED:
            yield observed.said(
                "docs.training_summary", "summary", passage, around=match.span(), target=target
            )
