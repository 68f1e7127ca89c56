"""Changing: the walk back through what changed, over the releases that one asks for, for feeds and API."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from registry import queries
from registry.filters import Asked
from registry.queries.changes import FEW, Walk
from registry.turns import Place
from registry.views import connected, finder, reading


def walk_of(asked: Asked, before: Place | None = None, since: datetime | None = None) -> Walk:
    """The turns of the releases that meet all filters now, the newest first."""
    connection = connected()
    if not asked.q and not asked.chosen:
        return Walk(connection, before, since=since)
    mask, catalog = finder().mask(reading(), asked), finder().catalog
    if np.count_nonzero(mask) <= FEW:
        names = catalog.ids_of(np.flatnonzero(mask).astype(np.int32))
        return Walk(connection, before, since=since, names=names)

    def is_wanted(name: str) -> bool:
        row = catalog.row_of(name)
        if row is None and (found := queries.brief(reading(), name)):  # it may be a former name
            row = catalog.row_of(found.release.id)
        return row is not None and bool(mask[row])

    return Walk(connection, before, since=since, wanted=is_wanted)
