"""Gaps: between what a release claims and its marks, and between the bounds of its score, as its page tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from registry.located import Locate
from registry.scoring.claims import SIDES
from registry.scoring.rubric import UNCHECKED, Rubric

if TYPE_CHECKING:
    from registry import shapes


def claims(
    stored: Iterable[Mapping[str, Any]], rubric: Rubric, locate: Locate
) -> list[shapes.Claim]:
    """The claims with what measuring makes of them, each quote with its address."""
    titles = {c.id: c.title for c in rubric.criteria}
    return [_claim(claim, titles, locate) for claim in stored]


def bounds(marks: Mapping[str, Any], rubric: Rubric) -> shapes.Bounds:
    """Why the score may be higher than is certain: criteria that could not be checked, and documents
    that are linked and were not read, each with the criteria that it might settle."""
    titles = {c.id: c.title for c in rubric.criteria if c.id in marks}
    documents: dict[tuple[Any, str, str], list[str]] = {}
    for criterion, title in titles.items():
        for document in marks[criterion].get("unread", ()):
            key = document["kind"], document["title"], document["url"]
            documents.setdefault(key, []).append(title)
    return {
        "unchecked": [t for c, t in titles.items() if marks[c]["level"] == UNCHECKED],
        "unread": [
            {"kind": kind, "title": title, "url": url, "may_settle": settles}
            for (kind, title, url), settles in documents.items()
        ],
    }


def _claim(claim: Mapping[str, Any], titles: Mapping[str, str], locate: Locate) -> Any:
    sides = {
        side: [
            {**locate(mark, mark["via"]), "title": titles[mark["criterion"]]}
            for mark in claim[side]
        ]
        for side in SIDES
    }
    return locate(claim, "") | sides
