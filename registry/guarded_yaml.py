"""Guarded YAML: text of strangers, composed without trusting it, by the rules of YAML 1.2."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml

MAX_NESTING = 100
MAX_BRACKETS = 50
MAX_ALIASES = 20
"""Each alias can double a document, and all of it is read."""

_INDENT = " " * MAX_NESTING
_INDENTED = re.compile(rf"^{_INDENT}", re.MULTILINE)
_NESTED_INLINE = re.compile(r"[-?:][ \t]+(?:[-?:][ \t]+){19}")
_ALIAS = re.compile(r"(?<![\w*])\*\w")
PLAIN, TEXT = "plain", "text"
"""The tags of composed scalars: whether one may stand for something else than its text."""

_CONSTANTS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"0|[-+]?[1-9][0-9]{0,300}")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")


class TooDeepError(ValueError):
    """The YAML must not be loaded."""


class _Loader(yaml.CSafeLoader):
    """PyYAML's composer, told only which scalars are plain: what they mean is not its business."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:
        return PLAIN if kind is yaml.ScalarNode and implicit[0] else TEXT

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Rules for paths in a document; there are none."""

    def ascend_resolver(self) -> None:
        """The end of these."""


@lru_cache(maxsize=4096)
def scalar(text: str) -> Any:
    """A plain scalar by the rules of YAML 1.2: `no` is Norwegian, and `2024-01-01` a text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) and not text.isdigit() else text


def value_of(node: yaml.Node) -> Any:
    """What a node says, as JSON would have it. Tags are ignored, and keys are always texts."""
    if isinstance(node, yaml.ScalarNode):
        return scalar(node.value) if node.tag == PLAIN else node.value
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    fields: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ValueError("a key is not a text")
        if key.value == "<<" and key.tag == PLAIN:
            merged = value_of(value)
            fields = {**merged, **fields} if isinstance(merged, dict) else fields
        else:
            fields[key.value] = value_of(value)
    return fields


def composed(text: str) -> yaml.Node | None:
    """The nodes of a document; None of an empty one.

    Raises TooDeepError for what must not be loaded, and yaml.YAMLError or ValueError for what is malformed.
    """
    if too_deep(text):
        raise TooDeepError
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


def load(text: str) -> Any:
    """What a document says; raises as ``composed`` does."""
    node = composed(text)
    return None if node is None else value_of(node)


def too_deep(text: str) -> bool:
    """Whether loading the YAML could exhaust the stack or explode in aliases.

    PyYAML's C composer recurses: some 24,000 levels crash the process, which nothing can catch. The
    event parser does not, so a text that looks deep at a glance is walked event by event.
    """
    brackets = text.count("[") + text.count("{")
    inline = _NESTED_INLINE.search(text)
    indented = _INDENT in text and _INDENTED.search(text)
    aliases = len(_ALIAS.findall(text)) if text.count("*") > MAX_ALIASES else 0
    if brackets <= MAX_BRACKETS and aliases <= MAX_ALIASES and not inline and not indented:
        return False
    depth = aliases = 0
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            aliases += isinstance(event, yaml.AliasEvent)
            if depth > MAX_NESTING or aliases > MAX_ALIASES:
                return True
    except yaml.YAMLError:
        return False  # loading stops at the same place, no deeper
    return False
