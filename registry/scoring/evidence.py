"""Evidence: one fact read about a release, with the words and the place it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What came of looking for a fact. Four different things, never one ``None``."""

    FOUND = "found"
    DENIED = "denied"
    """The publisher states that it is withheld or does not exist."""
    ABSENT = "absent"
    """We looked, and there is nothing."""
    UNCHECKED = "unchecked"
    """We could not look: a gate, an error, a reader that failed."""


class Origin(StrEnum):
    """Who says so."""

    METADATA = "metadata"
    CARD = "card"
    DISCLOSED = "disclosed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that bears on one criterion. It knows no points.

    ``criterion`` is an id of the rubric (``data.sources``) or, for facts that several criteria need, a topic of the
    readers' own (``lineage``, ``dataset``). ``fact`` names what was seen (``dataset``, ``learning-rate``,
    ``accelerators``), ``value`` what exactly (``allenai/dolma``, ``A100``). ``quote`` holds the
    words as a reader of the card sees them, or the metadata field with its value; ``place`` where
    they stand (``README.md:12``, ``metadata:gated``, ``files``); ``url`` leads there, pinned to the
    revision, and ``target`` is what the words link to. ``stage`` names the stages of post-training
    that the words tie the fact to, parted by blanks (``sft``, ``dpo kto``); empty when they don't.
    """

    criterion: str
    fact: str
    outcome: Outcome = Outcome.FOUND
    value: str = ""
    quote: str = ""
    place: str = ""
    url: str = ""
    target: str = ""
    origin: Origin = Origin.CARD
    stage: str = ""

    def of_stage(self, stage: str) -> Evidence:
        """The evidence, tied to a stage."""
        return replace(self, stage=stage) if stage else self

    def as_dict(self) -> dict[str, str]:
        """The evidence as plain strings, for storing; ``from_dict`` turns it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Evidence:
        """The evidence that ``as_dict`` wrote. Raises ValueError on an unknown outcome or origin."""
        return cls(
            **{
                **stored,
                "outcome": Outcome(stored["outcome"]),
                "origin": Origin(stored["origin"]),
            }
        )


def about(
    evidence: Iterable[Evidence], criterion: str, *facts: str, outcome: Outcome = Outcome.FOUND
) -> tuple[Evidence, ...]:
    """The evidence on one criterion with one outcome, of the named facts or of all."""
    return tuple(
        e
        for e in evidence
        if e.criterion == criterion and e.outcome is outcome and (not facts or e.fact in facts)
    )
