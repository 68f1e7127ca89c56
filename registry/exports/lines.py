"""Lines: what an export tells of a release, with what many releases have in common worked out once for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import orjson
from sqlalchemy import Connection

from registry.documents import unnamed, unpacked
from registry.exports.asked import ExportError
from registry.queries.exporting import bodies, exported
from registry.resources import frameworks, rubric
from registry.scoring.frameworks import estimate
from registry.scoring.marks import Mark
from registry.scoring.openness import openness_class
from registry.scoring.rubric import UNCHECKED, Rubric, band
from registry.scoring.totals import pillar_scores, total_score
from registry.serialize import export_head, levels
from registry.verdicts import Verdict, opened

Kept = TypeVar("Kept")

MOST_REMEMBERED = 20_000
"""Verdicts, and results, that are remembered: these take 80 MB as lines of JSON."""
_ADVICE = "`aperture db check --mend` sees to it"


class Results(NamedTuple):
    """``shown`` holds criteria and frameworks as they end a line, ``instead`` what takes the place of what begins it:
    score, letter … where only the own levels count."""

    shown: dict[str, Any]
    instead: dict[str, Any]


class Line(NamedTuple, Generic[Kept]):
    """A release: what is told of itself, and what a format made of its results."""

    head: dict[str, Any]
    results: Kept


class Source(Protocol):
    """Gives every release in the order of ids. ``make`` is asked, once for many releases, what a format makes of
    criteria and frameworks."""

    def __call__(self, make: Callable[[dict[str, Any]], Kept]) -> Iterator[Line[Kept]]: ...


def lines(
    connection: Connection,
    make: Callable[[dict[str, Any]], Kept],
    *,
    since: datetime | None = None,
    own: bool = False,
) -> Iterator[Line[Kept]]:
    """What a source gives, from a database; ``registry.exports.asked`` tells what may be asked of it.

    Raises ExportError for a verdict that is missing or damaged.
    """
    known = _Known(make, own)
    with closing(exported(connection, since)) as parts:
        for part in parts:
            of_part = known.of(connection, {one.digest for one in part})
            for one in part:
                if one.digest not in of_part:
                    raise ExportError(f"the verdict on {one.release.id} is missing; {_ADVICE}")
                results, instead = of_part[one.digest]
                yield Line({**export_head(one.release, one.grade, one.bases), **instead}, results)


class _Known(Generic[Kept]):
    """What was made of verdicts by their digests, and of results by theirs: what was remembered first is forgotten
    first. What comes up again then is made again, which changes nothing."""

    def __init__(self, make: Callable[[dict[str, Any]], Kept], own: bool) -> None:
        self._make, self._own = make, own
        self._of_verdicts: dict[str, tuple[Kept, dict[str, Any]]] = {}
        self._of_results: dict[bytes, Kept] = {}

    def of(
        self, connection: Connection, digests: Set[str]
    ) -> dict[str, tuple[Kept, dict[str, Any]]]:
        """What was made of these verdicts, and what takes the place of what begins a line."""
        for digest, body in bodies(connection, digests - self._of_verdicts.keys()).items():
            self._of_verdicts[digest] = self._made(body)
        found = {d: self._of_verdicts[d] for d in digests if d in self._of_verdicts}
        for remembered in (self._of_verdicts, self._of_results):
            _forget(remembered)
        return found

    def _made(self, body: bytes) -> tuple[Kept, dict[str, Any]]:
        try:
            found = results_of(unnamed(unpacked(body)), rubric(), own=self._own)
        except ValueError as error:
            raise ExportError(f"{error}; {_ADVICE}") from error
        alike = hashlib.sha256(orjson.dumps(found.shown)).digest()
        if alike not in self._of_results:
            self._of_results[alike] = self._make(found.shown)
        return self._of_results[alike], found.instead


def _forget(remembered: dict[Any, Any]) -> None:
    for key in list(islice(remembered, max(0, len(remembered) - MOST_REMEMBERED))):
        del remembered[key]


def results_of(kept: Mapping[str, Any], policy: Rubric, *, own: bool = False) -> Results:
    """What a kept verdict says of criteria and frameworks."""
    if own:
        return _own(opened(kept), policy)
    return Results(
        {"criteria": levels(kept["marks"], policy), "frameworks": kept["frameworks"]}, {}
    )


def _own(verdict: Verdict, policy: Rubric) -> Results:
    """Score, letter, class and frameworks as the own marks alone make them."""
    # Of an own mark only the level is kept; where nothing was inherited, the one that counts is the same.
    same = {c: m for c, m in verdict.own.items() if m["level"] == verdict.marks[c]["level"]}
    kept = {c: verdict.marks[c] for c in same if not verdict.marks[c]["via"]}
    marks = [Mark.from_dict(c, kept.get(c, stored)) for c, stored in verdict.own.items()]
    pillars = pillar_scores(policy, {m.criterion: m.points for m in marks})
    score = total_score(policy, pillars)
    counted = [m for m in marks if m.points is not None]
    return Results(
        {
            "criteria": levels(verdict.own, policy),
            "frameworks": {f.id: estimate(f, marks).flat for f in frameworks()},
        },
        {
            "score": score,
            "high": total_score(
                policy, pillar_scores(policy, {m.criterion: m.ceiling for m in marks})
            ),
            "letter": band(policy.letters, score).id,
            "class": openness_class(marks),
            "pillars": pillars,
            "license_class": verdict.own["weights.license"]["level"],
            "checked": sum(m.level != UNCHECKED for m in counted),
            "total": len(counted),
        },
    )
