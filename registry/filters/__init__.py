"""Filters: what a query string asks for, in words, and each part as an address without it."""

from __future__ import annotations

from registry.filters.asked import Asked, Chip
from registry.filters.fields import Field, make_fields
from registry.filters.parsing import DEFAULT_LIMIT, MAX_LIMIT, MAX_PAGE, Problem, parse
from registry.filters.sorts import RELEVANCE, make_sorts

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "MAX_PAGE",
    "RELEVANCE",
    "Asked",
    "Chip",
    "Field",
    "Problem",
    "make_fields",
    "make_sorts",
    "parse",
]
