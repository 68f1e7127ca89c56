"""The passages: short cards in TOML files, each with the levels and the evidence that they hold.

A passage names every level above the lowest, and every denial: what it does not name must be found
to be worth nothing. See ``passages/stating.toml`` for examples.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from crawlers.readers import read
from registry.scoring.case import Base, Dataset
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.grade import Grade, grade
from registry.scoring.marks import Mark
from tests.unit.cases import RELEASE, case, observed, rubric

FOLDER = Path(__file__).parent / "passages"


@dataclass(frozen=True)
class Passage:
    """A short card with what else is known of its release, and what a careful person makes of it.

    ``metadata`` is what the Hub says beside the card (``files`` in short), ``datasets`` and ``bases`` what the registry
    knows of what it links to. ``levels`` are those above the lowest and those that are denied,
    ``found`` facts with the beginning of their value, ``quotes`` words on which a level stands, and
    ``limits`` criteria on which some of its words take away from what the others earn.
    """

    theme: str
    name: str
    card: str
    release: str = RELEASE
    metadata: Mapping[str, Any] = field(default_factory=dict)
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    bases: tuple[Base, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    found: tuple[str, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()

    def evidence(self, card: str | None = None) -> tuple[Evidence, ...]:
        """What the readers find in it, or in another card of the same release."""
        text = self.card if card is None else card
        return read(observed(text, id=self.release, **self.metadata).snapshot)

    def grade(self, card: str | None = None) -> Grade:
        """What the rubric makes of it, or of another card of the same release."""
        return self._graded if card is None else self._grade(card)

    @cached_property
    def _graded(self) -> Grade:
        return self._grade(self.card)

    def _grade(self, card: str) -> Grade:
        known = case(self.evidence(card), id=self.release, datasets=self.datasets, bases=self.bases)
        return grade(known, rubric())


@cache
def passages() -> tuple[Passage, ...]:
    """All passages, by theme."""
    return tuple(p for file in sorted(FOLDER.glob("*.toml")) for p in _in_file(file))


def _in_file(file: Path) -> Iterator[Passage]:
    for told in tomllib.loads(file.read_text("utf-8"))["passage"]:
        fields = dict(told)
        metadata = dict(fields.pop("metadata", {}))
        metadata["siblings"] = [{"rfilename": name} for name in metadata.pop("files", ())]
        fields["datasets"] = {
            i: Dataset(i, Outcome(f.pop("outcome", "found")), **f)
            for i, f in fields.pop("datasets", {}).items()
        }
        fields["bases"] = tuple(_base(b) for b in fields.pop("bases", ()))
        for nested in ("levels", "quotes"):
            fields[nested] = dict(_by_criterion(fields.get(nested, {})))
        for several in ("found", "limits"):
            fields[several] = tuple(fields.get(several, ()))
        yield Passage(theme=file.stem, metadata=metadata, **fields)


def _base(told: dict[str, Any]) -> Base:
    """A base at the levels told, and for the rest at the lowest."""
    levels = dict(_by_criterion(told.get("levels", {})))
    marks = {
        c.id: Mark.of(c, levels.get(c.id, c.absent), "As told.", ()) for c in rubric().criteria
    }
    return Base(told["id"], told["relation"], marks)


def _by_criterion(nested: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for pillar, told in nested.items():
        for name, value in told.items():
            yield f"{pillar}.{name}", value
