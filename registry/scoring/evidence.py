"""Evidence: one fact read about a release, with the words and the place it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
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
    PUBLISHER = "publisher"
    """The publisher beside the card: in its ``TRANSPARENCY.yaml``, or in a disclosure that was accepted."""
    DISCLOSURE = "disclosure"
    """Anybody, in a disclosure that was accepted."""


_OUTCOMES = MappingProxyType({str(o): o for o in Outcome})
_ORIGINS = MappingProxyType({str(o): o for o in Origin})


@dataclass(
    slots=True, unsafe_hash=True
)  # never changed; made by the million, and frozen costs five times as much
class Evidence:
    """One fact that bears on one criterion. It knows no points.

    ``criterion`` is an id of the rubric (``data.sources``) or, for facts that several criteria need, a topic of the
    readers' own (``lineage``, ``dataset``). ``fact`` names what was seen (``dataset``, ``learning-rate``,
    ``accelerators``), ``value`` what exactly (``allenai/dolma``, ``A100``). ``quote`` holds the
    words as a reader of the card sees them, or the metadata field with its value; ``place`` where
    they stand (``README.md:12``, ``metadata:gated``, ``files``); ``url`` leads there, pinned to the
    revision, and ``target`` is what the words link to. ``stage`` names the stages of post-training
    that the words tie the fact to, parted by blanks (``sft``, ``dpo kto``); empty when they don't.
    ``dated`` is the day on which a disclosure was accepted; empty for what was read in a snapshot.
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
    dated: str = ""

    def of_stage(self, stage: str) -> Evidence:
        """The evidence, tied to a stage."""
        return replace(self, stage=stage) if stage else self

    def as_dict(self) -> dict[str, str]:
        """The evidence as plain strings without what is usual, for storing; ``from_dict`` turns it back."""
        told = {"criterion": self.criterion, "fact": self.fact}
        if self.outcome is not Outcome.FOUND:
            told["outcome"] = self.outcome
        if self.origin is not Origin.CARD:
            told["origin"] = self.origin
        for name, words in (
            ("value", self.value),
            ("quote", self.quote),
            ("place", self.place),
            ("url", self.url),
            ("target", self.target),
            ("stage", self.stage),
            ("dated", self.dated),
        ):
            if words:
                told[name] = words
        return told

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Evidence:
        """The evidence that ``as_dict`` wrote, or wrote when it left nothing out.

        Raises ValueError on an unknown outcome or origin, or when criterion or fact is missing.
        """
        told = stored.get
        try:
            return cls(
                stored["criterion"],
                stored["fact"],
                _OUTCOMES[told("outcome", "found")],
                told("value", ""),
                told("quote", ""),
                told("place", ""),
                told("url", ""),
                told("target", ""),
                _ORIGINS[told("origin", "card")],
                told("stage", ""),
                told("dated", ""),
            )
        except KeyError as error:
            raise ValueError(f"no evidence: {error}") from error


def about(
    evidence: Iterable[Evidence], criterion: str, *facts: str, outcome: Outcome = Outcome.FOUND
) -> tuple[Evidence, ...]:
    """The evidence on one criterion with one outcome, of the named facts or of all."""
    return tuple(
        e
        for e in evidence
        if e.criterion == criterion and e.outcome is outcome and (not facts or e.fact in facts)
    )
