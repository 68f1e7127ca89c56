"""The openness class, decided by levels and not by the score."""

from __future__ import annotations

from collections.abc import Iterable

from registry.scoring.marks import Mark

OPEN_SOURCE_AI = "open source AI"
OPEN_DATA = "open data"
OPEN_WEIGHTS = "open weights"
RESTRICTED_WEIGHTS = "restricted weights"
CLOSED = "closed"


def openness_class(marks: Iterable[Mark]) -> str:
    """The class that a release's marks amount to.

    Open source AI takes what the Open Source AI Definition 1.0 asks for (https://opensource.org/ai): the weights under
    open terms, the complete code under an open licence, and data information detailed enough to rebuild the system.
    Of the last, a program can only be sure when every source is named, its processing told and the data to be had.
    """
    level = {m.criterion: m.level for m in marks}

    def reaches(criterion: str, *levels: str) -> bool:
        return level.get(criterion) in levels

    if reaches("weights.access", "withheld"):
        return CLOSED
    if not (
        reaches("weights.access", "open-download", "click-through")
        and reaches("weights.license", "open-source")
    ):
        return RESTRICTED_WEIGHTS
    data_open = reaches("data.access", "downloadable", "reconstructible")
    if (
        reaches("weights.access", "open-download")
        and reaches("data.sources", "itemised")
        and reaches("data.processing", "code", "described")
        and reaches("code.training", "complete")
        and reaches("code.license", "open")
        and reaches("post.code", "published", "n/a")
        and data_open
    ):
        return OPEN_SOURCE_AI
    return OPEN_DATA if data_open else OPEN_WEIGHTS
