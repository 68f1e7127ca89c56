"""The openness class, decided by levels and not by the score."""

from __future__ import annotations

from collections.abc import Iterable

from registry.scoring.frameworks.osaid import MEETS, osaid
from registry.scoring.marks import Mark

OPEN_SOURCE_AI = "open source AI"
OPEN_DATA = "open data"
OPEN_WEIGHTS = "open weights"
RESTRICTED_WEIGHTS = "restricted weights"
CLOSED = "closed"


def openness_class(marks: Iterable[Mark]) -> str:
    """The class that a release's marks amount to.

    Open source AI is what meets the Open Source AI Definition 1.0: that framework's estimate, and no rule beside it.
    """
    known = {m.criterion: m for m in marks}

    def reaches(criterion: str, *levels: str) -> bool:
        return criterion in known and known[criterion].level in levels

    if reaches("weights.access", "withheld"):
        return CLOSED
    if osaid(known.values()) == MEETS:
        return OPEN_SOURCE_AI
    if not (
        reaches("weights.access", "open-download", "click-through")
        and reaches("weights.license", "open-source")
    ):
        return RESTRICTED_WEIGHTS
    data_open = reaches("data.access", "downloadable", "reconstructible")
    return OPEN_DATA if data_open else OPEN_WEIGHTS
