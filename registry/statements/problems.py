"""Problems: what is wrong with a statement, with the line, and what to write instead."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from registry.spelling import nearest
from registry.statements.lines import Path, Span, span_of
from registry.statements.parts import MOST_ROWS, ROWS, WITHHELD, Part
from registry.statements.shape import METHODS, NONE, SECTION, Statement

MOST = 50
"""Problems that are told of one statement."""
_MARKS = {ROWS, WITHHELD, NONE, SECTION}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its line, where it stands (``data.sources.2.url``), and a sentence."""

    line: int
    path: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"line": self.line, "path": self.path, "message": self.message}


def problems_of(
    errors: Iterable[Mapping[str, Any]], spans: Mapping[Path, Span]
) -> tuple[Problem, ...]:
    """The errors of pydantic as problems, in the order of the lines."""
    found = dict.fromkeys(_problem(error, spans) for error in errors)
    return tuple(sorted(found, key=lambda p: p.line)[:MOST])


def _problem(error: Mapping[str, Any], spans: Mapping[Path, Span]) -> Problem:
    path: Path = tuple(step for step in error["loc"] if step not in _MARKS)
    kind = error["type"]
    message = _messages(kind, path, error)
    return Problem(span_of(spans, path).first, dotted(path), message)


def dotted(path: Path) -> str:
    """A place as people read it: rows are counted from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step[:80] for step in path)


def _messages(kind: str, path: Path, error: Mapping[str, Any]) -> str:
    name = str(path[-1])[:80] if path else ""
    if kind == "extra_forbidden":
        known = keys_at(path[:-1])
        near = nearest(name, known, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are {_listed(known)}."
        return f"`{name}` is no key {_inside(path[:-1])}: {hint}"
    if kind == "missing":
        return f"`{name}` is missing: {_wanted(name)}."
    if kind == "literal_error":
        return (
            f"{_shown(error.get('input'))} can't stand here: {_wanted(name, error.get('input'))}."
        )
    if kind in {"model_type", "dict_type"}:
        return (
            f"A row consists of fields: {_listed(keys_at(path))}."
            if isinstance(path[-1:][0] if path else "", int)
            else f"Fields are to stand below `{name}`: {_listed(keys_at(path))}."
        )
    if kind in {"tuple_type", "list_type"}:
        return f"`{name}` is a list: begin each row with `- `, below it. Or write `withheld:` with the reason."
    if kind == "too_long":
        return f"`{name}` has more than {MOST_ROWS} rows."
    if kind == "bool_type":
        return f"Write true or false for `{name}`."
    if kind == "long":
        return f"`{name}` is too long: write {error['msg']}."
    return f"Write {error['msg']} for `{name}`."


def _wanted(name: str, given: object = None) -> str:
    if name == "transparency":
        return "write `transparency: 1`, the version of this format"
    if name == "post":
        return "write `none` for a base model, or the stages below it"
    choices = METHODS if name == "method" else _choices(name)
    near = nearest(given, choices, 1) if isinstance(given, str) else []
    hint = f"did you mean {near[0]}? It is" if near else "it is"
    return f"{hint} one of {', '.join(choices)}"


def _choices(name: str) -> tuple[str, ...]:
    return {
        "covers": ("one", "many", "pre-training", "post-training", "everything"),
    }.get(name, ())


def keys_at(path: Path) -> list[str]:
    """The keys that may stand at a place; none where there are no fields."""
    shape: type[Part] | None = Statement
    for step in path:
        if isinstance(step, int) or shape is None:
            continue
        field = shape.model_fields.get(step)
        shape = next(_shapes(field.annotation), None) if field else None
    return list(shape.model_fields) if shape else []


def _shapes(annotation: Any) -> Iterator[type[Part]]:
    """The shapes within an annotation, the first the one of its rows."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        if issubclass(annotation, Part):
            yield annotation
        return
    for inner in get_args(annotation):
        yield from _shapes(inner)


def _inside(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    return f"of `{names[-1]}`" if names else "of a statement"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _shown(value: object) -> str:
    told = " ".join(str(value).split())
    return f"“{told[:80]}…”" if len(told) > 80 else f"“{told}”"
