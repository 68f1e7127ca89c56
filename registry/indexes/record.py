"""Records: what another index says of one system, in one shape for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from registry.guarded_yaml import TooDeepError, load

LARGEST = 1_000_000
"""Bytes of a file that are read; those of the indexes have a few thousand."""
_LONGEST = 300
"""Characters of a name or an address that are kept."""

_HUB_ID = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/"
    r"([A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})",
    re.ASCII,
)
_BARE_ID = re.compile(r"[A-Za-z0-9][\w-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_NO_PUBLISHERS = frozenset(
    {"blog", "collections", "datasets", "docs", "learn", "models", "organizations", "papers"}
    | {"posts", "settings", "spaces", "tasks"}
)
"""What may stand first in an address at the Hub and is nobody's name."""


class FileError(ValueError):
    """A file can't be read; the message says why."""


class NoRecordError(ValueError):
    """A file can be read and holds no record; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an index says on one of its items, in its own word, and the address that it names for it."""

    word: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What an index says of one system or organization.

    ``key`` tells it from the index's other records, ``hub`` are the Hub ids that it links to as what it is about, and
    ``bases`` those that it links to as what that was made from. ``model`` is the name of the model it is about, where
    that is another than its own. ``file`` is where the index keeps it. ``dated`` is the day that it gives for
    itself, as YYYY, YYYY-MM or YYYY-MM-DD.
    """

    key: str
    name: str
    organization: str = ""
    model: str = ""
    hub: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    verdicts: Mapping[str, Said] = field(default_factory=dict)
    overall: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that gave no record, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What the files of an index gave. ``beside`` are files that hold no record and need not; ``files`` counts all."""

    records: tuple[Record, ...]
    unreadable: tuple[Refused, ...]
    beside: tuple[Refused, ...]
    files: int


def text_of(body: bytes) -> str:
    """The text of a file. Raises FileError where it is too large or no UTF-8."""
    if len(body) > LARGEST:
        raise FileError(f"it is larger than {LARGEST:,} bytes")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"it is no UTF-8 at byte {error.start:,}") from error


def fields_of(body: bytes) -> Mapping[str, Any]:
    """The fields of a YAML file. Raises FileError, and NoRecordError where it holds something else than fields."""
    text = text_of(body)
    try:
        told = load(text)
    except TooDeepError as error:
        raise FileError("the YAML is nested too deeply to be read safely") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or type(error).__name__
        raise FileError(f"malformed YAML: {what}{where}") from error
    if not isinstance(told, dict):
        raise NoRecordError("it holds no fields")
    return told


def name_of(file: str) -> str:
    """What a file is called, without its folders."""
    return file.rpartition("/")[2]


def key_of(file: str) -> str:
    """What a file is called, without its folders and its ending."""
    return name_of(file).rpartition(".")[0]


def part_of(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A field that holds fields; none where it holds something else."""
    part = fields.get(name)
    return part if isinstance(part, dict) else {}


def line_of(value: object) -> str:
    """A value as one line of text: empty for what is neither text nor number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return "".join(c for c in " ".join(str(value).split()) if c.isprintable())[:_LONGEST]


def lines_of(value: object) -> Iterator[str]:
    """A text, or each of a list of texts."""
    for one in (value if isinstance(value, list) else [value])[:50]:
        if told := line_of(one):
            yield told


def address_of(value: object) -> str:
    """The first web address of a field; empty where there is none."""
    return next((t for t in lines_of(value) if t.startswith(("https://", "http://"))), "")


def hub_ids(values: Iterable[object], *, bare: bool = False) -> tuple[str, ...]:
    """The releases at the Hub that fields link to, each once; with ``bare``, a field may hold an id alone."""
    found: dict[str, None] = {}
    for value in values:
        for told in lines_of(value):
            linked = _HUB_ID.match(told)
            name = linked[1] if linked else told if bare and _BARE_ID.fullmatch(told) else ""
            name = name.rstrip(".")
            if name and name.partition("/")[0].lower() not in _NO_PUBLISHERS:
                found[name] = None
    return tuple(found)


_DAY = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


def day_of(value: object) -> str:
    """A year, month or day as it is told; empty for anything else."""
    found = _DAY.match(line_of(value))
    return found[0] if found else ""
