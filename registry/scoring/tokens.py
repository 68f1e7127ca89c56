"""Training tokens: on how many tokens a release was trained, as its own card says."""

from __future__ import annotations

from collections.abc import Iterable

from registry.scoring.evidence import Evidence, about

CRITERION, FACT = "components.data_size", "training-tokens"
"""Under which the reader files the number: its value, in digits."""


def training_tokens(evidence: Iterable[Evidence]) -> Evidence | None:
    """The piece of evidence that tells the number; None when the card tells none."""
    return next(iter(about(evidence, CRITERION, FACT)), None)
