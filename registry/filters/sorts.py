"""Sorts: the orders of a list, in words."""

from __future__ import annotations

from registry.scoring.rubric import Rubric

RELEVANCE = "relevance"
PLAIN_SORTS = {
    "score": "most open first",
    "downloads": "most downloaded first",
    "likes": "most liked first",
    "name": "by name",
    "modified": "latest change first",
    "created": "newest first",
    "size": "smallest first",
}


def make_sorts(rubric: Rubric) -> dict[str, str]:
    """Every order, with its words."""
    pillars = {p.id: f"most open {p.title.lower()} first" for p in rubric.pillars}
    return {RELEVANCE: "best match first", **PLAIN_SORTS, **pillars}
