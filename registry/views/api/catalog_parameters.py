"""Catalog parameters: every filter, order and page of the catalog, as parameters of operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import abort

from registry.filters import MAX_LIMIT, Asked, Field, make_fields, make_sorts, parse
from registry.filters.parsing import MAX_TEXT
from registry.openapi import Parameter
from registry.resources import rubric
from registry.views.api.declaring import Query
from registry.views.errors import bad_query

_MOST = 10**15 - 1


def _parameter(field: Field) -> Parameter:
    title = field.title[:1].upper() + field.title[1:]
    if field.numeric:
        schema: Mapping[str, Any] = {"type": "integer", "minimum": 0, "maximum": _MOST}
        return Parameter(field.name, f"{title}: {field.phrase.format('so many')}.", schema)
    if field.options:
        schema = {"type": "string", "enum": list(field.options)}
    elif field.pattern is not None:
        schema = {"type": "string", "pattern": f"^{field.pattern.pattern}$", "maxLength": MAX_TEXT}
    else:
        schema = {"type": "string", "maxLength": MAX_TEXT}
    return Parameter(field.name, f"{title}. Several values widen the list.", schema, many=True)


Q = Parameter(
    "q",
    "Words that must occur in the id, the model card, the names of datasets, the licence or the task.",
    {"type": "string", "maxLength": MAX_TEXT},
)
FILTERS: tuple[Parameter, ...] = (Q, *(_parameter(f) for f in make_fields(rubric()).values()))
"""Everything that one can filter by; different parameters narrow the list."""
FOLD = Parameter(
    "fold",
    "yes: of each family one release, its original where it meets the filters. The catalog's pages do so.",
    {"type": "string", "enum": ["no", "yes"]},
)
SORT = Parameter(
    "sort",
    "The order: by relevance where there are words, else by score.",
    {"type": "string", "enum": list(make_sorts(rubric()))},
)
LIMIT = Parameter(
    "limit",
    "Items in a page; 25 if not given.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
)
CURSOR = Parameter(
    "cursor",
    "Where to go on: taken from the next page's address in the Link header, and not to be made up.",
    {"type": "string", "maxLength": 400},
)
PAGE = Parameter(
    "page",
    "A page by its number, from 1 on, as the catalog's pages have it. To read a whole list, follow the Link header.",
    {"type": "integer", "minimum": 1, "maximum": 1_000_000},
)


def asked_in(query: Query, parameters: Iterable[Parameter] = FILTERS) -> Asked:
    """What some of the parameters ask of the catalog, each release by itself unless told otherwise."""
    names = {p.name for p in (*parameters, SORT, LIMIT, PAGE, FOLD)}
    asked = parse([pair for pair in query.pairs if pair[0] in names], rubric())
    if asked.problems:
        abort(bad_query(asked.problems))
    return replace(asked, folded=query["fold"] == "yes")


def fields_parameter(names: Sequence[str], more: Sequence[str] = ()) -> Parameter:
    """The parameter by which only some properties of a reply are asked for."""
    besides = f" {' and '.join(more)} are only told when asked for." if more else ""
    return Parameter(
        "fields",
        f"Only these properties, and the id.{besides}",
        {"type": "string", "enum": [*names, *more]},
        many=True,
        listed=True,
        example=["id", "score", "class"],
    )
