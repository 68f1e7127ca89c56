"""Items: the questions of a framework, mapped onto the levels of our criteria."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from registry.scoring.frameworks.known import NO_MARK, Known, Levels
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

OPEN, PARTIAL, CLOSED = "open", "partial", "closed"

Made = TypeVar("Made")

Verdict = Mapping[str, str | int | float]
"""What a framework says of the whole release: a class, a score …"""


class Finding(NamedTuple):
    """What we make of one item: its state, why, and the criteria that it rests on."""

    state: str
    reason: str
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A framework's verdict as we see it, and the finding on each item."""

    verdict: Verdict
    findings: Mapping[str, Finding]

    @property
    def flat(self) -> dict[str, str | int | float]:
        """The verdict and the state of each item, as it is stored and exported."""
        return {**self.verdict, **{item: f.state for item, f in self.findings.items()}}


@dataclass(frozen=True, slots=True)
class Source:
    """One of our criteria, with the levels at which it puts an item into one of the framework's states."""

    criterion: str
    states: Mapping[str, frozenset[str]]

    def state(self, level: str, lowest: str) -> str:
        """The state, which may be unchecked or n/a; the ``lowest`` when no other names the level."""
        if level == NO_MARK:
            return UNCHECKED
        named = next((s for s, levels in self.states.items() if level in levels), "")
        if named or level in {NOT_APPLICABLE, UNCHECKED}:
            return named or level
        return lowest


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a framework.

    ``states`` run from best to worst. ``combine`` says how several sources make one state: the ``first`` that
    applies and could be checked, the ``worst``, the ``best``, or their ``share``: the best when all have it, the
    worst when all have that, else the one between. A source that does not apply is left out; where none does, the
    item is ``not_applicable``. What could not be checked may be anything: it decides where it could make a
    difference to what is certain otherwise. ``rule`` names the function that settles the item instead.
    """

    id: str
    title: str
    question: str
    states: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    combine: str = "worst"
    rule: str = ""
    criteria: tuple[str, ...] = ()
    not_applicable: str = NOT_APPLICABLE
    group: str = ""
    how: str = ""
    """How its rule settles it, in words; empty for plain mappings."""
    options: Mapping[str, Any] = field(default_factory=dict)
    _read: Callable[[Levels], Hashable] = field(init=False, repr=False, compare=False)
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        read = itemgetter(*(s.criterion for s in self.sources), *self.criteria)
        object.__setattr__(self, "_read", read)

    def by_levels(self, marks: Known, make: Callable[[Item, Known], Made]) -> Made:
        """What a function makes of the item where only the levels of its criteria matter.

        Worked out once for each combination of them: a few criteria have few, and there are releases by the million.
        """
        key = make, self._read(marks.levels)
        try:
            made: Made = self._made[key]
        except KeyError:
            made = self._made[key] = make(self, marks)
        return made

    def state(self, marks: Known) -> str:
        """The state from the levels of our criteria."""
        return self.by_levels(marks, Item._combined)

    def _combined(self, marks: Known) -> str:
        told = [state for _, state in self._told(marks) if state != NOT_APPLICABLE]
        return _COMBINE[self.combine](told, self.states) if told else self.not_applicable

    def _told(self, marks: Known) -> list[tuple[str, str]]:
        """The state that each source alone would make."""
        levels, lowest = marks.levels, self.states[-1]
        return [(s.criterion, s.state(levels[s.criterion], lowest)) for s in self.sources]

    def found(self, marks: Known) -> Finding:
        """The finding from the levels of our criteria."""
        state, deciding, criteria, is_by_rest = self.by_levels(marks, Item._decided)
        reason = marks.reason(deciding)
        if is_by_rest:
            reason = f"{marks.reason(criteria)} Judged by what could be checked: {reason}"
        return Finding(state, reason, criteria)

    def _decided(self, marks: Known) -> tuple[str, tuple[str, ...], tuple[str, ...], bool]:
        """The state, the criteria that decide it, all of its sources, and whether the rest decided where the first of
        them could not be checked."""
        state, told = self._combined(marks), self._told(marks)
        deciding = tuple(criterion for criterion, found in told if found == state)
        criteria = tuple(criterion for criterion, _ in told)
        is_by_rest = self.combine == "first" and told[0][1] == UNCHECKED and state != UNCHECKED
        return state, deciding or criteria, criteria, is_by_rest


@dataclass(
    frozen=True, slots=True, eq=False
)  # there is one of each: what follows from it is kept by it
class Framework:
    """Somebody else's rubric. What we make of it is an estimate, never that index's own verdict."""

    id: str
    title: str
    short: str
    version: str
    url: str
    note: str
    states: Mapping[str, str]
    """What an item may be, from best to worst, and what each means."""
    verdict: str
    items: tuple[Item, ...]
    differs: str
    """In a sentence: what sets it apart from the others."""
    unsettled: Mapping[str, str]
    """Items that it has beside these, with the reason why we can't settle them."""
    options: Mapping[str, Any]

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises KeyError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(f"{self.id} has no item {item_id!r}")


