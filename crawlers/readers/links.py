"""Reads the links of a card: each with the kind of thing that stands there. A link is a claim until it was checked."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.readers.link_kinds import kind_of
from crawlers.readers.observed import Observed
from registry.scoring.evidence import Evidence

TOPIC = "link"
MAX_LINKS = 100
"""Links that are kept of a card; some consist of nothing else."""

MAX_ADDRESS = 500
MAX_TEXT = 120


def read_links(observed: Observed) -> Iterator[Evidence]:
    """Every address on the web that the card links to, once, with its kind as the fact."""
    seen: set[str] = set()
    for link, passage in observed.card.links:
        url = link.url
        if link.is_image or url in seen or len(url) > MAX_ADDRESS:
            continue
        seen.add(url)
        if kind := kind_of(url):
            text = url if passage.written else link.text or url  # no gloss is a quote
            yield Evidence(
                TOPIC,
                kind,
                quote=text[:MAX_TEXT],
                place=passage.place,
                url=observed.snapshot.file_url("README.md", passage.line),
                target=url,
            )
        if len(seen) >= MAX_LINKS:
            return
