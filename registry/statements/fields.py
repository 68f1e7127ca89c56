"""Fields: what the shape of a statement asks for, as forms need to know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from registry.statements.parts import Asked, Part, Withheld

_LABELS = {
    "url": "Address",
    "covers": "What it covers",
    "complete": "Is that all?",
    "withheld": "Why it is withheld",
    "none": "Why nobody annotated",
    "what": "Which state",
    "who": "Who they are",
    "how_many": "How many",
    "rebuild": "Scripts or lists to rebuild it",
    "kind": "What it is",
    "license": "Licence",
    "code": "Code",
    "results": "Results",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked for. ``fields`` are those of a group, or of each row."""

    key: str
    asked: Asked
    hint: str
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def label(self) -> str:
        """What it is called."""
        return _LABELS.get(self.key, self.key.replace("_", " ").capitalize())


@cache
def fields_of(shape: type[Part]) -> tuple[Field, ...]:
    """What is asked of one shape, in its order."""
    return tuple(
        _field(key, info.description or "", [info.annotation, *info.metadata])
        for key, info in shape.model_fields.items()
        if key != "transparency"
    )


def _field(key: str, hint: str, annotations: list[Any]) -> Field:
    within = [inner for annotation in annotations for inner in _within(annotation)]
    choices = tuple(c for inner in within if get_origin(inner) is Literal for c in get_args(inner))
    shapes = [i for i in within if isinstance(i, type) and issubclass(i, Part)]
    rows = Withheld in shapes
    shape = next((s for s in shapes if s is not Withheld), None)
    if shape is not None:
        return Field(key, Asked.ROWS if rows else Asked.GROUP, hint, fields=fields_of(shape))
    asked = next((i for i in within if isinstance(i, Asked)), None)
    return Field(key, asked or Asked.CHOICE, hint, choices=choices)


def _within(annotation: Any) -> Iterator[Any]:
    """An annotation with all that it is made of."""
    yield annotation
    if get_origin(annotation) is Literal:
        return
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        parts = (annotation.__origin__, *annotation.__metadata__)
    for part in parts:
        yield from _within(part)
