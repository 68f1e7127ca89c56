"""Questions: which criteria each part of a statement bears on, with an example of a good disclosure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Question:
    """The criteria that an answer bears on, and an example of one."""

    criteria: tuple[str, ...]
    example: str


@cache
def questions() -> Mapping[str, Question]:
    """The questions by the path of the part, such as ``data.sources``."""
    text = files(__package__).joinpath("questions.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{key}": Question(tuple(told["criteria"]), told["example"])
        for section, parts in tomllib.loads(text).items()
        for key, told in parts.items()
    }
