"""Closing: how a class becomes a shape without other keys than its own, each described by the docstring below it."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Annotated, TypeVar

from pydantic import ConfigDict, Field, with_config

Shape = TypeVar("Shape")


def closed(shape: type[Shape]) -> type[Shape]:
    """A typed dictionary with no further keys.

    Pydantic alone would read the docstrings of the class itself, and describe no key that it takes over from another.
    """
    annotations = shape.__annotations__
    for key, description in _described(shape.__module__)[shape.__name__].items():
        annotations[key] = Annotated[annotations[key], Field(description=description)]
    return with_config(ConfigDict(extra="forbid"))(shape)


@cache
def _described(module: str) -> dict[str, dict[str, str]]:
    """By class and key of a module the docstring below the key."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: dict(_docstrings(node)) for node in classes}


def _docstrings(shape: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for key, told in pairwise(shape.body):
        if isinstance(key, ast.AnnAssign) and isinstance(told, ast.Expr):
            yield ast.unparse(key.target), " ".join(ast.literal_eval(told.value).split())
