"""Lines: a statement's YAML as plain values, with the lines on which each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from registry.guarded_yaml import PLAIN, scalar
from registry.statements.parts import Written

Path = tuple[str | int, ...]
"""Where a value stands: the keys, and the numbers of rows from 0, that lead to it."""


class Span(NamedTuple):
    """First and last line, from 1."""

    first: int
    last: int


class TwiceError(ValueError):
    """A key is given twice; which of the two is meant nobody can tell."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"`{key}` is given twice")
        self.line = line


def told(node: yaml.Node, spans: dict[Path, Span], path: Path = ()) -> Any:
    """What a node says; notes in ``spans`` where each value stands, from its key on.

    Raises TwiceError, and ValueError for a key that is no text.
    """
    spans.setdefault(path, _span(node, node))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [told(item, spans, (*path, at)) for at, item in enumerate(node.value)]
    fields: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ValueError("a key is not a text")
        if key.value in fields:
            raise TwiceError(key.value[:80], key.start_mark.line + 1)
        spans[*path, key.value] = _span(key, value)
        fields[key.value] = told(value, spans, (*path, key.value))
    return fields


def span_of(spans: Mapping[Path, Span], path: Path) -> Span:
    """Where a value stands, or what it would be part of."""
    while path not in spans and path:
        path = path[:-1]
    return spans.get(path, Span(1, 1))


def _scalar(node: yaml.ScalarNode) -> Any:
    if node.tag != PLAIN:
        return node.value
    value = scalar(node.value)
    return Written(node.value) if isinstance(value, float) else value


def _span(begin: yaml.Node, end: yaml.Node) -> Span:
    first = begin.start_mark.line + 1
    return Span(first, max(first, _last_line(end)))


def _last_line(node: yaml.Node) -> int:
    """A block has its end mark where what follows it begins: its last line is that of the last thing in it."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    mark = node.end_mark
    return int(mark.line + 1 if mark.column else mark.line)
