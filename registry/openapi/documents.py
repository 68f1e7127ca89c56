"""Documents: declared operations as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from registry.openapi.operations import JSON, Body, Operation, Place, Reply

VERSION = "3.1.0"
PROBLEM = "application/problem+json"
_REF = "#/components/schemas/{model}"
SPARSE = "Fields"
"""What the name of a shape ends in of which some properties may be asked for alone."""

HEADERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "ETag": ("What to send as If-None-Match, to be told whether the reply has changed.", {}),
    "Link": ('Where the next page is, as rel="next"; missing on the last one.', {}),
    "RateLimit": (
        "What is left: r requests, anew in t seconds.",
        {"example": '"api";r=2999;t=300'},
    ),
    "RateLimit-Policy": (
        "What is allowed: q requests in w seconds.",
        {"example": '"api";q=3000;w=300'},
    ),
    "Retry-After": ("Seconds to wait before the next try.", {"type": "integer", "minimum": 0}),
}
_ALWAYS = ("RateLimit", "RateLimit-Policy")

ERRORS: Mapping[int, str] = {
    400: "Something that was given makes no sense. `errors` names each thing, and the nearest that would.",
    404: "There is nothing of that name. `detail` names the nearest known.",
    413: "What was sent is too large.",
    415: "What was sent is in none of the media types that are understood.",
    429: "Too many requests: try again after `Retry-After` seconds.",
    503: "The server has more to do than it can: try again after `Retry-After` seconds.",
}


@dataclass(frozen=True, slots=True)
class Description:
    """What the document says of the API as a whole; ``tags`` are in order, with what each is about."""

    title: str
    version: str
    text: str
    server: str
    tags: Mapping[str, str]
    problem: Any
    """The shape of every error."""


def document(operations: Sequence[Operation], about: Description) -> dict[str, Any]:
    """The document. Raises ValueError when two operations have the same id."""
    ids = [o.id for o in operations]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise ValueError(f"operations with the same id: {', '.join(sorted(twice))}")
    schemas, components = _schemas(operations, about)
    for name in {o.reply.sparse for o in operations} - {""}:
        components[f"{name}{SPARSE}"] = {**components[name], "required": ["id"]}
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schemas, components)
    used = {reference.rpartition("/")[2] for reference in references([paths, components, _ERRORS])}
    return {
        "openapi": VERSION,
        "info": {"title": about.title, "version": about.version, "description": about.text},
        "servers": [{"url": about.server}],
        "tags": [{"name": name, "description": text} for name, text in about.tags.items()],
        "paths": paths,
        "components": {
            "schemas": {
                name: schema
                for name, schema in components.items()
                # A shape that is only told in part stands in for no reply, but says what the part is of.
                if name in used or f"{name}{SPARSE}" in components
            },
            "headers": {
                name: {"description": meaning, "schema": {"type": "string", **schema}}
                for name, (meaning, schema) in HEADERS.items()
            },
            "responses": _ERRORS,
        },
    }


Schemas = Mapping[int, Mapping[str, Any]]
"""By the identity of a declared shape its JSON Schema."""


def _schemas(operations: Iterable[Operation], about: Description) -> tuple[Schemas, dict[str, Any]]:
    shapes = [o.reply.shape for o in operations] + [o.body.shape for o in operations if o.body]
    typed = {id(s): s for s in (*shapes, about.problem) if s is not None and not _is_schema(s)}
    adapters = [(key, "serialization", TypeAdapter(shape)) for key, shape in typed.items()]
    made, rest = TypeAdapter.json_schemas(adapters, ref_template=_REF)  # type: ignore[arg-type]
    schemas = {key: schema for (key, _), schema in made.items()}
    components = dict(sorted(rest.get("$defs", {}).items()))
    components["Problem"] = _resolved(schemas[id(about.problem)], components)
    return {**schemas, **{id(s): s for s in shapes if _is_schema(s)}}, components


def references(told: Any) -> Iterator[str]:
    """All that a part of a document refers to."""
    if isinstance(told, Mapping):
        for key, value in told.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(told, list):
        for one in told:
            yield from references(one)


def _is_schema(shape: Any) -> bool:
    return isinstance(shape, Mapping)


def _resolved(schema: Mapping[str, Any], components: Mapping[str, Any]) -> Any:
    reference = schema.get("$ref", "")
    return components[reference.rpartition("/")[2]] if reference else schema


def _operation(one: Operation, schemas: Schemas, components: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.id,
        "tags": [one.tag],
        "summary": one.summary,
        "description": one.description,
        "parameters": [
            *(_place(place) for place in one.places),
            *(parameter.described() for parameter in one.parameters),
        ],
        "responses": {
            str(one.reply.status): _reply(one.reply, schemas, components),
            **_errors(one),
        },
    }
    if one.body:
        told["requestBody"] = _body(one.body, schemas)
    return told


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "in": "path",
        "required": True,
        "description": place.meaning,
        "schema": place.schema,
        "example": place.example,
    }


def _reply(reply: Reply, schemas: Schemas, components: Mapping[str, Any]) -> dict[str, Any]:
    headers = ("ETag", *_ALWAYS, *(("Link",) if reply.paged else ()))
    schema = schemas[id(reply.shape)] if reply.shape is not None else {"type": "string"}
    if reply.sparse:
        sparse = _sparse(schema, reply.sparse)
        schema = (
            sparse if sparse != schema else _sparse(_resolved(schema, components), reply.sparse)
        )
    told: dict[str, Any] = {
        "description": reply.meaning,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {reply.media: {"schema": schema}},
    }
    if reply.links:
        told["links"] = {
            name: {"operationId": operation, "parameters": dict(parameters)}
            for name, (operation, parameters) in reply.links.items()
        }
    return told


def _sparse(schema: Any, name: str) -> Any:
    """The schema with every reference to a component replaced by one to its sparse form."""
    if isinstance(schema, Mapping):
        whole = {"$ref": _REF.format(model=name)}
        if schema == whole:
            return {"$ref": _REF.format(model=name + SPARSE)}
        return {key: _sparse(value, name) for key, value in schema.items()}
    return [_sparse(one, name) for one in schema] if isinstance(schema, list) else schema


def _body(body: Body, schemas: Schemas) -> dict[str, Any]:
    content: dict[str, Any] = {JSON: {"schema": schemas[id(body.shape)]}}
    if body.example is not None:
        content[JSON]["example"] = body.example
    content |= {media: {"schema": {"type": "string"}} for media in body.also}
    return {"description": body.meaning, "required": True, "content": content}


def _errors(one: Operation) -> dict[str, Any]:
    common = {400, 429, 503}
    if one.places:
        common.add(404)
    if one.body:
        common |= {413, 415}
    told: dict[int, Any] = {s: {"$ref": f"#/components/responses/{s}"} for s in common}
    told |= {status: _problem(status, meaning) for status, meaning in one.errors.items()}
    if one.method == "GET":
        told[304] = {"description": "What you have is as it was."}
    if any(place.name == "release_id" for place in one.places):
        told[308] = {"description": "The release has another name now, or is spelled otherwise."}
    return {str(status): told[status] for status in sorted(told)}


def _problem(status: int, meaning: str) -> dict[str, Any]:
    names = (*_ALWAYS, "Retry-After") if status in {429, 503} else _ALWAYS
    return {
        "description": meaning,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


_ERRORS = {str(status): _problem(status, meaning) for status, meaning in ERRORS.items()}
