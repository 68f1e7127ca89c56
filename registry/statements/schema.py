"""The schema: the shape of a statement as JSON Schema, for editors and for programs."""

from __future__ import annotations

from functools import cache
from typing import Any

from registry.statements.placeholders import PATTERN
from registry.statements.shape import Statement

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FILE = "transparency-1.json"
_PLACEHOLDER = {"type": "string", "pattern": PATTERN}


@cache
def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of version 1. It accepts what ``parse`` does; what counts only is what ``parse``
    reads."""
    made = _shared(Statement.model_json_schema(mode="validation"))
    made["$defs"]["placeholder"] = {
        **_PLACEHOLDER,
        "description": "Words that say nothing yet, such as TODO. They count as if they were not there.",
    }
    return {
        "$schema": DRAFT,
        "$id": f"urn:aperture:schemas:{FILE.removesuffix('.json')}",
        **made,
        "title": "TRANSPARENCY.yaml",
    }


def _shared(value: Any) -> Any:
    """The same with one placeholder that all refer to."""
    if value == _PLACEHOLDER:
        return {"$ref": "#/$defs/placeholder"}
    if isinstance(value, dict):
        return {key: _shared(inner) for key, inner in value.items()}
    return [_shared(inner) for inner in value] if isinstance(value, list) else value
