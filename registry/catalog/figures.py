"""Figures: the catalog in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.catalog.counting import Counts
from registry.catalog.finding import Finder
from registry.filters import Asked


@dataclass(frozen=True, slots=True)
class Headline:
    """How many releases there are, and how many of each class and of each level by pillar."""

    releases: int
    graded: int
    organizations: int
    classes: dict[str, int]
    pillars: Counts


def headline(finder: Finder, nothing_asked: Asked) -> Headline:
    """The catalog in a few numbers."""
    catalog = finder.catalog
    counts = finder.facets(None, nothing_asked)
    return Headline(
        releases=catalog.size,
        graded=int(np.count_nonzero(catalog.is_graded)),
        organizations=sum(1 for name in catalog.organization.values if name),
        classes=counts["class"],
        pillars={name: counts[name] for name in catalog.pillars},
    )
