"""Agreement: an index's verdicts beside our estimates of the same items. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.indexes.index import Compared, Index
from registry.scoring.agreement import accuracy, spearman, weighted_kappa
from registry.scoring.rubric import UNCHECKED

FEWEST = 3
"""Records below which no order of them is worth a figure."""


class Kind(StrEnum):
    """How a verdict and an estimate stand to each other."""

    AGREE = "agree"
    NEAR = "near"
    OPPOSITE = "opposite"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Ours:
    """What we make of a release: the states of frameworks' items, our levels by criterion and our score."""

    release_id: str
    frameworks: Mapping[str, Mapping[str, object]]
    levels: Mapping[str, str]
    score: float


@dataclass(frozen=True, slots=True)
class Theirs:
    """A record of an index: its words by item, and what it makes of all of them."""

    record: str
    words: Mapping[str, str]
    overall: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Cell:
    """One verdict beside our estimate. ``release_id`` is the release that ours is about."""

    record: str
    release_id: str
    item: str
    theirs: str
    ours: str
    steps: tuple[int, int] | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two sides agree on an item, or on all. ``accuracy`` (0..1) and ``kappa`` are of what was checked; None
    where nothing was."""

    counts: Mapping[Kind, int]
    accuracy: float | None
    kappa: float | None

    @property
    def compared(self) -> int:
        """How many were checked on both sides."""
        return sum(n for kind, n in self.counts.items() if kind is not Kind.UNCHECKED)


def cells_of(index: Index, theirs: Theirs, ours: Sequence[Ours]) -> list[Cell]:
    """A record beside our estimate of what it is about; of several releases, the best state of any counts."""
    found = []
    for item in index.items:
        word = (
            str(theirs.overall.get(item.theirs, ""))
            if item.theirs
            else theirs.words.get(item.id, "")
        )
        place = item.step(word)
        if place is None or not ours:
            continue
        told = [(_word(index, item, one), one.release_id) for one in ours]
        said, release_id = max(told, key=lambda one: -1 if (s := item.step(one[0])) is None else s)
        step = item.step(said)
        steps = None if step is None else (place, step)
        found.append(
            Cell(theirs.record, release_id, item.id, word, said, steps, _kind(item, steps))
        )
    return found


def _word(index: Index, item: Compared, ours: Ours) -> str:
    if item.criterion:
        return item.levels.get(ours.levels.get(item.criterion, ""), UNCHECKED)
    return str(ours.frameworks.get(index.framework, {}).get(item.ours, UNCHECKED))


def _kind(item: Compared, steps: tuple[int, int] | None) -> Kind:
    """Of a scale of two steps, the other one is the opposite."""
    if steps is None:
        return Kind.UNCHECKED
    apart = abs(steps[0] - steps[1])
    if apart == 1 and len(item.order) > 2:
        return Kind.NEAR
    return Kind.OPPOSITE if apart else Kind.AGREE


def by_item(index: Index, cells: Iterable[Cell]) -> dict[str, Agreement]:
    """How far both agree, by item, in the order of the items; those that nothing was compared on are left out."""
    sorted_out: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        sorted_out[cell.item].append(cell)
    return {
        i.id: agreement(sorted_out[i.id], len(i.order)) for i in index.items if i.id in sorted_out
    }


def agreement(cells: Sequence[Cell], levels: int = 0) -> Agreement:
    """How far both agree on these; ``levels`` is how many steps the order of all of them has, where they share one."""
    counts = Counter(cell.kind for cell in cells)
    pairs = [cell.steps for cell in cells if cell.steps is not None]
    kappa = weighted_kappa(pairs, levels) if pairs and levels else None
    return Agreement(
        {kind: counts[kind] for kind in Kind}, accuracy(pairs) if pairs else None, kappa
    )


def rank_agreement(
    index: Index, records: Iterable[tuple[Theirs, Sequence[Ours], Sequence[Cell]]]
) -> float | None:
    """Spearman's correlation of what both make of whole records: the index's own score and ours, or where it has none
    the mean step of the items that both judge. None for too few."""
    pairs = []
    for theirs, ours, cells in records:
        if index.score:
            score = theirs.overall.get(index.score)
            if isinstance(score, int | float) and ours:
                pairs.append((float(score), max(one.score for one in ours)))
            continue
        steps = [
            (c.steps, len(index.by_id[c.item].order) - 1) for c in cells if c.steps is not None
        ]
        if steps:
            sides = [sum(told[side] / most for told, most in steps) / len(steps) for side in (0, 1)]
            pairs.append((sides[0], sides[1]))
    if len(pairs) < FEWEST:
        return None
    return spearman([a for a, _ in pairs], [b for _, b in pairs])
