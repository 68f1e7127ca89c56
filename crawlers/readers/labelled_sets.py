"""Public labelled data sets that images, speech and texts are classified by: words that say a model
was fine-tuned on one of them by its name alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from crawlers.readers.cues import has_any

_TABLE: dict[str, list[str]] = tomllib.loads(
    files(__package__).joinpath("instruction_sets.toml").read_text("utf-8")
)["labelled"]
_LETTERS = re.compile(r"[\s_-]+")
_BY_NAME = {_LETTERS.sub("", name): hub_id for hub_id, names in _TABLE.items() for name in names}
_NAMES = "|".join(
    re.escape(name).replace(r"\ ", r"[\s_-]{0,2}")
    for name in sorted((n for names in _TABLE.values() for n in names), key=len, reverse=True)
)
_NAMED = re.compile(rf"(?<![\w/-])(?:{_NAMES})(?!\w|[\s_-]{{0,2}}2[12]k)", re.IGNORECASE)
_WORDS = tuple({name.split()[0] for names in _TABLE.values() for name in names})
_TIE = re.compile(
    r"\b(?:fine[- ]?tun(?:ed|ing)|finetun(?:ed|ing))\b(?:(?!pre-?train)[^.;]){0,80}?"
    r" (?:on|with|using|over) (?:(?!evaluat|achiev|perform|compar|test)[^.;]){0,80}?$",
    re.IGNORECASE,
)
_END = re.compile(r"[;]|\.\s|\b(?:evaluat|achiev|perform|compar|test(?:ed)? on)", re.IGNORECASE)
REACH = 180
"""Letters before the name of a set in which the words on tuning stand."""


@lru_cache(maxsize=512)
def labelled_tie(text: str, lower: str) -> re.Match[str] | None:
    """The words by which a model was tuned on a labelled set that they name, up to its name."""
    if "tun" not in lower or not has_labelled_sets(lower):
        return None
    for named in _NAMED.finditer(text):
        tie = _TIE.search(text, max(0, named.start() - REACH), named.start())
        if tie:
            return tie
    return None


def has_labelled_sets(lower: str) -> bool:
    """Whether a text in lower case may name a labelled set at all."""
    return has_any(lower, _WORDS)


def labelled_sets(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """The labelled sets named after the words on tuning, each with its Hub id and place."""
    end = _END.search(text, start)
    for named in _NAMED.finditer(text, start, end.start() if end else len(text)):
        yield _BY_NAME[_LETTERS.sub("", named[0].lower())], named.start(), named.end()
