"""Columns of a dump: what to ask of each in SQL, and how its values become what the Hub's API says.

Dumps differ in how they store the same field, so a column is asked for by the family of its type. What can't be
taken for a field's value is not known, like a null: the field is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawlers.hub import EXPAND
from crawlers.source import parse_json

ID = "id"

_NUMBERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE"}
    | {"UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}
)
_PLAIN = "{}"
_JSON = "to_json({})"
_VALID = "case when json_valid({0}) then {0}::varchar end"
_TRUTH = "try_cast({} as boolean)"
_COUNT = "try_cast({} as bigint)"
_MOMENT = (
    "case when isfinite(try_cast({0} as timestamptz)) then"
    " strftime(try_cast({0} as timestamptz) at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') end"
)

_FORMS: Mapping[str, Mapping[str, str]] = {
    "text": {"text": _PLAIN},
    "moment": {"moment": _MOMENT, "text": _MOMENT},
    "truth": {"truth": _PLAIN, "number": _TRUTH, "text": _TRUTH},
    "count": {"number": _COUNT, "text": _COUNT},
    "gating": {"truth": "cast({} as varchar)", "text": _PLAIN},
    "names": {"list": _JSON, "text": _VALID},
    "files": {"list": _JSON, "text": _VALID},
    "object": {"object": _JSON, "text": _VALID},
}
"""SQL by the meaning of a field and the family of its column's type."""

_MEANING: Mapping[str, str] = {
    "createdAt": "moment",
    "lastModified": "moment",
    "disabled": "truth",
    "private": "truth",
    "gated": "gating",
    "downloads": "count",
    "likes": "count",
    "tags": "names",
    "siblings": "files",
    "baseModels": "object",
    "cardData": "object",
    "safetensors": "object",
}
"""What the Hub's fields are, but for plain texts."""

_Reader = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it holds, the SQL that asks for it, and how to read the answers."""

    field: str
    sql: str
    read: _Reader | None = None
    """None where the answers are the values."""


def columns(types: Mapping[str, str]) -> dict[str, Column]:
    """The columns to ask for, by field, of a file whose columns have these DuckDB types."""
    found = (_column(name, types[name]) for name in (ID, *EXPAND["model"]) if name in types)
    return {c.field: c for c in found if c is not None}


def models(fields: Sequence[Column], rows: Sequence[Sequence[Any]]) -> tuple[dict[str, Any], ...]:
    """What rows that begin with these columns say of models, in the words of the Hub's API."""
    names = [c.field for c in fields]
    answers = zip(*rows, strict=True)  # column by column
    values = (c.read(told) if c.read else told for c, told in zip(fields, answers, strict=False))
    return tuple(
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*values, strict=True)
    )


def _column(name: str, sql_type: str) -> Column | None:
    meaning = _MEANING.get(name, "text")
    family, quoted = _family(sql_type), f'"{name}"'
    if family == "bytes":  # text by a writer that did not say so
        family, quoted = "text", f"try(decode({quoted}))"
    form = _FORMS[meaning].get(family)
    if form is None:
        return None
    is_struct = meaning == family == "object"
    return Column(name, form.format(quoted), _structs if is_struct else _READERS.get(meaning))


def _family(sql_type: str) -> str:
    if sql_type.endswith("]"):
        return "list"
    if sql_type.startswith(("STRUCT(", "MAP(")):
        return "object"
    if sql_type.startswith("TIMESTAMP") or sql_type == "DATE":
        return "moment"
    if sql_type in _NUMBERS or sql_type.startswith("DECIMAL("):
        return "number"
    if sql_type in {"VARCHAR", "JSON"} or sql_type.startswith("ENUM("):
        return "text"
    return {"BOOLEAN": "truth", "BLOB": "bytes"}.get(sql_type, "")


def _parsed(texts: Sequence[str | None]) -> list[Any]:
    """What each text says. All are valid JSON, so they are read as one, which takes less time."""
    try:
        return list(parse_json(f"[{','.join(t or 'null' for t in texts)}]".encode()))
    except ValueError:  # one is nested too deeply, or holds a number of thousands of digits
        return [None] if len(texts) == 1 else [v for t in texts for v in _parsed([t])]


def _objects(texts: Sequence[str | None]) -> list[dict[str, Any] | None]:
    return [told if isinstance(told, dict) else None for told in _parsed(texts)]


def _structs(texts: Sequence[str | None]) -> list[dict[str, Any] | None]:
    # In a struct every row has every key: null is how it says that a row has not.
    return [_without_nulls(told) for told in _objects(texts)]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    return [_without_nulls(v) for v in value] if isinstance(value, list) else value


def _names(texts: Sequence[str | None]) -> list[list[str] | None]:
    return [
        [name for name in told if isinstance(name, str)] if isinstance(told, list) else None
        for told in _parsed(texts)
    ]


def _files(texts: Sequence[str | None]) -> list[list[dict[str, str]] | None]:
    """File lists as the API gives them, whether the dump names its files or describes them."""
    return [
        [
            {"rfilename": name}
            for file in told
            if isinstance(name := file.get("rfilename") if isinstance(file, dict) else file, str)
        ]
        if isinstance(told, list)
        else None
        for told in _parsed(texts)
    ]


def _gatings(texts: Sequence[str | None]) -> list[bool | str | None]:
    """The API says ``false`` or the way of asking in one field; a column says both in words."""
    words = (text.strip('"').lower() if text else None for text in texts)
    return [{"false": False, "true": True}.get(word, word) if word else None for word in words]


_READERS: Mapping[str, _Reader] = {
    "gating": _gatings,
    "names": _names,
    "files": _files,
    "object": _objects,
}
