"""Schema: a line of JSON as JSON Schema (https://json-schema.org/draft/2020-12), made from the declared columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.exports.columns import CRITERIA, Column, Kind, columns

_TYPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
    Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
}
_GONE = {
    "title": "An id that is no longer in the catalog, told with `since`",
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "gone": {"const": True},
        "moved_to": {"type": "string", "description": "The id that the release has now"},
    },
    "required": ["id", "gone", "moved_to"],
    "additionalProperties": False,
}


def json_schema() -> dict[str, Any]:
    """What every line of JSON is valid under."""
    release = _object("A graded release")
    for column in columns():
        place = release
        for key in column.path[:-1]:
            if key not in place["properties"]:
                place["required"].append(key)
            place = place["properties"].setdefault(key, _object())
        place["properties"][column.path[-1]] = _value(column)
        if column.path[0] == column.path[-1] or column.path[0] == "pillars":
            place["required"].append(column.path[-1])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of Aperture's export",
        "oneOf": [release, _GONE],
    }


def _object(title: str = "") -> dict[str, Any]:
    named = {"title": title} if title else {}
    return {**named, "type": "object", "properties": {}, "required": []}


def _value(column: Column) -> dict[str, Any]:
    told = {"description": column.meaning}
    if column.path[0] == CRITERIA:
        points = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
        properties = {"level": {"type": "string"}, "points": points}
        required = list(properties)
        return {**told, "type": "object", "properties": properties, "required": required}
    value = dict(_TYPES[column.kind])
    if not column.is_known:
        value["type"] = [value["type"], "null"]
    return {**told, **value}
