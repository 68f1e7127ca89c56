"""Columns: what an export tells of a release, declared once for every format, for the schema and for its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from registry.resources import frameworks, rubric
from registry.scoring.frameworks import Framework, estimate
from registry.scoring.rubric import Rubric


class Kind(StrEnum):
    """What a column holds. A moment is a text in JSON and CSV: UTC, to the second, as 2026-11-20T12:00:00Z."""

    TEXT = "text"
    TEXTS = "list of texts"
    WHOLE = "whole number"
    NUMBER = "number"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that is told of a release.

    ``path`` leads to it in a line of JSON; of a criterion, to the object that holds its level. ``is_known`` says that
    it is never null.
    """

    path: tuple[str, ...]
    kind: Kind
    meaning: str
    is_known: bool = True

    @property
    def name(self) -> str:
        """Its name where all columns stand side by side; a criterion's is that of the criterion."""
        return self.path[1] if self.path[0] == CRITERIA else ".".join(self.path)

    def value(self, told: Mapping[str, Any]) -> Any:
        """What an object of that shape holds at its place; None where there is nothing."""
        found: Any = told
        for key in self.path:
            found = found.get(key)
            if found is None:
                return None
        return found["level"] if self.path[0] == CRITERIA else found


CRITERIA, FRAMEWORKS = "criteria", "frameworks"


def _column(name: str, kind: Kind, meaning: str, *, is_known: bool = True) -> Column:
    return Column(tuple(name.split(".")), kind, meaning, is_known)


@cache
def of_release() -> tuple[Column, ...]:
    """What is told of the release itself and of its grade, in the order of a line."""
    pillars = (
        _column(
            f"pillars.{pillar.id}",
            Kind.NUMBER,
            f"Score of the pillar {pillar.title}, 0 to 100; null where it does not apply",
            is_known=False,
        )
        for pillar in rubric().pillars
    )
    return (
        _column("id", Kind.TEXT, "The release, as `organization/name` on the Hub"),
        _column("organization", Kind.TEXT, "Who publishes it; empty for the few without"),
        _column("score", Kind.NUMBER, "Openness, 0 to 100: what is certain"),
        _column("high", Kind.NUMBER, "The score if all that is unchecked turned out open"),
        _column("letter", Kind.TEXT, "Grade, A to F"),
        _column("class", Kind.TEXT, "Openness class, which follows from levels and not from the score"),
        *pillars,
        _column("base_models", Kind.TEXTS, "What it says that it was made from, by id"),
        _column("license", Kind.TEXT, "Licence as declared on the Hub; empty where none is"),
        _column("license_class", Kind.TEXT, "Level of the criterion weights.license"),
        _column("parameters", Kind.WHOLE, "Number of parameters; null where unknown", is_known=False),
        _column("task", Kind.TEXT, "The Hub’s pipeline tag; empty where there is none"),
        _column("downloads", Kind.WHOLE, "Downloads in a month; null where the Hub did not tell", is_known=False),
        _column("likes", Kind.WHOLE, "Likes; null where the Hub did not tell", is_known=False),
        _column("created_at", Kind.MOMENT, "When the repository was made; null where unknown", is_known=False),
        _column("last_modified", Kind.MOMENT, "When it was changed last; null where unknown", is_known=False),
        _column("checked", Kind.WHOLE, "Criteria that apply and could be checked"),
        _column("total", Kind.WHOLE, "Criteria that apply"),
        _column("url", Kind.TEXT, "Path of its page on this site"),
        _column("outcome", Kind.TEXT, "`found`; `absent` from the Hub by now, with its last grade; `unchecked`"),
        _column("languages", Kind.TEXTS, "Languages that its card declares, by code"),
        _column("graded_at", Kind.MOMENT, "When this grade was made"),
        _column("rubric_version", Kind.TEXT, "Version of the rubric that it was made with"),
    )  # fmt: skip


@cache
def of_results() -> tuple[Column, ...]:
    """What is told of its criteria and by the frameworks: many releases have the same."""
    return (*_criteria(rubric()), *(c for f in frameworks() for c in _results_of(f)))


@cache
def columns() -> tuple[Column, ...]:
    """All of them, in the order in which they stand side by side."""
    return (*of_release(), *of_results())


def _criteria(policy: Rubric) -> Iterator[Column]:
    for criterion in policy.criteria:
        levels = ", ".join(f"`{level.id}`" for level in criterion.levels)
        meaning = f"{criterion.question or criterion.title} Level: {levels}, `unchecked` or `n/a`"
        yield Column((CRITERIA, criterion.id), Kind.TEXT, meaning, is_known=False)


def _results_of(framework: Framework) -> Iterator[Column]:
    titles = {item.id: item.title for item in framework.items}
    for key, value in sorted(estimate(framework, []).flat.items()):
        kind = _KINDS[type(value)]
        meaning = f"{framework.short}, estimated by Aperture: {titles.get(key, f'`{key}` in all')}"
        yield Column((FRAMEWORKS, framework.id, key), kind, meaning, is_known=False)


_KINDS = {str: Kind.TEXT, int: Kind.WHOLE, float: Kind.NUMBER}
