"""Asking: the address, and the command line, by which a described operation is asked for something."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from registry.openapi.told import Described

Given = Mapping[str, Sequence[str]]
"""By parameter its values."""


def address(operation: Described, given: Given) -> str:
    """The address from the root; empty values are left out. Raises ValueError when one that is needed is missing."""
    values = {p.name: [v for v in given.get(p.name, ()) if v] for p in operation.parameters}
    missing = [p.name for p in operation.parameters if p.required and not values[p.name]]
    if missing:
        raise ValueError(f"{' and '.join(missing)} must be given.")
    path = operation.path
    pairs = []
    for parameter in operation.parameters:
        name = parameter.name
        if parameter.place == "path":
            path = path.replace(f"{{{name}}}", quote(values[name][0]))
        else:
            pairs += [(name, value) for value in values[name]]
    return f"{path}?{urlencode(pairs, safe=',/:')}" if pairs else path


def example(operation: Described, known: Given) -> dict[str, list[str]]:
    """Values for an example: those that parameters declare, but for those that are ``known`` better."""
    values = {p.name: list(known.get(p.name, p.example)) for p in operation.parameters}
    return {name: value for name, value in values.items() if value}


def curl(operation: Described, whole_address: str) -> str:
    """A command line that asks for it."""
    words = ["curl", shlex.quote(whole_address)]
    if operation.method != "GET" and not operation.body:
        words += ["-X", operation.method]
    if operation.body:
        media = operation.body[0]
        sent = "@FILE" if media.example is None else json.dumps(media.example, ensure_ascii=False)
        words += ["-H", shlex.quote(f"Content-Type: {media.media}")]
        words += ["--data-binary", shlex.quote(sent)]
    return " ".join(words)