@dataclass(frozen=True, slots=True)
class Rule:
    """What settles an item that plain mappings can't settle: its state, and the finding that gives reasons for it."""

    state: Callable[[Framework, Item, Known], str]
    finding: Callable[[Framework, Item, Known], Finding]


def _worst(found: Sequence[str], states: Sequence[str]) -> str:
    known = _ranked(found, states)
    if UNCHECKED in found and (not known or known[-1] != states[-1]):
        return UNCHECKED
    return known[-1]


def _best(found: Sequence[str], states: Sequence[str]) -> str:
    known = _ranked(found, states)
    if UNCHECKED in found and (not known or known[0] == states[-1]):
        return UNCHECKED
    return known[0]


def _share(found: Sequence[str], states: Sequence[str]) -> str:
    best, worst = _best(found, states), _worst(found, states)
    if best == worst:
        return best
    return UNCHECKED if best == UNCHECKED else states[len(states) // 2]


def _first(found: Sequence[str], states: Sequence[str]) -> str:
    return next((state for state in found if state != UNCHECKED), UNCHECKED)


def _ranked(found: Sequence[str], states: Sequence[str]) -> list[str]:
    return sorted((s for s in found if s != UNCHECKED), key=list(states).index)


_COMBINE: Mapping[str, Callable[[Sequence[str], Sequence[str]], str]] = MappingProxyType(
    {"first": _first, "worst": _worst, "best": _best, "share": _share}
)


def parse_framework(framework_id: str, text: str) -> Framework:
    """The framework that a TOML text holds. Raises KeyError or TypeError when a field is missing or misnamed."""
    raw = tomllib.loads(text)
    states = dict(raw["states"])
    return Framework(
        id=framework_id,
        title=raw["title"],
        short=raw["short"],
        version=raw["version"],
        url=raw["url"],
        note=raw["note"],
        differs=raw["differs"],
        states=states,
        verdict=raw.get("verdict", "none"),
        items=tuple(_item(key, fields, raw, tuple(states)) for key, fields in raw["items"].items()),
        unsettled=raw.get("unsettled", {}),
        options=raw.get("options", {}),
    )


_OWN_FIELDS = frozenset(
    {"title", "question", "from", "combine", "rule", "criteria", "group", "how"}
)


def _item(
    item_id: str, fields: dict[str, Any], raw: Mapping[str, Any], states: tuple[str, ...]
) -> Item:
    sources = tuple(
        Source(s["criterion"], {k: frozenset(v) for k, v in s.items() if k != "criterion"})
        for s in fields.get("from", ())
    )
    criteria = tuple(fields.get("criteria", ())) or tuple(s.criterion for s in sources)
    return Item(
        id=item_id,
        title=fields["title"],
        question=fields["question"],
        states=states,
        sources=sources,
        combine=fields.get("combine", "worst"),
        rule=fields.get("rule", ""),
        criteria=criteria,
        not_applicable=raw.get("not_applicable", NOT_APPLICABLE),
        group=fields.get("group", ""),
        how=fields.get("how", ""),
        options={k: v for k, v in fields.items() if k not in _OWN_FIELDS},
    )
