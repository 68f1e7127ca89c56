"""Masks: what is asked for, as the rows that meet it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from registry.catalog.catalog import Catalog, level_number
from registry.catalog.coded import Coded, Mask
from registry.filters import Asked, Field
from registry.filters.bands import PRECISIONS

CODED = {
    "class": "openness",
    "letter": "letter",
    "license_class": "license_class",
    "license": "license",
    "organization": "organization",
    "family": "family",
    "relation": "relation",
    "task": "task",
    "year": "year",
}
"""Filters on texts, with the columns of the catalog that they look at."""


def mask_of(catalog: Catalog, asked: Asked, words: Mask | None = None) -> Mask:
    """The rows that meet all filters, and that the words were found in."""
    mask = np.ones(catalog.size, dtype=np.bool_) if words is None else words.copy()
    for name, values in asked.chosen.items():
        mask &= any_of(catalog, asked.fields[name], values)
    return mask


def any_of(catalog: Catalog, field: Field, values: tuple[str, ...]) -> Mask:
    """The rows that have one of some values of a field."""
    mask = holds(catalog, field, values[0])
    for value in values[1:]:
        mask = mask | holds(catalog, field, value)
    return mask


def holds(catalog: Catalog, field: Field, value: str) -> Mask:
    """The rows that have a value of a field."""
    if field.bounds:
        low, high = field.bounds[value]
        numbers = numbers_of(catalog, field.name)
        return (numbers >= low) & (numbers < high)
    if field.pillar:
        number = level_number(catalog.rubric, field.name, value)
        return catalog.levels[field.name] == number
    if field.name in CODED:
        coded: Coded = getattr(catalog, CODED[field.name])
        return coded.mask(value)
    return _SPECIAL[field.name](catalog, value)


def numbers_of(catalog: Catalog, name: str) -> NDArray[np.float32] | NDArray[np.int64]:
    """The numbers that a field's bands divide."""
    if name in PRECISIONS:
        return catalog.memory_gb(name)
    if name == "size":
        return np.where(catalog.parameters > 0, catalog.parameters, np.nan)
    return catalog.pillars[name]


_SPECIAL = {
    "derived": lambda c, value: c.is_derived if value == "yes" else ~c.is_derived,
    "claim": lambda c, value: c.is_graded & (c.overclaims == (value == "contradicted")),
    "language": lambda c, value: c.languages.mask(value),
    "min_downloads": lambda c, value: c.downloads >= int(value),
}
