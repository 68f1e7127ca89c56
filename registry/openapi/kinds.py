"""Kinds: what a JSON Schema allows, in words, with the names of the shapes that it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "array": "list",
    "null": "null",
}
_FORMATS = {"date-time": "moment (ISO 8601)", "uri-reference": "address", "uri": "address"}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words, or the name of a shape."""

    text: str
    is_shape: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be: in words, the values of a closed set, and examples."""

    parts: tuple[Part, ...]
    values: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All parts as one text."""
        return "".join(part.text for part in self.parts)


def kind_of(schema: Mapping[str, Any]) -> Kind:
    """What a schema allows."""
    return Kind(
        tuple(_parts(schema)), tuple(_found(schema, "enum")), tuple(_found(schema, "examples"))
    )


def target(reference: Mapping[str, Any]) -> str:
    """The name that a reference ends in."""
    return str(reference["$ref"]).rpartition("/")[2]


def _parts(schema: Mapping[str, Any]) -> Iterator[Part]:
    if "$ref" in schema:
        yield Part(target(schema), is_shape=True)
    elif choices := schema.get("anyOf") or schema.get("oneOf"):
        for number, choice in enumerate(choices):
            if number:
                yield Part(" or ")
            yield from _parts(choice)
    elif "enum" in schema:
        yield Part("one of")
    elif schema.get("type") == "array" and "items" in schema:
        yield Part("list of ")
        yield from _parts(schema["items"])
        yield from _bounds(schema, "Items")
    elif isinstance(schema.get("additionalProperties"), Mapping):
        yield Part("object, each value: ")
        yield from _parts(schema["additionalProperties"])
    else:
        kind: str | list[str] = schema.get("type", "any value")
        kinds = kind if isinstance(kind, list) else [kind]
        words = " or ".join(_WORDS.get(one) or one for one in kinds)
        yield Part(_FORMATS.get(schema.get("format", ""), words))
        yield from _bounds(schema)
        yield from _bounds(schema, "Length", " letters")
        if "pattern" in schema:
            yield Part(f" like {schema['pattern']}")


def _bounds(schema: Mapping[str, Any], length: str = "", unit: str = "") -> Iterator[Part]:
    keys = (f"min{length}", f"max{length}") if length else ("minimum", "maximum")
    least, most = (schema.get(key) for key in keys)
    if most is not None:
        span = f"at most {most:,}" if least is None else f"{least:,} to {most:,}"
        yield Part(f", {span}{unit}")
    elif least:
        yield Part(f", at least {least:,}{unit}")


def _found(schema: Mapping[str, Any], key: str) -> Iterator[str]:
    """What a schema and those within it list under a key, of those that aren't objects; shapes tell their own."""
    yield from (str(v) for v in schema.get(key, ()) if not isinstance(v, dict))
    within = [
        schema[k] for k in ("items", "additionalProperties") if isinstance(schema.get(k), Mapping)
    ]
    for one in (*within, *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _found(one, key)
