"""Evidence: what an accepted disclosure becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from registry.scoring.disclosed import fact_of
from registry.scoring.evidence import Evidence, Origin
from registry.scoring.rubric import Criterion

LONGEST_QUOTE = 600


def place_of(number: int) -> str:
    """Where evidence stands that was disclosed."""
    return f"disclosure:{number}"


def claimed(
    number: int,
    criterion: Criterion,
    level: str,
    against: str,
    *,
    origin: Origin,
    words: str,
    url: str,
    dated: str,
) -> Evidence:
    """The evidence of a claim that was accepted at a level, against the one that the release's own words earned."""
    fact, value = fact_of(criterion, level, against)
    return Evidence(
        criterion.id,
        fact,
        value=value,
        quote=words[:LONGEST_QUOTE],
        place=place_of(number),
        target=url,
        origin=origin,
        dated=dated,
    )


def stated(
    number: int, evidence: Iterable[Evidence], *, origin: Origin, dated: str
) -> tuple[Evidence, ...]:
    """The evidence that was read in a statement, as one that was accepted."""
    place = place_of(number)
    return tuple(replace(e, place=place, url="", origin=origin, dated=dated) for e in evidence)
