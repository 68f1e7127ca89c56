"""Parameters: what a query string may hold, as its document says it and as it is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from registry.filters import Problem
from registry.filters.parsing import MOST_PROBLEMS

MOST_SHOWN = 80
"""Letters of what was given that an error repeats."""
MOST_VALUES = 50

_INTEGER = re.compile(r"-?[0-9]{1,18}")

Values = Mapping[str, Any]
"""By parameter its value; of one that may be repeated a tuple."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query string.

    ``schema`` is the JSON Schema of one value: an ``enum`` of strings, a string with ``maxLength`` or the format
    ``date-time``, or an integer with its bounds. Of a ``many``-valued one, values stand in one parameter each, or,
    where they are ``listed``, in one parameter with commas between; ``least`` to ``most`` of them.
    """

    name: str
    meaning: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "maxLength": 200})
    many: bool = False
    listed: bool = False
    least: int = 1
    most: int = MOST_VALUES
    required: bool = False
    example: Any = None

    def described(self) -> dict[str, Any]:
        """The parameter as an OpenAPI document has it."""
        schema: Mapping[str, Any] = self.schema
        if self.many:
            schema = {
                "type": "array",
                "items": schema,
                "minItems": self.least,
                "maxItems": self.most,
            }
        told: dict[str, Any] = {
            "name": self.name,
            "in": "query",
            "description": self.meaning,
            "schema": schema,
        }
        if self.required:
            told["required"] = True
        if self.many:
            told |= {"style": "form", "explode": not self.listed}
        if self.example is not None:
            told["example"] = self.example
        return told

    def value(self, text: str) -> Any:
        """The value that a text stands for. Raises ValueError, in words, for one that is not allowed."""
        return _READERS[_kind(self.schema)](self.schema, text)


def read(
    parameters: Sequence[Parameter], pairs: Iterable[tuple[str, str]]
) -> tuple[dict[str, Any], list[Problem]]:
    """The values that the pairs of a query string give to parameters, and what makes no sense among them."""
    known = {p.name: p for p in parameters}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, part in _parts(known, pairs):
        if len(problems) >= MOST_PROBLEMS:
            return values, problems
        parameter = known.get(name)
        if parameter is None:
            problems.append(_unknown(name, known))
            continue
        try:
            value = parameter.value(part)
        except ValueError as error:
            problems.append(_wrong(parameter, part, error))
            continue
        problems += _added(values, parameter, value)
    told = {problem.parameter for problem in problems}
    return values, [
        *problems,
        *(p for p in _missing(parameters, values) if p.parameter not in told),
    ]


def _parts(
    known: Mapping[str, Parameter], pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The pairs, those of a listed parameter one for each of its values."""
    for name, text in pairs:
        is_listed = name in known and known[name].listed
        for part in text.split(",") if is_listed else (text,):
            yield name, part


def _missing(parameters: Iterable[Parameter], values: Values) -> Iterator[Problem]:
    for one in parameters:
        if one.name not in values:
            if one.required:
                yield Problem(one.name, f"{one.name} is needed.")
        elif one.many and len(values[one.name]) < one.least:
            yield Problem(one.name, f"{one.name} has fewer than {one.least} values.")


def _added(values: dict[str, Any], parameter: Parameter, value: Any) -> Iterator[Problem]:
    name = parameter.name
    if not parameter.many:
        if name in values:
            yield Problem(name, f"{name} is given more than once.")
        values[name] = value
    elif len(values.setdefault(name, ())) < parameter.most:
        values[name] = (*values[name], value)
    else:
        yield Problem(name, f"{name} has more than {parameter.most} values.")


def _unknown(name: str, known: Iterable[str]) -> Problem:
    shown = name[:MOST_SHOWN]
    near = _nearest(shown, known)
    hint = f" Did you mean {near!r}?" if near else ""
    return Problem(shown, f"There is no parameter {shown!r}.{hint}", near)


def _wrong(parameter: Parameter, text: str, error: ValueError) -> Problem:
    near = _nearest(text, parameter.schema.get("enum", ()))
    shown = text[:MOST_SHOWN]
    return Problem(parameter.name, f"{parameter.name} can't be {shown!r}; {error}.", near)


def _nearest(text: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(text[:MOST_SHOWN].lower(), list(known), 1, 0.5)), None)


def _kind(schema: Mapping[str, Any]) -> str:
    return "enum" if "enum" in schema else schema.get("format") or schema["type"]


def _enum(schema: Mapping[str, Any], text: str) -> str:
    if text not in schema["enum"]:
        raise ValueError(f"it can be {', '.join(schema['enum'])}")
    return text


def _integer(schema: Mapping[str, Any], text: str) -> int:
    least, most = schema["minimum"], schema["maximum"]
    if not (_INTEGER.fullmatch(text) and least <= int(text) <= most):
        raise ValueError(f"it must be a whole number from {least} to {most}")
    return int(text)


def _string(schema: Mapping[str, Any], text: str) -> str:
    least, most = schema.get("minLength", 0), schema["maxLength"]
    if not least <= len(text) <= most:
        raise ValueError(f"it must have {f'{least} to ' if least else 'at most '}{most} letters")
    if "pattern" in schema and not re.search(schema["pattern"], text):
        raise ValueError(f"it must look like {schema['pattern']}")
    return text


def _moment(_schema: Mapping[str, Any], text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the latter where UTC's year is before the first
        raise ValueError("it must be a moment such as 2026-03-01T12:00:00Z") from None


_READERS: Mapping[str, Callable[[Mapping[str, Any], str], Any]] = {
    "enum": _enum,
    "integer": _integer,
    "string": _string,
    "date-time": _moment,
}
