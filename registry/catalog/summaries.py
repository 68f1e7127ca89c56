"""Summaries: which releases have a public summary of their training content, and which that are used much have none."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from registry.catalog.catalog import IS_UNCHECKED, NOT_GRADED, Catalog, level_number
from registry.catalog.coded import Mask, Rows
from registry.catalog.organizations import published

CRITERION, PUBLISHED = "docs.training_summary", "published"
GENERAL_TASKS = (
    "text-generation",
    "text2text-generation",
    "image-text-to-text",
    "any-to-any",
    "conversational",
)
"""Tasks of the Hub that models of general purpose are filed under."""
LARGE, MUCH_USED = 10_000_000_000, 100_000
"""Parameters, and downloads in a month, from which on a release is looked at."""
APPLIES_SINCE, ENFORCED_SINCE = date(2025, 8, 2), date(2026, 8, 2)
MOST_ORGANIZATIONS = 30


class Publisher(NamedTuple):
    """An organization with how many of its releases have a summary, and how many of its looked-at ones show none, since
    the duty applies and before."""

    name: str
    found: int
    lacking_new: int
    lacking_old: int


class Summaries(NamedTuple):
    """Rows by falling downloads: those with a summary, and of the originals of general purpose that are large or much
    used those without, released since the duty applies, and before or nobody knows when; how many could not be
    checked; and who publishes them."""

    found: Rows
    lacking_new: Rows
    lacking_old: Rows
    unchecked: int
    looked_at: int
    publishers: list[Publisher]
    publishers_total: int


def summaries(catalog: Catalog, order: Rows) -> Summaries:
    """What is known of summaries. ``order``: all rows by falling downloads."""
    levels = catalog.levels[CRITERION]
    has_one = levels == level_number(catalog.rubric, CRITERION, PUBLISHED)
    of_note = is_of_note(catalog)
    lacks = of_note & ~has_one & (levels < IS_UNCHECKED)
    is_new = catalog.created >= (APPLIES_SINCE - date(1970, 1, 1)).days
    rows = (order[mask[order]] for mask in (has_one, lacks & is_new, lacks & ~is_new))
    found, new, old = rows
    publishers = _publishers(catalog, (has_one, lacks & is_new, lacks & ~is_new))
    unchecked = int(np.count_nonzero(of_note & (levels == IS_UNCHECKED)))
    looked_at = int(np.count_nonzero(of_note & (levels != NOT_GRADED)))
    return Summaries(
        found, new, old, unchecked, looked_at, publishers[:MOST_ORGANIZATIONS], len(publishers)
    )


def is_of_note(catalog: Catalog) -> Mask:
    """The originals of general purpose that are large or used much."""
    codes = [code for task in GENERAL_TASKS for code in catalog.task.named(task)]
    is_general = np.zeros(len(catalog.task.values) or 1, dtype=np.bool_)
    is_general[codes] = True
    is_big = (catalog.parameters >= LARGE) | (catalog.downloads >= MUCH_USED)
    return is_general[catalog.task.codes] & is_big & ~catalog.is_derived


def _publishers(catalog: Catalog, masks: tuple[Mask, Mask, Mask]) -> list[Publisher]:
    of, size = catalog.organization.codes, len(catalog.organization.values)
    known = published(catalog)
    counts = np.vstack([np.bincount(of[m & known], minlength=size) for m in masks])
    codes = np.flatnonzero(counts.any(axis=0))
    ranked = codes[np.lexsort((codes, -counts[2, codes], -counts[1, codes], -counts[0, codes]))]
    return [
        Publisher(catalog.organization.values[code], *counts[:, code].tolist())
        for code in ranked.tolist()
    ]
