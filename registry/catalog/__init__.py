"""The catalog in memory: all lists, counts and rankings are reckoned from columns over all releases."""

from __future__ import annotations

from registry.catalog.catalog import Catalog
from registry.catalog.finding import Finder, Found
from registry.catalog.keeping import KeptCatalog

__all__ = ["Catalog", "Finder", "Found", "KeptCatalog"]
