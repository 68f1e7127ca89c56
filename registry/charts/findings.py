"""Findings: what the numbers of a chart say, in a sentence or two; "" where they say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, sqrt
from typing import NamedTuple

from registry.charts.chart import FEW, fewest, span_words

CLEAR = 3.0
"""A difference counts from so many standard errors on: several things are compared at once."""
WORTH_TELLING = 1.0
"""And from so many points, or percentage points."""
SURE = 10.0
"""That nothing differs is said only where twice the standard error is within so many points."""


class Level(NamedTuple):
    """A mean or a share of 0 to 100, with its standard error."""

    value: float
    error: float


class Series(NamedTuple):
    """Something by half-year, with standard errors and the number of releases."""

    name: str
    values: Sequence[float]
    errors: Sequence[float]
    counts: Sequence[int]


def ends(counts: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """The places of the first and of the last year that have enough releases to be compared; None without two."""
    enough = [n for n, count in enumerate(counts) if count >= fewest(counts)]
    if len(enough) < 2:
        return None
    size = 2 if len(enough) >= 4 else 1
    return enough[:size], enough[-size:]


def is_clear(first: Level, last: Level) -> bool:
    """Whether two levels differ by more than chance would have it."""
    difference = abs(last.value - first.value)
    by_chance = CLEAR * sqrt(first.error**2 + last.error**2)
    return difference >= WORTH_TELLING and difference > by_chance


def is_sure(first: Level, last: Level) -> bool:
    """Whether a large difference between two levels would have shown."""
    return 2 * sqrt(first.error**2 + last.error**2) <= SURE


def pooled(series: Series, places: Sequence[int]) -> Level:
    """The level of several half-years together; NaN where they have none."""
    found = [(series.counts[p], series.values[p], series.errors[p]) for p in places]
    whole = sum(n for n, _, _ in found)
    if not whole or any(n < FEW for n, _, _ in found):
        return Level(float("nan"), float("nan"))
    value = sum(n * v for n, v, _ in found) / whole
    return Level(value, sqrt(sum((n * e) ** 2 for n, _, e in found)) / whole)


def share(part: int, whole: int) -> Level:
    """A share in percent; its error is never nothing, since the next release may differ."""
    p = (part + 1) / (whole + 2)
    return Level(100 * part / whole, 100 * sqrt(p * (1 - p) / whole))


def means_finding(halves: Sequence[int], counts: Sequence[int], series: Sequence[Series]) -> str:
    """Which means have changed between the first year and the last, and where they stand."""
    between = ends(counts)
    if between is None:
        return ""
    first, last = ([halves[p] for p in places] for places in between)
    levels = [(s.name, pooled(s, between[0]), pooled(s, between[1])) for s in series]
    known = [(n, a, b) for n, a, b in levels if not isnan(a.value) and not isnan(b.value)]
    changed = sorted(
        (f for f in known if is_clear(f[1], f[2])), key=lambda f: -abs(f[2].value - f[1].value)
    )
    if not known:
        return ""
    if not changed:
        high = max(known, key=lambda f: f[2].value)
        low = min(known, key=lambda f: f[2].value)
        told = (
            f"Nothing has clearly become more or less open between {span_words(first)} and {span_words(last)}."
            if all(is_sure(a, b) for _, a, b in known)
            else f"There are too few releases to say what has changed since {span_words(first)}."
        )
        return (
            f"{told} The releases of {span_words(last)}{_together(last)} score {high[2].value:.0f} of 100 on average "
            f"for {high[0]}, the most open part, and {low[2].value:.0f} for {low[0]}, the least open."
        )
    moves = [
        f"{name} {'rose' if b.value > a.value else 'fell'} from {a.value:.0f} to {b.value:.0f}"
        for name, a, b in changed
    ]
    rest = " The rest has hardly changed." if len(changed) < len(known) else ""
    return (
        f"Between {span_words(first)} and {span_words(last)}{_together(last, 'each ') or ','} the mean score of 100 "
        f"has changed: {listed(moves)}.{rest}"
    )


def weighted_finding(halves: Sequence[int], counts: Sequence[int], series: Sequence[Series]) -> str:
    """Where the means of the last half-year stand that has enough releases."""
    enough = [n for n, count in enumerate(counts) if count >= fewest(counts)]
    if not enough:
        return ""
    at = enough[-1]
    known = [(s.values[at], s.name) for s in series if s.counts[at] >= FEW]
    if len(known) < 2:
        return ""
    (low, worst), (high, best) = min(known), max(known)
    return (
        f"Weighted by downloads, the releases of {span_words([halves[at]])} score {high:.0f} of 100 for {best}, the "
        f"most open part, and {low:.0f} for {worst}, the least open."
    )


def groups_finding(halves: Sequence[int], groups: Sequence[Series]) -> str:
    """How the means of groups differ over all half-years in which the first and the last group have enough releases;
    ``groups`` from the smallest publishers to the largest."""
    smallest, largest = groups[0], groups[-1]
    places = [
        n for n in range(len(halves)) if smallest.counts[n] >= FEW and largest.counts[n] >= FEW
    ]
    if not places:
        return ""
    small, large = pooled(smallest, places), pooled(largest, places)
    numbers = (
        f"the releases of publishers with {largest.name} score {large.value:.0f} of 100 on average, those of "
        f"publishers with {smallest.name} {small.value:.0f}"
    )
    if not is_clear(small, large):
        if not is_sure(small, large):
            return ""
        return f"Large and small publishers hardly differ: {numbers}."
    who = "Large" if large.value > small.value else "Small"
    return f"{who} publishers are more open: {numbers}."


def shares_finding(
    halves: Sequence[int], counts: Sequence[int], parts: Sequence[tuple[str, str, Sequence[int]]]
) -> str:
    """What most releases of the last year are, and which share has changed most since the first. ``parts``: a noun, a
    clause that says it of releases, and the numbers."""
    between = ends(counts)
    if between is None:
        return ""
    first, last = ([halves[p] for p in places] for places in between)
    levels = [
        (noun, clause, _share(numbers, counts, between[0]), _share(numbers, counts, between[1]))
        for noun, clause, numbers in parts
    ]
    _, clause, _, now = max(levels, key=lambda f: f[3].value)
    lead = f"{percent(now.value)} of the releases of {span_words(last)}{_together(last)} {clause}."
    changed = [f for f in levels if is_clear(f[2], f[3])]
    if not changed:
        if all(is_sure(before, after) for _, _, before, after in levels):
            return f"{lead} The shares hardly differ from those of {span_words(first)}."
        return f"{lead} There are too few to say what has changed since {span_words(first)}."
    noun, _, before, after = max(changed, key=lambda f: abs(f[3].value - f[2].value))
    verb = "risen" if after.value > before.value else "fallen"
    return (
        f"{lead} The share of {noun} has {verb} from {percent(before.value)} in {span_words(first)} to "
        f"{percent(after.value)}."
    )


def share_finding(
    halves: Sequence[int], counts: Sequence[int], part: Sequence[int], whom: str, verb: str
) -> str:
    """One share of the last year, and whether it has changed since the first; ``whom``: ``with a card``; ``verb``:
    ``publish it``."""
    between = ends(counts)
    if between is None:
        return ""
    first, last = ([halves[p] for p in places] for places in between)
    of_last = f"Of the releases of {span_words(last)}{whom}"
    before, after = (_share(part, counts, places) for places in between)
    if not before.value and not after.value:
        return f"{of_last}, none {verb}; neither do any of those of {span_words(first)}."
    now = f"{of_last}{_together(last) or ','} {percent(after.value)} {verb}; of those of {span_words(first)} it was"
    if not is_clear(before, after):
        return f"{now} {percent(before.value)}, too small a difference to call it a trend."
    return f"{now} {percent(before.value)}."


class Wording(NamedTuple):
    """How a finding speaks of sizes: what hardly matters, for whom, and of which releases a band is told."""

    matter: str
    alike: str
    releases: str
    others: str


def spread_finding(
    wording: Wording,
    names: Sequence[str],
    quartiles: Sequence[tuple[float, float, float] | None],
    counts: Sequence[int],
) -> str:
    """Whether the median score depends on the group, and how."""
    known = [
        # The error of a median, as of one of the normal distribution that has these quartiles.
        (name, Level(q[1], 0.93 * max(q[2] - q[0], 1.0) / sqrt(count)))
        for name, q, count in zip(names, quartiles, counts, strict=True)
        if q is not None
    ]
    if len(known) < 2:
        return ""
    low = min(known, key=lambda k: k[1].value)
    high = max(known, key=lambda k: k[1].value)
    if not is_clear(low[1], high[1]):
        if not all(is_sure(level, high[1]) for _, level in known):
            return ""
        return (
            f"{wording.matter} hardly matters: {wording.alike} the median score lies between {low[1].value:.0f} and "
            f"{high[1].value:.0f} of 100."
        )
    return (
        f"{wording.releases.format(high[0])} are the most open, with a median score of {high[1].value:.0f} of 100; "
        f"{wording.others.format(low[0])} the least, with {low[1].value:.0f}."
    )


def telling_finding(telling: int, read: int) -> str:
    """How many of the cards that were read tell the number of training tokens."""
    if read < FEW:
        return ""
    if not telling:
        return f"None of {read:,} cards tells on how many tokens the model was trained."
    return f"{percent(100 * telling / read)} of {read:,} cards tell on how many tokens the model was trained."


def _share(numbers: Sequence[int], counts: Sequence[int], places: Sequence[int]) -> Level:
    return share(sum(numbers[p] for p in places), sum(counts[p] for p in places))


def _together(halves: Sequence[int], whose: str = "") -> str:
    """That a number is of two half-years: in the drawing each stands by itself, and the last one has a label."""
    return f", {whose}taken together," if len(halves) > 1 else ""


def percent(value: float) -> str:
    """A share in percent; a small one isn't rounded to nothing."""
    return f"{value:.0f} %" if value >= 9.95 or value == 0 else f"{value:.1f} %"


def listed(parts: Sequence[str]) -> str:
    """Parts as a list in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
