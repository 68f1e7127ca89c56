"""A case: everything that is known of one release at the moment it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.scoring.evidence import Evidence, Outcome, about
from registry.scoring.marks import Mark
from registry.scoring.rubric import UNCHECKED, Criterion

if TYPE_CHECKING:
    from registry.scoring.licenses import LicenseTable

COPY_RELATIONS = frozenset({"quantized", "copy"})
"""Relations in which the release is its base in another form, and is graded as that base."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the registry knows of a linked dataset repo.

    ``outcome`` is found, absent (no such repo) or unchecked (could not look). ``gated`` is empty, ``auto`` or
    ``manual``. ``license`` is the declared tag as given, ``documented`` whether its card describes the data,
    ``bare`` whether its card was read and does not; neither when the card has not been seen.
    """

    id: str
    outcome: Outcome
    gated: str = ""
    license: str = ""
    documented: bool = False
    url: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """A release that this one was made from, with its marks; None when the registry has not seen it."""

    id: str
    relation: str
    marks: Mapping[str, Mark] | None


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence on one release, and what the registry knows of the things it points to."""

    id: str
    evidence: tuple[Evidence, ...]
    licenses: LicenseTable
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    bases: tuple[Base, ...] = ()

    def found(self, criterion: str, *facts: str) -> tuple[Evidence, ...]:
        """What was found on a criterion, of the named facts or of all."""
        return about(self.evidence, criterion, *facts)

    def denied(self, criterion: str, *facts: str) -> tuple[Evidence, ...]:
        """What the publisher states to be withheld."""
        return about(self.evidence, criterion, *facts, outcome=Outcome.DENIED)

    def unread(self, criterion: str) -> Evidence | None:
        """The evidence that the card, or what it says on the criterion's pillar, could not be
        read, if so."""
        for topic in ("card", criterion.partition(".")[0]):
            if unread := about(self.evidence, topic, outcome=Outcome.UNCHECKED):
                return unread[0]
        return None

    @property
    def is_derived(self) -> bool:
        """Whether metadata or card name a release that this one was made from."""
        return bool(self.found("lineage", "base", "base-name"))

    @property
    def is_copy(self) -> bool:
        """Whether this is its base in another form: a quantization or a re-upload."""
        bases = self.found("lineage", "relation")
        return self.is_derived and any(e.value in COPY_RELATIONS for e in bases)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judge's answer: the level, why in one sentence, and the evidence it rests on."""

    level: str
    reason: str
    evidence: tuple[Evidence, ...] = ()


def nothing_found(case: Case, criterion: Criterion, looked_for: str) -> Verdict:
    """The verdict where no fact speaks for a level: denied, unchecked or absent, in this order.

    ``looked_for`` completes the sentence "… is not mentioned in the model card or the metadata.".
    """
    if denied := case.denied(criterion.id):
        return Verdict(criterion.denied, "The publisher says that this is withheld.", denied)
    if unread := case.unread(criterion.id):
        return Verdict(UNCHECKED, f"The model card could not be read: {unread.value}.", (unread,))
    return Verdict(
        criterion.absent, f"{looked_for} is not mentioned in the model card or the metadata."
    )
