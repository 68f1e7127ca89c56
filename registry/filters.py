"""Filters: what a query string asks for, in words, and each part as an address without it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from urllib.parse import urlencode

from registry.scoring.rubric import Rubric

DEFAULT_LIMIT = 50
MAX_LIMIT = 500
MAX_PAGE = 1_000_000
MAX_WORDS = 12
MAX_TEXT = 200
MAX_VALUES = 50

RELEVANCE = "relevance"
PLAIN_SORTS = {
    "score": "most open first",
    "downloads": "most downloaded first",
    "likes": "most liked first",
    "name": "by name",
    "modified": "latest change first",
}

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to filter by.

    ``options`` maps each allowed value to its sentence; it is empty when any text will do, and then
    ``phrase`` is the sentence, with ``{}`` for the value. ``bounds`` holds, where the options are
    bands of a score, the lowest score of each and the one where the next begins.
    """

    name: str
    title: str
    phrase: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    numeric: bool = False

    def sentence(self, value: str) -> str:
        """The filter in words: ``data is open``."""
        if self.numeric:
            return self.phrase.format(f"{int(value):,}")
        return self.options.get(value) or self.phrase.format(value)

    def accept(self, value: str) -> str | None:
        """The value as it counts here, whatever its case; None when it is not allowed."""
        if self.numeric:
            return str(int(value)) if value.isdecimal() and len(value) < 16 else None
        if not self.options:
            return value
        return next((known for known in self.options if _plain(known) == _plain(value)), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the query string that makes no sense, in words, with the nearest that would."""

    parameter: str
    message: str
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, with the query string of the same page without it."""

    field: str
    value: str
    sentence: str
    without: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query string asks for: of each field one of its values, and all fields together."""

    fields: Mapping[str, Field]
    sorts: Mapping[str, str]
    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""
    page: int = 1
    limit: int = DEFAULT_LIMIT
    problems: tuple[Problem, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that must each occur."""
        return tuple(self.q.lower().split()[:MAX_WORDS])

    @property
    def sort(self) -> str:
        """The order that applies: as asked, else by relevance to the words, else by score."""
        if self.order and (self.q or self.order != RELEVANCE):
            return self.order
        return RELEVANCE if self.q else "score"

    @property
    def offset(self) -> int:
        """How many come before this page."""
        return (self.page - 1) * self.limit

    def has(self, name: str, value: str) -> bool:
        """Whether a value is among those chosen."""
        return value in self.chosen.get(name, ())

    def query(self, **changes: object) -> str:
        """The query string of this with changes to ``q``, ``order``, ``page`` or ``limit``."""
        return urlencode(list(replace(self, **changes)._pairs()))  # type: ignore[arg-type]

    def toggled(self, name: str, value: str) -> str:
        """The query string with a value chosen if it was not, else left out; from page 1."""
        had = self.chosen.get(name, ())
        values = tuple(v for v in had if v != value) if value in had else (*had, value)
        chosen = {n: values if n == name else self.chosen.get(n, ()) for n in self.fields}
        return self.query(chosen={n: v for n, v in chosen.items() if v}, page=1)

    def chips(self) -> tuple[Chip, ...]:
        """Every active filter in words, each with the query string that removes it alone."""
        chips = [
            Chip(name, value, self.fields[name].sentence(value), self.toggled(name, value))
            for name, values in self.chosen.items()
            for value in values
        ]
        if self.q:
            chips.insert(0, Chip("q", self.q, f"mentions “{self.q}”", self.query(q="", page=1)))
        return tuple(chips)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        if self.q:
            yield "q", self.q
        for name, values in self.chosen.items():
            yield from ((name, value) for value in values)
        if self.order:
            yield "sort", self.order
        if self.limit != DEFAULT_LIMIT:
            yield "limit", str(self.limit)
        if self.page > 1:
            yield "page", str(self.page)


def make_fields(rubric: Rubric) -> dict[str, Field]:
    """Everything that one can filter by under a rubric."""
    license_levels = rubric.criterion("weights.license").levels
    fields = [
        Field(
            "class", "Openness class", options={c.id: f"class is {c.id}" for c in rubric.classes}
        ),
        *(_pillar_field(rubric, p.id, p.title) for p in rubric.pillars),
        Field(
            "license_class",
            "Licence allows",
            options={lv.id: _license_sentence(lv.id) for lv in license_levels},
        ),
        Field("letter", "Grade", options={b.id: f"grade is {b.id}" for b in rubric.letters}),
        Field("organization", "Organization", phrase="published by {}"),
        Field("license", "Declared licence", phrase="declares the licence {}"),
        Field("task", "Task", phrase="made for {}"),
        Field(
            "derived",
            "Descent",
            options={"no": "not derived from another release", "yes": "derived from another"},
        ),
        Field("min_downloads", "Downloads", phrase="at least {} downloads", numeric=True),
    ]
    return {f.name: f for f in fields}


def make_sorts(rubric: Rubric) -> dict[str, str]:
    """Every order, with its words."""
    pillars = {p.id: f"most open {p.title.lower()} first" for p in rubric.pillars}
    return {RELEVANCE: "best match first", **PLAIN_SORTS, **pillars}


def parse(pairs: Iterable[tuple[str, str]], rubric: Rubric) -> Asked:
    """What the pairs of a query string ask for. What makes no sense is told of; never raises."""
    asked = Asked(make_fields(rubric), make_sorts(rubric))
    chosen: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name, raw in pairs:
        text = _CONTROL.sub(" ", raw).strip()[:MAX_TEXT]
        if not text:
            continue
        if name == "q":
            asked = replace(asked, q=" ".join(text.split()))
        elif name in {"page", "limit", "sort"}:
            asked, problem = _with_control(asked, name, text)
            problems += [problem] if problem else []
        elif name in asked.fields:
            value = asked.fields[name].accept(text)
            if value is None:
                problems.append(_wrong_value(asked.fields[name], text))
            elif value not in chosen.setdefault(name, []) and len(chosen[name]) < MAX_VALUES:
                chosen[name].append(value)
        else:
            problems.append(_unknown_parameter(name, asked))
    in_order = {name: tuple(chosen[name]) for name in asked.fields if chosen.get(name)}
    return replace(asked, chosen=in_order, problems=tuple(problems))


def _with_control(asked: Asked, name: str, text: str) -> tuple[Asked, Problem | None]:
    if name == "sort":
        if text in asked.sorts:
            return replace(asked, order=text), None
        nearest = _nearest(text, asked.sorts)
        told = f"There is no order {text!r}; there are {', '.join(asked.sorts)}."
        return asked, Problem("sort", told, nearest)
    if not (text.isdecimal() and int(text[:9]) > 0):
        return asked, Problem(name, f"{name} must be a number from 1 on, and {text!r} is not.")
    most = MAX_PAGE if name == "page" else MAX_LIMIT
    number = min(int(text[:9]), most)
    return (replace(asked, page=number) if name == "page" else replace(asked, limit=number)), None


def _wrong_value(wanted: Field, text: str) -> Problem:
    if wanted.numeric:
        return Problem(wanted.name, f"{wanted.name} must be a number, and {text!r} is not.")
    known = ", ".join(wanted.options)
    told = f"{wanted.name} can't be {text!r}; it can be {known}."
    return Problem(wanted.name, told, _nearest(text, wanted.options))


def _unknown_parameter(name: str, asked: Asked) -> Problem:
    shown = name[:80]
    nearest = _nearest(shown, ("q", *asked.fields, "sort", "page", "limit"))
    hint = f" Did you mean {nearest!r}?" if nearest else ""
    return Problem(shown, f"There is no parameter {shown!r}.{hint}", nearest)


def _nearest(text: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(text.lower(), list(known), n=1, cutoff=0.5)), None)


def _pillar_field(rubric: Rubric, pillar_id: str, title: str) -> Field:
    bands = rubric.pillar_levels
    ceilings = (float("inf"), *(b.floor for b in bands))
    words = {"open": "open", "partial": "open in part", "closed": "closed or undisclosed"}
    return Field(
        pillar_id,
        title,
        options={b.id: f"{title.lower()} {_be(pillar_id)} {words.get(b.id, b.id)}" for b in bands},
        bounds={b.id: (b.floor, top) for b, top in zip(bands, ceilings, strict=False)},
    )


def _be(pillar_id: str) -> str:
    return "are" if pillar_id == "weights" else "is"


def _license_sentence(level: str) -> str:
    known = {
        "open-source": "licence is open source",
        "use-restricted": "licence restricts use",
        "non-commercial": "licence forbids commercial use",
        "none": "no licence is declared",
    }
    return known.get(level, f"licence is {level}")


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()
