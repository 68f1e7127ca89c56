"""What is known of a catalog to those who ask it: names of releases, words, and values that one can filter by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from registry.db import engine_on
from registry.models import Grade, Release

Traits = tuple[tuple[str, object], ...]

WORDS = ("llama", "mistral 7b", "qwen instruct", "bert base", "gguf", "medical", "german", "code", "open data",
         "apache", "reinforcement learning", "whisper large", "lora", "translation english", "embedding", "the pile",
         "tokens", "a", "7b", "chat v2", "stable diffusion xl", "distilled", "dpo", "nosuchwordanywhere")  # fmt: skip
MANY = 300
"""How many releases of a kind addresses are chosen among."""
ANY = 5_000
"""How many of all."""


@dataclass(frozen=True, slots=True)
class Known:
    """Names that occur in a world: of releases that are used much, that have many derivatives, those of some small
    organizations, and of any; the values that one can filter by, the most frequent first; and those that each of the
    named releases has."""

    used: tuple[str, ...]
    bases: tuple[str, ...]
    small: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    traits: dict[str, Traits]
    any: tuple[str, ...]


def known_in(url: str, rng: Random) -> Known:
    """What addresses are made of, from a database."""
    release: Any = col(Release.id)
    other: Any = aliased(Release)
    with engine_on(url) as engine, engine.connect() as connection:
        most_used = func.coalesce(col(Release.downloads), -1).desc()
        used = _column(connection, select(release).order_by(most_used, release))
        base = col(Release.base)
        in_catalog = base.in_(select(other.id))
        parents = select(base).where(in_catalog).group_by(base)
        bases = _column(connection, parents.order_by(func.count().desc(), base))
        organizations = _frequent(connection, Release.organization)
        values = {
            "organization": organizations,
            "license": _frequent(connection, Release.license),
            "task": _frequent(connection, Release.task),
            "relation": _frequent(connection, Release.relation),
            "language": tuple(dict.fromkeys(
                code for told in _frequent(connection, Release.languages) for code in told.split()
            )) or ("en", "de"),
            "family": bases,
            "year": ("2022", "2023", "2024", "2025", "2026"),
        }  # fmt: skip
        some = rng.sample(organizations, min(40, len(organizations)))
        of_some = select(release).where(col(Release.organization).in_(some)).order_by(release)
        small = _column(connection, of_some)
        traits = _traits(connection, (*used, *bases, *small))
        graded = connection.scalars(
            select(release).where(col(Release.grade_id).is_not(None)).order_by(release)
        ).all()
        chosen = rng.sample(graded, min(ANY, len(graded)))
    return Known(used, bases, small, values, traits, tuple(chosen))


def _traits(connection: Connection, releases: Sequence[str]) -> dict[str, Traits]:
    columns: dict[str, Any] = {
        "license": Release.license,
        "task": Release.task,
        "organization": Release.organization,
        "class": Grade.openness,
        "letter": Grade.letter,
    }
    rows = connection.execute(
        select(col(Release.id), *columns.values())
        .join(Grade, col(Grade.id) == col(Release.grade_id))
        .where(col(Release.id).in_(releases))
    )
    return {
        release: tuple((n, v) for n, v in zip(columns, values, strict=True) if v)
        for release, *values in rows
    }


def _column(connection: Connection, statement: Any) -> tuple[str, ...]:
    return tuple(connection.scalars(statement.limit(MANY)))


def _frequent(connection: Connection, column: Any) -> tuple[str, ...]:
    count = select(column).where(column != "").group_by(column)
    return _column(connection, count.order_by(func.count().desc(), column))


def some_words(release: str, rng: Random) -> str:
    """A few words of the name of a release, and now and then one more that many have."""
    words = typed(release).split()[: rng.randint(1, 3)]
    if rng.random() < 0.2:
        words.append(rng.choice(WORDS))
    return " ".join(words)


def some_traits(known: Known, release: str, rng: Random) -> list[tuple[str, object]]:
    """Filters, one or two, that a release meets."""
    traits = known.traits[release]
    return rng.sample(traits, min(len(traits), rng.randint(1, 2)))


def typed(release: str) -> str:
    """The name of a release as people type it."""
    return " ".join(re.split(r"[-_]+", release.rpartition("/")[2].lower()))
