"""Operations: one thing that the API can be asked to do, with all that it may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.openapi.parameters import Parameter

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Place:
    """A parameter of a path, with the JSON Schema of what may stand there."""

    name: str
    meaning: str
    schema: Mapping[str, Any]
    example: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What an operation answers with when all is well.

    ``shape`` is a type that pydantic knows the schema of, or a JSON Schema itself; of a reply that is no JSON,
    ``media`` says what it is. ``sparse`` names a part of the shape of which only the ``id`` is always there, as the
    caller may ask for some of its properties alone. ``links`` name, by what they lead to, an operation and where in the
    reply its parameters stand.
    """

    meaning: str
    shape: Any = None
    media: str = JSON
    status: int = 200
    paged: bool = False
    sparse: str = ""
    links: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """What an operation is sent: JSON of a shape, or text in the other media types."""

    meaning: str
    shape: Any
    also: tuple[str, ...] = ()
    example: Any = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. ``path`` is whole, with the names of its places in braces; ``errors`` are statuses that are
    peculiar to it, with their meaning: those of all operations, and of all that have parameters or places, are added.
    """

    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    reply: Reply
    parameters: tuple[Parameter, ...] = ()
    places: tuple[Place, ...] = ()
    body: Body | None = None
    errors: Mapping[int, str] = field(default_factory=dict)
