"""Declaring: an operation of the API goes into its document, and what is given is checked before the view is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import cleandoc
from typing import Any

import orjson
from flask import Blueprint, Response, abort, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from registry.filters import Problem
from registry.filters.parsing import MOST_PROBLEMS
from registry.openapi import Body, Operation, Parameter, Place, Reply, Values, read
from registry.openapi.operations import JSON
from registry.views.api.origins import for_every_origin
from registry.views.errors import bad_query

PREFIX = "/api/v1"

bp = Blueprint("api", __name__, url_prefix=PREFIX)
bp.after_request(for_every_origin)

OPERATIONS: list[Operation] = []
"""All that were declared, in the order of their declarations."""

PLACES = {
    "release_id": Place(
        "release_id",
        "The id of a release at the Hub. Its slash may stand as it is, or as %2F.",
        {"type": "string", "minLength": 1, "maxLength": 200},
        "allenai/OLMo-7B",
    ),
    "name": Place(
        "name",
        "The name of an organization at the Hub.",
        {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^/]+$"},
        "allenai",
    ),
    "number": Place(
        "number",
        "The number of a disclosure.",
        {"type": "string", "pattern": "^[1-9][0-9]{0,9}$"},
        "1",
    ),
}
"""What may stand in paths, by the name that it has there."""

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Query:
    """What was given: the parameters' values, all their pairs as they stood in the query string, and of what was sent
    the value, which has the declared shape."""

    values: Values
    pairs: Sequence[tuple[str, str]]
    body: Any = None

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter; None when it was not given."""
        return self.values.get(name)


View = Callable[..., Any]


def operation(
    rule: str,
    summary: str,
    reply: Reply,
    *,
    tag: str,
    method: str = "GET",
    parameters: Sequence[Parameter] = (),
    body: Body | None = None,
    errors: Mapping[int, str] | None = None,
) -> Callable[[View], View]:
    """Declares a view as an operation at ``rule``, a rule of Flask below ``/api/v1``, described by its docstring."""

    def declare(view: View) -> View:
        declared = Operation(
            id=view.__name__,
            method=method,
            path=PREFIX + _PLACE.sub(r"{\1}", rule),
            tag=tag,
            summary=summary,
            description=cleandoc(view.__doc__ or ""),
            reply=reply,
            parameters=tuple(parameters),
            places=tuple(PLACES[name] for name in _PLACE.findall(rule)),
            body=body,
            errors=errors or {},
        )
        OPERATIONS.append(declared)
        sent = TypeAdapter(body.shape) if body else None

        @wraps(view)
        def checked(**places: str) -> AnyResponse:
            pairs = list(request.args.items(multi=True))
            values, problems = read(declared.parameters, pairs)
            if problems:
                abort(bad_query(tuple(problems)))
            made = view(Query(values, pairs, _sent(body, sent)), **places)
            return made if isinstance(made, AnyResponse) else as_json(made, reply.status)

        bp.add_url_rule(rule, view.__name__, checked, methods=[method])
        return checked

    return declare


def as_json(value: Any, status: int = 200) -> Response:
    """Plain values as a reply."""
    return Response(orjson.dumps(value), status, content_type=JSON)


def _sent(body: Body | None, shape: TypeAdapter[Any] | None) -> Any:
    """What was sent: a value of the declared shape, or a text where one is taken, too."""
    if body is None or shape is None:
        return None
    if request.mimetype in body.also:
        try:
            return request.get_data(cache=False).decode()
        except UnicodeDecodeError as error:
            raise BadRequest(f"What was sent is no UTF-8: {error.reason}.") from error
    if request.mimetype != JSON:
        kinds = " or ".join((JSON, *body.also))
        raise UnsupportedMediaType(f"Send {kinds}, and say so in Content-Type.")
    try:
        return shape.validate_json(request.get_data(cache=False), strict=True)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
        abort(bad_query(tuple(map(_problem, told))))


def _problem(error: Mapping[str, Any]) -> Problem:
    """What pydantic says of a body, with the place in it as a JSON Pointer (RFC 6901)."""
    pointer = "".join(f"/{part}" for part in error["loc"])
    return Problem(pointer or "/", f"{pointer or 'The body'}: {error['msg']}.")
