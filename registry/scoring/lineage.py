"""Lineage: what a derived release takes over from its bases, and what they cap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from registry.scoring.case import COPY_RELATIONS, Base
from registry.scoring.evidence import Evidence
from registry.scoring.marks import Mark
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion


def with_lineage(
    own: Mark, criterion: Criterion, bases: tuple[Base, ...], publisher: str = ""
) -> Mark:
    """The mark that counts, from the own mark and those of the bases (of several, the least open one).

    ``publisher`` is the organization of the release itself: whoever holds the rights in a base may publish what
    derives from it under other terms.
    """
    if not bases or criterion.inherit == "never":
        return own
    if criterion.inherit == "ceiling":
        return _capped(own, criterion, bases, publisher)
    copy = all(base.relation in COPY_RELATIONS for base in bases)
    if own.speaks or (criterion.inherit == "copies" and not copy):
        return own
    inherited = _inherited(own, criterion, bases, copy)
    if own.level != UNCHECKED or inherited.points is None:
        return inherited
    # The release's own words, which nobody could read, may disclose more than its base's.
    return inherited.with_points(inherited.points, own.ceiling) if inherited.points else own


def _inherited(own: Mark, criterion: Criterion, bases: tuple[Base, ...], copy: bool) -> Mark:
    mark, base = _least_open(criterion, bases)
    if mark is None:
        reason = f"Its base {base.id} has not been seen by the registry."
        return own.replace(criterion, UNCHECKED, reason, (), via=base.id)
    level, reason = mark.level, mark.reason
    capped = criterion.cap and not copy and level not in {NOT_APPLICABLE, UNCHECKED}
    if capped and criterion.rank(level) < criterion.rank(criterion.cap):
        level = criterion.cap
        reason = f"{reason} What was done to it for this release is not disclosed."
    taken = own.replace(criterion, level, reason, mark.evidence, via=mark.via or base.id)
    if not mark.unread or taken.ceiling is None:
        return taken
    # What the base's documents could still tell is no more than what it could have handed on.
    limit = criterion.level(criterion.cap).points if criterion.cap and not copy else 1.0
    ceiling = max(taken.ceiling, min(mark.ceiling or 0.0, limit))
    unread = mark.unread if ceiling > taken.ceiling else ()
    return taken.with_points(taken.points, ceiling, unread)


def _capped(own: Mark, criterion: Criterion, bases: tuple[Base, ...], publisher: str) -> Mark:
    unranked = {NOT_APPLICABLE, UNCHECKED, criterion.absent, criterion.denied}
    binding = [
        (mark, mark.via or base.id)
        for base in bases
        if base.marks is not None and (mark := base.marks[criterion.id]).level not in unranked
    ]
    binding = [(mark, source) for mark, source in binding if source.split("/")[0] != publisher]
    if not binding or own.level in {NOT_APPLICABLE, UNCHECKED}:
        return own
    mark, source = max(binding, key=lambda pair: criterion.rank(pair[0].level))
    if criterion.rank(mark.level) <= criterion.rank(own.level):
        return own
    reason = (
        f"Declared {own.level}, but it derives from {source}, whose terms are {mark.level} and "
        f"go with it. {mark.reason}"
    )
    return own.replace(criterion, mark.level, reason, own.evidence + mark.evidence, via=source)


def _least_open(criterion: Criterion, bases: tuple[Base, ...]) -> tuple[Mark | None, Base]:
    """The mark of the base that discloses least, and that base; no mark when one is unknown."""
    known = [(b.marks[criterion.id], b) for b in bases if b.marks is not None]
    for base in bases:
        if base.marks is None:
            return None, base
    return min(known, key=lambda pair: _openness(pair[0]))


def _openness(mark: Mark) -> tuple[float, float]:
    """What a mark is worth for certain, and at best; what does not apply discloses all there is."""
    if mark.points is None or mark.ceiling is None:
        return 1.0, 1.0
    return mark.points, mark.points if mark.unread else mark.ceiling


def named_bases(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The bases that are told by a name which no id is known for."""
    named = (e.value for e in evidence if (e.criterion, e.fact) == ("lineage", "base-name"))
    return tuple(dict.fromkeys(named))


def in_order(parents: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every release once with its bases, bases before what derives from them.

    In a cycle, the edge that closes it is left out: a release can't derive from what derives from it.
    """
    done: set[str] = set()
    for start in parents:
        path: list[str] = [] if start in done else [start]
        kept: dict[str, list[str]] = {start: []}
        rest = {start: iter(parents[start])}
        while path:
            release = path[-1]
            base = next(rest[release], None)
            if base is None:
                path.pop()
                done.add(release)
                yield release, tuple(kept[release])
            elif base not in rest or base in done:
                kept[release].append(base)
                if base in parents and base not in done:
                    path.append(base)
                    kept[base], rest[base] = [], iter(parents[base])
