"""Reading: an OpenAPI document as a page shows it: every operation, parameter and shape, each told once.

Of OpenAPI and JSON Schema it knows what our documents hold; of anything else it tells the type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.openapi.documents import SPARSE, references
from registry.openapi.kinds import kind_of, target
from registry.openapi.told import Answer, Content, Described, Item, Reference, Shape, Shared, Tag

MANY = 8
"""So many parameters that an earlier operation has, too, are named only, with where they are told."""


def reference(document: Mapping[str, Any]) -> Reference:
    """What a document of OpenAPI 3.1 says."""
    components = document["components"]
    operations = list(_operations(document))
    tags = (
        Tag(t["name"], t["description"], tuple(o for o in operations if o.tag == t["name"]))
        for t in document["tags"]
    )
    schemas = components["schemas"]
    told_at = _told_at(document)
    return Reference(
        version=document["info"]["version"],
        text=document["info"]["description"],
        tags=tuple(tag for tag in tags if tag.operations),
        shapes={name: _shape(name, told_at[name], schemas) for name in sorted(schemas)},
        headers={name: told["description"] for name, told in components["headers"].items()},
    )


def _operations(document: Mapping[str, Any]) -> Iterator[Described]:
    first: dict[Item, str] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            items = tuple(_parameter(p) for p in told["parameters"])
            shared = tuple(_shared(items, first))
            elsewhere = {name for one in shared for name in one.names}
            answers = [_answer(status, a, document) for status, a in told["responses"].items()]
            yield Described(
                id=told["operationId"],
                method=method.upper(),
                path=path,
                tag=told["tags"][0],
                summary=told["summary"],
                text=told["description"],
                parameters=items,
                told=tuple(i for i in items if i.name not in elsewhere),
                shared=shared,
                body=_contents(told.get("requestBody", {})),
                reply=answers[0],
                others=tuple(answers[1:]),
            )
            for item in items:
                first.setdefault(item, told["operationId"])


def _shared(items: Sequence[Item], first: Mapping[Item, str]) -> Iterator[Shared]:
    for operation in dict.fromkeys(first[i] for i in items if i in first):
        names = tuple(i.name for i in items if first.get(i) == operation)
        if len(names) > MANY:
            yield Shared(operation, names)


def _parameter(told: Mapping[str, Any]) -> Item:
    schema = told["schema"]
    many = schema.get("type") == "array"
    example = told.get("example", [])
    values = [str(v) for v in (example if isinstance(example, list) else [example])]
    is_repeated = many and told.get("explode", True)
    return Item(
        name=told["name"],
        kind=kind_of(schema["items"] if many else schema),
        meaning=told["description"],
        required=told.get("required", False),
        place=told["in"],
        repeated=is_repeated,
        example=tuple(values if is_repeated or not values else [",".join(values)]),
    )


def _answer(status: str, told: Mapping[str, Any], document: Mapping[str, Any]) -> Answer:
    if "$ref" in told:
        told = document["components"]["responses"][target(told)]
    return Answer(int(status), told["description"], _contents(told), tuple(told.get("headers", ())))


def _contents(told: Mapping[str, Any]) -> tuple[Content, ...]:
    return tuple(
        Content(media, kind_of(one["schema"]), _items(one["schema"]), one.get("example"))
        for media, one in told.get("content", {}).items()
    )


def _told_at(document: Mapping[str, Any]) -> dict[str, str]:
    """By shape the first tag whose operations refer to it, be it by way of other shapes."""
    components, found = document["components"], {}
    tags = [tag["name"] for tag in document["tags"]]
    operations = [o for methods in document["paths"].values() for o in methods.values()]
    for told in sorted(operations, key=lambda o: tags.index(o["tags"][0])):
        parts = [told]
        while parts:
            for reference in references(parts.pop()):
                kind, name = reference.split("/")[-2:]
                if kind != "schemas":
                    parts.append(components[kind][name])
                elif name not in found:
                    found[name] = told["tags"][0]
                    parts.append(components[kind][name])
                    if (whole := name.removesuffix(SPARSE)) in components[kind]:
                        parts.append({"$ref": f"#/components/schemas/{whole}"})
    return found


def _shape(name: str, tag: str, schemas: Mapping[str, Any]) -> Shape:
    schema = schemas[name]
    whole = name.removesuffix(SPARSE)
    is_sparse = whole != name and whole in schemas
    return Shape(
        name=name,
        tag=tag,
        meaning=schema.get("description", ""),
        items=() if is_sparse else _items(schema, schemas),
        sparse=whole if is_sparse else "",
    )


def _items(schema: Mapping[str, Any], schemas: Mapping[str, Any] | None = None) -> tuple[Item, ...]:
    required = schema.get("required", ())
    return tuple(
        Item(key, kind_of(told), _meaning(told, schemas or {}), key in required)
        for key, told in schema.get("properties", {}).items()
    )


def _meaning(told: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """What a property means; where only its shape says so, what that says."""
    referred = schemas.get(target(told), {}) if "$ref" in told else {}
    return str(told.get("description") or referred.get("description", ""))
