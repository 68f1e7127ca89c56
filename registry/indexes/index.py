"""Index: who makes it, under which terms, and how its items stand to our estimates of the same. Data of a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from registry.scoring.frameworks import Framework


@dataclass(frozen=True, slots=True)
class Compared:
    """One item on which an index's verdict and our estimate answer the same question.

    ``order`` has the steps from the lowest, each with the words for it. Theirs is the verdict on the item, or
    ``theirs`` of what the index makes of all; ours is ``ours`` in the results of a framework, or follows from the level
    of a ``criterion`` by ``levels``. ``same_as`` says as what some of their words count here.
    """

    id: str
    title: str
    question: str
    order: tuple[tuple[str, ...], ...]
    theirs: str = ""
    ours: str = ""
    criterion: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    same_as: Mapping[str, str] = field(default_factory=dict)
    criteria: tuple[str, ...] = ()

    def step(self, word: str) -> int | None:
        """The place of a word in the order; None for one that has none."""
        word = self.same_as.get(word, word)
        return next((place for place, words in enumerate(self.order) if word in words), None)


@dataclass(frozen=True, slots=True)
class Index:
    """Another index. ``folder`` is where its records are in a copy of its repository. ``score`` names what of its
    overall result is a number to rank by, where that is one."""

    id: str
    title: str
    short: str
    url: str
    repository: str
    folder: str
    record: str
    licence: str
    licence_url: str
    citation: str
    doi: str
    meaning: str
    differs: str
    framework: str = ""
    score: str = ""
    about: str = "releases"
    items: tuple[Compared, ...] = ()

    @property
    def by_id(self) -> Mapping[str, Compared]:
        """The items that are compared, by their ids."""
        return {item.id: item for item in self.items}

    @property
    def is_on_organizations(self) -> bool:
        """Whether its records are about organizations and not about releases."""
        return self.about == "organizations"

    def address_of(self, file: str) -> str:
        """Where the file of a record can be read."""
        return self.record.format(file=quote(file))


@dataclass(frozen=True, slots=True)
class Indexes:
    """All that are known, by their ids, and the names at the Hub of publishers that they call otherwise."""

    by_id: Mapping[str, Index]
    organizations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def parse_indexes(toml_text: str, frameworks: Iterable[Framework]) -> Indexes:
    """The indexes of ``indexes.toml``. Raises KeyError and TypeError for fields that are missing or none of theirs."""
    told = tomllib.loads(toml_text)
    names = {name: tuple(ids) for name, ids in told.pop("organizations").items()}
    known = {framework.id: framework for framework in frameworks}
    return Indexes({name: _index(name, fields, known) for name, fields in told.items()}, names)


def _index(name: str, fields: dict[str, Any], frameworks: Mapping[str, Framework]) -> Index:
    order, own, same = fields.pop("order"), fields.pop("items", {}), fields.pop("as", {})
    items = [_item(item, told, order) for item, told in own.items()]
    if framework := frameworks.get(fields.get("framework", "")):
        items += [
            Compared(
                id=item.id,
                title=item.title,
                question=item.question,
                order=_steps(order),
                ours=item.id,
                same_as=same.get(item.id, {}),
                criteria=tuple(item.criteria),
            )
            for item in framework.items
        ]
    return Index(id=name, items=tuple(items), **fields)


def _item(item: str, told: dict[str, Any], order: list[list[str]]) -> Compared:
    criteria = (told["criterion"],) if "criterion" in told else ()
    return Compared(
        id=item, criteria=criteria, **{**told, "order": _steps(told.get("order", order))}
    )


def _steps(order: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, order))
