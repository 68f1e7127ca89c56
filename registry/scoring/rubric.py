"""The rubric: pillars, criteria, levels, points and remedies, parsed from ``rubric.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NOT_APPLICABLE = "n/a"
UNCHECKED = "unchecked"
RESERVED_LEVELS = frozenset({NOT_APPLICABLE, UNCHECKED})
INHERITANCE = frozenset({"never", "copies", "derived", "ceiling"})
COMPONENTS = "components"

Worth = tuple[float | None, float | None]
"""Points (0..1) that are certain, and those possible; None where the criterion does not apply."""


class RubricError(ValueError):
    """The rubric contradicts itself; the message names the place."""


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a criterion, worth 0..1 points."""

    id: str
    points: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a publisher can do to reach a better level. ``effort`` is low, medium or high."""

    text: str
    effort: str


@dataclass(
    frozen=True, slots=True, eq=False
)  # there is one of each: what follows from it is kept by it
class Criterion:
    """One question, with its levels from best to worst.

    ``absent`` is the level when nothing was found, ``denied`` when the publisher says that it is withheld.
    ``judge`` names the function of ``registry.scoring.judges`` that turns evidence into a level. ``inherit`` says what
    a derived release takes over from its base where it is silent itself: ``never`` anything, only as a copy of it
    (``copies``: quantizations, re-uploads), or as any ``derived`` release, then not beyond the level ``cap`` if given,
    since what this release added remains undisclosed. ``ceiling``: its own level, but never better than the base's.
    ``unread`` holds, by kind of document, the level that one which is linked and was not read could settle it up to.
    """

    id: str
    pillar: str
    title: str
    question: str
    why: str
    how: str
    levels: tuple[Level, ...]
    absent: str
    denied: str
    judge: str
    remedy: Remedy
    weight: float
    inherit: str
    cap: str
    unread: Mapping[str, str] = field(default_factory=dict)
    _levels: dict[str, Level] = field(init=False, repr=False)
    _worths: dict[str, Worth] = field(init=False, repr=False)
    """What a level is worth for certain and at best, the reserved ones too: asked for each mark."""
    reach: dict[str, float] = field(init=False, repr=False)
    """By kind of document: the points that one which was not read could settle it up to."""

    def __post_init__(self) -> None:
        points = {level.id: level.points for level in self.levels}
        worths: dict[str, Worth] = {NOT_APPLICABLE: (None, None)}
        worths[UNCHECKED] = 0.0, max(points.values(), default=0.0)
        worths |= {level: (worth, worth) for level, worth in points.items()}
        object.__setattr__(self, "_levels", {level.id: level for level in self.levels})
        object.__setattr__(self, "_worths", worths)
        # What names no level is left out here, and found by the check of the whole rubric.
        reach = {kind: points[level] for kind, level in self.unread.items() if level in points}
        object.__setattr__(self, "reach", reach)

    def level(self, level_id: str) -> Level:
        """The level of that id. Raises KeyError when the criterion has no such level."""
        try:
            return self._levels[level_id]
        except KeyError:
            raise KeyError(f"{self.id} has no level {level_id!r}") from None

    def worth(self, level_id: str) -> Worth:
        """The points of a level or of a reserved one. Raises KeyError when there is no such level."""
        try:
            return self._worths[level_id]
        except KeyError:
            raise KeyError(f"{self.id} has no level {level_id!r}") from None

    def rank(self, level_id: str) -> int:
        """0 for the best level, rising. Raises KeyError when there is no such level."""
        return self.levels.index(self.level(level_id))


@dataclass(frozen=True, slots=True)
class Component:
    """Something that only other people's frameworks ask for: observed, and never part of a score.

    Its ``criterion`` has the levels of ``COMPONENT_LEVELS``. ``reads`` are the facts that tell of it: criterion,
    fact and, if given, what the value holds; what its own reader tells, unless the TOML says otherwise. ``every`` says
    that all of them are needed and not just one.
    """

    criterion: Criterion
    reads: tuple[tuple[str, ...], ...]
    every: bool
    topics: frozenset[str] = field(init=False)
    """The criteria and topics of what it reads, its own among them."""
    name: str = field(init=False)
    """Its title, as a sentence begins with it."""

    def __post_init__(self) -> None:
        title = self.criterion.title
        object.__setattr__(
            self, "topics", frozenset((*(r[0] for r in self.reads), self.criterion.id))
        )
        object.__setattr__(self, "name", f"{title[0].upper()}{title[1:]}")


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the five parts of a grade, with its weight in the sum."""

    id: str
    title: str
    question: str
    weight: float


@dataclass(frozen=True, slots=True)
class Band:
    """A letter, a class or a pillar level that begins at ``floor`` of 100."""

    id: str
    floor: float
    meaning: str


