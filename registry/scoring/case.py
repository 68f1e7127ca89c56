"""A case: everything that is known of one release at the moment it is judged."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.marks import Mark
from registry.scoring.rubric import UNCHECKED, Criterion

if TYPE_CHECKING:
    from registry.scoring.ledger.rows import Row
    from registry.scoring.licenses import LicenseTable

Made = TypeVar("Made")

_ByCriterion = dict[str, tuple[Evidence, ...]]

DISCLOSED, CORRECTED = "disclosed", "corrected"
LEVELS_DISCLOSED = frozenset({DISCLOSED, CORRECTED})
"""Facts of accepted disclosures: that a criterion is at a level, or at another than the release's own words earn."""
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
    """The evidence on one release, and what the registry knows of the things it points to.

    ``evidence`` is the release's own; ``disclosed`` is that of accepted disclosures, in the order of acceptance.
    """

    id: str
    evidence: tuple[Evidence, ...]
    licenses: LicenseTable
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    bases: tuple[Base, ...] = ()
    disclosed: tuple[Evidence, ...] = ()
    # The evidence by outcome and criterion: judges ask a hundred times for each release.
    _found: _ByCriterion = field(init=False, repr=False, compare=False)
    _denied: _ByCriterion = field(init=False, repr=False, compare=False)
    _unchecked: _ByCriterion = field(init=False, repr=False, compare=False)
    _card_unread: Verdict | None = field(init=False, repr=False, compare=False)
    """The verdict on most criteria where the card could not be read."""
    _made: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        told: dict[str, dict[str, list[Evidence]]] = {outcome: {} for outcome in Outcome}
        for e in self.evidence:
            told[e.outcome].setdefault(e.criterion, []).append(e)
        object.__setattr__(self, "_found", _closed(told[Outcome.FOUND]))
        object.__setattr__(self, "_denied", _closed(told[Outcome.DENIED]))
        object.__setattr__(self, "_unchecked", _closed(told[Outcome.UNCHECKED]))
        unread = next(iter(self.unchecked("card")), None)
        object.__setattr__(self, "_card_unread", _unread_verdict(unread))

    def informed(self) -> Case:
        """The same case with what was disclosed among its evidence, but for what names a level and no fact."""
        facts = tuple([e for e in self.disclosed if e.fact not in LEVELS_DISCLOSED])
        return replace(self, evidence=(*self.evidence, *facts)) if facts else self

    def once(self, make: Callable[..., Made], *about: Hashable) -> Made:
        """What a function makes of this case, made once for all judges that ask the same of it."""
        key = (make, *about) if about else make
        try:
            made: Made = self._made[key]
        except KeyError:
            made = self._made[key] = make(self, *about)
        return made

    def is_silent_on(self, criteria: frozenset[str]) -> bool:
        """Whether all was read, and nothing was found or denied on any of these criteria."""
        return (
            not self._unchecked
            and criteria.isdisjoint(self._found)
            and criteria.isdisjoint(self._denied)
        )

    def found(self, criterion: str, *facts: str) -> tuple[Evidence, ...]:
        """What was found on a criterion, of the named facts or of all."""
        told = self._found.get(criterion)
        if told is None:
            return ()
        return tuple([e for e in told if e.fact in facts]) if facts else told

    def denied(self, criterion: str) -> tuple[Evidence, ...]:
        """What the publisher states to be withheld."""
        return self._denied.get(criterion, ())

    def unchecked(self, criterion: str, *facts: str) -> tuple[Evidence, ...]:
        """What could not be looked at, of the named facts or of all."""
        told = self._unchecked.get(criterion, ())
        return tuple([e for e in told if e.fact in facts]) if facts else told

    def unread(self, criterion: str) -> Evidence | None:
        """The evidence that the card, or what it says on the criterion's pillar, could not be
        read, if so."""
        if not self._unchecked:
            return None
        unread = self.unchecked("card") or self.unchecked(criterion.partition(".")[0])
        return unread[0] if unread else None

    def unread_verdict(self, criterion: str) -> Verdict | None:
        """The verdict where the card, or what it says on the criterion's pillar, could not be read."""
        if self._card_unread or not self._unchecked:
            return self._card_unread
        return _unread_verdict(self.unread(criterion))

    @property
    def is_derived(self) -> bool:
        """Whether metadata or card name a release that this one was made from."""
        return bool(self.found("lineage", "base", "base-name"))


def _closed(by_criterion: Mapping[str, list[Evidence]]) -> _ByCriterion:
    return {criterion: tuple(told) for criterion, told in by_criterion.items()}


@dataclass(slots=True)  # never changed; frozen would cost five times as much
class Verdict:
    """A judge's answer: the level, why in one sentence, and the evidence it rests on."""

    level: str
    reason: str
    evidence: tuple[Evidence, ...] = ()


def _unread_verdict(unread: Evidence | None) -> Verdict | None:
    if unread is None:
        return None
    return Verdict(UNCHECKED, f"The model card could not be read: {unread.value}.", (unread,))


def nothing_found(case: Case, criterion: Criterion, looked_for: str) -> Verdict:
    """The verdict where no fact speaks for a level: denied, unchecked or absent, in this order.

    ``looked_for`` completes the sentence "… is not mentioned in the model card or the metadata.".
    """
    if denied := case.denied(criterion.id):
        return Verdict(criterion.denied, "The publisher says that this is withheld.", denied)
    if unread := case.unread_verdict(criterion.id):
        return unread
    if out_of_reach := case.unchecked(criterion.id):
        return unreachable(out_of_reach)
    return absent(criterion.absent, looked_for)


def unreachable(evidence: tuple[Evidence, ...]) -> Verdict:
    """The verdict where all that speaks for a level is linked, and the links no longer answer."""
    targets = ", ".join(dict.fromkeys(e.target or e.value for e in evidence))
    return Verdict(
        UNCHECKED, f"What is linked for this can't be reached any more: {targets}.", evidence
    )


@lru_cache(maxsize=1024)
def absent(level: str, looked_for: str) -> Verdict:
    """The verdict where nothing speaks for a level, and all was read."""
    return Verdict(level, f"{looked_for} is not mentioned in the model card or the metadata.")
