"""Parts: what the sections of a statement are made of, texts, addresses, rows, and what is withheld."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from registry.statements.placeholders import PATTERN, is_placeholder

LONGEST_TEXT = 2000
MOST_ROWS = 200
ROWS, WITHHELD = "<rows>", "<withheld>"
"""What the two ways to write a list are called in the places of errors."""

PRINTABLE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$"
ADDRESS = r"^https?://[^\s<>\"'`{}|\\^\u0000-\u001f\u007f\ud800-\udfff]+$"
_PRINTABLE, _ADDRESS = re.compile(PRINTABLE), re.compile(ADDRESS)


class Written(float):
    """A number with the words in which it was written: 3e-4 is not 0.0003 to who wrote it."""

    def __new__(cls, text: str) -> Written:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str


def _text(value: Any) -> Any:
    if isinstance(value, Written):
        value = value.text
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise PydanticCustomError("text", "a text")
    if len(value) > LONGEST_TEXT:
        raise PydanticCustomError("long", "at most 2,000 characters")
    if not _PRINTABLE.search(value):
        raise PydanticCustomError("text", "a text without control characters")
    return value


def _address(value: Any) -> Any:
    if not (isinstance(value, str) and len(value) <= LONGEST_TEXT and _ADDRESS.search(value)):
        raise PydanticCustomError("address", "an address that begins with https://")
    return value


def _count(value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer() and value < 1e15
    number = int(value) if whole else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 10**15:
        raise PydanticCustomError("count", "a whole number")
    return number


class Asked(StrEnum):
    """How a form asks for a value."""

    TEXT = "text"
    ADDRESS = "address"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    ROWS = "rows"
    GROUP = "group"


Text = Annotated[
    str,
    Asked.TEXT,
    BeforeValidator(_text),
    WithJsonSchema({"type": ["string", "number"], "maxLength": LONGEST_TEXT, "pattern": PRINTABLE}),
]
Address = Annotated[
    str,
    Asked.ADDRESS,
    BeforeValidator(_address),
    WithJsonSchema({"type": "string", "maxLength": LONGEST_TEXT, "pattern": ADDRESS}),
]
Count = Annotated[
    int,
    Asked.COUNT,
    BeforeValidator(_count),
    WithJsonSchema({"type": "integer", "minimum": 1, "exclusiveMaximum": 10**15}),
]
Flag = Annotated[StrictBool, Asked.FLAG]


class Part(BaseModel):
    """Fields that are known by their names, each of which may be left out. A placeholder is as good as nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _without_placeholders(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: told for name, told in value.items() if not cls._says_nothing(name, told)}

    @classmethod
    def _says_nothing(cls, name: str, told: Any) -> bool:
        field = cls.model_fields.get(name)
        return field is not None and not field.is_required() and is_placeholder(told)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        needed = schema.get("required", ())
        for name, told in schema["properties"].items():
            if name not in needed:
                schema["properties"][name] = _or_placeholder(told)
        return schema


def _or_placeholder(told: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field that may be left out, or not filled in yet."""
    about: dict[str, Any] = {
        key: told[key] for key in ("title", "description", "examples") if key in told
    }
    ways = [way for way in told.get("anyOf", [told]) if way.get("type") != "null"]
    ways = [{k: v for k, v in way.items() if k not in {*about, "default"}} for way in ways]
    return {**about, "anyOf": [*ways, {"type": "null"}, {"type": "string", "pattern": PATTERN}]}


class Withheld(Part):
    """A part that the publisher does not give out."""

    withheld: Text | None = None
    """Why it is withheld."""


Row = TypeVar("Row", bound=Part)


def _way(value: Any) -> str:
    is_withheld = isinstance(value, Withheld) or (isinstance(value, dict) and "withheld" in value)
    return WITHHELD if is_withheld else ROWS


Rows = Annotated[
    Annotated[tuple[Row, ...], Field(max_length=MOST_ROWS), Tag(ROWS)]
    | Annotated[Withheld, Tag(WITHHELD)],
    Discriminator(_way),
]
"""A list of rows, or why there is none."""
