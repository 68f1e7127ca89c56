"""Known data sets for instruction and preference tuning, and what the name of a data set tells of
its use.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from crawlers.readers import corpora
from crawlers.readers.cues import cues

Use = Literal["instructions", "preferences"]

_TABLE = tomllib.loads(files(__package__).joinpath("instruction_sets.toml").read_text("utf-8"))
USES: tuple[Use, ...] = ("instructions", "preferences")


def _spellings(hub_id: str, names: list[str]) -> tuple[str, ...]:
    """The names of a set, and that of its repo where it is too peculiar to mean anything else."""
    repo = hub_id.rpartition("/")[2].lower().replace("-", " ").replace("_", " ")
    return (*names, repo) if any(c.isdigit() or c == " " for c in repo) else tuple(names)


_BY_NAME: dict[str, tuple[str, Use]] = {
    name.replace(" ", ""): (hub_id, use)
    for use in USES
    for hub_id, names in _TABLE[use].items()
    for name in _spellings(hub_id, names)
}
_KNOWN_IDS: dict[str, Use] = {i.lower(): u for u in USES for i in _TABLE[u]}
_CANONICAL = frozenset(_TABLE["canonical"]["ids"])
_SPELLINGS = sorted(
    {
        re.escape(name).replace(r"\ ", r"[\s_-]{0,2}")
        for use in USES
        for hub_id, names in _TABLE[use].items()
        for name in _spellings(hub_id, names)
    },
    key=len,
    reverse=True,
)


def _by_first_letter(patterns: list[str]) -> str:
    """Alternatives that begin with a letter or digit, of which only those with the right one are
    tried.
    """
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        groups.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(rf"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


_NAMES = cues(
    rf"(?<![\w/-])(?:{_by_first_letter(_SPELLINGS)})(?![\w/])"
    r"(?![\s-]{0,2}(?:style|like|format|eval|template|t5|ul2|palm|lora|llama|v?\d+(?:\.\d+)?b\b"
    r"|bench|inspired"
    r"|llm\b|team\b))",
    " ".join(re.split(r"[^a-z0-9ü]", name)[0] for name in _BY_NAME),
)
_LETTERS = re.compile(r"[\s_-]+")
_PREFERENCE = re.compile(
    r"(?:^|[^a-z])(?:dpo|kto|orpo|ppo|rlhf|rlaif|rlvr|grpo|rl|hh|shp)(?:$|[^a-z])|saferlhf"
    r"|hhrlhf-pairs|preferences?|prefs?(?:$|[^a-z])"
    r"|feedback|reward|binari[sz]ed|comparisons|chosen|rejected|helpsteer|nectar",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"instruct|(?:^|[^a-z])(?:sft|chat|cot)(?:$|[^a-z])|code-?feedback", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A public data set that a text names: its Hub id, its use, and where the name stands."""

    id: str
    use: Use
    start: int
    end: int


def known_sets(text: str) -> Iterator[KnownSet]:
    """The public tuning sets that a text names."""
    for match in _NAMES.find(text):
        known = _BY_NAME.get(_LETTERS.sub("", match[0].lower()))
        if known:
            yield KnownSet(known[0], known[1], match.start(), match.end())


def use_of(dataset: str) -> Use:
    """What a data set of that id is for: preferences when it is known or named so, else
    instructions.
    """
    if known := _KNOWN_IDS.get(dataset.lower()):
        return known
    name = dataset.rpartition("/")[2]
    if _INSTRUCTION.search(name) and not re.search(
        r"(?:^|[^a-z])(?:dpo|kto|rl)(?:$|[^a-z])", name, re.I
    ):
        return "instructions"
    return "preferences" if _PREFERENCE.search(name) else "instructions"


def is_known(dataset: str) -> bool:
    """Whether that id is a well-known public set."""
    return dataset.lower() in _KNOWN_IDS or dataset.lower() in _CANONICAL


def is_pretraining_corpus(dataset: str) -> bool:
    """Whether that id is a corpus that base models are trained on."""
    corpus = corpora.known(dataset)
    return corpus is not None and dataset.lower() not in _KNOWN_IDS
