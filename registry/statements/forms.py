"""Forms: what was typed into the fields of a statement, named like ``data.sources.0.url``, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from registry.statements.fields import Field, fields_of
from registry.statements.lines import Path
from registry.statements.parts import MOST_ROWS, Asked, Withheld
from registry.statements.problems import Problem, problems_of
from registry.statements.shape import NO_POST, Statement

BASE = "base"
"""The field that says that a release is a base model."""
WITHHELD = "withheld"
LONGEST = 4000
_FLAGS = {"true": True, "false": False}

Typed = dict[str, Any]
"""What was typed: texts by key, fields of groups within theirs. Rows are a list; beside them stands why they are
withheld, under their key and ``.withheld``."""


def typed(given: Iterable[tuple[str, str]]) -> Typed:
    """What was typed, of the names that a statement has. Rows in which nothing was typed are left out."""
    tree: dict[str, Any] = {}
    for name, text in given:
        here = tree
        *outer, last = name.split(".")[:8]
        for step in outer:
            inner = here.setdefault(step, {})
            here = inner if isinstance(inner, dict) else {}
        here[last] = text[:LONGEST]
    found = _known(fields_of(Statement), tree)
    return {**found, BASE: "yes"} if tree.get(BASE) else found


def _known(fields: Sequence[Field], tree: Mapping[str, Any]) -> Typed:
    found: Typed = {}
    for field in fields:
        told = tree.get(field.key)
        if field.asked is Asked.GROUP and isinstance(told, dict):
            found[field.key] = _known(field.fields, told)
        elif field.asked is Asked.ROWS and isinstance(told, dict):
            numbers = sorted((int(k), k) for k in told if k.isdecimal() and len(k) < 6)
            rows = [_known(field.fields, told[k]) for _, k in numbers if isinstance(told[k], dict)]
            found[field.key] = [row for row in rows if is_filled(row)][:MOST_ROWS]
            if isinstance(told.get(WITHHELD), str):
                found[f"{field.key}.{WITHHELD}"] = told[WITHHELD]
        elif isinstance(told, str) and field.asked not in {Asked.GROUP, Asked.ROWS}:
            found[field.key] = told
    return found


def is_filled(value: Any) -> bool:
    """Whether anything was typed."""
    if isinstance(value, dict):
        return any(map(is_filled, value.values()))
    if isinstance(value, list):
        return any(map(is_filled, value))
    return bool(str(value).strip())


def stated(told: Typed) -> tuple[Statement | None, tuple[Problem, ...]]:
    """The statement that was typed, or what is wrong with it. Lines mean nothing here; paths name the fields."""
    values, problems = _values(fields_of(Statement), told, ())
    if told.get(BASE):
        if "post" in values:
            problems.append(
                Problem(1, BASE, "A base model has no post-training: clear one of them.")
            )
        values["post"] = NO_POST
    try:
        statement = Statement.model_validate({"transparency": 1, **values})
    except ValidationError as error:
        problems += problems_of(error.errors(include_url=False), {})
        return None, tuple(problems)
    return (None if problems else statement), tuple(problems)


def _values(
    fields: Sequence[Field], told: Mapping[str, Any], path: Path
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        given, here = told.get(field.key), (*path, field.key)
        if field.asked is Asked.ROWS:
            why = str(told.get(f"{field.key}.{WITHHELD}", "")).strip()
            rows = []
            for number, row in enumerate(given or ()):
                made, wrong = _values(field.fields, row, (*here, number))
                rows.append(made)
                problems += wrong
            if rows and why:
                where = ".".join(str(s + 1) if isinstance(s, int) else s for s in here)
                message = "Give either rows, or why they are withheld; a row can be withheld alone."
                problems.append(Problem(1, f"{where}.{WITHHELD}", message))
            if rows or why:
                values[field.key] = rows or {WITHHELD: why}
        elif field.asked is Asked.GROUP:
            made, wrong = _values(field.fields, given or {}, here)
            problems += wrong
            if made:
                values[field.key] = made
        elif isinstance(given, str) and given.strip():
            values[field.key] = _value(field, given.strip())
    return values, problems


def _value(field: Field, text: str) -> Any:
    if field.asked is Asked.FLAG:
        return _FLAGS.get(text, text)
    if field.asked is Asked.COUNT:
        plain = text.replace(",", "")
        return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 19 else text
    return text


def typed_from(statement: Statement) -> Typed:
    """What one would have typed to get a statement."""
    found = _typed(fields_of(Statement), statement)
    return {**found, BASE: "yes"} if statement.post == NO_POST else found


def _typed(fields: Sequence[Field], part: Any) -> Typed:
    found: Typed = {}
    for field in fields:
        value = getattr(part, field.key)
        if value is None or value == NO_POST:
            continue
        if isinstance(value, Withheld):
            found[f"{field.key}.{WITHHELD}"] = value.withheld or ""
        elif field.asked is Asked.ROWS:
            found[field.key] = [_typed(field.fields, row) for row in value]
        elif field.asked is Asked.GROUP:
            found[field.key] = _typed(field.fields, value)
        elif field.asked is Asked.FLAG:
            found[field.key] = "true" if value else "false"
        else:
            found[field.key] = str(value)
    return found


def with_row(told: Typed, path: str) -> Typed:
    """What was typed with an empty row more where rows are asked for; the same for a path that has none."""
    *outer, last = path.split(".")[:8]
    here: Any = told
    for step in outer:
        if step.isdecimal() and isinstance(here, list) and int(step) < len(here):
            here = here[int(step)]
        elif isinstance(here, dict) and not step.isdecimal():
            here = here.setdefault(step, {})
        else:
            return told
    if isinstance(here, dict) and isinstance(here.setdefault(last, []), list):
        here[last].append({})
    return told


def without_row(told: Typed, path: str) -> Typed:
    """What was typed without a row."""
    *outer, last = path.split(".")[:8]
    here: Any = told
    for step in outer:
        here = _inner(here, step)
    if isinstance(here, list) and last.isdecimal() and int(last) < len(here):
        del here[int(last)]
    return told


def _inner(value: Any, step: str) -> Any:
    if isinstance(value, list):
        return value[int(step)] if step.isdecimal() and int(step) < len(value) else None
    return value.get(step) if isinstance(value, dict) else None
