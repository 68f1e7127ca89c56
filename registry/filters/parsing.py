"""Parsing: the pairs of a query string become what is asked for; what makes no sense is told of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from registry.filters.asked import DEFAULT_LIMIT, Asked
from registry.filters.fields import Field, fields_of
from registry.filters.sorts import make_sorts
from registry.scoring.rubric import Rubric

__all__ = ["DEFAULT_LIMIT", "MAX_LIMIT", "MAX_PAGE", "Problem", "parse"]

MAX_LIMIT = 500
MAX_PAGE = 1_000_000
MAX_TEXT = 200
MAX_VALUES = 50
MOST_PROBLEMS = 20
"""Of which one is told."""
FOLDS = {"yes": True, "no": False}

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the query string that makes no sense, in words, with the nearest that would."""

    parameter: str
    message: str
    nearest: str | None = None


def parse(pairs: Iterable[tuple[str, str]], rubric: Rubric) -> Asked:
    """What the pairs of a query string ask for. What makes no sense is told of; never raises."""
    asked = Asked(fields_of(rubric), make_sorts(rubric))
    chosen: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name, raw in pairs:
        if len(problems) == MOST_PROBLEMS:
            break  # nobody means that
        text = _CONTROL.sub(" ", raw[: 2 * MAX_TEXT]).strip()[:MAX_TEXT]
        if not text:
            continue
        if name == "q":
            asked = replace(asked, q=" ".join(text.split()))
        elif name in {"page", "limit", "sort", "fold"}:
            asked, problem = _with_control(asked, name, text)
            problems += [problem] if problem else []
        elif name in asked.fields:
            value = asked.fields[name].accept(text)
            if value is None:
                problems.append(_wrong_value(asked.fields[name], text))
            elif value not in chosen.setdefault(name, []) and len(chosen[name]) < MAX_VALUES:
                chosen[name].append(value)
        else:
            problems.append(_unknown_parameter(name, asked))
    in_order = {name: tuple(chosen[name]) for name in asked.fields if chosen.get(name)}
    return replace(asked, chosen=in_order, problems=tuple(problems))


def _with_control(asked: Asked, name: str, text: str) -> tuple[Asked, Problem | None]:
    if name == "sort":
        if text in asked.sorts:
            return replace(asked, order=text), None
        told = f"There is no order {text!r}; there are {', '.join(asked.sorts)}."
        return asked, Problem("sort", told, _nearest(text, asked.sorts))
    if name == "fold":
        if text in FOLDS:
            return replace(asked, folded=FOLDS[text]), None
        return asked, Problem("fold", f"fold can be yes or no, and not {text!r}.")
    if not (text.isdecimal() and int(text[:9]) > 0):
        return asked, Problem(name, f"{name} must be a number from 1 on, and {text!r} is not.")
    most = MAX_PAGE if name == "page" else MAX_LIMIT
    number = min(int(text[:9]), most)
    return (replace(asked, page=number) if name == "page" else replace(asked, limit=number)), None


def _wrong_value(wanted: Field, text: str) -> Problem:
    if wanted.numeric or wanted.pattern is not None:
        kind = "number" if wanted.numeric else "year"
        return Problem(wanted.name, f"{wanted.name} must be a {kind}, and {text!r} is not.")
    known = ", ".join(wanted.options)
    told = f"{wanted.name} can't be {text!r}; it can be {known}."
    return Problem(wanted.name, told, _nearest(text, wanted.options))


def _unknown_parameter(name: str, asked: Asked) -> Problem:
    shown = name[:80]
    nearest = _nearest(shown, ("q", *asked.fields, "sort", "page", "limit", "fold"))
    hint = f" Did you mean {nearest!r}?" if nearest else ""
    return Problem(shown, f"There is no parameter {shown!r}.{hint}", nearest)


def _nearest(text: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(text.lower(), list(known), n=1, cutoff=0.5)), None)
