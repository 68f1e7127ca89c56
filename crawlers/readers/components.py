"""Reads what only other people's frameworks ask for: software, data, compute and upkeep."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.readers.component_software import read_software
from crawlers.readers.components_told import read_told
from crawlers.readers.observed import Observed
from crawlers.readers.scan import own_words
from crawlers.readers.training_tokens import read_training_tokens
from registry.scoring.evidence import Evidence


def read_components(observed: Observed) -> Iterator[Evidence]:
    """All evidence on ``components.*`` that a snapshot holds."""
    words = own_words(observed)
    yield from read_software(observed, words)
    yield from read_told(observed, words)
    yield from read_training_tokens(observed, words)
