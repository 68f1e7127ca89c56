"""Verdicts: what a grade says beyond its score, as it is kept and as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.scoring.evidence import Evidence
from registry.scoring.frameworks import Framework, flat_estimates
from registry.scoring.grade import Grade
from registry.scoring.ledger.rows import Row
from registry.scoring.marks import Mark
from registry.scoring.stored import whole_evidence, whole_mark


@dataclass(frozen=True, slots=True)
class Verdict:
    """Plain values: marks by criterion, the levels before lineage of those that it changed, frameworks' results by
    item, the ledger's rows and the claims."""

    marks: Mapping[str, Any] = field(default_factory=dict)
    changed: Mapping[str, Any] = field(default_factory=dict)
    frameworks: Mapping[str, Any] = field(default_factory=dict)
    ledger: list[Mapping[str, Any]] = field(default_factory=list)
    claims: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def own(self) -> Mapping[str, Any]:
        """By criterion the level, points and ceiling before lineage."""
        names = ("level", "points", "ceiling")
        own = {c: {name: m[name] for name in names} for c, m in self.marks.items()}
        return {**own, **self.changed}


def verdict_of(result: Grade, frameworks: Iterable[Framework]) -> dict[str, Any]:
    """What is kept of a grade: each piece of evidence once, own levels only where lineage changed them."""
    pieces: dict[Evidence, int] = {}
    known = (*result.marks, *result.components)
    own = (*result.own, *result.own_components)
    return {
        "marks": {m.criterion: _kept(m, pieces) for m in known},
        "own": {o.criterion: o.level_only() for o, m in zip(own, known, strict=True) if o is not m},
        "frameworks": flat_estimates(frameworks, known),
        "ledger": [row.as_dict() for row in result.ledger],
        "claims": [claim.as_dict() for claim in result.claims],
        "evidence": [e.as_dict() for e in pieces],
    }


def _kept(mark: Mark, pieces: dict[Evidence, int]) -> dict[str, Any]:
    return mark.as_dict(lambda e: pieces.setdefault(e, len(pieces)))


class KeptMarks(Mapping[str, Mark]):
    """The marks of a kept verdict, each made when it is asked for: of a base most are not."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self._marks, self._pieces = kept["marks"], kept["evidence"]
        self._made: dict[str, Mark] = {}

    def __getitem__(self, criterion: str) -> Mark:
        if criterion not in self._made:
            mark = self._marks[criterion]
            evidence = [self._pieces[i] for i in mark.get("evidence", ())]
            self._made[criterion] = Mark.from_dict(criterion, {**mark, "evidence": evidence})
        return self._made[criterion]

    def __contains__(self, criterion: object) -> bool:
        return criterion in self._marks

    def __iter__(self) -> Iterator[str]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    @property
    def sources(self) -> set[str]:
        """The bases that marks come from."""
        return {mark["via"] for mark in self._marks.values() if "via" in mark}


@dataclass(frozen=True, slots=True)
class KeptBase:
    """A graded base: what it hands on, and the publishers that this comes from."""

    marks: Mapping[str, Mark]
    ledger: tuple[Row, ...]
    publishers: frozenset[str]

    @classmethod
    def of(cls, release_id: str, kept: Mapping[str, Any]) -> KeptBase:
        """A base from its kept verdict."""
        marks = KeptMarks(kept)
        publishers = {source.partition("/")[0].lower() for source in (release_id, *marks.sources)}
        return cls(marks, tuple(map(Row.from_dict, kept["ledger"])), frozenset(publishers))


def opened(kept: Mapping[str, Any]) -> Verdict:
    """The verdict that ``verdict_of`` made ready for keeping."""
    pieces = [whole_evidence(piece) for piece in kept["evidence"]]
    marks = {
        criterion: whole_mark(mark, [pieces[i] for i in mark.get("evidence", ())])
        for criterion, mark in kept["marks"].items()
    }
    return Verdict(marks, kept["own"], kept["frameworks"], kept["ledger"], kept["claims"])
