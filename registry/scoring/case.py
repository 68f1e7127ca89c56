"""A case: everything that is known of one release at the moment it is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from registry.scoring.evidence import Evidence, Outcome, about
from registry.scoring.marks import Mark
from registry.scoring.rubric import UNCHECKED, Criterion

if TYPE_CHECKING:
    from registry.scoring.ledger.rows import Row
    from registry.scoring.licenses import LicenseTable

Made = TypeVar("Made")

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
    """A release that this one was made from, with its marks; None when the registry has not seen it.

    ``ledger`` are the stages of its post-training.
    """

    id: str
    relation: str
    marks: Mapping[str, Mark] | None
    ledger: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence on one release, and what the registry knows of the things it points to."""

    id: str
    evidence: tuple[Evidence, ...]
    licenses: LicenseTable
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    bases: tuple[Base, ...] = ()
    _found: dict[str, tuple[Evidence, ...]] = field(init=False, repr=False, compare=False)
    """What was found, by criterion: judges ask a hundred times for each release."""
    _rest: tuple[Evidence, ...] = field(init=False, repr=False, compare=False)
    """What came out otherwise."""
    _made: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Evidence]] = {}
        for e in self.evidence:
            if e.outcome is Outcome.FOUND:
                found.setdefault(e.criterion, []).append(e)
        rest = tuple([e for e in self.evidence if e.outcome is not Outcome.FOUND])
        object.__setattr__(self, "_found", {c: tuple(told) for c, told in found.items()})
        object.__setattr__(self, "_rest", rest)

    def once(self, make: Callable[[Case], Made]) -> Made:
        """What a function makes of this case, made once for all judges that ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def found(self, criterion: str, *facts: str) -> tuple[Evidence, ...]:
        """What was found on a criterion, of the named facts or of all."""
        told = self._found.get(criterion, ())
        return tuple([e for e in told if e.fact in facts]) if told and facts else told

    def denied(self, criterion: str, *facts: str) -> tuple[Evidence, ...]:
        """What the publisher states to be withheld."""
        return self._other_than_found(criterion, *facts, outcome=Outcome.DENIED)

    def unchecked(self, criterion: str, *facts: str) -> tuple[Evidence, ...]:
        """What could not be looked at."""
        return self._other_than_found(criterion, *facts, outcome=Outcome.UNCHECKED)

    def _other_than_found(
        self, criterion: str, *facts: str, outcome: Outcome
    ) -> tuple[Evidence, ...]:
        return about(self._rest, criterion, *facts, outcome=outcome) if self._rest else ()

    def unread(self, criterion: str) -> Evidence | None:
        """The evidence that the card, or what it says on the criterion's pillar, could not be
        read, if so."""
        if not self._rest:
            return None
        for topic in ("card", criterion.partition(".")[0]):
            if unread := self.unchecked(topic):
                return unread[0]
        return None

    @property
    def is_derived(self) -> bool:
        """Whether metadata or card name a release that this one was made from."""
        return bool(self.found("lineage", "base", "base-name"))


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
