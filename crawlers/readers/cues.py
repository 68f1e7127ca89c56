"""Cues: a pattern of many alternatives, tried only at the words that one of them can begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")
_STEM = 3
_UNSPACED = re.compile(r"[\u4e00-\u9fff]")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
"""Characters of Chinese, Japanese and Korean; Korean has spaces, but its words have endings."""
_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")


@dataclass(frozen=True, slots=True)
class Cues:
    """A pattern that begins at a word whose first three letters are among the ``stems``.

    Python tries every alternative of a pattern at every letter; with some fifty of them, a card
    would take longer to read than to parse. In scripts without spaces (``unspaced``: their
    characters) the pattern is tried everywhere.
    """

    pattern: re.Pattern[str]
    stems: frozenset[str]
    unspaced: re.Pattern[str] = _UNSPACED

    plain: re.Pattern[str] = field(init=False, compare=False)
    """Where the pattern may match in ASCII in lower case: to ignore case costs time at every letter."""

    def __post_init__(self) -> None:
        plain = sorted(stem for stem in self.stems if stem.isascii())
        whole = [stem for stem in plain if len(stem) < _STEM]
        begun = _either([stem for stem in plain if len(stem) == _STEM])
        either = "|".join([begun, *(rf"{re.escape(stem)}(?![a-z0-9])" for stem in whole)])
        beginning = rf"(?<![a-z0-9])(?={either})"
        ignores_case = self.pattern.flags & re.IGNORECASE
        if ignores_case and not _CAPITAL.search(self.pattern.pattern):
            beginning += f"(?:{self.pattern.pattern})"
        object.__setattr__(self, "plain", re.compile(beginning, re.ASCII))

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a text that do not overlap, in order."""
        if not text.isascii() and self.unspaced.search(text):
            yield from self.pattern.finditer(text)
            return
        if text.isascii():
            starts = [m.start() for m in self.plain.finditer(text.lower())]
        else:
            words = _WORD.finditer(text)
            starts = [m.start() for m in words if m[0][:_STEM].lower() in self.stems]
        end = 0
        for start in starts:
            if start >= end and (match := self.pattern.match(text, start)):
                yield match
                end = match.end()


def has_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands somewhere in the text: asked before a pattern is tried."""
    for word in words:  # noqa: SIM110  # any() with a generator takes three times as long
        if word in text:
            return True
    return False


def cues(pattern: str, stems: str, unspaced: re.Pattern[str] = _UNSPACED) -> Cues:
    """Cues from a pattern, which ignores case, and its stems, parted by spaces."""
    parted = frozenset(stem[:_STEM] for stem in stems.split())
    return Cues(re.compile(pattern, re.IGNORECASE), parted, unspaced)


def _either(words: list[str]) -> str:
    """A pattern for one of the words, which looks at each letter once."""
    by_letter: dict[str, list[str]] = {}
    for word in filter(None, words):
        by_letter.setdefault(word[0], []).append(word[1:])
    either = "|".join(re.escape(first) + _either(rest) for first, rest in by_letter.items())
    return f"(?:{either})" if either else ""


def phrases(listed: str) -> tuple[str, ...]:
    """Phrases from one text, in which bars part them."""
    return tuple(listed.split("|"))
