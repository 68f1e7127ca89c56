"""Frameworks: other people's rubrics, evaluated over the same marks. Each is one TOML file in this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.scoring.marks import Mark
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

OPEN, PARTIAL, CLOSED = "open", "partial", "closed"
_WORTH = {OPEN: 2, PARTIAL: 1, CLOSED: 0}


def _share(levels: Sequence[str]) -> str:
    if all(level == OPEN for level in levels):
        return OPEN
    return CLOSED if all(level == CLOSED for level in levels) else PARTIAL


_COMBINE: Mapping[str, Callable[[Sequence[str]], str]] = {
    "first": lambda levels: levels[0],
    "worst": lambda levels: min(levels, key=_WORTH.__getitem__),
    "best": lambda levels: max(levels, key=_WORTH.__getitem__),
    "share": _share,
}


@dataclass(frozen=True, slots=True)
class Source:
    """One of our criteria, with the levels at which it makes a framework's item open or partial."""

    criterion: str
    open: frozenset[str]
    partial: frozenset[str]

    def level(self, levels: Mapping[str, str]) -> str | None:
        """open, partial or closed; None when the criterion does not apply or is unchecked."""
        found = levels.get(self.criterion, NOT_APPLICABLE)
        if found in {NOT_APPLICABLE, UNCHECKED}:
            return None
        return OPEN if found in self.open else PARTIAL if found in self.partial else CLOSED


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a framework.

    ``combine`` says how several sources make one level: the ``first`` that applies, the ``worst``, the ``best``, or
    their ``share``: open when all are open, closed when all are closed, else partial. Where no source applies or
    could be checked, the item is closed.
    """

    id: str
    title: str
    question: str
    sources: tuple[Source, ...]
    combine: str

    def level(self, levels: Mapping[str, str]) -> str:
        """open, partial or closed, from the levels of our criteria."""
        found = [level for s in self.sources if (level := s.level(levels)) is not None]
        return _COMBINE[self.combine](found) if found else CLOSED


@dataclass(frozen=True, slots=True)
class Framework:
    """Somebody else's rubric. What we make of it is an estimate, never that index's own verdict."""

    id: str
    title: str
    version: str
    url: str
    note: str
    items: tuple[Item, ...]


def parse_framework(framework_id: str, text: str) -> Framework:
    """The framework that a TOML text holds. Raises KeyError or TypeError when a field is missing or misnamed."""
    raw = tomllib.loads(text)
    return Framework(
        id=framework_id,
        title=raw["title"],
        version=raw["version"],
        url=raw["url"],
        note=raw["note"],
        items=tuple(_item(item_id, fields) for item_id, fields in raw["items"].items()),
    )


def _item(item_id: str, fields: dict[str, Any]) -> Item:
    sources = tuple(
        Source(s["criterion"], frozenset(s["open"]), frozenset(s.get("partial", ())))
        for s in fields["from"]
    )
    return Item(
        id=item_id,
        title=fields["title"],
        question=fields["question"],
        sources=sources,
        combine=fields.get("combine", "worst"),
    )


def estimate(framework: Framework, marks: Iterable[Mark]) -> dict[str, str]:
    """Aperture's estimate of every item of a framework: open, partial or closed."""
    levels = {m.criterion: m.level for m in marks}
    return {item.id: item.level(levels) for item in framework.items}
