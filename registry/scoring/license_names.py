"""License names: how a licence may be spelt, and when words of prose are the name of one."""

from __future__ import annotations

import re
from functools import lru_cache

TOKEN = re.compile(r"[a-z]+?(?=v\d)|v(?=\d)|[a-z]+|\d+(?:\.\d+)*|\++")
GAP = re.compile(r"(?:[^\S\n]|\n(?!\n)|[_*`\"'“”(),-]|%20){0,4}")
_ENDS = "license licence licenses licences agreement community terms of use international generic"
TAIL = frozenset(_ENDS.split())
"""Words that make no difference, but may end a quoted name."""
NOISE = TAIL | {"the", "licensed", "version", "v", "unported"}
_WORD = r"(?:licen[cs]|lizenz|许可|許可|协议|協議|ライセンス|라이선스|terms of use)"
_WITHIN = re.compile(_WORD)
_AFTER = re.compile(  # closing marks, a link's target, an adjective, then the word and not a label
    r"(?:[ \-_*`\"'“”)]|\n(?!\n)){0,4}(?:\]\([^)\s]{0,200}\))?[ \-_*`\"'”)]{0,4}"
    rf"(?:open[- ]source |public |community |model )?{_WORD}(?!\w*[\"'*_`]*\s*[:=])"
)
_RELEASED = r"(?:released|distributed|available|published|provided|shared|sourced)(?: \w+)? under"
_FILLER = r"(?:[^\w.;]{1,6}(?:under|is|are|as|the|terms|of|for|a|an|this|model))*[^\w.;]{0,6}$"
_BEFORE = re.compile(rf"(?:{_WORD}\w*|governed by|{_RELEASED}){_FILLER}")
_LABEL = re.compile(r"licen[cs]e[\"'`*_]*\s*[:=|]\W*$")
LABELLED = re.compile(r"[\"'*_`]*\s*[:=]")


def canonical(token: str) -> str:
    """A token without what makes no difference: empty for noise, 2 for 2.0."""
    return "" if token in NOISE else re.sub(r"(?:\.0)+$", "", token)


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """A spelling without what makes no difference: "Apache License, Version 2.0" is "apache2"."""
    return "".join(map(canonical, TOKEN.findall(text.lower().removeprefix("licenseref-"))))


def is_meant(text: str, lower: str, name: str, start: int, end: int) -> bool:
    """Whether words that spell a licence's name mean it: a word for licence stands beside them.

    ``name`` is their key, ``lower`` the text in lower case. "mit" is also a German word, so that a
    name of few letters counts in capitals or right after a label.
    """
    before, short = lower[max(0, start - 80) : start], start + len(name)
    if len(name) <= 3 and name.isalpha() and not text[start:short].isupper():
        return bool(_LABEL.search(before)) or lower.startswith(("-licen", " licen"), short)
    beside = _AFTER.match(lower, end) or _BEFORE.search(before)
    return bool(beside or _WITHIN.search(lower, start, end))
