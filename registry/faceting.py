"""Faceting: the filters of a list as a page offers them, each option with its count and the address that sets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from registry.filters import Asked
from registry.filters.bands import PRECISIONS

Counts = Mapping[str, Mapping[str, int]]

LAPTOPS = ("8", "16", "24", "32", "64")
"""Gigabytes offered at a click; the address takes the others, too."""
SHOWN = {
    "organization": 8,
    "family": 6,
    "relation": 8,
    "year": 8,
    "language": 8,
    "task": 8,
    "license": 8,
}
"""How many of the most frequent values stand open to be clicked."""
SELECTED = ("license", "task", "language", "year")
"""Filters that can be picked from a longer list, too."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter. ``query`` sets it, or takes it away when it is ``chosen``."""

    value: str
    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The options of one filter."""

    name: str
    title: str
    options: tuple[Option, ...]

    @property
    def is_active(self) -> bool:
        """Whether one of them is chosen."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter to be picked from a list: pairs of value and words; ``chosen`` is the first one that is set."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def groups(asked: Asked, counts: Counts, *names: str) -> list[Group]:
    """Filters with those options that would leave something, or are chosen."""
    made = (Group(n, asked.fields[n].title, tuple(_options(asked, counts, n))) for n in names)
    return [group for group in made if group.options]


def table(asked: Asked, counts: Counts, names: Iterable[str], values: Iterable[str]) -> list[Group]:
    """Filters that share their values, each with all of these: the rows of a table."""
    values = tuple(values)
    return [Group(n, asked.fields[n].title, tuple(_each(asked, counts, n, values))) for n in names]


def memories(asked: Asked, counts: Counts) -> list[Group]:
    """What fits into how much memory, by the precision at which it is loaded; none where no size is known."""
    rows = table(asked, counts, PRECISIONS, LAPTOPS)
    return rows if any(o.count or o.chosen for row in rows for o in row.options) else []


def criteria(asked: Asked, counts: Counts, pillar: str) -> list[Selection]:
    """The criteria of a pillar, each with the levels that occur."""
    fields = (f for f in asked.fields.values() if f.pillar == pillar)
    return [_selection(asked, counts, f.name, f.options) for f in fields]


def selections(asked: Asked, counts: Counts) -> list[Selection]:
    """Filters on free text, to be picked from their frequent values."""
    return [_selection(asked, counts, name, counts[name]) for name in SELECTED]


def carried(asked: Asked) -> list[tuple[str, str]]:
    """What a form must carry along, as no field of it shows it."""
    shown = {f.name for f in asked.fields.values() if f.pillar} | {*SELECTED, "min_downloads"}
    return [
        (name, value)
        for name, values in asked.chosen.items()
        for value in (values[1:] if name in shown else values)
    ]


def _options(asked: Asked, counts: Counts, name: str) -> Iterator[Option]:
    field = asked.fields[name]
    of = counts.get(name, {})
    known = list(field.options) or list(of)[: SHOWN[name]]
    chosen = [v for v in asked.chosen.get(name, ()) if v not in known]
    shown = [v for v in (*chosen, *known) if of.get(v) or asked.has(name, v)]
    yield from _each(asked, counts, name, shown)


def _each(asked: Asked, counts: Counts, name: str, values: Iterable[str]) -> Iterator[Option]:
    label, of, adding = asked.fields[name].label, counts.get(name, {}), asked.adding(name)
    for value in values:
        has = asked.has(name, value)
        query = asked.toggled(name, value) if has else adding(value)
        yield Option(value, label(value), of.get(value, 0), query, has)


def _selection(asked: Asked, counts: Counts, name: str, values: Iterable[str]) -> Selection:
    field, of = asked.fields[name], counts.get(name, {})
    chosen = next(iter(asked.chosen.get(name, ())), "")
    known = [v for v in values if of.get(v)]
    listed = [chosen, *known] if chosen and chosen not in known else known
    told = tuple((v, f"{field.label(v)} ({of.get(v, 0):,})") for v in listed)
    return Selection(name, field.title, told, chosen)
