"""Claims against measurement: what a publisher says of a release, set against its marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.frameworks.known import Marks
from registry.scoring.frameworks.osaid import MEETS, NOT_MET, UNDETERMINED, finding, osaid
from registry.scoring.marks import Mark

TOPIC = "claim"
"""The topic under which the reader of claims files them; its facts are the kinds of claims."""

HOLDS, CONTRADICTED, UNSUPPORTED, UNDECIDED = "holds", "contradicted", "unsupported", "undecided"

_CALLS = MappingProxyType(
    {
        "open-source": "It calls itself open source",
        "fully-open": "It calls itself fully open",
        "open-weights": "It calls its weights open",
        "open-data": "It says that its data is open",
        "open-training": "It says that its training code is open",
    }
)
_BY_DEFINITION = frozenset({"open-source", "fully-open"})
_BY_LEVEL: Mapping[str, tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]] = {
    # Levels by which the lesser claims hold, and levels that contradict them; one is enough.
    "open-weights": (
        {"weights.access": ("open-download", "click-through")},
        {"weights.access": ("approval", "delta-only", "withheld")},
    ),
    "open-data": (
        dict.fromkeys(
            ("data.access", "post.instructions", "post.preferences"),
            ("downloadable", "reconstructible", "in-part"),
        ),
        {},
    ),
    "open-training": (
        {"code.training": ("complete", "part"), "post.code": ("published", "part")},
        {"code.training": ("closed",), "post.code": ("closed",)},
    ),
}
_BECAUSE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "weights.license": {
            "use-restricted": "its licence puts conditions on who may use it or what for",
            "non-commercial": "its licence forbids commercial use",
            "none": "no licence is declared",
        },
        "weights.access": {
            "click-through": "a form stands before the weights",
            "approval": "the publisher decides who gets the weights",
            "delta-only": "only a difference to other weights is published",
            "withheld": "the weights are not published",
        },
        "data.sources": {
            "named-in-part": "only part of its training data is named",
            "described": "of its training data only kinds are told",
            "undisclosed": "what it was trained on is not said",
            "closed": "the sources of its training data are kept secret",
        },
        "data.access": {
            "gated": "its training data is behind a gate",
            "in-part": "only part of its training data can be had",
            "undisclosed": "no way to its training data is known",
            "closed": "its training data is not released",
        },
        "data.processing": {
            "undisclosed": "how the data was processed is not said",
            "closed": "how the data was processed is kept secret",
        },
        "post.instructions": dict.fromkeys(
            ("in-part", "described", "undisclosed", "closed"),
            "the data it was tuned on can't be had in full",
        ),
        "post.preferences": dict.fromkeys(
            ("in-part", "described", "undisclosed", "closed"),
            "the preference data it was tuned on can't be had in full",
        ),
        "code.training": {
            "part": "only part of its training code was found",
            "none": "no training code was found",
            "closed": "its training code is withheld",
        },
        "code.license": {
            "restricted": "its training code is under conditions",
            "none": "no licence is named for its training code",
        },
        "post.code": {
            "part": "only part of its post-training code was found",
            "none": "no code of its post-training was found",
            "closed": "its post-training code is withheld",
        },
    }
)


SIDES = ("contradicted_by", "missing", "open")
"""The parts of a claim that hold marks."""


@dataclass(frozen=True, slots=True)
class Against:
    """One mark that speaks against a claim, or leaves it open, with the words it stands on."""

    criterion: str
    level: str
    reason: str
    quote: str = ""
    place: str = ""
    url: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A publisher's statement and what measuring makes of it.

    ``measured`` is ``holds``, ``contradicted`` (by the terms, a gate, or by what is said to be
    withheld: ``contradicted_by``), ``unsupported`` (what it takes is ``missing`` from card and
    metadata, which link to nothing that could have it either) or ``undecided``, for the marks in
    ``open``. ``sentence`` says it all. Silence is no contradiction: a card may leave out what exists.
    """

    claim: str
    quote: str
    place: str
    url: str
    measured: str
    contradicted_by: tuple[Against, ...]
    missing: tuple[Against, ...]
    open: tuple[Against, ...]
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """The claim as plain values, for storing."""
        stored = asdict(self)
        return {**stored, **{side: list(stored[side]) for side in SIDES}}


