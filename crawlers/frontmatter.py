"""YAML front matter: split off as the Hub does, parsed without trusting it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

# The Hub's own rule for where front matter begins and ends (huggingface_hub, repocard.py), in two.
_OPENING = re.compile(r"\s*---(?:\r\n|\r|\n)")
# What it begins with is looked for fastest: the dashes, not the line break before them.
_CLOSING = re.compile(r"---(?<=[\r\n]---)[ \t]*(?:\r\n|\n|$)")

# The key with what is indented, an item or empty below it.
_INDEX = re.compile(r"^model-index:[ \t]*\r?\n(?:(?:[ \t#-].*)?(?:\n|\Z))*+", re.MULTILINE)
MAX_INDEX = 8_000
"""Characters of benchmark results that are read: enough to see what was measured."""

MAX_NESTING = 100
MAX_BRACKETS = 50
MAX_ALIASES = 20
"""Each alias can double a document, and all of it is read."""

_INDENT = " " * MAX_NESTING
_INDENTED = re.compile(rf"^{_INDENT}", re.MULTILINE)
_NESTED_INLINE = re.compile(r"[-?:][ \t]+(?:[-?:][ \t]+){19}")
_ALIAS = re.compile(r"(?<![\w*])\*\w")
_PLAIN, _TEXT = "plain", "text"

_CONSTANTS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"0|[-+]?[1-9][0-9]{0,300}")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")


class _TooDeepError(ValueError):
    """The YAML must not be loaded."""


class _Loader(yaml.CSafeLoader):
    """PyYAML's composer, told only which scalars are plain: what they mean is not its business."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:
        return _PLAIN if kind is yaml.ScalarNode and implicit[0] else _TEXT

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Rules for paths in a document; there are none."""

    def ascend_resolver(self) -> None:
        """The end of these."""


@lru_cache(maxsize=4096)
def _scalar(text: str) -> Any:
    """A plain scalar by the rules of YAML 1.2: `no` is Norwegian, and `2024-01-01` a text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) and not text.isdigit() else text


def _value(node: yaml.Node) -> Any:
    """What a node says, as JSON would have it. Tags are ignored, and keys are always texts."""
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node.value) if node.tag == _PLAIN else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    fields: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ValueError("a key is not a text")
        if key.value == "<<" and key.tag == _PLAIN:
            merged = _value(value)
            fields = {**merged, **fields} if isinstance(merged, dict) else fields
        else:
            fields[key.value] = _value(value)
    return fields


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The text between the dashes; empty when a card has none."""

    text: str

    def parsed(self) -> tuple[dict[str, Any], str]:
        """The fields, and what is wrong with the YAML (empty when nothing is)."""
        if not self.text.strip():
            return {}, ""
        short = _shortened(self.text)
        try:
            try:
                fields = _load(short)
            except yaml.YAMLError:
                if short is self.text:
                    raise
                fields = _load(self.text)  # it was cut in the middle of a value
        except _TooDeepError:
            return {}, "the YAML is nested too deeply to be read safely"
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            return {}, f"malformed YAML: {_first_line(error)}"
        if fields is None:
            return {}, ""
        if not isinstance(fields, dict):
            return {}, "the YAML is not a mapping of fields"
        return fields, ""


def _shortened(text: str) -> str:
    """The text with only the beginning of a long list of benchmark results, which may fill a megabyte."""
    block = _INDEX.search(text) if len(text) > MAX_INDEX else None
    if block is None or len(block[0]) <= MAX_INDEX:
        return text
    cut = text.rfind("\n", 0, block.start() + MAX_INDEX) + 1
    return text[:cut] + text[block.end() :]


def _load(text: str) -> Any:
    if too_deep(text):
        raise _TooDeepError
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _value(node)
    finally:
        loader.dispose()


def split_front_matter(text: str) -> tuple[FrontMatter, str, int]:
    """Front matter, body, and the line (from 1) on which the body begins."""
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter(""), text, 1
    begin = opening.end()
    closing = _CLOSING.search(text, begin + 1)
    if closing is None and text.startswith("\r\n---", begin - 2):
        begin -= 1  # the two lines share their line break
        closing = _CLOSING.match(text, begin + 1)
    if closing is None:
        return FrontMatter(""), text, 1
    stop, end = closing.start() - 1, closing.end()
    if stop > begin and text.startswith("\r\n", stop - 1):
        stop -= 1
    return FrontMatter(text[begin:stop]), text[end:], text.count("\n", 0, end) + 1


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


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 2}" if mark else ""
    return f"{getattr(error, 'problem', None) or type(error).__name__}{where}"
