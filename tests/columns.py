"""Catalogs of made-up columns, for what is reckoned from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from registry.catalog import Catalog
from registry.catalog.coded import Coded
from registry.catalog.gathering import _KINDS, GRADED_TEXTS, PILLARS, TEXTS, Gathered
from registry.resources import rubric

MISSING: dict[str, Any] = {
    **dict.fromkeys((*TEXTS, *GRADED_TEXTS), ""),
    **dict.fromkeys(("score", "high", "bits", *PILLARS), np.nan),
    **dict.fromkeys(("downloads", "likes", "parameters", "tokens", "grade", "number"), -1),
    **dict.fromkeys(("created", "modified", "graded"), -1),
    **dict.fromkeys(("checked", "total"), 0),
    "overclaims": False,
}


def catalog_of(releases: Sequence[dict[str, Any]]) -> Catalog:
    """The catalog of these releases, given by the columns that matter, in the order of their ids."""
    rows = sorted(releases, key=lambda r: r["id"].encode())
    full = [{**MISSING, "rubric_version": rubric().version, **row} for row in rows]
    texts = {name: Coded.of(row[name] for row in full) for name in (*TEXTS, *GRADED_TEXTS)}
    numbers = {name: np.array([row[name] for row in full], kind) for name, kind in _KINDS.items()}
    ids = [row["id"] for row in rows]
    return Catalog(Gathered(ids, texts, numbers, {}), rubric())