def measured_claims(told: Iterable[Evidence], marks: Iterable[Mark]) -> tuple[Claim, ...]:
    """The claims that were found, each against the marks of the release; contradicted ones first."""
    calls = [e for e in told if e.fact in _CALLS]
    if not calls:
        return ()
    known = {m.criterion: m for m in marks}
    claims = [_measured(e, known) for e in calls]
    order = (CONTRADICTED, UNSUPPORTED, UNDECIDED, HOLDS)
    return tuple(sorted(claims, key=lambda claim: order.index(claim.measured)))


def _measured(told: Evidence, marks: Mapping[str, Mark]) -> Claim:
    weigh = _by_definition if told.fact in _BY_DEFINITION else _by_level
    measured, against, missing, undecided, sentence = weigh(told.fact, marks)
    return Claim(
        told.fact,
        told.quote,
        told.place,
        told.url,
        measured,
        tuple(map(_against, against)),
        tuple(map(_against, missing)),
        tuple(map(_against, undecided)),
        sentence,
    )


Weighed = tuple[str, list[Mark], list[Mark], list[Mark], str]
"""What a claim comes to, the marks against it, those that are missing and left open, and all in words."""


def _by_definition(kind: str, marks: Mapping[str, Mark]) -> Weighed:
    """What the Open Source AI Definition 1.0 makes of the marks: the terms first, then the rest."""
    known = Marks(marks.values())
    findings = [finding(name, known) for name in ("parameters", "data_information", "code")]
    refuted, undecided = (
        [marks[c] for f in findings if f.state == state for c in f.criteria if c in marks]
        for state in (NOT_MET, UNDETERMINED)
    )
    against = [mark for mark in refuted if _is_said(mark)]
    missing = [mark for mark in refuted if not _is_said(mark)]
    by, call = "by the Open Source AI Definition 1.0", _CALLS[kind]
    if osaid(marks.values()) == MEETS:
        sentence = f"{call}, and {by} it is, as far as its card and metadata show."
        return HOLDS, [], [], [], sentence
    if against:
        sentence = f"{call}. B{by[1:]} it is not, because {_because(against)}."
        if missing:
            sentence += f" What else that takes was not found either: {_because(missing)}."
        return CONTRADICTED, against, missing, undecided, sentence
    if missing:
        sentence = f"{call}. B{by[1:]} that takes more than could be found: {_because(missing)}."
        return UNSUPPORTED, [], missing, undecided, sentence
    sentence = f"{call}. Whether it is, {by}, can't be decided here: {_because(undecided)}."
    return UNDECIDED, [], [], undecided, sentence


def _by_level(kind: str, marks: Mapping[str, Mark]) -> Weighed:
    """What single marks make of a lesser claim; one that holds is enough."""
    holding, contradicting = _BY_LEVEL[kind]
    if any(c in marks and marks[c].level in levels for c, levels in holding.items()):
        return HOLDS, [], [], [], f"{_CALLS[kind]}, and at least in part that was found."
    against = [
        marks[c] for c, levels in contradicting.items() if c in marks and marks[c].level in levels
    ]
    if against:
        return CONTRADICTED, against, [], [], f"{_CALLS[kind]}, but {_because(against)}."
    sentence = f"{_CALLS[kind]}; where it could be had was not found on its card."
    return UNDECIDED, [], [], [], sentence


def _is_said(mark: Mark) -> bool:
    """Whether a mark rests on terms, metadata or a denial, and not on what is not mentioned."""
    denied = any(e.outcome is Outcome.DENIED for e in mark.evidence)
    return denied or mark.criterion.startswith("weights.")


def _because(marks: Iterable[Mark]) -> str:
    """The reasons in one enumeration; each that says the same once."""
    told = dict.fromkeys(
        _BECAUSE.get(m.criterion, {}).get(m.level, m.reason.rstrip(".")) for m in marks
    )
    reasons = list(told) or ["too little is known"]
    return reasons[0] if len(reasons) == 1 else f"{', '.join(reasons[:-1])}, and {reasons[-1]}"


def _against(mark: Mark) -> Against:
    shown = next((e for e in mark.evidence if e.quote), None)
    quoted = (shown.quote, shown.place, shown.url) if shown else ("", "", "")
    return Against(mark.criterion, mark.level, mark.reason, *quoted, via=mark.via)
