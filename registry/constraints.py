"""Constraints: what an alternative to a release has to meet, with defaults that one can drop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import log
from urllib.parse import urlencode

from registry.filters import Asked, Chip, Field, Problem, parse
from registry.filters.bands import SIZES
from registry.scoring.rubric import Rubric

ANY = "any"
"""What an address says of a default that was dropped."""
MAX_SIZE = "max_size"
ABOUT = 2.0
"""How many times larger than a release an alternative is by default, at most and about."""
PER_PAGE = 12

BOUNDS: Mapping[str, float] = {
    f"{int(high // 1e9)}b": high for _, high in SIZES.values() if high < float("inf")
}
"""The sizes to choose from: where the bands of the lists end."""
SIZE_FIELD = Field(
    MAX_SIZE,
    "Parameters",
    options={v: f"has fewer than {v[:-1]} B parameters" for v in BOUNDS},
    labels={v: f"fewer than {v[:-1]} B" for v in BOUNDS},
)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What is asked of alternatives. ``chosen`` holds by field the values of which one is needed, ``defaults`` what
    would apply if the address said nothing; ``asked`` is what the lists' own filters make of it."""

    fields: Mapping[str, Field]
    asked: Asked
    max_size: str = ""
    defaults: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    page: int = 1
    limit: int = PER_PAGE

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """By field the values of which one is needed."""
        size = {MAX_SIZE: (self.max_size,)} if self.max_size else {}
        return {**size, **self.asked.chosen}

    def value(self, name: str) -> str:
        """The value of a field that a form shows; empty for none."""
        return next(iter(self.chosen.get(name, ())), "")

    def without(self, name: str) -> Constraints:
        """The same without what is asked of one field, from page 1."""
        kept = {n: v for n, v in self.asked.chosen.items() if n != name}
        size = "" if name == MAX_SIZE else self.max_size
        return replace(self, asked=replace(self.asked, chosen=kept), max_size=size, page=1)

    def free(self) -> Constraints:
        """The same without anything that is asked."""
        return replace(self, asked=replace(self.asked, chosen={}), max_size="", page=1)

    def query(self, page: int | None = None) -> str:
        """The query string: what differs from the defaults."""
        return urlencode(list(self._pairs(page or self.page)))

    def chips(self) -> tuple[Chip, ...]:
        """Everything that is asked for in words, with the query string without it."""
        return tuple(
            Chip(
                name,
                values[0],
                " or ".join(self.fields[name].sentence(value) for value in values),
                self.without(name).query(),
            )
            for name, values in self.chosen.items()
        )

    def _pairs(self, page: int) -> Iterator[tuple[str, str]]:
        chosen = self.chosen
        for name in (*self.defaults, *(n for n in chosen if n not in self.defaults)):
            values = chosen.get(name, (ANY,))
            if values != (self.defaults.get(name),):
                yield from ((name, value) for value in values)
        if page > 1:
            yield "page", str(page)


def constraints(
    pairs: Iterable[tuple[str, str]], defaults: Mapping[str, str], rubric: Rubric
) -> Constraints:
    """What the pairs of a query string ask of alternatives; a default applies where they say nothing. What makes no
    sense is told of; never raises."""
    given = [(name, value.strip()) for name, value in pairs if value.strip()]
    said = {name for name, _ in given}
    wanted = [pair for pair in given if pair[1].casefold() != ANY]
    wanted += [(name, value) for name, value in defaults.items() if name not in said]
    sizes = [value for name, value in wanted if name == MAX_SIZE]
    asked = parse([pair for pair in wanted if pair[0] != MAX_SIZE], rubric)
    size = SIZE_FIELD.accept(sizes[0]) if sizes else ""
    problems = list(asked.problems)
    if size is None:
        known = ", ".join(BOUNDS)
        problems.append(
            Problem(MAX_SIZE, f"{MAX_SIZE} can't be {sizes[0][:80]!r}; it can be {known}.")
        )
    return Constraints(
        {**asked.fields, MAX_SIZE: SIZE_FIELD}, replace(asked, q=""), size or "", defaults,
        tuple(problems), asked.page,
    )  # fmt: skip


def defaults_for(parameters: int, task: str, *, derived: bool) -> dict[str, str]:
    """What an alternative to a release should meet unless one says otherwise. ``parameters`` is -1 when not known."""
    size = _about_twice(parameters) if parameters > 0 else ""
    found = {MAX_SIZE: size, "task": task, "derived": "" if derived else "no"}
    return {name: value for name, value in found.items() if value}


def _about_twice(parameters: int) -> str:
    """The bound next to twice a size, above that size; empty for what is larger than any."""
    above = {name: bound for name, bound in BOUNDS.items() if bound > parameters}
    wanted = log(ABOUT * parameters)
    return min(above, key=lambda name: abs(log(above[name]) - wanted), default="")
