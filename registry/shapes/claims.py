"""Claims: what a publisher says of a release, against what was found."""

from __future__ import annotations

from typing import Literal

from registry.shapes.closing import closed
from registry.shapes.evidence import Located
from registry.shapes.values import CriterionId, CriterionTitle, LevelId


@closed
class Against(Located):
    """One criterion that speaks against a claim, or leaves it open, with the words that it stands on."""

    criterion: CriterionId
    """The criterion."""
    title: CriterionTitle
    """Its title."""
    level: LevelId
    """The level of the release."""
    reason: str
    """Why it is at that level, in a sentence."""
    via: str
    """The id of the base that the level comes from; empty for the release's own."""


@closed
class Claim(Located):
    """A publisher's statement, and what measuring makes of it."""

    claim: Literal["open-source", "fully-open", "open-weights", "open-data", "open-training"]
    """What is claimed."""
    measured: Literal["holds", "contradicted", "unsupported", "undecided"]
    """Contradicted by terms, a gate, or what is said to be withheld; unsupported where what it takes was not found;
    undecided where too little is known."""
    contradicted_by: list[Against]
    """What contradicts it."""
    missing: list[Against]
    """What it takes and was not found. Silence is no contradiction."""
    open: list[Against]
    """What could not be settled."""
    sentence: str
    """All of that in words."""
