"""Told: what a page shows of an OpenAPI document: its tags, their operations and the shapes, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.openapi.kinds import Kind


@dataclass(frozen=True, slots=True)
class Item:
    """A parameter, or a property of a shape."""

    name: str
    kind: Kind
    meaning: str
    required: bool
    place: str = ""
    """Where a parameter stands: `path` or `query`."""
    repeated: bool = False
    """Whether a parameter may be given several times."""
    example: tuple[str, ...] = ()
    """Values of a parameter, several of one that is repeated."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A component: an object with its properties. One that is ``sparse`` has those of the shape of that name. ``tag``
    is the first whose operations have to do with it."""

    name: str
    tag: str
    meaning: str
    items: tuple[Item, ...]
    sparse: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent or answered in one media type. ``items`` are the properties of a shape that has no name."""

    media: str
    kind: Kind
    items: tuple[Item, ...]
    example: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One status with its meaning."""

    status: int
    meaning: str
    contents: tuple[Content, ...]
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Parameters that are told at an operation before this one."""

    operation: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """One operation. ``parameters`` are all; ``told`` are those among them that are told here."""

    id: str
    method: str
    path: str
    tag: str
    summary: str
    text: str
    parameters: tuple[Item, ...]
    told: tuple[Item, ...]
    shared: tuple[Shared, ...]
    body: tuple[Content, ...]
    reply: Answer
    others: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """Operations that belong together."""

    name: str
    meaning: str
    operations: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All that a document says. Tags without an operation are left out."""

    version: str
    text: str
    tags: tuple[Tag, ...]
    shapes: Mapping[str, Shape]
    headers: Mapping[str, str]

    def shapes_of(self, tag: str) -> list[Shape]:
        """The shapes that are told with a tag, by their names."""
        return [shape for shape in self.shapes.values() if shape.tag == tag]

    def operation(self, name: str) -> Described | None:
        """The operation of an id."""
        return next((o for tag in self.tags for o in tag.operations if o.id == name), None)
