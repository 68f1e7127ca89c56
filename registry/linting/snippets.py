"""Snippets: what a publisher pastes into a card to reach the best level of a criterion, read from ``snippets.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PLACEHOLDER = re.compile(r"(?:# )?<[a-z]+(?: [a-z][a-z0-9.-]*)+>")
"""What is to be replaced: words in angle brackets, which Markdown takes for a tag, and after a number sign, where YAML
takes them for a comment. Untouched they say nothing, to nobody."""


@dataclass(frozen=True, slots=True)
class Example:
    """A plausible filling, by which the tests hold a snippet to its promise.

    ``values`` replace the placeholders in their order. ``files`` are in the repo, ``base`` is known to be open, and
    ``datasets`` tells that the linked ones are there under this licence.
    """

    values: tuple[str, ...]
    files: tuple[str, ...] | None = None
    base: bool = False
    datasets: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to paste for one criterion.

    ``level`` is what it comes to when filled in. ``front`` goes into the front matter, in the place of fields of the
    same name; ``markdown`` into the card; ``command`` is run. ``note`` says what else it takes.
    """

    criterion: str
    level: str
    example: Example
    front: str = ""
    markdown: str = ""
    command: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        """What a publisher is shown of it."""
        return {
            "level": self.level,
            "front": self.front.strip(),
            "markdown": self.markdown.strip(),
            "command": self.command,
            "note": self.note,
        }

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What is to be replaced, in order."""
        return tuple(PLACEHOLDER.findall(self.front + self.markdown + self.command))


def parse_snippets(text: str) -> Mapping[str, Snippet]:
    """The snippets of a TOML text by criterion. Raises ValueError or TypeError when one is not whole."""
    found = {}
    for pillar, named in tomllib.loads(text).items():
        for name, fields in named.items():
            criterion = f"{pillar}.{name}"
            found[criterion] = _snippet(criterion, fields)
    return found


def _snippet(criterion: str, fields: dict[str, Any]) -> Snippet:
    example = fields.pop("example", {})
    made = Example(
        tuple(example.pop("values", ())),
        files=tuple(files) if (files := example.pop("files", None)) is not None else None,
        **example,
    )
    snippet = Snippet(criterion, example=made, **fields)
    placeholders = snippet.placeholders
    if len(made.values) != len(placeholders):
        raise ValueError(f"{criterion}: {len(placeholders)} placeholders to fill in")
    told = snippet.front + snippet.markdown + snippet.command
    if "<" in PLACEHOLDER.sub("", told):
        raise ValueError(f"{criterion}: a placeholder holds words only, two at least")
    return snippet
