"""Ranking: the orders in which releases are listed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Rows


class Orders:
    """All rows in every order. What is equal goes by downloads and id, so that pages never overlap."""

    def __init__(self, catalog: Catalog) -> None:
        self._used = _falling(catalog.downloads)
        keys: dict[str, NDArray[Any]] = {
            "score": catalog.score,
            "downloads": catalog.downloads,
            "likes": catalog.likes,
            "modified": catalog.modified,
            "created": catalog.created,
            **catalog.pillars,
        }
        self._orders = {name: self._by(key) for name, key in keys.items()}
        self._orders["size"] = self._by(
            -np.where(catalog.parameters > 0, catalog.parameters, np.inf)
        )
        folded = [release_id.casefold() for release_id in catalog.ids]
        self._orders["name"] = np.array(
            sorted(range(len(folded)), key=folded.__getitem__), dtype=np.int32
        )

    def __getitem__(self, sort: str) -> NDArray[np.int32]:
        """The rows in an order of ``PLAIN_SORTS`` or by a pillar."""
        return self._orders[sort]

    def by(self, key: NDArray[Any]) -> Rows:
        """The rows by falling values of a key, NaN last."""
        return self._by(key)

    def _by(self, key: NDArray[Any]) -> Any:
        return self._used[_falling(key[self._used])]


def _falling(key: NDArray[Any]) -> NDArray[np.int32]:
    """Positions by falling values, NaN last; what is equal stays in order."""
    if key.dtype.kind == "f":
        key = np.where(np.isnan(key), -np.inf, key)
    return np.argsort(-key, kind="stable").astype(np.int32)
