"""Organizations: who publishes, in the order of how open their releases are."""

from __future__ import annotations

import numpy as np

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Mask
from registry.catalog.grouping import GroupBoard, Wanted, group_board


def organizations(catalog: Catalog, wanted: Wanted, name: str = "") -> GroupBoard:
    """One page of all publishers whose name holds some words, under the rubric."""
    if name:
        part = name.casefold()
        holds = [part in known for known in catalog.organization.folded]
        wanted = wanted._replace(names=np.array(holds, dtype=np.bool_))
    mask = published(catalog)
    return group_board(catalog, catalog.organization, mask, catalog.score_tenths, wanted)


def published(catalog: Catalog) -> Mask:
    """The rows whose publisher is known."""
    nobody = catalog.organization.named("")
    if not nobody:
        return np.ones(catalog.size, dtype=np.bool_)
    return catalog.organization.codes != nobody[0]


def organization_named(catalog: Catalog, written: str) -> int | None:
    """The number of the organization of that name, or of one that differs in case only; None when there is none."""
    codes = catalog.organization.named(written) if written else []
    exact = [code for code in codes if catalog.organization.values[code] == written]
    return next(iter(exact or codes), None)