@dataclass(frozen=True, slots=True)
class OpennessClass:
    """One of the openness classes, from most open to closed."""

    id: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """The whole policy of one version."""

    version: str
    pillars: tuple[Pillar, ...]
    criteria: tuple[Criterion, ...]
    letters: tuple[Band, ...]
    pillar_levels: tuple[Band, ...]
    classes: tuple[OpennessClass, ...]
    components: tuple[Component, ...] = ()
    titles: dict[str, str] = field(init=False, repr=False, compare=False)
    """The title of every criterion and of every component, by its id."""
    _by_pillar: dict[str, tuple[Criterion, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        observed = (component.criterion for component in self.components)
        object.__setattr__(self, "titles", {c.id: c.title for c in (*self.criteria, *observed)})
        by_pillar: dict[str, tuple[Criterion, ...]] = {}
        for criterion in self.criteria:
            by_pillar[criterion.pillar] = (*by_pillar.get(criterion.pillar, ()), criterion)
        object.__setattr__(self, "_by_pillar", by_pillar)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id. Raises KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(f"no criterion {criterion_id!r}")

    def of_pillar(self, pillar_id: str) -> tuple[Criterion, ...]:
        """The criteria of one pillar, in the rubric's order."""
        return self._by_pillar.get(pillar_id, ())


def band(bands: tuple[Band, ...], score: float) -> Band:
    """The band that a score of 0..100 falls into; bands run from the highest floor to 0."""
    return next(b for b in bands if score >= b.floor)


def parse_rubric(text: str) -> Rubric:
    """The rubric that a TOML text holds. Raises RubricError when it is not whole."""
    try:
        raw = tomllib.loads(text)
        rubric = Rubric(
            version=raw["version"],
            pillars=tuple(Pillar(id=k, **v) for k, v in raw["pillars"].items()),
            criteria=tuple(
                _criterion(f"{pillar}.{name}", pillar, fields)
                for pillar, named in raw["criteria"].items()
                for name, fields in named.items()
            ),
            letters=tuple(Band(id=k, **v) for k, v in raw["letters"].items()),
            pillar_levels=tuple(Band(id=k, **v) for k, v in raw["pillar_levels"].items()),
            classes=tuple(OpennessClass(id=k, **v) for k, v in raw["classes"].items()),
            components=tuple(_component(k, v) for k, v in raw.get(COMPONENTS, {}).items()),
        )
        _check(rubric)
    except tomllib.TOMLDecodeError as error:
        raise RubricError(f"rubric.toml is no TOML: {error}") from error
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise RubricError(f"rubric.toml lacks or misnames a field: {error!r}") from error
    return rubric


COMPONENT_LEVELS = (
    Level("found", 1, "It is told, or published."),
    Level("absent", 0, "Neither the card nor the metadata tells of it."),
    Level("denied", 0, "The publisher says that it is withheld."),
)


def _component(name: str, fields: dict[str, Any]) -> Component:
    criterion = Criterion(
        id=f"{COMPONENTS}.{name}",
        pillar=COMPONENTS,
        title=fields["title"],
        question="",
        why="",
        how=fields["how"],
        levels=COMPONENT_LEVELS,
        absent="absent",
        denied="denied",
        judge=fields.get("judge", "observed"),
        remedy=Remedy("", ""),
        weight=0,
        inherit=fields.get("inherit", "never"),
        cap="",
    )
    reads = tuple(tuple(read) for read in fields.get("reads", [[criterion.id]]))
    return Component(criterion, reads, fields.get("every", False))


def _criterion(criterion_id: str, pillar: str, fields: dict[str, Any]) -> Criterion:
    rest = {k: v for k, v in fields.items() if k not in {"levels", "remedy"}}
    return Criterion(
        id=criterion_id,
        pillar=pillar,
        levels=tuple(Level(id=k, **v) for k, v in fields["levels"].items()),
        remedy=Remedy(**fields["remedy"]),
        **{"weight": 1.0, "inherit": "never", "cap": "", **rest},
    )


def _check(rubric: Rubric) -> None:
    pillars = {p.id for p in rubric.pillars} | {COMPONENTS}
    for c in (*rubric.criteria, *(component.criterion for component in rubric.components)):
        named = {level.id for level in c.levels}
        points = [level.points for level in c.levels]
        problems = [
            (c.pillar not in pillars, f"unknown pillar {c.pillar}"),
            (points != sorted(points, reverse=True), "levels do not run from best to worst"),
            (not all(0 <= p <= 1 for p in points), "points outside 0..1"),
            (bool(named & RESERVED_LEVELS), "a reserved level id"),
            (not {c.absent, c.denied} <= named, "absent or denied names no level"),
            (c.inherit not in INHERITANCE, f"unknown inherit {c.inherit}"),
            (bool(c.cap) and c.cap not in named, "cap names no level"),
            (not set(c.unread.values()) <= named, "unread names no level"),
        ]
        for wrong, what in problems:
            if wrong:
                raise RubricError(f"{c.id}: {what}")
    for bands in (rubric.letters, rubric.pillar_levels):
        floors = [b.floor for b in bands]
        if floors != sorted(floors, reverse=True) or floors[-1] != 0:
            raise RubricError("bands must fall to a floor of 0")
