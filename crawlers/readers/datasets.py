"""Reads a dataset repo: its licence, its gate, and whether its card describes the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.readers.observed import Observed, texts
from registry.scoring.evidence import Evidence

TOPIC = "dataset"
_ASPECTS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:compos\w+|consists? of|contains?|splits?|subsets?|instances|fields|columns)\b"
        r"|\b(?:statistics|languages?)\b|\d[\d.,]{0,12} ?(?:[BMKT]\b|billion|million|tokens|rows"
        r"|examples|documents|samples)",
        r"\b(?:collect\w+|source[sd]?|crawl\w*|scrap\w+|annotat\w+|generated|gathered|derived|curat\w+|created)\b",
        r"\b(?:filter\w*|dedup\w*|de-dup\w*|clean\w*|process\w*|preprocess\w*|decontaminat\w*|normali[sz]\w*)\b",
        r"\b(?:limitations?|bias(?:es)?|privacy|personal|harmful|ethic\w*|considerations)\b",
    )
)
_ENOUGH_WORDS = 120
_ENOUGH_ASPECTS = 3


def read_dataset(observed: Observed) -> Iterator[Evidence]:
    """The facts ``license``, ``gated`` (auto or manual) ``documented`` or ``bare``."""
    yield from _license(observed)
    gated = observed.snapshot.metadata.get("gated")
    if gated in {"auto", "manual"} or gated is True:
        value = gated if isinstance(gated, str) else "manual"
        yield observed.recorded(TOPIC, "gated", "gated", value=value)
    yield from _documented(observed)


def _license(observed: Observed) -> Iterator[Evidence]:
    declared = texts(observed.front.get("license"))
    if declared:
        value = " AND ".join(declared)
        yield observed.in_front_matter(TOPIC, "license", "license", value=value)
    elif tags := tuple(observed.tags("license:")):
        quote = ", ".join(f"license:{t}" for t in tags)
        yield observed.recorded(TOPIC, "license", "tags", value=" AND ".join(tags), quote=quote)


def _documented(observed: Observed) -> Iterator[Evidence]:
    """A real description tells three of: composition, collection, processing, known problems.

    A card that was read and is none is ``bare``; of one that was not seen, nothing is said.
    """
    told = [p for p in observed.card.passages if p.kind not in {"heading", "code"}]
    found = [next((p for p in told if aspect.search(p.text)), None) for aspect in _ASPECTS]
    telling = [p for p in found if p is not None]
    words = sum(p.text.count(" ") + 1 for p in told)
    if words >= _ENOUGH_WORDS and len(telling) >= _ENOUGH_ASPECTS:
        yield observed.said(TOPIC, "documented", telling[0])
    elif observed.snapshot.card is not None:
        yield observed.recorded(
            TOPIC, "bare", "README.md", quote=f"README.md: {words} words of prose"
        )
