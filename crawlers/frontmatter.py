"""YAML front matter: split off as the Hub does, parsed without trusting it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from registry.guarded_yaml import TooDeepError, load

# The Hub's own rule for where front matter begins and ends (huggingface_hub, repocard.py), in two.
_OPENING = re.compile(r"\s*---(?:\r\n|\r|\n)")
# What it begins with is looked for fastest: the dashes, not the line break before them.
_CLOSING = re.compile(r"---(?<=[\r\n]---)[ \t]*(?:\r\n|\n|$)")

# The key with what is indented, an item or empty below it.
_INDEX = re.compile(r"^model-index:[ \t]*\r?\n(?:(?:[ \t#-].*)?(?:\n|\Z))*+", re.MULTILINE)
MAX_INDEX = 8_000
"""Characters of benchmark results that are read: enough to see what was measured."""


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
                fields = load(short)
            except yaml.YAMLError:
                if short is self.text:
                    raise
                fields = load(self.text)  # it was cut in the middle of a value
        except TooDeepError:
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


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 2}" if mark else ""
    return f"{getattr(error, 'problem', None) or type(error).__name__}{where}"
